use super::{Calendar, CalendarError};

impl Calendar {
    /// A calendar that comes with the library: `cn`, mainland China.
    ///
    /// ```
    /// use evenhand::calendar::Calendar;
    ///
    /// let calendar = Calendar::bundled("cn")?;
    /// // A Saturday, worked for the Spring Festival.
    /// assert!(calendar.is_working_day("2026-02-28".parse().unwrap())?);
    /// # Ok::<(), evenhand::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// There is no such calendar.
    pub fn bundled(id: &str) -> Result<Self, CalendarError> {
        let file = evenhand_rules::CALENDARS.iter().find(|file| file.id == id).ok_or_else(|| {
            let bundled: Vec<_> = evenhand_rules::CALENDARS.iter().map(|file| file.id).collect();
            CalendarError::NotBundled { calendar: id.to_owned(), bundled: bundled.join(", ") }
        })?;
        Self::read(file.path, file.text).map_err(CalendarError::Faulty)
    }
}

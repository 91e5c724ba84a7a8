use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::DeTable;

use super::{Arrangement, Calendar, Notice, OfficeDays, SpecialDay, Year, format};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, in_order};
use crate::table::{Fields, Located, Node, Reader, is_id_segment, root, text_file};
use crate::time::{Date, Weekday};

/// The days that an arrangement for a year can name, in words for the message.
const NEAR: &str = "the year, the December before it and the January after it";

/// The most days that one span can have.
const MAX_SPAN: i64 = 366;

impl Calendar {
    /// Reads a calendar from the text of a file; `name` is what reports call it by.
    ///
    /// ```
    /// use evenhand::calendar::Calendar;
    ///
    /// let text = r#"
    ///     format = 1
    ///     id = "cn"
    ///     title = { zh = "中国", en = "China" }
    ///     [year.2027]
    ///     notice = { title = "国务院办公厅关于2027年部分节假日安排的通知" }
    ///     days = [{ name = { zh = "元旦", en = "New Year" }, off = [2027-01-01], worked = [] }]
    /// "#;
    /// let calendar = Calendar::read("mine.toml", text)?;
    /// assert!(!calendar.is_working_day("2027-01-01".parse().unwrap()).unwrap());
    /// # Ok::<(), evenhand::diagnostic::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// All faults of the file at once.
    pub fn read(name: &str, text: impl AsRef<[u8]>) -> Result<Self, Diagnostics> {
        let file = text_file(name, text.as_ref()).map_err(Diagnostics)?;
        let tree = root(&file).map_err(|faults| Diagnostics(in_order(faults)))?;
        let mut reader = Reader::new(&file);
        let calendar = if reader.known_format(&tree) { reader.calendar(&tree) } else { None };
        match calendar {
            Some(calendar) if reader.diagnostics.is_empty() => Ok(calendar),
            _ => Err(Diagnostics(in_order(reader.diagnostics))),
        }
    }
}

/// The days that one publication has named, each with its place.
type Named = BTreeMap<Date, Span>;

impl Reader {
    fn calendar(&mut self, tree: &DeTable<'_>) -> Option<Calendar> {
        let fields = self.fields(tree, Span::default(), &format::CALENDAR);
        let id = fields.get("id").and_then(|node| self.calendar_id(node));
        let title = self.bilingual_at(&fields, "title");
        if let Some(node) = fields.get("note") {
            self.bilingual(node);
        }
        if fields.get("based-on").is_some() {
            let days = self.office(&fields);
            return Some(Calendar::of_office(id?.value, title?, days?));
        }
        for key in ["notice", "days"] {
            if let Some(span) = fields.key_span(key) {
                let message = format!("`{key}` stands beside `based-on`, or in a year");
                self.report(Code::Contradiction, span, message);
            }
        }
        let weekend = match fields.get("weekend") {
            Some(node) => self.weekend(node),
            None => vec![Weekday::Saturday, Weekday::Sunday],
        };
        let Some(years) = fields.get("year") else {
            let help = Some("a country's calendar has `[year.2026]`, an office's has `based-on`".into());
            let line = self.first_line(Span::default());
            self.report_with(Code::MissingKey, line, "the calendar has no `year` and no `based-on`", help);
            return None;
        };
        let years = self.years(years, &weekend);
        Some(Calendar::new(id?.value, title?, years))
    }

    /// What stands beside `based-on`.
    fn office(&mut self, fields: &Fields<'_>) -> Option<OfficeDays> {
        for key in ["weekend", "year"] {
            if let Some(span) = fields.key_span(key) {
                let message = format!("`{key}` cannot stand beside `based-on`");
                let help = Some("what changes another calendar names single days in `days`".into());
                self.report_with(Code::Contradiction, span, message, help);
            }
        }
        let base = fields.get("based-on").and_then(|node| self.calendar_id(node));
        let notice = fields.get("notice").map_or_else(|| Some(Notice::default()), |node| self.notice(node));
        let days = match fields.get("days") {
            Some(node) => self.holidays(node, &mut Named::new(), None),
            None => {
                let message = "the calendar has `based-on`, but no `days`";
                let span = fields.key_span("based-on").unwrap_or_default();
                self.report(Code::MissingKey, span, message);
                Vec::new()
            }
        };
        Some(OfficeDays { base: base?.value, notice: notice?, days })
    }

    fn calendar_id(&mut self, node: &Node<'_>) -> Option<Located<String>> {
        let id = self.text(node)?;
        if id.value.split('.').all(is_id_segment) {
            return Some(id);
        }
        let message = format!("`{}` is not an id", id.value);
        let help = "lower-case words joined by dots, such as `cn` or `cn.dongying.office`";
        self.report_with(Code::InvalidId, id.span, message, Some(help.into()));
        None
    }

    fn weekend(&mut self, node: &Node<'_>) -> Vec<Weekday> {
        let days = self.list(node);
        days.into_iter().filter_map(|node| self.choice(node, &Weekday::ALL)).collect()
    }

    fn years(&mut self, node: &Node<'_>, weekend: &[Weekday]) -> Vec<Year> {
        let Some(fields) = self.table(node, &format::YEARS) else { return Vec::new() };
        // The notices for two years may not both speak of a day: one of them would silently be overruled.
        let mut named = Named::new();
        let mut years = Vec::new();
        for (key, node) in fields.others() {
            years.extend(self.year(&key, node, weekend, &mut named));
        }
        years
    }

    fn year(
        &mut self,
        key: &Located<String>,
        node: &Node<'_>,
        weekend: &[Weekday],
        named: &mut Named,
    ) -> Option<Year> {
        let digits = key.value.len() == 4 && key.value.bytes().all(|byte| byte.is_ascii_digit());
        let year = key.value.parse().ok().filter(|year| digits && Date::new(*year, 1, 1).is_some());
        if year.is_none() {
            let message = format!("`{}` is not a year of four digits", key.value);
            self.report(Code::InvalidYear, key.span, message);
        }
        let fields = self.table(node, &format::YEAR)?;
        let notice = fields.get("notice").and_then(|node| self.notice(node));
        let whole = fields.get("days").map(|node| {
            let days = self.holidays(node, named, year);
            self.worked_anyway(&days, named, weekend);
            days
        });
        let changes = fields.get("changes").map(|node| self.changes(node, year)).unwrap_or_default();
        let faulty = match (&whole, fields.get("notice").is_some()) {
            (None, _) if fields.get("changes").is_none() => "the year has no `days` and no `changes`",
            (None, true) => "the year has a `notice`, but no `days`",
            (Some(_), false) => "the year has no `notice`",
            _ => "",
        };
        if !faulty.is_empty() {
            self.report(Code::MissingKey, key.span, faulty);
        }
        let whole = whole.map(|days| Arrangement { notice: notice.unwrap_or_default(), days });
        Some(Year { year: year?, weekend: weekend.to_vec(), whole, changes })
    }

    /// A worked day that is no day of the weekend is mostly a slip of the pen.
    fn worked_anyway(&mut self, days: &[SpecialDay], named: &Named, weekend: &[Weekday]) {
        for day in days.iter().filter(|day| day.worked && !weekend.contains(&day.day.weekday())) {
            let message = format!("{} is worked anyway: it is no day of the weekend", day.day);
            let span = named.get(&day.day).copied().unwrap_or_default();
            self.report(Code::WorkedAnyway, span, message);
        }
    }

    fn changes(&mut self, node: &Node<'_>, year: Option<i16>) -> Vec<Arrangement> {
        let changes = self.list(node);
        changes.into_iter().filter_map(|node| self.change(node, year)).collect()
    }

    fn change(&mut self, node: &Node<'_>, year: Option<i16>) -> Option<Arrangement> {
        let fields = self.table(node, &format::CHANGE)?;
        let notice = fields.get("notice").and_then(|node| self.notice(node));
        let days = fields.get("days").map(|node| self.holidays(node, &mut Named::new(), year));
        Some(Arrangement { notice: notice?, days: days? })
    }

    fn notice(&mut self, node: &Node<'_>) -> Option<Notice> {
        let fields = self.table(node, &format::NOTICE)?;
        let mut text = |key: &str| fields.get(key).and_then(|node| self.text(node)).map(|text| text.value);
        let (title, number, url) = (text("title"), text("number"), text("url"));
        let issued = self.date_at(&fields, "issued");
        let note = self.bilingual_at(&fields, "note");
        Some(Notice { title, number, url, issued, note })
    }

    fn holidays(&mut self, node: &Node<'_>, named: &mut Named, year: Option<i16>) -> Vec<SpecialDay> {
        let mut days = Vec::new();
        for node in self.list(node) {
            let Some(fields) = self.table(node, &format::HOLIDAY) else { continue };
            let name = self.bilingual_at(&fields, "name");
            if fields.get("off").is_none() && fields.get("worked").is_none() {
                let message = "the holiday has no `off` and no `worked`";
                let span = self.first_line(fields.span);
                self.report(Code::MissingKey, span, message);
            }
            for (key, worked) in [("off", false), ("worked", true)] {
                for span in fields.get(key).map(|node| self.list(node)).unwrap_or_default() {
                    for day in self.span_of_days(span, year) {
                        let is_first = self.name_day(day, self.place(span.span()), named);
                        let name = name.clone().filter(|_| is_first);
                        days.extend(name.map(|name| SpecialDay { day, worked, name }));
                    }
                }
            }
        }
        days
    }

    /// Notes the place of a day; reports one that has a place already, and says no.
    fn name_day(&mut self, day: Date, span: Span, named: &mut Named) -> bool {
        let Some(first) = named.insert(day, span) else { return true };
        let fault = Diagnostic::new(Code::DayNamedTwice, &self.file, span, format!("{day} is named twice"));
        let file = Arc::clone(&self.file);
        self.diagnostics.push(fault.related(&file, first, "first here"));
        false
    }

    /// A day, or the days from one to another.
    fn span_of_days(&mut self, node: &Node<'_>, year: Option<i16>) -> Vec<Date> {
        let (first, last) = match node.get_ref().as_str().and_then(|text| text.split_once("..")) {
            None => match self.date(node) {
                Some(day) => (day, day),
                None => return Vec::new(),
            },
            Some((first, last)) => match (first.parse(), last.parse()) {
                (Ok(first), Ok(last)) => (first, last),
                (Err(error), _) | (_, Err(error)) => {
                    let error: crate::time::DateError = error;
                    self.report(Code::WrongType, self.place(node.span()), error.to_string());
                    return Vec::new();
                }
            },
        };
        let days = last.days_since(first);
        let near = year.and_then(|year| {
            let before = Date::new(year.checked_sub(1)?, 12, 1).unwrap_or(Date::FIRST);
            Some(before..=Date::new(year.checked_add(1)?, 1, 31).unwrap_or(Date::LAST))
        });
        let fault = if days < 0 {
            format!("the last day {last} lies before the first day {first}")
        } else if days >= MAX_SPAN {
            format!("a span of more than {MAX_SPAN} days")
        } else if near.is_some_and(|near| !near.contains(&first) || !near.contains(&last)) {
            format!("expected days of {NEAR}")
        } else {
            return (0..=days).filter_map(|day| first.plus_days(day)).collect();
        };
        self.report(Code::InvalidDays, self.place(node.span()), fault);
        Vec::new()
    }
}

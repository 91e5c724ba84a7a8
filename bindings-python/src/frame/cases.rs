//! The rows of a frame as decided cases, from its columns: what they hold in another way goes through the record as JSON,
//! which also tells what is wrong with one.

use evenhand::number::parse_decimal;
use evenhand::pack::{Actor, Measure};
use evenhand::supervise::{DecidedCase, RecordFault, Taken};
use evenhand::time::Date;
use evenhand::{Case, Facts, Given};

use super::json::{Json, value};
use super::records::Rows;

/// The columns of a slice by what they stand for.
pub(super) struct Cases<'a> {
    rows: &'a Rows<'a>,
    case: &'a Json,
    office: &'a Json,
    item: &'a Json,
    events: &'a Json,
    days: [&'a Json; 4],
    fine: &'a Json,
    tier: &'a Json,
    measures: &'a Json,
    circumstances: &'a Json,
    procedure: &'a Json,
    by: &'a Json,
    persons: &'a Json,
    version: &'a Json,
    facts: &'a Json,
}

/// A value that only the record as JSON tells of.
pub(super) struct Otherwise;

/// The value of a row, nothing where there is none.
type Told<T> = Result<Option<T>, Otherwise>;

impl<'a> Cases<'a> {
    pub(super) fn of(rows: &'a Rows<'a>) -> Self {
        let column = |name| rows.column(name);
        Self {
            rows,
            case: column("case"),
            office: column("office"),
            item: column("item"),
            events: column("events"),
            days: ["acted", "ended", "found", "decided"].map(column),
            fine: column("fine"),
            tier: column("tier"),
            measures: column("measures"),
            circumstances: column("circumstances"),
            procedure: column("procedure"),
            by: column("by"),
            persons: column("persons"),
            version: column("version"),
            facts: column("facts"),
        }
    }

    /// The case of a row.
    ///
    /// # Errors
    /// Those of its record.
    pub(super) fn read(&self, row: usize) -> Result<DecidedCase, RecordFault> {
        match self.told(row) {
            Ok(case) => {
                debug_assert_eq!(self.as_record(row).as_ref(), Ok(&case));
                Ok(case)
            }
            Err(Otherwise) => self.as_record(row),
        }
    }

    fn as_record(&self, row: usize) -> Result<DecidedCase, RecordFault> {
        DecidedCase::from_json(&self.rows.text(row))
    }

    fn told(&self, row: usize) -> Result<DecidedCase, Otherwise> {
        let item = self.item.text(row)?.ok_or(Otherwise)?;
        let [acted, ended, found, decided] = self.days;
        let decided = decided.day(row)?.ok_or(Otherwise)?;
        let mut case = Case::new(self.facts(row)?, decided);
        if let Some(day) = acted.day(row)? {
            case = case.acted(day);
        }
        if let Some(day) = ended.day(row)? {
            case = case.ended(day);
        }
        if let Some(day) = found.day(row)? {
            case = case.found(day);
        }
        let mut decided_case = DecidedCase::new(item, case, self.taken(row)?);
        if let Some(name) = self.case.text(row)? {
            decided_case = decided_case.called(name);
        }
        if let Some(office) = self.office.text(row)? {
            decided_case = decided_case.of_office(office);
        }
        // Where events stand in a column of the frame, they are objects.
        self.events.nothing(row)?;
        for (event, day, persons) in self.rows.events(row) {
            let (event, day) = (event?.ok_or(Otherwise)?, day?.ok_or(Otherwise)?);
            if event == "decided" && day != decided {
                return Err(Otherwise);
            }
            decided_case = decided_case.with_event(event, day, persons?.unwrap_or_default());
        }
        Ok(decided_case)
    }

    fn taken(&self, row: usize) -> Result<Taken, Otherwise> {
        let mut taken = Taken::new();
        if let Some(fine) = self.fine.text(row)? {
            let fine = parse_decimal(fine).ok().filter(|fine| !fine.is_sign_negative());
            taken = taken.fined(fine.ok_or(Otherwise)?);
        }
        if let Some(tier) = self.tier.text(row)? {
            taken = taken.in_tier(tier);
        }
        for measure in self.measures.texts(row)?.unwrap_or_default() {
            let known = Measure::WORDS.iter().find(|(word, _)| *word == measure);
            taken = taken.with_measure(known.ok_or(Otherwise)?.1);
        }
        if let Some(circumstances) = self.circumstances.texts(row)? {
            if !circumstances.is_empty() {
                return Err(Otherwise);
            }
            taken = taken.recognising([]);
        }
        if let Some(procedure) = self.procedure.text(row)? {
            taken = taken.under(procedure);
        }
        let persons = self.persons.texts(row)?.unwrap_or_default();
        taken = match self.by.text(row)? {
            Some(by) => {
                let known = Actor::ALL.iter().find(|(word, _)| *word == by);
                taken.decided_by(known.ok_or(Otherwise)?.1, persons)
            }
            None if persons.is_empty() => taken,
            None => return Err(Otherwise),
        };
        if let Some([pack, in_force]) = self.version.fields(row, ["pack", "in_force"])? {
            let version = (pack.text(row)?.ok_or(Otherwise)?, in_force.day(row)?.ok_or(Otherwise)?);
            taken = taken.citing(version.0, version.1);
        }
        Ok(taken)
    }

    fn facts(&self, row: usize) -> Result<Facts, Otherwise> {
        let own = self.rows.facts().columns();
        if own.is_empty() {
            return match self.facts.text(row)? {
                // What does not begin so is a text in a record, even if it could be read.
                Some(facts) if facts.starts_with('{') => Facts::from_json(facts).map_err(|_| Otherwise),
                Some(_) => Err(Otherwise),
                None => Ok(Facts::new()),
            };
        }
        self.facts.nothing(row)?;
        let mut facts = Facts::new();
        for (name, column) in own {
            if let Some(given) = column.fact(row)? {
                facts = facts.with(name, given);
            }
        }
        Ok(facts)
    }
}

impl Json {
    /// That there is no value.
    fn nothing(&self, row: usize) -> Result<(), Otherwise> {
        match self {
            Self::Nothing => Ok(()),
            Self::Texts(texts) if value(texts, row).is_none() => Ok(()),
            _ => Err(Otherwise),
        }
    }

    pub(super) fn text(&self, row: usize) -> Told<&str> {
        match self {
            Self::Nothing => Ok(None),
            Self::Texts(texts) | Self::Bare(texts) => Ok(value(texts, row)),
            _ => Err(Otherwise),
        }
    }

    pub(super) fn day(&self, row: usize) -> Told<Date> {
        match self {
            Self::Nothing => Ok(None),
            Self::Days(_) => self.whole_day(row).map_or(Ok(None), |day| day.map(Some).ok_or(Otherwise)),
            Self::Texts(texts) => {
                value(texts, row).map(|text| text.parse().map_err(|_| Otherwise)).transpose()
            }
            _ => Err(Otherwise),
        }
    }

    pub(super) fn texts(&self, row: usize) -> Told<Vec<&str>> {
        match self {
            Self::List(..) => {
                let Some((places, values)) = self.list(row) else { return Ok(None) };
                places.map(|place| values.text(place)?.ok_or(Otherwise)).collect::<Result<_, _>>().map(Some)
            }
            _ => self.nothing(row).map(|()| None),
        }
    }

    /// The columns of a struct with these fields and no others.
    fn fields<const N: usize>(&self, row: usize, names: [&str; N]) -> Told<[&Self; N]> {
        match self {
            Self::Struct(columns, nulls) => {
                if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
                    return Ok(None);
                }
                let columns: &[(String, Self); N] = columns.as_slice().try_into().map_err(|_| Otherwise)?;
                let same = columns.iter().zip(names).all(|((name, _), wanted)| name == wanted);
                if same { Ok(Some(columns.each_ref().map(|(_, column)| column))) } else { Err(Otherwise) }
            }
            _ => self.nothing(row).map(|()| None),
        }
    }

    fn fact(&self, row: usize) -> Told<Given> {
        match self {
            Self::Nothing => Ok(None),
            Self::Texts(texts) => Ok(value(texts, row).map(Given::from)),
            Self::Bare(texts) => match value(texts, row) {
                None => Ok(None),
                Some("true") => Ok(Some(Given::Boolean(true))),
                Some("false") => Ok(Some(Given::Boolean(false))),
                Some(number) => {
                    parse_decimal(number).map(|number| Some(number.into())).map_err(|_| Otherwise)
                }
            },
            _ => Err(Otherwise),
        }
    }
}

use toml::de::DeValue;

use super::format_limit as format;
use super::limit::{
    AtLatestDeclaration, DeemedDeclaration, LimitDeclaration, LimitExample, StageDeclaration,
};
use crate::diagnostic::{Code, nearest};
use crate::language::Bilingual;
use crate::limit::{
    Direction, Extension, LastDayRule, Length, Light, LightDay, Lights, LimitError, Log, MonthEnd,
    NamedEvent, Party, State, StopReason, Unit, When, is_reserved,
};
use crate::table::{Fields, Located, Node, Reader, Table};

/// Lower-case words joined by dashes, or by `_` as facts and events have them.
fn is_word(text: &str) -> bool {
    let letters =
        |part: char| part.is_ascii_lowercase() || part.is_ascii_digit() || matches!(part, '-' | '_');
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.chars().all(letters)
}

impl Reader {
    pub(super) fn events(&mut self, fields: &Fields<'_>) -> Vec<NamedEvent> {
        let mut events = Vec::new();
        for (name, node) in self.named(fields, "events", &format::EVENTS) {
            if is_reserved(&name.value) {
                let message = format!("every limit knows `{}`, and it means one thing", name.value);
                let help = Some("another name for the event".into());
                self.report_with(Code::InvalidName, name.span, message, help);
            }
            self.word(&name);
            // An event without its words is known all the same.
            let label = self.bilingual(node).unwrap_or_else(|| Bilingual::same(&name.value));
            events.push(NamedEvent { name: name.value, label });
        }
        events
    }

    pub(super) fn limits(&mut self, fields: &Fields<'_>) -> Vec<LimitDeclaration> {
        let mut limits = Vec::new();
        for (key, node) in self.named(fields, "limit", &format::LIMITS) {
            self.item_key(&key);
            // What is only half there would be faulted for what is missing.
            let before = self.diagnostics.len();
            let limit = self.limit(key, node);
            limits.extend(limit.filter(|_| self.diagnostics.len() == before));
        }
        limits
    }

    fn named<'a>(
        &mut self,
        fields: &Fields<'a>,
        name: &str,
        description: &'static Table,
    ) -> Vec<(Located<String>, &'a Node<'a>)> {
        let table = fields.get(name).and_then(|node| self.table(node, description));
        table.map(|table| table.others()).unwrap_or_default()
    }

    fn word(&mut self, word: &Located<String>) -> bool {
        let is_word = is_word(&word.value);
        if !is_word {
            let message = format!("`{}` is not a plain word", word.value);
            let help = Some("lower-case words joined by `_` or `-`, such as `supplement_requested`".into());
            self.report_with(Code::InvalidName, word.span, message, help);
        }
        is_word
    }

    fn limit(&mut self, key: Located<String>, node: &Node<'_>) -> Option<LimitDeclaration> {
        let fields = self.table(node, &format::LIMIT)?;
        let title = self.bilingual_at(&fields, "title");
        let basis = self.words_at(&fields, "basis");
        let by = fields.get("by").map(|node| self.choice(node, &Party::ALL));
        let start = self.start(&fields);
        let to = self.text_at(&fields, "to");
        let length = fields.get("length").and_then(|node| self.length(node));
        let month_end = fields.get("month-end").and_then(|node| self.choice(node, &MonthEnd::ALL));
        let last_day = fields.get("last-day").and_then(|node| self.choice(node, &LastDayRule::ALL));
        let last_day_basis = self.words_at(&fields, "last-day-basis");
        let extension = fields.get("extension").and_then(|node| self.extension(node));
        let stops = fields.get("stops").map(|node| self.stops(node));
        let deemed = fields.get("deemed").and_then(|node| self.deemed(node));
        let at_latest = fields.get("at-latest").map(|node| self.at_latest(node));
        let stages = fields.get("stages").map(|node| self.stages(node)).unwrap_or_default();
        let statutory = self.text_at(&fields, "statutory");
        let committed = fields.get("committed").and_then(|node| self.length(node));
        let lights = fields.get("lights").and_then(|node| self.lights(node));
        let missed = self.bilingual_at(&fields, "missed");
        let note = self.bilingual_at(&fields, "note");
        let examples = self.examples(&fields, Self::limit_example);
        self.only_with(&fields, "committed", "statutory");
        self.only_with(&fields, "last-day-basis", "last-day");
        self.exclude(&fields, "statutory", &["length"]);
        self.exclude(&fields, "before", &["from", "extension", "stops", "deemed", "at-latest", "stages"]);
        if fields.get("statutory").is_none() {
            self.complete(&fields, length.as_ref().map(|length| length.value.unit));
        }
        Some(LimitDeclaration {
            key,
            title: title?,
            basis: basis?,
            by: by.unwrap_or(Some(Party::Authority))?,
            start,
            to,
            length,
            month_end,
            last_day,
            last_day_basis,
            extension,
            stops,
            deemed,
            at_latest,
            stages,
            statutory,
            committed,
            lights,
            missed,
            note,
            examples,
        })
    }

    /// What a limit needs that takes nothing from another one.
    fn complete(&mut self, fields: &Fields<'_>, unit: Option<Unit>) {
        let span = self.first_line(fields.span);
        let mut lacks = |is_there: bool, message: &str, help: &str| {
            if !is_there {
                self.report_with(Code::MissingKey, span, message, Some(help.into()));
            }
        };
        let has = |key: &str| fields.get(key).is_some();
        lacks(
            has("from") || has("before"),
            "the limit has neither `from` nor `before`",
            "the event from whose day it is counted, such as `from = \"accepted\"`",
        );
        lacks(
            has("length"),
            "the limit has no `length`",
            "how long, such as `length = { working-days = 20 }`",
        );
        match unit {
            Some(Unit::Years | Unit::Months | Unit::Days) => lacks(
                has("last-day"),
                "the limit has no `last-day`",
                "whether a last day on a day off `moves`, `stays`, or is `unsettled`",
            ),
            Some(Unit::WorkingDays) => {
                self.is_for(fields, &["last-day", "month-end"], "limits in years, months and days");
            }
            Some(Unit::Hours) => {
                let keys = ["last-day", "month-end", "deemed", "at-latest", "stages"];
                self.is_for(fields, &keys, "limits in days and more");
            }
            None => {}
        }
    }

    fn is_for(&mut self, fields: &Fields<'_>, keys: &[&str], which: &str) {
        for key in keys {
            if let Some(span) = fields.key_span(key) {
                self.report(Code::Contradiction, span, format!("`{key}` is for {which}"));
            }
        }
    }

    fn start(&mut self, fields: &Fields<'_>) -> Option<(Located<String>, Direction)> {
        let (node, direction) = match (fields.get("from"), fields.get("before")) {
            (Some(node), _) => (node, Direction::After),
            (None, node) => (node?, Direction::Before),
        };
        Some((self.text(node)?, direction))
    }

    fn length(&mut self, node: &Node<'_>) -> Option<Located<Length>> {
        let fields = self.table(node, &format::LENGTH)?;
        let given: Vec<_> =
            Unit::ALL.iter().filter_map(|(key, unit)| Some((fields.get(key)?, *unit))).collect();
        let span = self.first_line(fields.span);
        match given.as_slice() {
            [] => {
                let help = Some("such as `{ working-days = 20 }`".into());
                self.report_with(Code::MissingKey, span, "the length has no unit", help);
                None
            }
            [(node, unit)] => {
                let value = Length::new(self.count(node)?, *unit);
                Some(Located { value, span, inner: None })
            }
            _ => {
                self.report(Code::Contradiction, span, "a length is given in one unit");
                None
            }
        }
    }

    fn extension(&mut self, node: &Node<'_>) -> Option<Located<Extension>> {
        let fields = self.table(node, &format::EXTENSION)?;
        let length = fields.get("length").and_then(|node| self.length(node));
        let times = fields.get("times").map(|node| self.count(node));
        let by = self.bilingual_at(&fields, "by");
        let basis = self.words_at(&fields, "basis");
        let Located { value: length, span, inner } = length?;
        let value = Extension { length, times: times.unwrap_or(Some(1))?, by, basis };
        Some(Located { value, span, inner })
    }

    pub(super) fn stops(&mut self, node: &Node<'_>) -> Vec<StopReason> {
        let mut stops: Vec<StopReason> = Vec::new();
        for node in self.list(node) {
            let Some(fields) = self.table(node, &format::STOP) else { continue };
            let reason = self.text_at(&fields, "reason");
            let title = self.bilingual_at(&fields, "title");
            let basis = self.words_at(&fields, "basis");
            let Some((reason, title)) = reason.zip(title) else { continue };
            if self.is_new(&reason, stops.iter().map(|stop| stop.reason.as_str())) {
                stops.push(StopReason { reason: reason.value, title, basis });
            }
        }
        stops
    }

    /// Whether a word is one, and does not stand twice in a list.
    fn is_new<'a>(&mut self, word: &Located<String>, mut known: impl Iterator<Item = &'a str>) -> bool {
        if known.any(|known| known == word.value) {
            self.report(Code::Contradiction, word.span, format!("`{}` stands twice", word.value));
            return false;
        }
        self.word(word)
    }

    fn deemed(&mut self, node: &Node<'_>) -> Option<DeemedDeclaration> {
        let fields = self.table(node, &format::DEEMED)?;
        let event = self.text_at(&fields, "event");
        let mut unless = Vec::new();
        for node in fields.get("unless").map(|node| self.list(node)).unwrap_or_default() {
            unless.extend(self.text(node));
        }
        let within = fields.get("within").and_then(|node| self.length_in_days(node));
        let basis = self.words_at(&fields, "basis");
        Some(DeemedDeclaration { event: event?, unless, within: within?, basis })
    }

    fn at_latest(&mut self, node: &Node<'_>) -> Vec<AtLatestDeclaration> {
        let mut all = Vec::new();
        for node in self.list(node) {
            let Some(fields) = self.table(node, &format::AT_LATEST) else { continue };
            let length = fields.get("length").and_then(|node| self.length_in_days(node));
            let from = self.text_at(&fields, "from");
            let basis = self.words_at(&fields, "basis");
            let both = length.zip(from);
            all.extend(both.map(|(length, from)| AtLatestDeclaration { length, from, basis }));
        }
        all
    }

    fn stages(&mut self, node: &Node<'_>) -> Vec<StageDeclaration> {
        let mut stages: Vec<StageDeclaration> = Vec::new();
        for node in self.list(node) {
            let Some(fields) = self.table(node, &format::STAGE) else { continue };
            let name = self.text_at(&fields, "name");
            let title = self.bilingual_at(&fields, "title");
            let [from, to] = ["from", "to"].map(|key| fields.get(key).and_then(|node| self.text(node)));
            let length = fields.get("length").and_then(|node| self.length_in_days(node));
            let (Some(name), Some(title)) = (name, title) else { continue };
            let (Some(from), Some(to), Some(length)) = (from, to, length) else { continue };
            if self.is_new(&name, stages.iter().map(|stage| stage.name.as_str())) {
                stages.push(StageDeclaration { name: name.value, title, from, to, length });
            }
        }
        stages
    }

    fn length_in_days(&mut self, node: &Node<'_>) -> Option<Length> {
        let length = self.length(node)?;
        if length.value.unit == Unit::Hours {
            self.report(
                Code::Contradiction,
                length.span,
                "hours are for the length of a limit in hours only",
            );
            return None;
        }
        Some(length.value)
    }

    pub(super) fn lights(&mut self, node: &Node<'_>) -> Option<Lights> {
        let fields = self.table(node, &format::LIGHTS)?;
        let mut days = [None; 3];
        for (day, light) in days.iter_mut().zip(Light::THAT_COME_ON) {
            *day = fields.get(light.code()).and_then(|node| self.light(node));
        }
        let basis = self.words_at(&fields, "basis");
        // A light that comes on after a graver one never shows.
        let in_order = days.iter().flatten().is_sorted();
        if !in_order {
            let span = self.first_line(fields.span);
            self.report(Code::Contradiction, span, "hint, yellow and red come on in this order");
        }
        Some(Lights { days, basis })
    }

    fn light(&mut self, node: &Node<'_>) -> Option<LightDay> {
        let fields = self.table(node, &format::LIGHT)?;
        match (fields.get("before"), fields.get("after")) {
            (Some(node), None) => self.working_days(node).map(LightDay::Before),
            (None, Some(node)) => self.working_days(node).map(LightDay::After),
            _ => {
                let span = self.first_line(fields.span);
                self.report(Code::Contradiction, span, "a light has either `before` or `after`");
                None
            }
        }
    }

    fn working_days(&mut self, node: &Node<'_>) -> Option<u16> {
        let number = self.number(node)?;
        let days = u16::try_from(number).ok().filter(|_| number.is_integer());
        if days.is_none() {
            self.report(Code::NotAChoice, self.place(node.span()), "expected a whole number from 0 to 65535");
        }
        days
    }

    fn limit_example(&mut self, node: &Node<'_>) -> Option<LimitExample> {
        let fields = self.table(node, &format::LIMIT_EXAMPLE)?;
        let given = fields.get("given").map(|node| self.log(node));
        let on = fields.get("on").map(|node| self.when(node));
        let [due, raw, statutory] =
            ["due", "raw", "statutory"].map(|key| fields.get(key).and_then(|node| self.when(node)));
        let [used, left] = ["used", "left"].map(|key| fields.get(key).and_then(|node| self.whole(node)));
        let lights =
            [Light::Green, Light::Hint, Light::Yellow, Light::Red].map(|light| (light.code(), light));
        let light = fields.get("light").and_then(|node| self.choice(node, &lights));
        let state = fields.get("state").and_then(|node| self.choice(node, &State::ALL));
        let late = fields.get("late").map(|node| self.list(node));
        let late =
            late.map(|nodes| nodes.into_iter().filter_map(|node| Some(self.text(node)?.value)).collect());
        let error = fields.get("error").and_then(|node| self.limit_error(node));
        let note = self.words_at(&fields, "note");
        let expected = ["due", "raw", "used", "left", "light", "state", "statutory", "late", "error"];
        if expected.iter().all(|key| fields.get(key).is_none()) {
            let help = Some("what must come out, such as `due = 2026-03-03`".into());
            let span = self.first_line(fields.span);
            self.report_with(Code::InvalidExample, span, "the example expects nothing", help);
        }
        Some(LimitExample {
            span: fields.span,
            given: given??,
            on: on??,
            due,
            raw,
            used,
            left,
            light,
            state,
            statutory,
            late,
            error,
            note,
        })
    }

    fn limit_error(&mut self, node: &Node<'_>) -> Option<String> {
        let text = self.text(node)?;
        let known = || LimitError::CODES.iter().map(|(code, _)| *code);
        if known().any(|known| known == text.value) {
            return Some(text.value);
        }
        let help = nearest(&text.value, known()).map(|known| format!("did you mean `{known}`?"));
        let message = format!("`{}` is not the code of an error", text.value);
        self.report_with(Code::NotAChoice, text.span, message, help);
        None
    }

    /// The events of an example, in the order of the file.
    pub(super) fn log(&mut self, node: &Node<'_>) -> Option<Log> {
        let fields = self.table(node, &format::LIMIT_GIVEN)?;
        let mut log = Log::new();
        for (name, node) in fields.others() {
            let nodes = match node.get_ref() {
                DeValue::Array(_) => self.list(node),
                _ => vec![node],
            };
            for node in nodes {
                let text = self.day_or_text(node)?;
                match log.clone().read(&name.value, &text.value) {
                    Ok(more) => log = more,
                    Err(error) => {
                        self.report(Code::InvalidExample, text.span, error.to_string());
                        return None;
                    }
                }
            }
        }
        Some(log)
    }

    fn when(&mut self, node: &Node<'_>) -> Option<When> {
        let text = self.day_or_text(node)?;
        match text.value.parse() {
            Ok(when) => Some(when),
            Err(error) => {
                let error: crate::time::MomentError = error;
                self.report(Code::WrongType, text.span, error.to_string());
                None
            }
        }
    }

    /// A whole number of either sign.
    pub(super) fn whole(&mut self, node: &Node<'_>) -> Option<i64> {
        let number = self.number(node)?;
        let whole = i64::try_from(number).ok().filter(|_| number.is_integer());
        if whole.is_none() {
            self.report(Code::NotAChoice, self.place(node.span()), "expected a whole number");
        }
        whole
    }
}

//! `evenhand show LIMIT`: a time limit, its events, and what stops and extends it.

use std::fmt::Write;

use evenhand::limit::{Direction, LastDayRule, Length, Light, LightDay, LimitError, TimeLimit, Unit};
use evenhand::{Bilingual, BookOn, DatedLimit, Language, length_text};

use crate::page::{plain_table, trim_lines};

/// The page of a limit, as it stands on the day of the rules.
pub(crate) fn page(rules: BookOn<'_>, id: &str, language: Language) -> Result<String, LimitError> {
    let dated = rules.limit(id)?;
    let mut page = Page { limit: &dated.limit, language, text: String::new() };
    page.head(&dated);
    page.counting();
    page.stops();
    page.stages();
    page.events();
    for note in [&dated.limit.missed, &dated.limit.note].into_iter().flatten() {
        page.heading("说明", "NOTE");
        let _ = writeln!(page.text, "  {}", note.get(language));
    }
    page.example(rules);
    Ok(page.text)
}

struct Page<'a> {
    limit: &'a TimeLimit,
    language: Language,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, zh: &str, en: &str, text: &str) {
        let _ = writeln!(self.text, "{}{text}", self.language.pick(zh, en));
    }

    fn heading(&mut self, zh: &str, en: &str) {
        let _ = write!(self.text, "\n{}\n", self.language.pick(zh, en));
    }

    fn rows(&mut self, rows: impl IntoIterator<Item = [String; 2]>) {
        let mut table = plain_table();
        for row in rows {
            table.add_row(row);
        }
        self.text.push_str(&trim_lines(&table.to_string()));
        self.text.push('\n');
    }

    fn head(&mut self, dated: &DatedLimit) {
        let (limit, document, language) = (self.limit, &dated.document, self.language);
        self.text = format!("{}\n{}\n\n", limit.id, limit.title.get(language));
        self.line("文件：", "Document:  ", document.title.get(language));
        self.line("条款：", "Article:   ", limit.basis.get(language));
        self.line("办理：", "By:        ", limit.by.name(language));
        let days = &document.in_force;
        let until = days
            .until
            .map_or_else(String::new, |until| format!("{}{until}", language.pick("，至", " until ")));
        self.line("施行：", "In force:  ", &format!("{}{until}", days.from));
        self.line("核对：", "Compared:  ", &document.source.checked.to_string());
    }

    fn counting(&mut self) {
        let (limit, language) = (self.limit, self.language);
        self.heading("计算", "COUNTING");
        let from = self.event(limit.from);
        match limit.direction {
            Direction::After => self.line("  起算：", "  from:        ", &from),
            Direction::Before => self.line("  倒数：", "  before:      ", &from),
        }
        if let Some(to) = limit.to {
            let to = self.event(to);
            self.line("  截至：", "  until:       ", &to);
        }
        self.line("  长度：", "  length:      ", length_text(limit.length).get(language));
        if let Some(statutory) = &limit.statutory {
            let length = length_text(statutory.length);
            let (length, basis) = (length.get(language), statutory.basis.get(language));
            let text = match language {
                Language::Chinese => format!("{length}（{}，{basis}）", statutory.id),
                Language::English => format!("{length} ({}, {basis})", statutory.id),
            };
            self.line("  法定：", "  by law:      ", &text);
        }
        let basis = |basis: Option<&Bilingual>| bracketed(basis, language);
        let last_day = match limit.last_day {
            LastDayRule::Moves => language.pick("遇休息日顺延", "moves to the next working day"),
            LastDayRule::Unsettled => language.pick(
                "遇休息日是否顺延，法律没有写明",
                "on a day off: the law does not say whether it moves",
            ),
            LastDayRule::Stays => "",
        };
        if !last_day.is_empty() {
            let text = format!("{last_day}{}", basis(limit.last_day_basis.as_ref()));
            self.line("  最后一日：", "  last day:    ", &text);
        }
        if let Some(extension) = &limit.extension {
            let (length, comma) = (length_text(extension.length), language.pick("，", ", "));
            let times = match (extension.times, language) {
                (1, Language::Chinese) => "一次".to_owned(),
                (1, Language::English) => "once".to_owned(),
                (times, Language::Chinese) => format!("{times}次"),
                (times, Language::English) => format!("{times} times"),
            };
            let by =
                extension.by.as_ref().map_or_else(String::new, |by| format!("{comma}{}", by.get(language)));
            let text =
                format!("{}{comma}{times}{by}{}", length.get(language), basis(extension.basis.as_ref()));
            self.line("  延长：", "  extension:   ", &text);
        }
        if let Some(deemed) = &limit.deemed {
            let (event, within) = (self.event(deemed.event), length_text(deemed.within));
            let text = match language {
                Language::Chinese => format!("{event}后{}内没有答复的，自该日起算", within.zh),
                Language::English => format!("from {event}, if nothing is said within {}", within.en),
            };
            let text = format!("{text}{}", basis(deemed.basis.as_ref()));
            self.line("  视为：", "  by silence:  ", &text);
        }
        for latest in &limit.at_latest {
            let (event, length) = (self.event(latest.from), length_text(latest.length));
            let text = match language {
                Language::Chinese => format!("自{event}起{}", length.zh),
                Language::English => format!("{} from {event}", length.en),
            };
            let text = format!("{text}{}", basis(latest.basis.as_ref()));
            self.line("  最长：", "  at latest:   ", &text);
        }
        if let Some(lights) = &limit.lights {
            let days = lights.days.iter().zip(Light::THAT_COME_ON).filter_map(|(day, light)| {
                let (day, name) = ((*day)?, light.name(language));
                let (LightDay::Before(number) | LightDay::After(number)) = day;
                let so_many = length_text(Length::new(number.into(), Unit::WorkingDays));
                Some(match (day, language) {
                    (LightDay::Before(0), Language::Chinese) => format!("{name}：最后一日"),
                    (LightDay::Before(0), Language::English) => format!("{name} on the last day"),
                    (LightDay::Before(_), Language::Chinese) => format!("{name}：前{}", so_many.zh),
                    (LightDay::Before(_), Language::English) => format!("{name} {} before", so_many.en),
                    (LightDay::After(0), Language::Chinese) => format!("{name}：最后一日一过"),
                    (LightDay::After(0), Language::English) => format!("{name} once it has passed"),
                    (LightDay::After(_), Language::Chinese) => format!("{name}：后{}", so_many.zh),
                    (LightDay::After(_), Language::English) => format!("{name} {} after", so_many.en),
                })
            });
            let text = days.collect::<Vec<_>>().join(language.pick("，", ", "));
            self.line("  灯：", "  lights:      ", &text);
        }
    }

    fn stops(&mut self) {
        if self.limit.stops.is_empty() {
            return;
        }
        self.heading("停止计算的事由", "WHAT STOPS THE CLOCK");
        let rows: Vec<_> = self
            .limit
            .stops
            .iter()
            .map(|stop| {
                let basis = bracketed(stop.basis.as_ref(), self.language);
                [format!("  {}", stop.reason), format!("{}{basis}", stop.title.get(self.language))]
            })
            .collect();
        self.rows(rows);
    }

    fn stages(&mut self) {
        if self.limit.stages.is_empty() {
            return;
        }
        self.heading("环节", "STAGES");
        let rows: Vec<_> = self
            .limit
            .stages
            .iter()
            .map(|stage| {
                let (from, to, length) =
                    (self.event(stage.from), self.event(stage.to), length_text(stage.length));
                let length = length.get(self.language);
                let title = stage.title.get(self.language);
                let text = match self.language {
                    Language::Chinese => format!("{title}：{from} → {to}，{length}"),
                    Language::English => format!("{title}: {from} → {to}, {length}"),
                };
                [format!("  {}", stage.name), text]
            })
            .collect();
        self.rows(rows);
    }

    fn events(&mut self) {
        self.heading("事件", "EVENTS");
        let limit = self.limit;
        let mut used: Vec<usize> = [Some(limit.from), limit.to].into_iter().flatten().collect();
        used.extend(limit.deemed.iter().flat_map(|deemed| deemed.unless.iter().chain([&deemed.event])));
        used.extend(limit.at_latest.iter().map(|latest| latest.from));
        used.extend(limit.stages.iter().flat_map(|stage| [stage.from, stage.to]));
        let named = limit.events.iter().enumerate().filter(|(place, _)| used.contains(place));
        let mut rows: Vec<_> = named
            .map(|(place, event)| {
                let label = event.label.get(self.language);
                let also = [(Some(limit.from), "start"), (limit.to, "end")];
                let also = also.iter().find(|(event, _)| *event == Some(place)).map(|(_, name)| *name);
                let also = also.map_or_else(String::new, |name| match self.language {
                    Language::Chinese => format!("（也可写作 {name}）"),
                    Language::English => format!(" (also as {name})"),
                });
                [format!("  {}", event.name), format!("{label}{also}")]
            })
            .collect();
        let mut clock = |name: &str, zh: &'static str, en: &'static str| {
            rows.push([format!("  {name}"), self.language.pick(zh, en).to_owned()]);
        };
        if !limit.stops.is_empty() {
            clock(
                "stopped",
                "停止计算，可以写明事由：stopped=日期:事由",
                "the clock stops: stopped=DATE:REASON",
            );
            clock("resumed", "恢复计算", "it goes on");
        }
        if limit.extension.is_some() {
            clock(
                "extended",
                "延长，可以写明天数：extended=日期:天数",
                "extended, by less as extended=DATE:DAYS",
            );
        }
        self.rows(rows);
    }

    /// A call that works: that of the first example that gives a day.
    fn example(&mut self, rules: BookOn<'_>) {
        let rule = rules.limits().find(|rule| rule.id == self.limit.id);
        let mut examples = rule.into_iter().flat_map(|rule| rule.examples());
        let Some(example) = examples.find(|example| example.error.is_none()) else { return };
        self.heading("试一试", "TRY");
        let _ = write!(self.text, "  evenhand due {}", self.limit.id);
        for event in example.given.events() {
            let detail = event.detail.as_ref().map_or_else(String::new, |detail| format!(":{detail}"));
            let _ = write!(self.text, " {}={}{detail}", event.name, event.when);
        }
        let _ = writeln!(self.text, " --on {}", example.on);
    }

    fn event(&self, event: usize) -> String {
        let event = self.limit.events.get(event);
        event.map_or_else(String::new, |event| event.label.get(self.language).to_owned())
    }
}

/// The article in brackets, if there is one.
fn bracketed(basis: Option<&Bilingual>, language: Language) -> String {
    basis.map_or_else(String::new, |basis| match language {
        Language::Chinese => format!("（{}）", basis.zh),
        Language::English => format!(" ({})", basis.en),
    })
}

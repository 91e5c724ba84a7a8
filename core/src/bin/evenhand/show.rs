//! `evenhand show ITEM`

use clap::Args;
use comfy_table::Table;
use evenhand::feel::Slot;
use evenhand::pack::SourceKind;
use evenhand::penalty::{Conditions, FactorWeights, TableRow, Tariff, TierTable, WeightTable};
use evenhand::{AssessError, Given, Item, Language, Phrases, fact_values};

use crate::Answer;
use crate::book::{Day, Rules, Speech};
use crate::page::{plain_table, trim_lines};
use crate::{show_document, show_limit, show_scheme};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The item, such as cn.dongying.city-appearance/46-4, a time limit, such as cn.administrative-licence-law/42, a
    /// surcharge, score, index, screen or policy (`list --schemes`), or a document, such as cn.administrative-penalty-law
    item: String,
    #[command(flatten)]
    day: Day,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let day = arguments.day.get()?;
    let book = arguments.rules.load_for(&[&arguments.item])?;
    let rules = book.on(day);
    if let Some(document) = rules.document(&arguments.item) {
        return Ok(Answer::done(show_document::page(rules, document, arguments.speech.get())));
    }
    let language = arguments.speech.get();
    if let Some(page) = show_scheme::page(&book, day, &arguments.item, language) {
        return Ok(Answer::done(page));
    }
    // An article can set a penalty and a limit.
    let limit = show_limit::page(rules, &arguments.item, language);
    match (rules.item(&arguments.item), limit) {
        (Ok(item), Ok(limit)) => Ok(Answer::done(format!("{}\n{limit}", Page::new(item, language).write()))),
        (Ok(item), Err(_)) => Ok(Answer::done(Page::new(item, language).write())),
        (Err(_), Ok(limit)) => Ok(Answer::done(limit)),
        (Err(AssessError::UnknownItem { .. }), Err(error)) if error.code() != "unknown-limit" => {
            Err(Answer::fault(format!("error[{}]: {error}", error.code())))
        }
        (Err(error), Err(_)) => Err(Answer::fault(format!("error[{}]: {error}", error.code()))),
    }
}

struct Page<'a> {
    item: &'a Item,
    language: Language,
    say: Phrases<'a>,
    text: String,
}

impl<'a> Page<'a> {
    fn new(item: &'a Item, language: Language) -> Self {
        Self { item, language, say: Phrases::new(item, language), text: String::new() }
    }

    fn line(&mut self, zh: &str, en: &str, text: &str) {
        let name = self.language.pick(zh, en);
        self.text.push_str(&format!("{name}{text}\n"));
    }

    fn heading(&mut self, zh: &str, en: &str) {
        let name = self.language.pick(zh, en);
        self.text.push_str(&format!("\n{name}\n"));
    }

    fn write(mut self) -> String {
        let (item, language) = (self.item, self.language);
        let document = &item.document;
        self.text = format!("{}\n{}\n\n", item.id, item.title.get(language));
        self.line("文件：", "Document:  ", document.title.get(language));
        self.line("条款：", "Article:   ", item.basis.get(language));
        let issuer = match &document.source.number {
            Some(number) => format!("{} {number}", document.source.issuer),
            None => document.source.issuer.clone(),
        };
        self.line("发布：", "Issuer:    ", &issuer);
        if let Some(authority) = &item.authority {
            self.line("实施：", "Authority: ", authority.get(language));
        }
        let days = &document.in_force;
        let until = days
            .until
            .map_or_else(String::new, |until| format!("{}{until}", self.language.pick("，至", " until ")));
        self.line("施行：", "In force:  ", &format!("{}{until}", days.from));
        self.line("核对：", "Compared:  ", &document.source.checked.to_string());
        if document.source.kind == SourceKind::Illustration {
            let warning = self
                .language
                .pick("本规则仅为示例，未经任何机关公布", "an illustration: no authority has published it");
            self.line("注意：", "Warning:   ", warning);
        }
        self.facts();
        self.amount();
        self.measures();
        self.notes();
        self.examples();
        self.text
    }

    fn facts(&mut self) {
        if self.item.facts.is_empty() {
            return;
        }
        self.heading("事实", "FACTS");
        let mut table = plain_table();
        for (index, fact) in self.item.facts.iter().enumerate() {
            let label = fact.label.get(self.language);
            let label = if self.item.is_precondition(Slot(index)) {
                format!("{}{label}", self.language.pick("前提：", "precondition: "))
            } else {
                label.to_owned()
            };
            table.add_row([format!("  {}", fact.name), label, fact_values(fact, self.language)]);
        }
        self.push_table(&table);
        for requirement in self.item.requirements.iter().filter(|requirement| requirement.fact().is_none()) {
            let words = requirement.text.get(self.language);
            self.text.push_str(&format!("   {}{words}\n", self.language.pick("前提：", "precondition: ")));
        }
        for fact in &self.item.facts {
            if let Some(help) = &fact.help {
                self.text.push_str(&format!("   {}: {}\n", fact.name, help.get(self.language)));
            }
        }
    }

    fn amount(&mut self) {
        let item = self.item;
        self.heading("罚款", "FINE");
        if let Some(statutory) = &item.statutory {
            let statutory = self.say.amount(statutory);
            self.line("  法定幅度：", "  by law:      ", &statutory);
        }
        match &item.tariff {
            Tariff::Amount(fine) => {
                let fine = self.say.amount(fine);
                self.line("  罚款额：", "  the fine:    ", &fine);
            }
            Tariff::StatutoryRange => {
                let text = self
                    .language
                    .pick("由执法人员在法定幅度内裁量", "the officer chooses within the statutory range");
                self.line("  罚款额：", "  the fine:    ", text);
            }
            Tariff::Tiers(table) => self.tiers(table),
            Tariff::Weights(table) => self.weights(table),
        }
        for adjustment in &item.adjustments {
            let when = adjustment
                .when
                .as_ref()
                .map_or_else(String::new, |when| format!("; {}", self.say.condition(when)));
            let times = self.say.amount(&adjustment.times);
            let text = format!("× {times} ({}{when})", adjustment.title.get(self.language));
            self.line("  调整：", "  adjusted:    ", &text);
        }
        if let Some(within) = &item.within {
            let within = self.say.amount(within);
            self.line("  限于：", "  held inside: ", &within);
        }
        let rounding = self.say.rounding();
        self.line("  取整：", "  rounding:    ", &rounding);
        if let Some(persons) = &item.persons {
            let fine = persons.fine.as_ref().map_or_else(
                || self.language.pick("按档次", "by tier").to_owned(),
                |fine| self.say.amount(fine),
            );
            let text = format!("{fine} ({})", persons.title.get(self.language));
            self.line("  责任人员：", "  persons:     ", &text);
        }
        if item.may {
            let text = self.language.pick("可以处罚款，并非必须", "the authority may fine, but need not");
            self.line("  裁量：", "  discretion:  ", text);
        }
    }

    fn tiers(&mut self, rules: &TierTable) {
        let mut table = plain_table();
        for (index, row) in rules.rows.iter().enumerate() {
            let number = format!("  {}", index.saturating_add(1));
            let tier = row.tier.as_ref().map_or("", |tier| tier.get(self.language)).to_owned();
            table.add_row([number, tier, self.conditions_of(row), self.row_amount(row)]);
        }
        self.push_table(&table);
        use evenhand::pack::WhenSeveral::{First, Heaviest, Unique};
        let text = match rules.when_several {
            Unique => self.language.pick("只能符合一档", "only one may match"),
            First => self.language.pick("取最先符合的一档", "the first that matches"),
            Heaviest => self.language.pick("取最重的一档", "the heaviest that matches"),
        };
        self.line("  多档同时符合：", "  of several:  ", text);
    }

    fn conditions_of(&self, row: &TableRow) -> String {
        let own = self.conditions(&row.conditions);
        let groups = row.any.iter().map(|group| {
            let text = self.conditions(group);
            let parts = group.cells.len().saturating_add(group.when.iter().len());
            if parts > 1 { format!("({text})") } else { text }
        });
        let groups: Vec<String> = groups.collect();
        let any = groups.join(self.language.pick(" 或者 ", " or "));
        match (own.is_empty(), any.is_empty()) {
            (false, false) => format!("{own}{}({any})", self.language.pick("，且", " and ")),
            (_, true) => own,
            (true, false) => any,
        }
    }

    fn conditions(&self, conditions: &Conditions) -> String {
        self.say.conditions(conditions).join(self.language.pick("；", "; "))
    }

    fn row_amount(&self, row: &TableRow) -> String {
        let mut text = self.say.row_amount(row);
        for (rule, zh, en) in
            [(&row.within, "，限于", ", held inside "), (&row.persons, "；责任人员", "; persons ")]
        {
            if let Some(rule) = rule {
                text.push_str(self.language.pick(zh, en));
                text.push_str(&self.say.amount(rule));
            }
        }
        text
    }

    fn weights(&mut self, rules: &WeightTable) {
        match &rules.base {
            Some(base) => {
                let base = self.say.number(base);
                self.line("  基数：", "  base:        ", &base);
            }
            None => {
                let text = self
                    .language
                    .pick("法定下限 + 合计 × (上限 - 下限)", "minimum + sum × (maximum - minimum)");
                self.line("  罚款额：", "  the fine:    ", text);
            }
        }
        let start = self.say.share(rules.start);
        self.line("  起点：", "  start:       ", &start);
        for (limit, zh, en) in
            [(rules.floor, "  不低于：", "  at least:    "), (rules.cap, "  不超过：", "  at most:     ")]
        {
            if let Some(limit) = limit {
                let limit = self.say.share(limit);
                self.line(zh, en, &limit);
            }
        }
        let mut table = plain_table();
        for factor in &rules.factors {
            let title = factor.title.get(self.language);
            match &factor.weights {
                FactorWeights::Expression(weight) => {
                    table.add_row([format!("  {title}"), String::new(), self.say.number(weight)]);
                }
                FactorWeights::Cells(_, cells) => {
                    for (index, (cell, weight)) in cells.iter().enumerate() {
                        let title = if index == 0 { format!("  {title}") } else { String::new() };
                        table.add_row([title, self.say.cell(cell), self.say.share(*weight)]);
                    }
                }
            }
        }
        self.push_table(&table);
    }

    fn measures(&mut self) {
        let rows = self.item.tariff.rows();
        let in_rows =
            rows.iter().flat_map(|row| row.measures.iter().map(move |rule| (row.tier.as_ref(), rule)));
        let all: Vec<_> = self.item.measures.iter().map(|rule| (None, rule)).chain(in_rows).collect();
        if all.is_empty() {
            return;
        }
        self.heading("其他措施", "MEASURES");
        for (tier, rule) in all {
            let may = if rule.may { self.language.pick("可以", "may: ") } else { "" };
            let when = rule
                .when
                .as_ref()
                .map_or_else(String::new, |when| format!(" [{}]", self.say.condition(when)));
            let tier = tier.map_or_else(String::new, |tier| format!(" [{}]", tier.get(self.language)));
            let text = format!("  {may}{}{when}{tier}\n", self.say.measure(rule));
            self.text.push_str(&text);
        }
    }

    fn notes(&mut self) {
        let document = &self.item.document;
        let notes: Vec<String> =
            [&self.item.note, &document.note, &document.source.note, &document.in_force.note]
                .into_iter()
                .flatten()
                .map(|note| note.get(self.language).to_owned())
                .collect();
        if notes.is_empty() {
            return;
        }
        self.heading("说明", "NOTES");
        for note in notes {
            self.text.push_str(&format!("  {note}\n"));
        }
    }

    fn examples(&mut self) {
        let Some(call) = call(self.item) else { return };
        self.heading("示例", "TRY");
        self.text.push_str(&format!("  {call}\n"));
    }

    fn push_table(&mut self, table: &Table) {
        let text = trim_lines(&table.to_string());
        self.text.push_str(&text);
        self.text.push('\n');
    }
}

/// The command that works out the item's first example.
pub(crate) fn call(item: &Item) -> Option<String> {
    let example = item.examples.first()?;
    let fact = |(name, value): (&str, &Given)| format!(" {name}={}", quoted(&value.to_string()));
    let facts: Vec<String> = example.given.iter().map(fact).collect();
    Some(format!("evenhand assess {}{}", item.id, facts.concat()))
}

/// A value as a shell takes it: in single quotes where a sign in it could mean something to the shell.
fn quoted(value: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "_-+.,:/@%".contains(character);
    if value.chars().all(plain) { value.to_owned() } else { format!("'{}'", value.replace('\'', r"'\''")) }
}

//! `evenhand show DOCUMENT`: what a document lays down over its items, and which items it has.

use std::fmt::Write;

use comfy_table::Table;
use evenhand::penalty::{Circumstance, Document, GeneralRules, Part, PartsOfRange, Procedure};
use evenhand::{BookOn, DocumentPhrases, Language, fact_values};

use crate::page::{plain_table, trim_lines};

/// The page of a document.
pub(crate) fn page(rules: BookOn<'_>, document: &Document, language: Language) -> String {
    let mut text = format!("{}\n{}\n\n", document.id, document.title.get(language));
    let mut line = |zh: &str, en: &str, value: &str| {
        let _ = writeln!(text, "{}{value}", language.pick(zh, en));
    };
    let issuer = match &document.source.number {
        Some(number) => format!("{} {number}", document.source.issuer),
        None => document.source.issuer.clone(),
    };
    line("发布：", "Issuer:    ", &issuer);
    if let Some(authority) = &document.authority {
        line("实施：", "Authority: ", authority.get(language));
    }
    let days = &document.in_force;
    let until =
        days.until.map_or_else(String::new, |until| format!("{}{until}", language.pick("，至", " until ")));
    line("施行：", "In force:  ", &format!("{}{until}", days.from));
    line("核对：", "Compared:  ", &document.source.checked.to_string());
    if !document.general.governs.is_empty() {
        line("适用于：", "Governs:   ", &document.general.governs.join(", "));
    }
    for note in [&document.note, &document.source.note, &days.note].into_iter().flatten() {
        line("说明：", "Note:      ", note.get(language));
    }
    let (general, say) = (&document.general, DocumentPhrases::new(document, language));
    facts(&mut text, general, language);
    parts(&mut text, general.parts.as_ref(), say, language);
    circumstances(&mut text, &general.circumstances, say, language);
    limitation(&mut text, general, say, language);
    for procedure in &general.procedures {
        text.push_str(&procedure_page(procedure, say, language));
    }
    items(&mut text, rules, document, language);
    text
}

fn heading(text: &mut String, zh: &str, en: &str, language: Language) {
    let _ = write!(text, "\n{}\n", language.pick(zh, en));
}

fn push_table(text: &mut String, table: &Table) {
    text.push_str(&trim_lines(&table.to_string()));
    text.push('\n');
}

fn facts(text: &mut String, general: &GeneralRules, language: Language) {
    if general.facts.is_empty() {
        return;
    }
    heading(text, "一般事实（可随各事项一并提供）", "GENERAL FACTS, to be given with any item", language);
    let mut table = plain_table();
    for fact in &general.facts {
        table.add_row([
            format!("  {}", fact.name),
            fact.label.get(language).to_owned(),
            fact_values(fact, language),
        ]);
    }
    push_table(text, &table);
}

fn parts(text: &mut String, parts: Option<&PartsOfRange>, say: DocumentPhrases<'_>, language: Language) {
    let Some(parts) = parts else { return };
    let of = say.divided(parts.of);
    heading(text, "从轻、一般、从重的幅度", "PARTS OF A RANGE", language);
    let all = [
        (&parts.parts, "", ""),
        (&parts.without_minimum, "（无法定最低额）", ", without a statutory minimum"),
    ];
    for (ranges, zh_case, en_case) in all {
        for (range, part) in ranges.iter().zip(Part::ALL) {
            let Some(range) = range else { continue };
            let (name, case) = (part.name(language), language.pick(zh_case, en_case));
            let share = say.part(range);
            let _ = match language {
                Language::Chinese => writeln!(text, "  {name}{case}：{of}的{share}"),
                Language::English => writeln!(text, "  {name}{case}: {share} of {of}"),
            };
        }
    }
}

fn circumstances(
    text: &mut String,
    circumstances: &[Circumstance],
    say: DocumentPhrases<'_>,
    language: Language,
) {
    if circumstances.is_empty() {
        return;
    }
    heading(text, "裁量情节", "CIRCUMSTANCES", language);
    let mut table = plain_table();
    for circumstance in circumstances {
        let may =
            if circumstance.may { language.pick("可以", "may") } else { language.pick("应当", "must") };
        let key = circumstance.id.rsplit('/').next().unwrap_or(&circumstance.id);
        table.add_row([
            format!("  {key}"),
            circumstance.title.get(language).to_owned(),
            format!("{may}{}{}", language.pick("：", ": "), say.effect(circumstance)),
            say.condition(&circumstance.when),
        ]);
    }
    push_table(text, &table);
}

fn limitation(text: &mut String, general: &GeneralRules, say: DocumentPhrases<'_>, language: Language) {
    if let Some(rule) = &general.limitation {
        heading(text, "追责期限", "LIMITATION", language);
        let _ = writeln!(text, "  {} ({})", say.period(rule.period), rule.basis.get(language));
        for longer in &rule.longer {
            let (period, title) = (say.period(longer.period), longer.title.get(language));
            let _ = writeln!(text, "  {period}: {title} [{}]", say.condition(&longer.when));
        }
    }
    if let Some(rule) = &general.large_fine {
        heading(text, "较大数额罚款", "LARGE FINE", language);
        let _ = writeln!(text, "  {} ({})", say.condition(&rule.when), rule.basis.get(language));
    }
}

fn procedure_page(procedure: &Procedure, say: DocumentPhrases<'_>, language: Language) -> String {
    let mut text = format!(
        "\n{} ({}; {})\n",
        procedure.title.get(language).to_uppercase(),
        procedure.basis.get(language),
        procedure.decides.name(language)
    );
    if let Some(when) = &procedure.when {
        let _ = writeln!(text, "  [{}]", say.condition(when));
    }
    for step in &procedure.steps {
        let limit = step.limit.as_ref();
        let limit = limit.map_or_else(String::new, |limit| format!("; {}", limit.text(language)));
        let when = step.when.as_ref();
        let when = when.map_or_else(String::new, |when| format!(" [{}]", say.condition(when)));
        let (title, basis, by) = (step.title.get(language), step.basis.get(language), step.by.name(language));
        let _ = writeln!(text, "  - {title} ({basis}; {by}{limit}){when}");
    }
    text
}

fn items(text: &mut String, rules: BookOn<'_>, document: &Document, language: Language) {
    let mut table = plain_table();
    let mut empty = true;
    for item in rules.items_of(&document.id) {
        empty = false;
        table.add_row([format!("  {}", item.id), item.title.get(language).to_owned()]);
    }
    if !empty {
        heading(text, "事项", "ITEMS", language);
        push_table(text, &table);
    }
}

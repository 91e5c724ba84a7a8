//! `evenhand list --changes FROM TO`: what changed, in words.

use std::collections::BTreeMap;
use std::sync::Arc;

use comfy_table::ColumnConstraint;
use evenhand::penalty::Document;
use evenhand::time::Date;
use evenhand::{Aspect, Change, Ending, Item, Language, RuleBook};

use crate::page::{plain_table, trim_lines};

pub(crate) fn page(book: &RuleBook, from: Date, to: Date, language: Language) -> String {
    let changes = book.changes(from, to);
    let mut table = plain_table();
    table.set_header([
        language.pick("变动", "CHANGE"),
        language.pick("事项", "ITEM"),
        language.pick("违法行为", "VIOLATION"),
        language.pick("说明", "DETAILS"),
    ]);
    // An id that breaks over two lines cannot be copied.
    if let Some(ids) = table.column_mut(1) {
        ids.set_constraint(ColumnConstraint::ContentWidth);
    }
    let mut counts: BTreeMap<usize, (&str, usize)> = BTreeMap::new();
    for change in &changes {
        let (order, word) = word(change, language);
        let (_, count) = counts.entry(order).or_insert((word, 0));
        *count = count.saturating_add(1);
        let shown = change.after().first().or(change.before().first());
        let title = shown.map_or("", |item| item.title.get(language));
        table.add_row([word.to_owned(), ids(change), title.to_owned(), detail(change, language)]);
    }
    let between = match language {
        Language::Chinese => format!("{from}至{to}"),
        Language::English => format!("from {from} to {to}"),
    };
    if changes.is_empty() {
        return match language {
            Language::Chinese => format!("{between}没有变动\n"),
            Language::English => format!("no changes {between}\n"),
        };
    }
    let total = changes.len();
    let counts = counts.values();
    let summary = match language {
        Language::Chinese => {
            let counts: Vec<String> = counts.map(|(word, count)| format!("{word}{count}")).collect();
            format!("{between}变动{total}项：{}", counts.join("，"))
        }
        Language::English => {
            let counts: Vec<String> = counts.map(|(word, count)| format!("{count} {word}")).collect();
            let noun = if total == 1 { "change" } else { "changes" };
            format!("{total} {noun} {between}: {}", counts.join(", "))
        }
    };
    format!("{}\n\n{summary}\n", trim_lines(&table.to_string()))
}

/// The change in a word, with its place in the summary.
fn word(change: &Change<'_>, language: Language) -> (usize, &'static str) {
    let (order, zh, en) = match (change, change.before().len(), change.after().len()) {
        (Change::Added(_), ..) => (0, "新增", "added"),
        (Change::Changed { .. }, ..) => (1, "调整", "changed"),
        (Change::Renumbered { .. }, ..) => (2, "变更编号", "renumbered"),
        (Change::Regrouped { .. }, _, 1) => (3, "合并", "merged"),
        (Change::Regrouped { .. }, 1, _) => (4, "拆分", "split"),
        (Change::Regrouped { .. }, ..) => (5, "重组", "regrouped"),
        (Change::Cancelled { .. }, ..) => (6, "取消", "cancelled"),
    };
    (order, language.pick(zh, en))
}

/// The items before and after, one a line; once where the id stays.
fn ids(change: &Change<'_>) -> String {
    let list = |items: &[&Arc<Item>]| items.iter().map(|item| item.id.clone()).collect::<Vec<_>>().join("\n");
    let (before, after) = (list(change.before()), list(change.after()));
    match (before.is_empty(), after.is_empty()) {
        (false, false) if before != after => format!("{before}\n→ {}", after.replace('\n', "\n→ ")),
        (true, _) => after,
        _ => before,
    }
}

fn detail(change: &Change<'_>, language: Language) -> String {
    let aspects: Vec<&str> = change.aspects().iter().map(|aspect| aspect_word(*aspect, language)).collect();
    let aspects = aspects.join(language.pick("、", ", "));
    match change {
        Change::Added(item) => from_day(item, language),
        Change::Changed { .. } => aspects,
        Change::Renumbered { .. } if aspects.is_empty() => {
            language.pick("内容未变", "nothing else").to_owned()
        }
        Change::Renumbered { .. } => format!("{}{aspects}", language.pick("并调整", "and changed: ")),
        Change::Regrouped { .. } => String::new(),
        Change::Cancelled { ending, .. } => why(ending, language),
    }
}

fn from_day(item: &Item, language: Language) -> String {
    let days = &item.document.in_force;
    let from = days.from;
    // What is new here need not be new in the law.
    match (language, days.earlier_unrecorded) {
        (Language::Chinese, false) => format!("自{from}起"),
        (Language::Chinese, true) => format!("自{from}起有记录，更早的文本未收录"),
        (Language::English, false) => format!("from {from}"),
        (Language::English, true) => format!("recorded from {from}; an earlier text is not recorded"),
    }
}

fn why(ending: &Ending<'_>, language: Language) -> String {
    let version = |document: &Document| document.in_force.from;
    match ending {
        Ending::Stated { cancellation, document } => {
            let words = if cancellation.lawful {
                language.pick("不再违法", "no longer a violation")
            } else {
                language.pick("仍属违法，适用其他规定", "still a violation, under other law")
            };
            let basis = cancellation.basis.as_ref().map_or_else(String::new, |basis| {
                format!("{}{}", language.pick("，", ", "), basis.get(language))
            });
            let from = version(document);
            match language {
                Language::Chinese => format!("{words}（自{from}起{basis}）"),
                Language::English => format!("{words} (from {from}{basis})"),
            }
        }
        Ending::Unstated { document } => {
            let from = version(document);
            match language {
                Language::Chinese => format!("{from}的版本没有此项，未说明理由"),
                Language::English => format!("not in the version of {from}, which gives no reason"),
            }
        }
        Ending::DocumentEnded { document } => {
            let until = document.in_force.until.map_or_else(String::new, |until| until.to_string());
            match language {
                Language::Chinese => format!("文件有效期至{until}"),
                Language::English => format!("the document ended on {until}"),
            }
        }
        Ending::NotYet => language.pick("尚未施行", "not yet in force").to_owned(),
    }
}

fn aspect_word(aspect: Aspect, language: Language) -> &'static str {
    let (zh, en) = match aspect {
        Aspect::Title => ("名称", "title"),
        Aspect::Basis => ("依据", "basis"),
        Aspect::StatutoryRange => ("法定幅度", "statutory range"),
        Aspect::Amount => ("罚款额", "amount"),
        Aspect::Facts => ("事实", "facts"),
        Aspect::Preconditions => ("前提", "preconditions"),
        Aspect::Measures => ("其他措施", "measures"),
        Aspect::Rounding => ("取整", "rounding"),
        Aspect::Persons => ("责任人员罚款", "fine of persons"),
        Aspect::Authority => ("实施机关", "authority"),
    };
    language.pick(zh, en)
}

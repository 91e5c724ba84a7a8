//! `evenhand consistency FILE`

use std::cmp::Reverse;
use std::path::PathBuf;

use clap::Args;
use comfy_table::Table;
use evenhand::Language;
use evenhand::consistency::{
    Consistency, ConsistencyReport, Figures, Group, GroupKind, Measure, Tally, Told, TooFew,
};
use evenhand::number::Rational;

use crate::book::{Day, Rules, Speech};
use crate::page::{plain_table, trim_lines, version_line};
use crate::{Answer, decision_table, lines};

/// Rows of a table, and sentences of a kind, on a page; `--json` has all.
const SHOWN: usize = 20;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The decided cases: a table (.csv, in UTF-8) with the columns case, item, version, facts, office, officer, decided,
    /// min, max, fine, flagged, or a JSON object with these a line. item, decided and fine have to be there
    file: PathBuf,
    /// The limits; `evenhand list --schemes` lists the policies
    #[arg(long, value_name = "POLICY", default_value = "cn.penalty-consistency/decisions")]
    policy: String,
    #[command(flatten)]
    day: Day,
    /// Print the whole report as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let book = arguments.rules.load_for(&[arguments.policy.as_str()])?;
    let policy = book.on(arguments.day.get()?).consistency(&arguments.policy);
    let mut consistency =
        Consistency::new(policy.map_err(|error| Answer::no_scheme(&error, arguments.json))?);
    decision_table::read(&arguments.file, &mut consistency)?;
    let report = consistency.finish();
    let output = if arguments.json { report.to_json() } else { page(&report, arguments.speech.get()) };
    Ok(Answer::judged(output, report.refused == 0))
}

fn page(report: &ConsistencyReport, language: Language) -> String {
    let mut parts = vec![counts(report, language), same_facts(report, language)];
    for kind in GroupKind::ALL {
        parts.extend(groups(report, kind, language));
    }
    parts.extend(months(report, language));
    parts.push(findings(report, language));
    if !report.faults.is_empty() {
        let faults = report.faults.iter();
        let faults =
            faults.map(|(line, fault)| lines::refused(*line, fault.code, &fault.message(language), language));
        parts.push(faults.collect::<Vec<_>>().join("\n"));
    }
    let caution = "A finding is a reason to look, not a proof; the limits are those of the policy.";
    parts.push(language.pick("提示只是核查的线索，不是违法的证明；界限出自所用办法。", caution).to_owned());
    parts.push(version_line(&report.policy.id, &report.policy.document, language));
    format!("{}\n", parts.join("\n\n"))
}

fn counts(report: &ConsistencyReport, language: Language) -> String {
    let (read, judged, refused) = (report.read, report.judged, report.refused);
    let Tally { placed, points, below, above, no_range, .. } = &report.whole.tally;
    let [place, minimum, maximum, flagged] = figures(&report.whole, language);
    match language {
        Language::Chinese => format!(
            "读取处罚决定{read}件：纳入{judged}件，不予受理{refused}件\n\
             有裁量余地且在幅度内{placed}件；单一金额{points}件，低于幅度{below}件，高于幅度{above}件，未填幅度{no_range}件\n\
             幅度内位置的中位数（0为下限，1为上限）：{place}；下限占比：{minimum}；上限占比：{maximum}；异常率：{flagged}"
        ),
        Language::English => format!(
            "{read} decisions read: {judged} judged, {refused} refused\n\
             {placed} within a range that leaves a choice; a single amount {points}, below the range {below}, above it {above}, without a range {no_range}\n\
             Median place in the range (0 is the lower end, 1 the upper): {place}; at the minimum: {minimum}; at the maximum: {maximum}; rate of findings: {flagged}"
        ),
    }
}

fn figures(figures: &Figures, language: Language) -> [String; 4] {
    let few = |few: TooFew| few.text(language);
    Measure::ALL.map(|measure| match figures.share(measure) {
        None => figures.place.map_or_else(few, |median| median.text(language)),
        Some(share) => share.map_or_else(few, |share| share.text(language)),
    })
}

fn same_facts(report: &ConsistencyReport, language: Language) -> String {
    let like = &report.likeness;
    let (compared, without, combinations, repeated) =
        (like.compared, like.without_facts, like.combinations, like.repeated);
    let (pairs, unlike_pairs, unlike) = (like.pairs, like.unlike_pairs, like.unlike.len());
    match language {
        Language::Chinese => format!(
            "同事同罚：{compared}件填有事实（{without}件未填），{combinations}种情形，{repeated}种不止一件；可比的{pairs}对中{unlike_pairs}对罚款不同，涉及{unlike}种情形"
        ),
        Language::English => format!(
            "Same facts, same result: {compared} decisions tell their facts ({without} do not), {combinations} different ones, {repeated} of them decided more than once; of {pairs} pairs on the same facts {unlike_pairs} have different fines, on {unlike} facts"
        ),
    }
}

/// The groups of a kind, those furthest from the others first.
fn groups(report: &ConsistencyReport, kind: GroupKind, language: Language) -> Option<String> {
    let groups = report.groups.get(&kind)?;
    if groups.is_empty() {
        return None;
    }
    let compared = |group: &&Group| group.comparisons.get(&Measure::Place)?.ok();
    let distance = |group: &&Group| -> Option<Rational> {
        let comparison = compared(group)?;
        comparison.value.subtract(comparison.others)?.absolute()
    };
    let mut ordered: Vec<&Group> = groups.iter().collect();
    ordered.sort_by_key(|group| Reverse(distance(group)));
    let mut table = plain_table();
    table.set_header([
        match language {
            Language::Chinese => kind.name(language).to_owned(),
            Language::English => kind.name(language).to_uppercase(),
        },
        language.pick("件数", "DECISIONS").to_owned(),
        language.pick("位置中位数", "PLACE").to_owned(),
        language.pick("与他人相差", "BESIDE OTHERS").to_owned(),
        language.pick("稳健z值", "ROBUST Z").to_owned(),
        language.pick("位次", "RANK").to_owned(),
        language.pick("下限占比", "MINIMUM").to_owned(),
        language.pick("上限占比", "MAXIMUM").to_owned(),
        language.pick("异常率", "FINDINGS").to_owned(),
    ]);
    for group in ordered.iter().take(SHOWN) {
        let name = match (group.office.as_str(), language) {
            ("", _) => group.name.clone(),
            (office, Language::Chinese) => format!("{}（{office}）", group.name),
            (office, Language::English) => format!("{} ({office})", group.name),
        };
        let beside = match group.comparisons.get(&Measure::Place) {
            Some(Ok(found)) => [found.value_text(kind), found.robust.text(language), found.rank_text()],
            Some(Err(few)) => [few.text(language), String::new(), String::new()],
            None => Default::default(),
        };
        let [place, minimum, maximum, flagged] = short(&group.figures, language);
        let [beside, z, rank] = beside;
        let decisions = group.figures.tally.decisions.to_string();
        table.add_row([name, decisions, place, beside, z, rank, minimum, maximum, flagged]);
    }
    let more = groups.len().saturating_sub(SHOWN);
    Some(closed(&table, more, language))
}

/// The figures without their intervals.
fn short(figures: &Figures, language: Language) -> [String; 4] {
    Measure::ALL.map(|measure| match figures.share(measure) {
        None => bare(figures.place.map(|median| median.bare()), language),
        Some(share) => bare(share.map(|share| share.bare()), language),
    })
}

fn bare(told: Told<String>, language: Language) -> String {
    told.unwrap_or_else(|_| language.pick("过少", "too few").to_owned())
}

fn closed(table: &Table, more: usize, language: Language) -> String {
    let mut text = trim_lines(&table.to_string());
    if more > 0 {
        text.push_str(&match language {
            Language::Chinese => format!("\n……另有{more}个，见--json"),
            Language::English => format!("\n... and {more} more, with --json"),
        });
    }
    text
}

/// Month by month, of all.
fn months(report: &ConsistencyReport, language: Language) -> Option<String> {
    let whole = report.series.iter().find(|series| series.of.is_none())?;
    let mut table = plain_table();
    table.set_header([
        language.pick("月份", "MONTH"),
        language.pick("件数", "DECISIONS"),
        language.pick("位置中位数", "PLACE"),
        language.pick("下限占比", "AT THE MINIMUM"),
        language.pick("上限占比", "AT THE MAXIMUM"),
        language.pick("异常率", "RATE OF FINDINGS"),
    ]);
    for month in &whole.months {
        let [place, minimum, maximum, _] = short(&month.figures, language);
        let [.., flagged] = figures(&month.figures, language);
        let decisions = month.figures.tally.decisions.to_string();
        table.add_row([month.month.to_string(), decisions, place, minimum, maximum, flagged]);
    }
    Some(closed(&table, 0, language))
}

fn findings(report: &ConsistencyReport, language: Language) -> String {
    if report.findings.is_empty() {
        return language.pick("没有提示。", "No findings.").to_owned();
    }
    let mut lines: Vec<String> = Vec::new();
    for kind in report.findings.chunk_by(|a, b| a.code() == b.code()) {
        lines.extend(kind.iter().take(SHOWN).map(|finding| finding.sentence(report, language)));
        let more = kind.len().saturating_sub(SHOWN);
        if more > 0 {
            lines.push(match language {
                Language::Chinese => format!("……同类另有{more}条，见--json"),
                Language::English => format!("... and {more} more like these, with --json"),
            });
        }
    }
    lines.join("\n")
}

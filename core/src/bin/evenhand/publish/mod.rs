//! `evenhand publish DIR`: the rules of a day as pages that an office can put on its site.
//!
//! ```text
//! book + day ──site──▶ Site ──*_page, sections──▶ pages ──folder──▶ files
//! ```
//!
//! The same rules and the same day give the same bytes. A page needs no script, loads nothing from elsewhere, and has
//! neither styles nor handlers in its markup, so that a strict content policy can stand.

mod document_page;
mod example_section;
mod fact_section;
mod fine_section;
mod folder;
mod frame;
mod general_section;
mod index_page;
mod item_page;
mod law_section;
mod procedure_section;
mod site;
mod table_section;

use std::path::PathBuf;

use clap::Args;
use evenhand::Language;

use crate::Answer;
use crate::book::{Day, Rules};

use folder::Folder;
use site::Site;

/// What every page loads, and what only the lists of items load.
const ASSETS: [(&str, &str); 2] = [
    (
        "style.css",
        concat!(
            include_str!("style/page.css"),
            include_str!("style/table.css"),
            include_str!("style/adapt.css"),
        ),
    ),
    ("search.js", include_str!("search.js")),
];

#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder: empty, not there yet, or with an earlier publication, which is replaced
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    day: Day,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let day = arguments.day.get()?;
    let rules = arguments.rules.load()?;
    if rules.on(day).documents().next().is_none() {
        return Err(Answer::fault(format!("error: no document is in force on {day}")));
    }
    let book = arguments.rules.with_general_law(rules)?;
    let site = Site::new(&book, day);
    let items = site.items().count();
    check_examples(&site)?;
    let folder = Folder::open(&arguments.folder)?;
    let pages = pages(&site);
    let count = pages.len();
    let assets = ASSETS.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    folder.write(day, pages.into_iter().chain(assets).collect())?;
    let place = arguments.folder.display();
    Ok(Answer::done(format!("{count} pages of {items} items in force on {day}, in {place}\n")))
}

/// Pages show the examples beside the rules: they must not contradict each other in public.
fn check_examples(site: &Site<'_>) -> Result<(), Answer> {
    for item in site.items() {
        for example in &item.examples {
            example.holds(item).map_err(|difference| {
                let (id, line) = (&item.id, example.line);
                Answer::fault(format!(
                    "error: an example of `{id}` (line {line}) does not come out\n{difference}\nhelp: nothing was written; `evenhand test` runs every example"
                ))
            })?;
        }
    }
    Ok(())
}

/// Every page with its path.
fn pages(site: &Site<'_>) -> Vec<(String, String)> {
    let mut pages = vec![index_page::start(site)];
    for language in [Language::Chinese, Language::English] {
        pages.push(index_page::index(site, language));
        for chapter in &site.chapters {
            pages.push(document_page::page(site, chapter, language));
            pages.extend(chapter.items.iter().map(|item| item_page::page(site, chapter, item, language)));
        }
    }
    pages
}

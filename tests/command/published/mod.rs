//! Markup as a tree, read strictly: each tag is closed where it belongs.

pub mod site;

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// An element with what is in it.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name; none for the page as a whole.
    pub name: String,
    /// Its attributes.
    pub attributes: Vec<(String, String)>,
    children: Vec<Child>,
}

#[derive(Debug)]
enum Child {
    Element(Element),
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether it has this class.
    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split(' ').any(|known| known == class))
    }

    /// Every element below this one, in the order of the page.
    pub fn all(&self) -> Vec<&Self> {
        let mut all = Vec::new();
        for child in &self.children {
            if let Child::Element(element) = child {
                all.push(element);
                all.extend(element.all());
            }
        }
        all
    }

    /// Every element of this name below this one.
    pub fn find(&self, name: &str) -> Vec<&Self> {
        self.all().into_iter().filter(|element| element.name == name).collect()
    }

    /// All its text.
    pub fn text(&self) -> String {
        let text = |child: &Child| match child {
            Child::Element(element) => element.text(),
            Child::Text(text) => text.clone(),
        };
        self.children.iter().map(text).collect()
    }
}

/// Elements without an end.
const VOID: [&str; 4] = ["meta", "link", "input", "br"];
/// Elements that hold text and what stands in a line; a browser would close them before any other.
const LINES: [&str; 10] = ["p", "h1", "h2", "h3", "span", "code", "strong", "a", "title", "dt"];
/// Elements that stand in a line.
const IN_A_LINE: [&str; 5] = ["span", "code", "strong", "a", "time"];

/// The page as a tree, or the first fault.
pub fn read(text: &str) -> Result<Element, String> {
    let reader = Reader(RefCell::new(State { open: vec![Element::default()], faults: Vec::new() }));
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    let tokenizer = Tokenizer::new(reader, TokenizerOpts { exact_errors: true, ..Default::default() });
    let _end = tokenizer.feed(&input);
    tokenizer.end();
    let mut state = tokenizer.sink.0.into_inner();
    match (state.faults.into_iter().next(), state.open.pop()) {
        (Some(fault), _) => Err(fault),
        (None, Some(page)) if state.open.is_empty() => Ok(page),
        (None, last) => Err(format!("<{}> is not closed", last.unwrap_or_default().name)),
    }
}

struct State {
    open: Vec<Element>,
    faults: Vec<String>,
}

struct Reader(RefCell<State>);

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => state.start(&tag),
            Token::TagToken(tag) => state.end(&tag),
            Token::CharacterTokens(text) => state.add(Child::Text(text.to_string())),
            Token::ParseError(fault) => state.faults.push(format!("line {line}: {fault}")),
            Token::NullCharacterToken => state.faults.push("a null character".to_owned()),
            Token::DoctypeToken(_) | Token::CommentToken(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn start(&mut self, tag: &Tag) {
        let attributes = tag.attrs.iter().map(|part| (part.name.local.to_string(), part.value.to_string()));
        let element =
            Element { name: tag.name.to_string(), attributes: attributes.collect(), children: Vec::new() };
        let around = self.open.last().map_or("", |parent| parent.name.as_str());
        if LINES.contains(&around) && !IN_A_LINE.contains(&element.name.as_str()) {
            self.faults.push(format!("<{}> in <{around}>", element.name));
        }
        if VOID.contains(&element.name.as_str()) {
            self.add(Child::Element(element));
        } else {
            self.open.push(element);
        }
    }

    fn end(&mut self, tag: &Tag) {
        match self.open.pop() {
            Some(element) if element.name == *tag.name && !self.open.is_empty() => {
                self.add(Child::Element(element));
            }
            Some(element) => {
                self.faults.push(format!("</{}> closes <{}>", tag.name, element.name));
                self.open.push(element);
            }
            None => self.faults.push(format!("</{}> closes nothing", tag.name)),
        }
    }

    fn add(&mut self, child: Child) {
        if let Some(parent) = self.open.last_mut() {
            parent.children.push(child);
        }
    }
}

#[test]
fn faulty_markup_is_found() {
    for faulty in [
        "<p>open",
        "<ul><li>a</ul></li>",
        "<p></p></p>",
        "<p><ul></ul></p>",
        "<p id=\"a\" id=\"b\"></p>",
        "<p title=\"a\"lang=\"b\"></p>",
        "a < b",
    ] {
        assert!(read(faulty).is_err(), "{faulty}");
    }
    let page = read("<p class=\"a b\">1 &lt; <strong>2</strong></p>").expect("sound markup");
    assert_eq!((page.text().as_str(), page.find("p")[0].has_class("b")), ("1 < 2", true));
}

//! Rego in a module of its own, for the benchmark: a rule is compiled once, then a text of facts gives a text.

use std::cell::RefCell;
use std::slice;

use regorus::Engine;

const RULE: &str = r#"package shop

amount := 185 * input.area

ends := [50, 200] if input.area <= 1
else := [200, 500] if input.area <= 3
else := [500, 1000] if input.area <= 5
else := [1000, 2000]

within(value, least, most) := max([least, min([most, value])])

tiered := within(amount, ends[0], ends[1])

adjusted := within(tiered * 1.3, 50, 2000) if input.repeat
else := within(tiered, 50, 2000)

fine := floor((adjusted * 100) + 0.5) / 100
"#;

thread_local! {
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
    static ANSWER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Room for the text of facts.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    Box::leak(vec![0; length].into_boxed_slice()).as_mut_ptr()
}

/// The fine for the facts in that room, as a text at `answer()`; gives its length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evaluate(at: *mut u8, length: usize) -> usize {
    let facts = unsafe { Box::from_raw(slice::from_raw_parts_mut(at, length)) };
    let facts = str::from_utf8(&facts).unwrap();
    ENGINE.with_borrow_mut(|kept| {
        let engine = kept.get_or_insert_with(|| {
            let mut engine = Engine::new();
            engine.add_policy("shop.rego".to_owned(), RULE.to_owned()).unwrap();
            engine
        });
        engine.set_input_json(facts).unwrap();
        let fine = engine.eval_rule("data.shop.fine".to_owned()).unwrap();
        ANSWER.with_borrow_mut(|answer| {
            *answer = fine.to_string();
            answer.len()
        })
    })
}

/// Where the last answer stands.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

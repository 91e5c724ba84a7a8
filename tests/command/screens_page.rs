//! What the page on screens shows at a terminal is what the command prints.
#![allow(clippy::expect_used, reason = "a test that cannot run must fail")]

use std::fmt::Write;

use crate::{evenhand, evenhand_in, sessions};

const PAGE: &str = include_str!("../../docs/screens.md");
const PAYMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/screens/payments.jsonl");

#[test]
fn every_session_prints_what_is_shown() {
    sessions::hold("docs/screens.md", PAGE, 3);
}

#[test]
fn tenders_are_told_the_same_on_any_number_of_threads() {
    let mut lines = String::from("\u{feff}");
    for number in 0..3000_u32 {
        let (second, status) = (100 + number % 7, ["complete", "cancelled"][usize::from(number % 50 == 1)]);
        let tenderer = number % 90;
        let _ = writeln!(
            lines,
            r#"{{"ocid":"{number}","tender":{{"status":"{status}"}},"bids":{{"details":[
               {{"status":"valid","tenderers":[{{"id":"A{tenderer}"}}],"value":{{"amount":100,"currency":"CNY"}}}},
               {{"status":"valid","tenderers":[{{"id":"B{tenderer}"}}],"value":{{"amount":{second},"currency":"CNY"}}}}]}},
               "awards":[{{"status":"active","suppliers":[{{"id":"A{tenderer}"}}]}}]}}"#
        );
    }
    let one_line = |text: &str| text.replace("\n               ", " ");
    let mut lines = one_line(&lines);
    lines.push_str("\n  \n{\"ocid\":\"7\"}\n");
    let file = crate::file("tenders-on-threads.jsonl", lines.as_bytes());
    let file = file.to_string_lossy();
    let told = |threads: &str| {
        let on = ["--on", "2026-11-22", "--json", "--threads", threads];
        evenhand(&[&["screen", "cn.bidding-screen/cardinal", &file], &on[..]].concat())
    };
    let one = told("1");
    assert!(one.output.contains("\"read\": 3001"), "{}", one.complaint);
    assert!(one.output.contains("\"line\": 3003") && one.output.contains("\"repeated-tender\""));
    for threads in ["2", "7"] {
        assert!(told(threads).output == one.output, "{threads} threads tell something else");
    }
    let file =
        crate::file("tenders-in-another-encoding.jsonl", b"{\"ocid\":\"1\"}\n{\"ocid\":\"\xd6\xd0\"}\n");
    let answer = evenhand(&["screen", "cn.bidding-screen/prices", &file.to_string_lossy(), "--threads", "2"]);
    assert!(answer.complaint.contains("line 2 is not UTF-8"), "{}", answer.complaint);
    assert_eq!((answer.code, answer.output.as_str()), (2, ""));
}

#[test]
fn a_screen_of_payments_that_there_is_not_is_named_with_the_nearest() {
    let answer =
        evenhand(&["payments", "cn.special-funds/payment", "none.jsonl", "--on", "2026-11-22", "--json"]);
    assert_eq!(answer.code, 1);
    assert!(answer.complaint.contains("did you mean `cn.special-funds/payments`?"), "{}", answer.complaint);
    assert!(answer.output.contains("\"unknown-screen\""), "{}", answer.output);
}

#[test]
fn payments_are_told_of_in_chinese() {
    let arguments = ["payments", "cn.special-funds/payments", PAYMENTS, "--on", "2026-11-22"];
    let answer = evenhand_in(&arguments, "zh_CN.UTF-8");
    for line in [
        "读取支付记录19笔：已筛查17笔，不予受理2笔",
        "outlier未判断：4笔记录未写明，3笔同组笔数不足",
        "资金回流：乡镇付乙公司；C-1（第14行）、C-2（第15行）；支付 300000；回流 270000（存疑：>= 270000）；回流比例 0.9（存疑：>= 0.9）（示例：逐笔核对）——红灯，直接检查",
        "第19行：错误[not-a-number]：字段amount：应为大于零的数额，实为-500",
    ] {
        assert!(answer.output.lines().any(|found| found == line), "{line}\n{}", answer.output);
    }
    assert_eq!(answer.code, 1);
}

#[test]
fn a_screen_of_payments_is_shown_with_its_limits() {
    let answer = evenhand(&["show", "cn.prescription-screen/amounts", "--on", "2026-11-22"]);
    assert_eq!(answer.code, 0, "{}", answer.complaint);
    assert!(answer.output.contains("outlier: payments 10, z 3.5"), "{}", answer.output);
    let listed = evenhand(&["list", "--schemes", "--on", "2026-11-22"]);
    assert!(listed.output.contains("cn.special-funds/payments"), "{}", listed.output);
}

#[test]
fn payments_that_tell_no_office_have_a_row_that_says_so() {
    let lines = "{\"id\":\"1\",\"day\":\"2026-05-04\",\"amount\":5,\"office\":\"North\"}\n\
                 {\"id\":\"2\",\"day\":\"2026-05-04\",\"amount\":6}\n";
    let file = crate::file("payments-without-office.jsonl", lines.as_bytes());
    let file = file.to_string_lossy();
    let answer = evenhand(&["payments", "cn.special-funds/payments", &file, "--on", "2026-11-22"]);
    let rows: Vec<Vec<&str>> = answer.output.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(rows.contains(&vec!["not", "told", "1", "0"]), "{}", answer.output);
    assert!(rows.contains(&vec!["North", "1", "0"]), "{}", answer.output);
}

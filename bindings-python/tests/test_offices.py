"""Surcharges, scores and registers, as Rust has them; the amounts are worked out by hand."""

from __future__ import annotations

import csv
import doctest
import inspect
import io
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from conftest import VECTORS
from test_page import Page

import evenhand

FINE = "cn.administrative-penalty-law/72"
LICENCE = "cn.administrative-licence-law/42"
MONTHLY = "cn.approval-score/monthly"


def test_a_surcharge_counts_from_the_last_day(bundled: evenhand.RuleBook) -> None:
    # 15 days from 2026-01-05 end on 2026-01-20; 8 days of 10,000 yuan and 2 of 6,000 yuan, 3% each.
    log: dict[str, date | str] = {"delivered": date(2026, 1, 5), "paid": "2026-01-28:4000"}
    found = bundled.surcharge(FINE, Decimal(10000), log, on="2026-01-30")
    assert (found.due, found.days, found.amount) == (date(2026, 1, 20), 10, Decimal(2760))
    assert (found.unpaid, found.owed, found.reached) == (Decimal(6000), Decimal(8760), None)
    assert found.payments == [(date(2026, 1, 28), Decimal(4000))]
    assert [(span.first, span.last, span.days, span.of, span.amount) for span in found.spans] == [
        (date(2026, 1, 21), date(2026, 1, 28), 8, Decimal(10000), Decimal(2400)),
        (date(2026, 1, 29), date(2026, 1, 30), 2, Decimal(6000), Decimal(360)),
    ]
    assert found.of_principal == Decimal(3000)
    assert found.limit is not None and found.limit.limit == "cn.administrative-penalty-law/67"
    written = json.loads(found.to_json())
    assert (written["amount"], written["owed"]) == ("2760", "8760")
    assert str(found) == "\n".join(found.sentences("en"))
    assert "2,400 yuan" in found.explanation("en")
    page = Page(found.to_html("en"))
    assert page.words[0].strip() == "Surcharge: 2760, to be paid in all: 8760"
    assert "加收" in Page(found.to_html("zh")).text


def test_instalments_and_deferrals(bundled: evenhand.RuleBook) -> None:
    log = [("delivered", "2026-01-05"), ("instalment", "2026-02-20:4000"), ("instalment", "2026-03-20:6000")]
    found = bundled.surcharge(FINE, 10000, log, on="2026-02-25")
    # Late is the first instalment alone, since 2026-02-21: 5 days of 4,000 yuan.
    assert (found.days, found.amount) == (5, Decimal(600))
    assert found.instalments == [(date(2026, 2, 20), Decimal(4000)), (date(2026, 3, 20), Decimal(6000))]
    log = [("delivered", "2026-01-05"), ("deferred", "2026-01-22:2026-01-27")]
    found = bundled.surcharge(FINE, 10000, log, on="2026-01-30")
    # 21 and 22 January count, then 28 to 30.
    assert (found.days, found.amount) == (5, Decimal(1500))
    (halt,) = found.halts
    assert (halt.stopped, halt.resumed, halt.deferred, halt.reason) == (date(2026, 1, 22), date(2026, 1, 27), True, None)


def test_what_a_surcharge_refuses(bundled: evenhand.RuleBook) -> None:
    def refused(principal: Any, log: dict[str, Any], on: str = "2026-01-30", id: str = FINE) -> tuple[str, str | None]:
        with pytest.raises(evenhand.LimitError) as raised:
            bundled.surcharge(id, principal, log, on=on)
        return raised.value.code, raised.value.field

    assert refused("ten", {"delivered": "2026-01-05"}) == ("principal", "principal")
    assert refused(0, {"delivered": "2026-01-05"}) == ("principal", "principal")
    assert refused(100, {"delivered": "2026-01-05", "paid": "2026-01-06:500"}) == ("overpaid", "paid")
    assert refused(100, {"delivered": "2026-01-05"}, id="cn.administrative-penalty-law/27")[0] == "unknown-surcharge"
    assert FINE in bundled.on("2026-11-21").surcharges()


def test_the_score_of_a_month(bundled: evenhand.RuleBook) -> None:
    score = bundled.score(MONTHLY)
    assert (score.period, score.full) == ("month", Decimal(100))
    outcome = score.assess(red_time=1)
    assert (outcome.points, outcome.sum, outcome.times) == (Decimal(90), Decimal(90), None)
    (time,) = [part for part in outcome.parts if part.name == "time"]
    assert (time.full, time.deducted, time.points) == (Decimal(14), Decimal(10), Decimal(4))
    assert [entry.points for entry in outcome.entries if entry.part == "time" and entry.points] == [Decimal(10)]
    assert outcome.facts == {"red_time": "1"}
    assert json.loads(outcome.to_json())["points"] == "90"
    assert str(outcome) == "\n".join(outcome.sentences("en"))
    for html in (outcome.to_html("en"), score.to_html("en")):
        assert score.title.en in Page(html).text
    with pytest.raises(evenhand.AssessError) as raised:
        score.assess(red_tme=1)
    assert (raised.value.code, raised.value.field) == ("unknown-fact", "red_tme")
    with pytest.raises(evenhand.ItemError) as missing:
        bundled.score("cn.approval-score/montly")
    assert missing.value.code == "unknown-score"
    assert bundled.on("2026-11-21").scores() == [MONTHLY]
    assert bundled.on("2026-11-21").score(MONTHLY).id == MONTHLY


def test_several_months_have_an_exact_mean(bundled: evenhand.RuleBook) -> None:
    score = bundled.score(MONTHLY)
    months = [score.assess(red_time=1), score.assess(yellow_time=1), score.assess()]
    points = [month.points for month in months]
    over = score.over_periods(months)
    assert Fraction(over.mean) == sum(Fraction(each) for each in points) / 3
    assert [period.points for period in over.periods] == points
    assert json.loads(over.to_json())["mean"] == str(Fraction(over.mean))
    assert "3" in Page(over.to_html("en")).text
    with pytest.raises(evenhand.AssessError) as raised:
        score.over_periods([])
    assert raised.value.code == "no-period"


ROWS = """case,office,limit,event,day,reason
A-1,North,{0},accepted,2026-01-28,
A-1,North,{0},decided,2026-02-03,
A-2,North,{0},accepted,2026-01-28,
A-3,South,{0},accepted,2026-01-28,
A-3,South,{0},stopped,2026-02-03,expert-review
A-4,South,{0},,2026-02-03,
""".format(LICENCE)


def test_a_register_counts_cases(bundled: evenhand.RuleBook) -> None:
    register = evenhand.Register(csv.DictReader(io.StringIO(ROWS)))
    assert register.limits == [LICENCE]
    standing = register.stand(bundled, on="2026-03-05", since=date(2026, 1, 1))
    states = {case.case: case.due.state if case.due else case.error and case.error.code for case in standing.cases}
    assert states == {"A-1": "met", "A-2": "overdue", "A-3": "stopped", "A-4": "row"}
    (fault,) = [case.error for case in standing.cases if case.error is not None]
    assert (fault.line, fault.column, fault.message.en) == (7, "event", "it is empty")
    north, south = standing.offices
    assert (north.office, south.office, south.faults) == ("North", "South", 1)
    wanted = {"cases": 2, "decided": 1, "early": 1, "overdue": 1, "red": 1}
    assert {name: count for name, count in north.counts.items() if count} == wanted
    assert standing.cases[1].due is not None
    assert standing.cases[1].due.to_json() == bundled.due(LICENCE, {"accepted": "2026-01-28"}, on="2026-03-05").to_json()
    scored = standing.scored(bundled.score(MONTHLY))
    assert scored.offices[0].score is not None and standing.offices[0].score is None
    found = json.loads(scored.to_json())
    assert found["offices"][0]["score"]["points"] == str(scored.offices[0].score.points)
    assert "overdue" in Page(scored.to_html("en")).text
    with pytest.raises(evenhand.AssessError, match="line 2: unknown column `offices`"):
        evenhand.Register([{"case": "A", "offices": "North"}])


def test_rows_take_days_of_their_own(bundled: evenhand.RuleBook) -> None:
    row = {"case": "A-1", "limit": LICENCE}
    register = evenhand.Register([row | {"event": "accepted", "day": date(2026, 1, 28), "reason": None}])
    (case,) = register.stand(bundled, on="2026-02-10").cases
    assert case.due is not None and case.due.due == date(2026, 3, 3)


def vectors(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((VECTORS / name).read_text(encoding="utf-8"))
    return cases


@pytest.mark.parametrize("case", vectors("surcharge.json"), ids=lambda case: case["name"])
def test_surcharge_vector(bundled: evenhand.RuleBook, case: dict[str, Any]) -> None:
    events = [(name, when) for name, when in case["events"]]
    if "error" in case:
        with pytest.raises(evenhand.LimitError) as raised:
            bundled.surcharge(case["surcharge"], case["principal"], events, on=case["on"])
        assert {"code": raised.value.code, "field": raised.value.field} == case["error"]
        return
    found = bundled.surcharge(case["surcharge"], case["principal"], events, on=case["on"])
    written = json.loads(found.to_json())
    assert {key: written[key] for key in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", vectors("score.json"), ids=lambda case: case["name"])
def test_score_vector(bundled: evenhand.RuleBook, case: dict[str, Any]) -> None:
    rules = bundled.on(case["on"])
    if "error" in case:
        with pytest.raises(evenhand.AssessError) as raised:
            rules.score(case["score"]).assess(case["facts"])
        assert {"code": raised.value.code, "field": raised.value.field} == case["error"]
        return
    found = rules.score(case["score"]).assess(case["facts"])
    assert case["expect"].keys() == {"points", "parts"}
    assert found.points == Decimal(case["expect"]["points"])
    points = {part.name: part.points for part in found.parts}
    assert {name: points[name] for name in case["expect"]["parts"]} == {
        name: Decimal(wanted) for name, wanted in case["expect"]["parts"].items()
    }


@pytest.mark.parametrize("case", vectors("register.json"), ids=lambda case: case["name"])
def test_register_vector(bundled: evenhand.RuleBook, case: dict[str, Any]) -> None:
    columns = ("case", "limit", "office", "event", "day", "reason")
    register = evenhand.Register(dict(zip(columns, row, strict=True)) for row in case["rows"])
    standing = register.stand(bundled, on=case["on"], since=case.get("since"))
    if case.get("score") is not None:
        standing = standing.scored(bundled.on(case["on"]).score(case["score"]), case.get("facts"))
    written = json.loads(standing.to_json())
    assert len(written["cases"]) == len(case["expect"]["cases"])
    for found, wanted in zip(written["cases"], case["expect"]["cases"], strict=True):
        for key, value in wanted.items():
            if isinstance(value, dict):
                assert {part: found[key][part] for part in value} == value
            else:
                assert found[key] == value
    told: dict[str, dict[str, Any]] = {}
    for office in standing.offices:
        told[office.office] = {"counts": office.counts, "faults": office.faults}
        if office.score is not None:
            told[office.office]["points"] = str(office.score.points)
    assert told == case["expect"]["offices"]


def test_limits_are_found_by_words(bundled: evenhand.RuleBook) -> None:
    day = bundled.on("2026-11-21")
    found = day.limits("Licence decide")
    assert LICENCE in found and len(found) < len(day.limits())
    assert LICENCE in day.limits("许可")
    assert day.limits("no such words") == []
    assert {limit["limit"] for limit in json.loads(day.limits_to_json())} == set(day.limits())


def test_limits_are_checked(bundled: evenhand.RuleBook) -> None:
    assert len(bundled.check_limit(LICENCE)) == 0
    with pytest.raises(evenhand.LimitError) as raised:
        bundled.check_limit("cn.administrative-licence-law/4x")
    assert raised.value.code == "unknown-limit"
    pack = """
format = 1
id = "xx.town.licences"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-22 }
in-force = { from = 2026-01-01 }
events.accepted = { zh = "受理", en = "accepted" }
events.reviewed = { zh = "审查", en = "reviewed" }
events.decided = { zh = "决定", en = "decided" }

[limit.1]
title = { zh = "决定", en = "decide" }
basis = "article 1"
by = "authority"
from = "accepted"
to = "decided"
length = { working-days = 20 }
stages = [
  { name = "review", title = { zh = "审查", en = "review" }, from = "accepted", to = "reviewed", length = { working-days = 8 } },
  { name = "decision", title = { zh = "决定", en = "decision" }, from = "reviewed", to = "decided", length = { working-days = 15 } },
]
"""
    book = evenhand.RuleBook.load([("licences.toml", pack.encode())])
    calendar = evenhand.Calendar.bundled("cn")
    findings = book.check_limit("xx.town.licences/1", calendar=calendar)
    # The stages have 23 days together, and there is no example.
    assert {finding.check for finding in findings} == {"examples", "limits"}


def test_what_docstrings_show_is_so(
    bundled: evenhand.RuleBook, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner()
    examples = 0
    for class_name in evenhand.__all__:
        whole = getattr(evenhand, class_name)
        members = list(vars(whole).items()) if inspect.isclass(whole) else []
        for name, member in [(class_name, whole), *members]:
            text = inspect.getdoc(member)
            if text and ">>>" in text:
                test = parser.get_doctest(text, {"evenhand": evenhand, "book": bundled}, name, None, 0)
                examples += len(test.examples)
                runner.run(test)
    assert examples >= 10
    assert runner.summarize(verbose=False).failed == 0
    assert {file.name for file in tmp_path.iterdir()} == {"fine.svg", "map.png", "case.png"}

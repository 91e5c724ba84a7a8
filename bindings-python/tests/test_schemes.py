"""Scores, indices, screens, compliance and consistency over frames: what the vectors say of each alone."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars
import pyarrow
import pytest
from conftest import VECTORS

import evenhand

LEADER = "cn.qinhuangdao.integrity-index/leader"
PRICES = "cn.bidding-screen/prices"


def read(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((VECTORS / name).read_text(encoding="utf-8"))
    return cases


def rows(frame: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow.table(frame).to_pylist()
    return found


def points_of(case: dict[str, Any]) -> dict[str, dict[str, Any]]:
    points: dict[str, dict[str, Any]] = {}
    for indicator, assessor, given in case["assessed"]:
        points.setdefault(indicator, {})[assessor] = given
    return points


def test_an_index(bundled: evenhand.RuleBook) -> None:
    case = read("index.json")[0]
    index = bundled.on(case["on"]).index(LEADER)
    assert {"superiors", "peers", "staff"} < {name for name, _ in index.assessors}
    assert sum(weight for _, _, weight in index.indicators) == 1
    outcome = index.assess(case["facts"], assessed=points_of(case))
    assert (outcome.number, outcome.grade) == (Decimal(100), "none")
    assert sum(indicator.contribution for indicator in outcome.indicators) == outcome.exact
    assert outcome.to_dict()["number"] == "100"
    later = index.assess({**case["facts"], "gifts": 1}, assessed=points_of(case))
    moved = later.since(outcome)
    # A gift costs 25 points, and gifts weigh 0.07.
    assert (moved["by"], [(one["indicator"], one["before"], one["after"], one["by"]) for one in moved["indicators"]]) == (
        "-1.75",
        [("gifts", "100", "75", "-1.75")],
    )
    other = bundled.index("cn.risk-point-grading/matrix").assess({"likelihood": "rare", "consequence": "minor"})
    with pytest.raises(evenhand.AssessError, match="are two indices"):
        later.since(other)
    assert outcome.title is not None
    assert outcome.title.en in outcome.to_html("en")
    with pytest.raises(evenhand.AssessError) as raised:
        index.assess(case["facts"], assessed={"diligense": {"peers": 3}})
    assert (raised.value.code, raised.value.field) == ("unknown-indicator", "diligense")
    with pytest.raises(evenhand.ItemError, match="did you mean"):
        bundled.index("cn.qinhuangdao.integrity-index/leaders")


def test_the_vectors_of_indices_over_a_frame(bundled: evenhand.RuleBook) -> None:
    cases = [case for case in read("index.json") if case["index"] == LEADER]
    # A repeated assessor cannot be told in a mapping; a frame has its rows.
    table: dict[str, list[Any]] = {"subject": [], "name": [], "assessor": [], "value": []}
    for number, case in enumerate(cases):
        own = [(name, None, value) for name, value in case["facts"].items()]
        for name, assessor, value in own + [tuple(points) for points in case["assessed"]]:
            for column, cell in zip(table.values(), (f"S{number}", name, assessor, value), strict=True):
                column.append(cell)
    assert len(cases) >= 5
    for threads in (1, 4):
        found = rows(bundled.index_frame(pyarrow.table(table), LEADER, on="2026-02-28", threads=threads))
        assert [row["subject"] for row in found] == [f"S{number}" for number in range(len(cases))]
        for case, row in zip(cases, found, strict=True):
            if "error" in case:
                assert row["error"] == (case["error"] if isinstance(case["error"], str) else case["error"]["code"]), case
                assert row["number"] is None
                continue
            assert row["error"] is None, row
            expected = case["expect"]
            assert row["grade"] == expected.get("grade", row["grade"])
            assert Fraction(row["exact"]) == Fraction(expected.get("exact", row["exact"]))
            if "number" in expected:
                assert abs(Fraction(row["number"]) - Fraction(expected["number"])) < Fraction(1, 1_000_000)
    # Floats and a nested order of rows are the same.
    numbers = [float(value) if re.fullmatch(r"[0-9.]+", str(value)) else None for value in table["value"]]
    keep = [place for place, value in enumerate(numbers) if value is not None]
    texts = polars.DataFrame({name: [str(column[place]) if column[place] is not None else None for place in keep] for name, column in table.items()})
    floats = texts.with_columns(value=polars.Series([numbers[place] for place in keep]))
    assert rows(bundled.index_frame(floats, LEADER)) == rows(bundled.index_frame(texts, LEADER))


def test_the_vectors_of_scores_over_a_frame(bundled: evenhand.RuleBook) -> None:
    cases = [case for case in read("score.json") if case["score"] == "cn.approval-score/monthly" and "expect" in case]
    names = sorted({name for case in cases for name in case["facts"]} | {"red_time"})
    table = pyarrow.table({name: [case["facts"].get(name) for case in cases] for name in names})
    table = table.append_column("office", [[case["name"] for case in cases]])
    found = rows(bundled.score_frame(table, "cn.approval-score/monthly", keep=["office"], on="2026-02-28"))
    assert len(found) >= 5
    for case, row in zip(cases, found, strict=True):
        assert (row["office"], row["error"]) == (case["name"], None)
        if "points" in case["expect"]:
            assert Fraction(row["exact"]) == Fraction(case["expect"]["points"])
    wrong = rows(bundled.score_frame(pyarrow.table({"n": ["many", "1"]}), "cn.approval-score/monthly", columns={"red_time": "n"}))
    assert (wrong[0]["error"], wrong[0]["field"], wrong[0]["points"]) == ("wrong-type", "red_time", None)
    assert wrong[1]["points"] == Decimal("90")
    with pytest.raises(evenhand.AssessError, match="did you mean `red_time`"):
        bundled.score_frame(table, "cn.approval-score/monthly", columns={"red_tme": "n"})
    with pytest.raises(evenhand.AssessError, match="no column of the frame is a fact"):
        bundled.score_frame(pyarrow.table({"n": [1]}), "cn.approval-score/monthly")


def bids_of(tenders: list[dict[str, Any]]) -> pyarrow.Table | None:
    """Releases as a frame of bids, where a frame can tell them."""
    table: list[dict[str, Any]] = []
    for release in tenders:
        if not isinstance(release, dict) or "parties" in release or "ocid" not in release:
            return None
        winners = [award["suppliers"] for award in release.get("awards", []) if award.get("status") == "active"]
        if len(winners) != len(release.get("awards", [])):
            return None
        details = release.get("bids", {}).get("details", [])
        if not details:
            return None
        period = release.get("tender", {}).get("tenderPeriod", {})
        taken = 0
        for bid in details:
            won = bid.get("tenderers") in winners
            taken += won
            table.append(
                {
                    "tender": str(release["ocid"]),
                    "tenderer": [str(one["id"]) for one in bid.get("tenderers", [])],
                    "amount": None if "amount" not in bid.get("value", {}) else str(bid["value"]["amount"]),
                    "currency": bid.get("value", {}).get("currency"),
                    "status": bid.get("status"),
                    "date": bid.get("date"),
                    "preparer": bid.get("preparer"),
                    "address": bid.get("address"),
                    "account": bid.get("account"),
                    "won": won,
                    "method": release.get("tender", {}).get("procurementMethod"),
                    "start": period.get("startDate"),
                    "end": period.get("endDate"),
                    "tender_status": release.get("tender", {}).get("status"),
                }
            )
        if taken != len(winners):
            return None
    return pyarrow.Table.from_pylist(table)


def test_the_vectors_of_screens(bundled: evenhand.RuleBook) -> None:
    framed = 0
    for case in read("screen.json"):
        screen = bundled.on(case["on"]).screen(case["screen"])
        report = screen.run([line if isinstance(line, str) else json.dumps(line) for line in case["lines"]])
        told = report.to_dict()
        for key in ("read", "judged", "refused"):
            assert told[key] == case["expect"].get(key, told[key]), case["name"]
        assert report.read == report.judged + report.refused
        raised: dict[str, list[str]] = {}
        for finding in rows(report.findings):
            raised.setdefault(finding["flag"], []).append(finding["tender"] or finding["tenderer"])
        for flag, tenders in case["expect"].get("raised", {}).items():
            assert sorted(raised.get(flag, [])) == sorted(tenders), (case["name"], flag)
        bids = bids_of(case["lines"])
        if bids is None:
            continue
        framed += 1
        over = bundled.screen_frame(bids, case["screen"], on=case["on"])
        # Sentences tell the line.
        line = {"row": None, "message_zh": None, "message_en": None}
        same = [[{**finding, **line} for finding in rows(one.findings)] for one in (over, report)]
        assert same[0] == same[1], case["name"]
        assert rows(over.flags) == rows(report.flags)
        # In any order of bids of different tenders.
        first = {tender: place for place, tender in reversed(list(enumerate(bids["tender"].to_pylist())))}
        assert [finding["row"] for finding in rows(over.findings) if finding["tender"]] == [
            first[finding["tender"]] for finding in rows(over.findings) if finding["tender"]
        ]
    assert framed >= 8


def test_bids_that_are_refused(bundled: evenhand.RuleBook) -> None:
    bids = pyarrow.table(
        {
            "tender": ["A", "A", "B", "B", None],
            "tenderer": ["x", "y", "x", "y", "z"],
            "amount": [100, 100, -5, 100, 100],
            "status": ["valid"] * 5,
            "currency": ["CNY"] * 5,
        }
    )
    report = bundled.screen_frame(bids, PRICES)
    assert (report.read, report.judged, report.refused) == (3, 1, 2)
    assert {(row["row"], row["code"]) for row in rows(report.faults)} == {(2, "amount"), (4, "no-id")}
    assert [(row["flag"], row["tender"], row["row"]) for row in rows(report.findings)] == [("identical-prices", "A", 0)]
    assert "identical" in report.to_html("en")
    numbers = bids.set_column(1, "tenderer", [[7, 8, 7, 8, 9]])
    lists = bids.set_column(1, "tenderer", [[[7], [8], [7], [8], [9]]])
    assert rows(bundled.screen_frame(numbers, PRICES).findings) == rows(bundled.screen_frame(lists, PRICES).findings)
    assert [row["tenderers"] for row in rows(bundled.screen_frame(numbers, PRICES).findings)] == ["7; 8"]
    with pytest.raises(evenhand.AssessError, match="no column `status`"):
        bundled.screen_frame(bids.drop_columns(["status"]), PRICES)
    with pytest.raises(evenhand.ItemError, match="did you mean"):
        bundled.screen("cn.bidding-screen/price")


KEYS = ["id", "day", "amount", "group", "from", "to", "purpose", "office"]


def test_the_vectors_of_payments(bundled: evenhand.RuleBook) -> None:
    framed = 0
    for case in read("payments.json"):
        expected = {"faults": [], **case["expect"]}
        report = bundled.on(case["on"]).payment_screen(case["screen"]).run(case["lines"])
        told = report.to_dict()
        for key in ("read", "judged", "refused"):
            assert told[key] == expected[key], case["name"]
        found = [
            {
                "flag": finding["flag"],
                "payments": [payment["id"] for payment in finding["payments"]],
                "values": {value["value"]: value["found"] for value in finding["values"]},
                **({"group": finding["group"]} if finding["group"] else {}),
            }
            for finding in told["findings"]
        ]
        assert found == expected["findings"], case["name"]
        assert [[fault["line"], fault["code"], fault["field"]] for fault in told["faults"]] == expected["faults"]
        for flag, row in zip(told["flags"], rows(report.flags), strict=True):
            assert row["raised"] + row["clear"] + row["not_judged"] == report.judged
            assert flag["not_judged"] == expected.get("not_judged", {}).get(flag["flag"], flag["not_judged"]), case["name"]
        if any(set(line) - set(KEYS) or not isinstance(line["id"], str) for line in case["lines"]):
            continue
        framed += 1
        amounts = [None if line.get("amount") is None else str(line["amount"]) for line in case["lines"]]
        table = pyarrow.table({key: amounts if key == "amount" else [line.get(key) for line in case["lines"]] for key in KEYS})
        for threads in (1, 4):
            over = bundled.payments_frame(table, case["screen"], on=case["on"], threads=threads)
            assert over.to_dict()["findings"] == told["findings"], case["name"]
            assert rows(over.findings) == rows(report.findings)
            assert rows(over.flags) == rows(report.flags)
        for row in rows(over.payments):
            assert case["lines"][row["row"]]["id"] == row["id"]
    assert framed >= 15


def test_payments_of_a_frame(bundled: evenhand.RuleBook) -> None:
    frame = polars.DataFrame(
        {
            "id": [1, 2, 3, 2],
            "paid": [date(2026, 3, 4), date(2026, 3, 2), None, date(2026, 3, 2)],
            "amount": [Decimal("24000.00"), Decimal("26000.00"), Decimal("5.00"), Decimal("1.00")],
            "from": ["F"] * 4,
            "to": ["B"] * 4,
        }
    )
    report = bundled.payments_frame(frame, "cn.special-funds/payments", columns={"day": "paid"})
    assert (report.read, report.judged, report.refused) == (4, 2, 2)
    assert [(row["row"], row["code"], row["field"]) for row in rows(report.faults)] == [
        (2, "missing-key", "day"),
        (3, "repeated-record", "id"),
    ]
    (finding,) = rows(report.findings)
    assert (finding["flag"], finding["from"], finding["payments"], finding["colour"], finding["handling"]) == ("split", "F", 2, "yellow", "inquiry")
    assert [(row["row"], row["id"], row["finding"]) for row in rows(report.payments)] == [(1, "2", 0), (0, "1", 0)]
    assert "split payments" in report.to_html("en") and "化整为零" in report.to_html("zh")
    assert str(report.sentences("en")[0]).startswith("split payments: F to B; 2 (line 2), 1 (line 1); ")
    with pytest.raises(evenhand.AssessError, match="no column `day`"):
        bundled.payments_frame(frame, "cn.special-funds/payments")
    with pytest.raises(evenhand.ItemError, match="did you mean `cn.special-funds/payments`"):
        bundled.payment_screen("cn.special-funds/payment")


FIELDS = ["case", "item", "version", "facts", "office", "officer", "decided", "min", "max", "fine", "flagged"]


def cell(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, dict) else None if value is None else str(value)


def decisions_of(lines: list[Any]) -> tuple[pyarrow.Table, list[int]]:
    """Lines as a frame of texts, without those that no frame can tell; and the numbers of the others."""
    told = [
        number
        for number, line in enumerate(lines)
        if line.keys() <= set(FIELDS)
        and not any(isinstance(value, list) or (isinstance(value, dict) and key != "facts") for key, value in line.items())
    ]
    columns = {name: pyarrow.array([cell(lines[number].get(name)) for number in told], pyarrow.string()) for name in FIELDS}
    return pyarrow.table(columns), told


def test_the_vectors_of_consistency() -> None:
    book = evenhand.load(VECTORS / "consistency")
    cases = read("consistency.json")
    assert len(cases) >= 9
    for case in cases:
        expected = case["expect"]
        table, lines = decisions_of(case["lines"])
        untold = len(case["lines"]) - len(lines)
        report = book.consistency_frame(table, on="2026-11-22", policy="xx.vectors.consistency/small")
        told = report.to_dict()
        for key, count in (("read", untold), ("judged", 0), ("refused", untold)):
            assert told[key] == expected.get(key, told[key] + count) - count, case["name"]
        assert report.read == report.judged + report.refused
        faults = [(lines[row["row"]] + 1, row["code"], row["field"]) for row in rows(report.faults)]
        if "faults" in expected:
            known = [(fault["line"], fault["code"], fault["field"]) for fault in expected["faults"]]
            assert faults == [fault for fault in known if fault[0] - 1 in lines]
        found = rows(report.findings)
        if "findings" in expected:
            assert [row["finding"] for row in found] == [finding["finding"] for finding in expected["findings"]]
        assert [row["finding"] for row in found] == [finding["finding"] for finding in told["findings"]]
        assert [row["name"] for row in found] == [finding.get("name") for finding in told["findings"]]
        assert [row["message_en"] for row in found] == report.sentences("en")
        for kind in ("officer", "office", "item"):
            groups = [row for row in rows(report.groups) if row["kind"] == kind]
            for row, group in zip(groups, told[f"{kind}s"]["groups"], strict=True):
                place = group["figures"]["place"]
                assert row["decisions"] == group["figures"]["decisions"]
                assert row["place"] == (None if "too_few" in place else Decimal(place["median"]))
        assert [row["fine"] for row in rows(report.unlike)] == [
            result["fine"] for unlike in told["likeness"]["unlike"] for result in unlike["results"]
        ]
        whole = [row["month"] for row in rows(report.months) if row["kind"] == "whole"]
        assert whole == [month["month"] for series in told["series"] if series["kind"] == "whole" for month in series["months"]]
        apart = {(row["kind"], row["office"], row["name"], row["measure"]): row for row in rows(report.comparisons)}
        for kind in ("officer", "office", "item"):
            for group in told[f"{kind}s"]["groups"]:
                for measure, compared in group["compared"].items():
                    beside = apart.get((kind, group.get("office"), group["name"], measure))
                    assert (beside is None) == ("too_few" in compared)
                    if beside is not None:
                        assert (beside["apart"], beside["value"]) == (compared["apart"], Decimal(compared["value"]))


def test_facts_of_decisions_as_structs(bundled: evenhand.RuleBook) -> None:
    frame = pyarrow.table(
        {
            "item": ["x/1"] * 2,
            "facts": pyarrow.array([{"area": 2.0, "kind": None}, {"area": 2.0, "kind": None}]),
            "decided": ["2026-03-02"] * 2,
            "fine": [400, 900],
        }
    )
    report = bundled.consistency_frame(frame)
    assert [row["fine"] for row in rows(report.unlike)] == ["400", "900"]
    assert [row["row"] for row in rows(report.unlike)] == [0, 1]
    digests = frame.set_column(1, "facts", [["a3f", "77b"]])
    assert rows(bundled.consistency_frame(digests).unlike) == []
    assert report.sentences("en")[0].split(",")[0] in report.to_html("en")


def matters_of(lines: list[Any]) -> tuple[pyarrow.Table, pyarrow.Table] | None:
    """Records as a frame of matters and one of events, where frames can tell them."""
    known = {"matter", "office", "day", "open", "facts", "events"}
    right = [isinstance(line, dict) and set(line) <= known and isinstance(line.get("facts", {}), dict) for line in lines]
    if not all(right) or len({line.get("matter") for line in lines}) < len(lines):
        return None
    matters: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for line in lines:
        facts = {name: str(value) for name, value in line.get("facts", {}).items() if not isinstance(value, bool)}
        truths = {name: value for name, value in line.get("facts", {}).items() if isinstance(value, bool)}
        one = {"matter": line.get("matter"), "office": line.get("office"), "day": line.get("day"), "open": line.get("open", False)}
        matters.append({**one, "facts": json.dumps({**facts, **truths})})
        steps = [{"matter": line.get("matter"), "by": None, "persons": [], **event} for event in line.get("events", [])]
        if any(set(step) != {"matter", "event", "day", "by", "persons"} for step in steps):
            return None
        events.extend(steps)
    strings = pyarrow.string()
    types = [("matter", strings), ("event", strings), ("day", strings), ("by", strings), ("persons", pyarrow.list_(strings))]
    return pyarrow.Table.from_pylist(matters), pyarrow.Table.from_pylist(events, schema=pyarrow.schema(types))


def test_the_vectors_of_compliance(bundled: evenhand.RuleBook) -> None:
    framed = 0
    for case in read("compliance.json"):
        scheme = bundled.on(case["on"]).compliance(case["scheme"])
        report = scheme.run([line if isinstance(line, str) else json.dumps(line) for line in case["lines"]])
        expected = case["expect"]
        assert (report.read, report.judged, report.refused) == (expected["read"], expected["judged"], expected["refused"])
        assert report.judged == report.in_order + report.with_findings + report.unsettled
        found = [[row["row"] + 1, *(row[key] for key in ("about", "code", "expected", "found"))] for row in rows(report.findings)]
        assert found == expected.get("findings", []), case["name"]
        missing = [[row["row"] + 1, row["about"], row["verdict"], (row["missing"] or "").split("; ")] for row in rows(report.open)]
        assert [[*row[:3], [name for name in row[3] if name]] for row in missing] == expected.get("open", []), case["name"]
        faults = [[row["row"] + 1, row["code"], row["field"]] for row in rows(report.faults)]
        assert faults == expected.get("faults", []), case["name"]
        for row in rows(report.provisions):
            counts = ("met", "not_met", "not_applicable", "not_judged", "pending")
            assert sum(row[count] for count in counts) == report.judged
        frames = matters_of(case["lines"])
        if frames is None:
            continue
        framed += 1
        matters, events = frames
        # Events in any order of matters.
        back = events.take(list(range(events.num_rows))[::-1]) if "order" in case["name"] else events
        over = bundled.compliance_frame(matters, case["scheme"], events=back, on=case["on"])
        assert over.to_dict() == report.to_dict(), case["name"]
        assert over.events_without_matter == 0
    assert framed >= 8


def test_matters_in_a_frame(bundled: evenhand.RuleBook) -> None:
    reception = "cn.official-reception-regulation/reception"
    matters = polars.DataFrame(
        {
            "number": ["R-1", "R-2", "R-3", "R-3"],
            "day": ["2026-05-20"] * 4,
            "open": [True] * 4,
            "letter": [True, True, None, True],
            "guests": [12, 11, 11, 11],
            "accompanying": [4, 4, 3, 3],
            "working_meals": [1, 1, 1, 1],
        }
    )
    events = polars.DataFrame({"matter": ["R-2", "R-9"], "event": ["approved"] * 2, "day": ["2026-05-08"] * 2, "by": ["head"] * 2})
    facts = ["letter", "guests", "accompanying", "working_meals"]
    report = bundled.compliance_frame(matters, reception, facts=facts, events=events, columns={"matter": "number"})
    assert (report.read, report.judged, report.refused, report.events_without_matter) == (4, 3, 1, 1)
    # A third of eleven is 3.67: four hosts are one too many.
    assert [(row["row"], row["matter"], row["about"], row["found"]) for row in rows(report.findings)] == [
        (1, "R-2", "accompanying", "accompanying = 4, guests = 11")
    ]
    assert rows(report.faults)[0]["code"] == "repeated-record"
    assert [row["missing"] for row in rows(report.open) if row["verdict"] == "not-judged"] == ["letter"]
    assert rows(report.offices) == [{"office": "", "in_order": 0, "with_findings": 1, "unsettled": 2}]
    assert "R-2" in report.to_html("en")
    assert "要求" in report.to_html("zh")
    assert len(report.sentences("zh")) == 1
    with pytest.raises(evenhand.AssessError, match="no column `facts`"):
        bundled.compliance_frame(matters, reception, columns={"matter": "number"})
    with pytest.raises(evenhand.AssessError, match="no column `matter`"):
        bundled.compliance_frame(matters, reception, facts=facts)
    with pytest.raises(evenhand.AssessError, match="leave one out"):
        nested = matters.with_columns(events=polars.Series([[{"event": "approved", "day": "2026-05-08"}]] * 4))
        bundled.compliance_frame(nested, reception, facts=facts, events=events, columns={"matter": "number"})
    with pytest.raises(evenhand.ItemError, match="did you mean"):
        bundled.compliance(reception + "s")

"""Decided cases and applications: one record, whole frames, streams, and the report."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import numpy
import pandas
import planted
import polars
import pyarrow
import pyarrow.parquet
import pytest
from conftest import VECTORS

import evenhand

STALL = "cn.dongying.city-appearance/46-4"
RECORD: dict[str, Any] = {
    "case": "118",
    "office": "North",
    "item": STALL,
    "facts": {"area": Decimal("20"), "refused_to_correct": True},
    "days": {"acted": datetime.date(2026, 4, 1), "decided": "2026-06-01"},
    "decision": {"fine": 3000},
}


@pytest.fixture(scope="module")
def cases() -> tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]:
    return planted.caseload(6000, seed=3)


def rows(frame: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow.table(frame).to_pylist()
    return found


def with_(record: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**record, **changes}


def test_a_record(bundled: evenhand.RuleBook) -> None:
    supervision = bundled.supervise(RECORD, on="2026-11-21")
    first = supervision.findings[0]
    assert (first.code, first.check, first.expected, first.found) == ("S0102", "amount", "2000", "3000")
    assert (first.colour, first.handling) == ("red", "correction")
    assert first.basis is not None
    assert first.basis.zh == "第四十六条第四项"
    assert first.sentence("zh").startswith("S0102 ")
    assert supervision.is_judged
    assert supervision.outcome is not None
    assert supervision.outcome.fine is not None
    assert supervision.outcome.fine.max == 2000
    told = supervision.to_dict()
    assert (told["case"], told["facts"]["area"]) == ("118", "20")
    assert supervision.to_json() == bundled.supervise(json.dumps(RECORD, default=str), on="2026-11-21").to_json()
    assert str(supervision) == "\n".join(finding.sentence() for finding in supervision.findings)


def test_what_a_record_holds_may_be_of_numpy_and_pandas(bundled: evenhand.RuleBook) -> None:
    known = bundled.supervise(RECORD).to_json()
    facts = {"area": numpy.float64(20), "refused_to_correct": numpy.bool_(True)}
    days = {"acted": pandas.Timestamp("2026-04-01"), "decided": datetime.datetime(2026, 6, 1)}
    assert bundled.supervise(with_(RECORD, facts=facts, days=days, decision={"fine": numpy.int64(3000)})).to_json() == known


@pytest.mark.parametrize(
    ("record", "code", "field"),
    [
        (with_(RECORD, decision={"fien": 1}), "unknown-key", "decision.fien"),
        (with_(RECORD, decision={"fine": "much"}), "not-a-number", "decision.fine"),
        (with_(RECORD, days={"decided": "2026-02-30"}), "no-such-day", "days.decided"),
        ({key: value for key, value in RECORD.items() if key != "item"}, "missing-key", "item"),
        (with_(RECORD, facts={"area": float("nan")}), "wrong-type", "record"),
        (with_(RECORD, facts={"area": {1, 2}}), "wrong-type", "record"),
        (with_(RECORD, days={"decided": datetime.datetime(2026, 6, 1, 8, 30, 5)}), "wrong-type", "record"),
        ("[1]", "not-json", "the line"),
        (7, "wrong-type", "record"),
    ],
)
def test_a_record_that_is_none(bundled: evenhand.RuleBook, record: Any, code: str, field: str) -> None:
    with pytest.raises(evenhand.RecordError) as raised:
        bundled.supervise(record)
    assert (raised.value.code, raised.value.field) == (code, field)


def test_a_policy_that_is_none(bundled: evenhand.RuleBook) -> None:
    with pytest.raises(evenhand.ItemError, match="did you mean `cn.penalty-supervision/cases`") as unknown:
        bundled.supervise(RECORD, policy="cn.penalty-supervision/case")
    assert unknown.value.code == "unknown-policy"
    with pytest.raises(evenhand.ItemError, match="not in force"):
        bundled.supervise(RECORD, on="1999-01-01")
    with pytest.raises(evenhand.AssessError, match="not for decided cases"):
        bundled.supervise(RECORD, policy="cn.approval-supervision/applications")


def test_the_vectors(bundled: evenhand.RuleBook) -> None:
    calls: dict[str, Callable[..., evenhand.Supervision | evenhand.ApprovalSupervision]] = {
        "supervision": bundled.supervise,
        "approvals": bundled.supervise_application,
    }
    for name, supervise in calls.items():
        cases = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))["cases"]
        assert len(cases) > 10
        for case in cases:
            if "error" in case:
                with pytest.raises(evenhand.RecordError) as raised:
                    supervise(case["record"], on=case["on"], policy=case["policy"])
                assert {"code": raised.value.code, "field": raised.value.field} == case["error"]
                continue
            supervision = supervise(case["record"], on=case["on"], policy=case["policy"])
            assert [finding.code for finding in supervision.findings] == [expected["code"] for expected in case["expect"]], case


def test_an_application(bundled: evenhand.RuleBook) -> None:
    record = {
        "case": "A-1",
        "limit": "cn.approval-office/licence",
        "events": [{"event": "accepted", "day": datetime.date(2026, 2, 10)}],
    }
    supervision = bundled.supervise_application(record, on="2026-03-02")
    assert (supervision.due, supervision.state, supervision.light) == (datetime.date(2026, 2, 26), "overdue", "red")
    assert [finding.code for finding in supervision.findings] == ["S0902", "S0903", "S0002"]
    assert supervision.to_dict()["findings"][0]["found"] is None
    with pytest.raises(evenhand.RecordError, match=r"events\.day"):
        bundled.supervise_application(with_(record, events=[{"event": "accepted"}]), on="2026-03-02")


# What offices write in place of what is asked for; nothing at all is among them for every column.
ODD: dict[str, list[Any]] = {
    "fine": ["-1", "1e3", "01", "0.001", "-0", "abc"],
    "facts": ["[]", "{}", "x", " {}", '{"a":1,"a":2}', '{"area":1.5,"refused_to_correct":true}', '{"area":"x"}', '{"area":null}'],
    "case": ["", "A"],
    "office": [""],
    "tier": ["", "较轻", "x"],
    "measures": [["order-to-correct"], ["x"], [""], [None]],
    "circumstances": [[], [{"circumstance": "x", "reason": None}]],
    "procedure": ["x", "summary"],
    "by": ["nobody", "head"],
    "persons": [["Li"], []],
    "version": [{"pack": None, "in_force": None}, {"pack": "cn.shaanxi.fire", "in_force": "x"}],
}


def test_plain_columns_and_json_tell_the_same(
    bundled: evenhand.RuleBook, cases: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    table, events = cases[0].slice(0, 3000), cases[1]
    columns = {name: table[name].to_pylist() for name in table.column_names}
    odd = [(name, value) for name, values in ODD.items() for value in [None, *values]]
    for number, (name, value) in enumerate(odd * 20):
        columns[name][number * 2] = value
    plain = pyarrow.table(columns, schema=table.schema)
    # Where one column holds JSON, the row goes through a record as JSON.
    texts = [None if persons is None else json.dumps(persons, ensure_ascii=False) for persons in columns["persons"]]
    place = plain.column_names.index("persons")
    through_json = plain.set_column(place, "persons", pyarrow.array(texts, pyarrow.string()))
    one, other = (
        bundled.supervise_frame(frame, events=events, on="2026-11-21", threads=threads)
        for frame, threads in [(plain, 2), (through_json, 1)]
    )
    without = [name for name in pyarrow.table(one.findings).column_names if name != "record"]
    assert pyarrow.table(one.findings).select(without).equals(pyarrow.table(other.findings).select(without))
    assert (one.read, one.judged, one.refused) == (other.read, other.judged, other.refused)
    assert one.refused > 100


def test_planted_faults_are_found_and_nothing_else(
    bundled: evenhand.RuleBook, cases: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    table, events, faults = cases
    report = bundled.supervise_frame(table, events=events, on="2026-11-21")
    assert planted.differences(pyarrow.table(report.findings), faults) == ([], [])
    assert len({*faults["fault"].to_pylist()}) == len(planted.FAULTS)
    codes = faults["code"].to_pylist()
    assert (report.refused, report.not_judged) == (codes.count("not-a-number"), codes.count("S0001"))
    assert report.read == 6000 == report.judged + report.not_judged + report.refused
    assert report.irregular + report.judged_in_part + report.not_judged + report.refused == len(codes)
    assert report.judged_in_part == codes.count("S0002")
    assert report.events_without_case == 0
    counts = rows(report.codes)
    assert sum(row["findings"] for row in counts) == len(codes) - report.refused
    offices = rows(report.offices)
    assert sum(row["judged"] + row["not_judged"] for row in offices) == report.judged + report.not_judged
    assert [office["office"] for office in report.to_dict()["offices"]] == [row["office"] for row in offices]


def test_every_finding_can_be_run_again(
    bundled: evenhand.RuleBook, cases: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    table, events, _ = cases
    found = rows(bundled.supervise_frame(table, events=events, on="2026-11-21").findings)
    for row in found:
        if row["check"] == "record":
            with pytest.raises(evenhand.RecordError) as raised:
                bundled.supervise(row["record"], on="2026-11-21")
            assert (raised.value.code, raised.value.field, str(raised.value)) == (row["code"], row["about"], row["message_en"])
            continue
        again = bundled.supervise(row["record"], on="2026-11-21")
        version = again.to_dict()["version"]
        same = [
            finding
            for finding in again.findings
            if (finding.code, finding.about, finding.expected, finding.found, finding.colour, finding.handling, finding.message.zh)
            == tuple(row[key] for key in ("code", "about", "expected", "found", "colour", "handling", "message_zh"))
        ]
        assert len(same) == 1
        if version is None:
            assert row["pack"] is None
        else:
            assert (row["pack"], row["in_force"], row["sha256"]) == (version["pack"], version["in_force"], version["sha256"])


def test_other_layouts_give_the_same(
    bundled: evenhand.RuleBook, cases: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    table, events, _ = cases
    known = rows(bundled.supervise_frame(table, events=events).findings)

    def compare(frame: Any, **further: Any) -> None:
        found = rows(bundled.supervise_frame(frame, **further).findings)
        assert [{**row, "record": None} for row in found] == [{**row, "record": None} for row in known]

    backwards = events.take(list(range(events.num_rows))[::-1])
    shuffled = backwards.take(sorted(range(events.num_rows), key=lambda row: (row * 7919) % events.num_rows))
    assert len(rows(bundled.supervise_frame(table, events=shuffled).findings)) == len(known)
    # Events inside of the cases, as lists of structs or as JSON.
    by_case: dict[str, list[dict[str, Any]]] = {}
    for event in events.to_pylist():
        by_case.setdefault(event["case"], []).append({key: event[key] for key in ("event", "day", "persons")})
    nested = [by_case.get(case) for case in table["case"].to_pylist()]
    compare(table.append_column("events", pyarrow.array(nested, type=pyarrow.list_(pyarrow.struct(list(events.schema)[1:])))))
    compare(table.append_column("events", [[json.dumps(own, default=str) for own in nested]]))
    # Facts as columns, as structs, under other names.
    facts = [json.loads(text) for text in table["facts"].to_pylist()]
    names = sorted({name for own in facts for name in own})
    columns = {name: [own.get(name) for own in facts] for name in names}
    wide = table.drop_columns(["facts"])
    for name, column in columns.items():
        wide = wide.append_column(name, [column])
    compare(wide, events=events, facts=names)
    compare(polars.DataFrame(wide), events=polars.DataFrame(events), facts=names)
    compare(wide.to_pandas().astype({"fine": "object"}), events=events, facts=names)
    structs = pyarrow.StructArray.from_arrays([pyarrow.array(columns[name]) for name in names], names)
    compare(table.set_column(table.schema.get_field_index("facts"), "facts", structs), events=events)
    renamed = table.rename_columns([{"fine": "amount", "facts": "what"}.get(name, name) for name in table.column_names])
    compare(renamed, events=events, facts="what", columns={"fine": "amount"})
    other = events.rename_columns(["no", "what", "on", "who"])
    compare(table, events=other, event_columns={"case": "no", "event": "what", "day": "on", "persons": "who"})
    # Amounts and days in other types.
    is_amount = [text is None or text[0].isdigit() for text in table["fine"].to_pylist()]
    assert is_amount.count(False) > 0
    as_text = pyarrow.array([None if day is None else str(day) for day in table["decided"].to_pylist()])
    compare(table.set_column(table.schema.get_field_index("decided"), "decided", as_text), events=events)
    moment = table["decided"].cast(pyarrow.timestamp("us"))
    compare(table.set_column(table.schema.get_field_index("decided"), "decided", moment), events=events)
    for threads in (1, 3):
        compare(table, events=events, threads=threads)


def test_amounts_of_any_type(bundled: evenhand.RuleBook) -> None:
    for fine in (
        pyarrow.array([3000], pyarrow.int32()),
        pyarrow.array([3000.0]),
        pyarrow.array([Decimal("3000.00")]),
        pyarrow.array(["3000.0"]),
    ):
        frame = pyarrow.table({"item": [STALL], "facts": ['{"area": 20, "refused_to_correct": true}'], "decided": ["2026-06-01"]})
        found = rows(bundled.supervise_frame(frame.append_column("fine", fine)).findings)[0]
        assert (found["code"], found["expected"], found["found"]) == ("S0102", "2000", "3000")


def test_a_cell_cannot_write_other_keys(bundled: evenhand.RuleBook) -> None:
    frame = pyarrow.table(
        {
            "case": ['1", "office": "South', '"'],
            "item": [STALL, STALL],
            "facts": ['{"area": 20, "refused_to_correct": true}, "office": "South"', '{"area": 20,'],
            "decided": ["2026-06-01"] * 2,
            "fine": [2000, 2000],
        }
    )
    report = bundled.supervise_frame(frame)
    assert report.refused == 2
    assert {(row["code"], row["about"]) for row in rows(report.findings)} == {("wrong-type", "facts")}
    frame = frame.set_column(2, "facts", [['{"area": 20, "refused_to_correct": true}', None]])
    assert [row["case"] for row in rows(bundled.supervise_frame(frame).findings)][:1] == ['1", "office": "South']


@pytest.mark.parametrize(
    ("change", "code", "field", "told"),
    [
        ({"columns": {"fien": "fine"}}, "unknown-key", "fien", "did you mean `fine`"),
        ({"columns": {"fine": "fines"}}, "missing-fact", "fines", "did you mean `fine`"),
        ({"columns": {"decided": "fine"}}, "wrong-type", "fine", "must hold days or texts for `decided`, found Int64"),
        ({"columns": {"fine": "sure"}}, "wrong-type", "sure", "must hold numbers or texts for `fine`, found Boolean"),
        ({"columns": {"measures": "sure"}}, "wrong-type", "sure", "lists of them"),
        ({"facts": ["area"]}, "missing-fact", "area", "no column `area`"),
        ({"facts": 3}, "wrong-type", "facts", "a list of names"),
        ({"events": pyarrow.table({"event": ["filed"]})}, "missing-fact", "case", "no column `case`"),
        ({"events": pyarrow.table({"case": ["1"], "event": ["filed"], "day": [1]})}, "wrong-type", "day", "must hold days"),
        ({"event_columns": {"case": "no"}, "events": pyarrow.table({"case": ["1"]})}, "missing-fact", "no", "no column `no`"),
    ],
)
def test_a_call_that_does_not_fit(bundled: evenhand.RuleBook, change: dict[str, Any], code: str, field: str, told: str) -> None:
    frame = pyarrow.table(
        {"case": ["1"], "item": [STALL], "facts": ["{}"], "decided": ["2026-06-01"], "fine": [3000], "sure": [True]}
    )
    with pytest.raises(evenhand.EvenhandError, match=told) as raised:
        bundled.supervise_frame(frame, **change)
    assert (raised.value.code, raised.value.field) == (code, field)


def test_lists_of_one_or_more(bundled: evenhand.RuleBook) -> None:
    known = None
    base = {"item": [STALL], "facts": ["{}"], "decided": ["2026-06-01"], "fine": [1]}
    for persons, measures in (
        ([7], ["detention"]),
        (["7"], [["detention"]]),
        ([[7]], ['["detention"]']),
        (['["7"]'], ["detention"]),
        ([["7"]], ["detention"]),
    ):
        frame = pyarrow.table({**base, "persons": persons, "measures": measures, "circumstances": ["a/1"]})
        found = rows(bundled.supervise_frame(frame).findings)
        record = json.loads(found[0]["record"])["decision"]
        assert (record["persons"], record["measures"]) == (["7"], ["detention"])
        assert record["circumstances"] == [{"circumstance": "a/1"}]
        assert known in (None, found)
        known = found


def test_events_of_nobody_are_told(bundled: evenhand.RuleBook) -> None:
    frame = pyarrow.table({"case": [1, 2], "item": [STALL] * 2, "facts": ["{}"] * 2, "decided": ["2026-06-01"] * 2, "fine": [1, 2]})
    events = pyarrow.table({"case": [2, 3, None, 3], "event": ["filed"] * 4, "day": ["2026-05-01"] * 4})
    assert bundled.supervise_frame(frame, events=events).events_without_case == 3
    assert bundled.supervise_frame(frame.slice(0, 0), events=events).events_without_case == 4
    with pytest.raises(evenhand.AssessError, match="leave one out"):
        bundled.supervise_frame(frame.append_column("events", [["[]"] * 2]), events=events)


def test_a_stream(
    bundled: evenhand.RuleBook, cases: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table], tmp_path: Any
) -> None:
    table, events, _ = cases
    known = bundled.supervise_frame(table, events=events)
    pyarrow.parquet.write_table(table, tmp_path / "cases.parquet", row_group_size=1000)
    reader = pyarrow.parquet.ParquetFile(tmp_path / "cases.parquet").iter_batches(batch_size=1000)
    source = pyarrow.RecordBatchReader.from_batches(table.schema, reader)
    stream = bundled.supervise_stream(source, events=events)
    assert stream.columns == known.findings.columns
    assert stream.caseload.read == 0
    parts = [rows(part) for part in stream]
    assert len(parts) == 6
    assert [row for part in parts for row in part] == rows(known.findings)
    assert stream.caseload.to_json() == known.to_json()
    assert len(stream.caseload.findings) == 0
    again = bundled.supervise_stream(table, events=events)
    assert pyarrow.table(again).num_rows == len(known.findings)
    with pytest.raises(OSError, match="read already"):
        pyarrow.table(again)


def test_progress_and_a_callable_that_stops(
    bundled: evenhand.RuleBook, cases: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    told: list[tuple[int, int | None]] = []
    bundled.supervise_frame(cases[0], events=cases[1], progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (6000, 6000)

    def stop(done: int, of: int | None) -> None:
        raise RuntimeError("enough")

    many = pyarrow.concat_tables([cases[0]] * 20)
    with pytest.raises(RuntimeError, match="enough"):
        bundled.supervise_frame(many, progress=stop)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_it_can_be_interrupted(
    bundled: evenhand.RuleBook, cases: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table], interrupt_soon: Callable[[], None]
) -> None:
    many = pyarrow.concat_tables([cases[0]] * 60)
    interrupt_soon()
    with pytest.raises(KeyboardInterrupt):
        bundled.supervise_frame(many)


class Texts(HTMLParser):
    """The texts of a page; a tag that is not closed where it should be is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"div", "style", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "span", "ul", "li", "br"}, tag
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def texts(html: str) -> Iterator[str]:
    page = Texts()
    page.feed(html)
    assert page.open == []
    return iter(page.texts)


def test_the_report_as_html(
    bundled: evenhand.RuleBook, cases: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    report = bundled.supervise_frame(cases[0], events=cases[1], on="2026-11-21")
    for language, word in (("zh", "待核查"), ("en", "To review")):
        page = list(texts(report.to_html(language, rows=5)))  # type: ignore[arg-type]
        assert word in page
        assert "东城分局" in page
        assert "S0104" in page
    red = [row for row in rows(report.findings) if row["colour"] == "red"]
    shown = list(texts(report.to_html("en", rows=5)))
    review = shown[shown.index("To review") :]
    assert [row["case"] for row in red[:5]] == [text for text in review if text.startswith("2026-00")]
    assert any(text.startswith("and ") for text in shown)
    assert report._repr_html_() == report.to_html()


def test_what_a_record_says_is_escaped(bundled: evenhand.RuleBook) -> None:
    name = "<script>alert('x')</script>"
    record = with_(RECORD, case=name, office=name)
    frame = pyarrow.table(
        {
            "case": [name],
            "office": [name],
            "item": [STALL],
            "facts": [json.dumps(RECORD["facts"], default=str)],
            "decided": ["2026-06-01"],
            "fine": [3000],
        }
    )
    for html in (bundled.supervise(record).to_html("en"), bundled.supervise_frame(frame).to_html("en")):
        assert "<script>" not in html
        assert name in list(texts(html))

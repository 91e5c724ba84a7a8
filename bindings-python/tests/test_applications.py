"""Frames of applications: the same as record by record, events in lists or in a frame of their own, streams, and the report."""

from __future__ import annotations

import datetime
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import planted
import planted_applications as drawn
import polars
import pyarrow
import pyarrow.parquet
import pytest
from conftest import VECTORS
from test_supervision import rows, texts

import evenhand

ON = str(drawn.ON)
LICENCE = "cn.approval-office/licence"
KEYS = ("case", "office", "limit", "fee", *drawn.FACTS)
#: What a finding is, without the words.
VALUES = ("code", "about", "expected", "found", "colour", "handling", "message_zh", "message_en")


@pytest.fixture(scope="module")
def given() -> tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]:
    return drawn.applications(6000, seed=3)


def values(finding: evenhand.Irregular) -> tuple[Any, ...]:
    message = finding.message
    told = (finding.code, finding.about, finding.expected, finding.found, finding.colour, finding.handling)
    return (*told, message.zh, message.en)


def records(table: pyarrow.Table, events: pyarrow.Table) -> Iterator[dict[str, Any]]:
    """The records that the rows stand for."""
    of: dict[str, list[dict[str, Any]]] = {}
    for event in events.to_pylist():
        told = {key: event[key] for key in ("event", "day", "reason") if event[key] is not None}
        of.setdefault(event["case"], []).append(told)
    for row in table.to_pylist():
        record = {key: row[key] for key in ("case", "office", "limit", "fee") if row[key] is not None}
        facts = {fact: row[fact] for fact in drawn.FACTS if row[fact] is not None}
        yield record | {"facts": facts, "events": of.get(row["case"], [])}


def test_planted_faults_are_found_and_nothing_else(
    bundled: evenhand.RuleBook, given: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    table, events, faults = given
    assert len({*faults["fault"].to_pylist()}) == len(drawn.FAULTS)
    report = bundled.applications_frame(table, events=events, facts=drawn.FACTS, on=ON)
    assert planted.differences(pyarrow.table(report.findings), faults) == ([], [])
    codes = Counter(faults["code"].to_pylist())
    assert (report.refused, report.not_judged) == (codes["not-a-number"], codes["S0001"])
    assert report.read == 6000 == report.judged + report.not_judged + report.refused
    assert report.events_without_case == 0
    assert (report.on, report.since, report.policy) == (drawn.ON.astype(object), None, "cn.approval-supervision/applications")
    counted = Counter[str]()
    for row in rows(report.codes):
        counted[row["code"]] += row["findings"]
    assert counted + Counter({"not-a-number": report.refused}) == codes
    offices = rows(report.offices)
    assert sum(row["not_judged"] for row in offices) == report.not_judged
    assert [office["office"] for office in report.to_dict()["offices"]] == [row["office"] for row in offices]
    assert "6000: " in repr(report)


def test_record_by_record_the_same(
    bundled: evenhand.RuleBook, given: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    table, events, _ = given
    report = bundled.applications_frame(table, events=events, facts=drawn.FACTS, on=ON)
    of: dict[int, list[dict[str, Any]]] = {}
    for finding in rows(report.findings):
        of.setdefault(finding["row"], []).append(finding)
    for row, record in enumerate(records(table, events)):
        found = of.get(row, [])
        try:
            known = bundled.supervise_application(record, on=ON)
        except evenhand.RecordError as fault:
            assert [(one["check"], one["code"], one["about"]) for one in found] == [("record", fault.code, fault.field)]
            continue
        assert [tuple(one[key] for key in VALUES) for one in found] == [values(finding) for finding in known.findings]
        for one in found:
            due = known.due.date() if isinstance(known.due, datetime.datetime) else known.due
            assert (one["case"], one["office"], one["limit"], one["due"]) == (known.case, known.office, known.limit, due)
            again = bundled.supervise_application(one["record"], on=ON)
            assert again.to_json() == known.to_json()
            version = known.to_dict()["version"]
            told = (one["pack"], one["in_force"], one["sha256"])
            assert told == (version and (version["pack"], version["in_force"], version["sha256"]) or (None,) * 3)


def test_the_vectors(bundled: evenhand.RuleBook) -> None:
    cases = json.loads((VECTORS / "approvals.json").read_text(encoding="utf-8"))["cases"]
    keys = ("case", "office", "limit", "events", "facts", "fee")
    compared = 0
    for case in cases:
        record = case["record"]
        if not record.keys() <= {*keys}:
            continue
        columns = {key: json.dumps(record[key]) if isinstance(record.get(key), dict | list) else record.get(key) for key in keys}
        frame = pyarrow.table({key: pyarrow.array([None if value is None else str(value)]) for key, value in columns.items()})
        report = bundled.applications_frame(frame, on=case["on"], policy=case["policy"])
        found = rows(report.findings)
        if "error" in case:
            assert [(row["code"], row["about"]) for row in found] == [(case["error"]["code"], case["error"]["field"])]
        else:
            told = [{key: row[key] for key in ("code", "about", "expected", "found", "colour", "handling")} for row in found]
            assert [{key: value for key, value in row.items() if value is not None} for row in told] == case["expect"]
        compared += 1
    assert compared == len(cases) - 1


def test_other_layouts_give_the_same(
    bundled: evenhand.RuleBook, given: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    table, events, _ = given
    options: dict[str, Any] = {"facts": drawn.FACTS, "on": ON}
    known = rows(bundled.applications_frame(table, events=events, **options).findings)

    def compare(frame: Any, **changes: Any) -> None:
        found = rows(bundled.applications_frame(frame, **options | changes).findings)
        assert [{**row, "record": None} for row in found] == [{**row, "record": None} for row in known]

    # The events of one application stay in their order.
    shuffled = events.take(sorted(range(events.num_rows), key=lambda row: hash(events["case"][row].as_py()) % 997))
    compare(table, events=shuffled)
    lists = drawn.in_lists(table, events)
    compare(lists)
    compare(lists.rename_columns([*table.column_names, "what"]), columns={"events": "what"})
    as_json = [json.dumps(own, default=str) for own in lists["events"].to_pylist()]
    compare(table.append_column("events", [as_json]))
    compare(polars.DataFrame(table), events=polars.DataFrame(events))
    compare(polars.DataFrame(lists))
    compare(table.to_pandas(), events=events.to_pandas())
    facts = [json.dumps({fact: row[fact] for fact in drawn.FACTS}) for row in table.to_pylist()]
    compare(table.drop_columns(drawn.FACTS).append_column("what", [facts]), events=events, facts="what")
    structs = pyarrow.StructArray.from_arrays([table[fact].combine_chunks() for fact in drawn.FACTS], drawn.FACTS)
    compare(table.drop_columns(drawn.FACTS).append_column("facts", structs), events=events, facts=None)
    other = events.rename_columns(["no", "what", "when", "why"])
    compare(table, events=other, event_columns={"case": "no", "event": "what", "day": "when", "reason": "why"})
    for day in (events["day"].cast(pyarrow.timestamp("us")), events["day"].cast(pyarrow.string())):
        compare(table, events=events.set_column(2, "day", day))
    compare(table.set_column(3, "fee", table["fee"].cast(pyarrow.float64())), events=events)
    compare(lists.set_column(7, "events", lists["events"].cast(pyarrow.large_list(lists["events"].type.value_type))))
    parts = [lists.slice(start, 1700) for start in range(0, 6000, 1700)]
    compare(pyarrow.concat_tables(parts))
    for threads in (1, 3):
        compare(table, events=events, threads=threads)
        compare(lists, threads=threads)


def test_the_order_of_the_rows_does_not_matter(
    bundled: evenhand.RuleBook, given: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    table, events, _ = given
    options: dict[str, Any] = {"facts": drawn.FACTS, "on": ON}

    def found(table: pyarrow.Table, events: pyarrow.Table) -> list[tuple[Any, ...]]:
        report = bundled.applications_frame(table, events=events, **options)
        assert report.events_without_case == 0
        return sorted((str(row["case"]), *(str(row[key]) for key in VALUES)) for row in rows(report.findings))

    known = found(table, events)
    backwards = table.take(list(range(table.num_rows))[::-1])
    assert found(backwards, events) == known
    assert found(pyarrow.concat_tables([table.slice(5000), table.slice(0, 5000)]), events) == known
    # Of one in fifty no events are told, and of the others some more.
    without = table.set_column(0, "case", [[f"B{row}" if row % 50 == 0 else f"A-{row:08}" for row in range(table.num_rows)]])
    report = bundled.applications_frame(without, events=events, **options)
    assert report.events_without_case == sum(int(case[2:]) % 50 == 0 for case in events["case"].to_pylist())
    codes = {row["row"]: row["code"] for row in rows(report.findings) if row["row"] % 50 == 0 and row["about"] == "accepted"}
    assert set(codes.values()) == {"S0001"}


# What offices write in place of what is asked for.
ODD: dict[str, list[Any]] = {
    "case": [None, "", "A"],
    "office": [None, ""],
    "limit": [None, "", "x", LICENCE],
    "fee": [None, "", "-1", "-0", "1e2", "much", "007"],
    "complete": [None, "", "true", "yes"],
    "events": [
        None,
        [],
        [None],
        [{"event": None, "day": "2026-07-01", "reason": None}],
        [{"event": "accepted", "day": None, "reason": None}],
        [{"event": "accepted", "day": "2026-07-32", "reason": None}],
        [{"event": "accepted", "day": "2026-07-01T09:30", "reason": ""}],
        [{"event": "refused", "day": "2026-07-01", "reason": " "}],
    ],
}


def test_plain_columns_and_json_tell_the_same(
    bundled: evenhand.RuleBook, given: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    lists = drawn.in_lists(*given[:2]).slice(0, 3000)
    plain = {name: lists[name].to_pylist() for name in lists.column_names}
    for name in ("fee", "complete"):
        plain[name] = [None if value is None else str(value).lower() for value in plain[name]]
    plain["events"] = [[{**event, "day": str(event["day"])} for event in own] for own in plain["events"]]
    for number, (name, value) in enumerate([(name, value) for name, values in ODD.items() for value in values] * 20):
        plain[name][number * 3] = value
    frame = pyarrow.table(plain)
    as_json = [None if own is None else json.dumps(own, default=str) for own in plain["events"]]
    through_json = frame.set_column(frame.column_names.index("events"), "events", pyarrow.array(as_json, pyarrow.string()))
    one, other = (
        bundled.applications_frame(table, facts=drawn.FACTS, on=ON, since="2026-07-01", threads=threads)
        for table, threads in [(frame, 2), (through_json, 1)]
    )
    without = [name for name in pyarrow.table(one.findings).column_names if name != "record"]
    assert pyarrow.table(one.findings).select(without).equals(pyarrow.table(other.findings).select(without))
    assert one.to_json() == other.to_json()
    assert one.refused > 100


def test_offices_are_counted_and_scored_as_event_tables_are(
    bundled: evenhand.RuleBook, given: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    table, events, _ = given
    report = bundled.applications_frame(table, events=events, facts=drawn.FACTS, on=ON, since="2026-08-01")
    of = {row["case"]: row for row in table.to_pylist()}
    # A register has no reasons of decisions, no tariffs, and cases that were refused are none of the limit.
    kept = [event for event in events.to_pylist() if of[event["case"]]["fee"] != -Decimal("0.01")]
    refused = {event["case"] for event in kept if event["event"] == "refused"}
    register = evenhand.Register(
        {**event, "limit": of[event["case"]]["limit"], "office": of[event["case"]]["office"]}
        for event in kept
        if event["case"] not in refused
    )
    score = bundled.on(ON).score("cn.approval-score/monthly")
    mine = report.standing.scored(score, coefficient=1).offices
    others = register.stand(bundled, on=ON, since="2026-08-01").scored(score, coefficient=1).offices
    assert len(mine) == len(others) == len(drawn.OFFICES)
    for one, other in zip(mine, others, strict=True):
        assert (one.office, one.counts, one.faults) == (other.office, other.counts, other.faults)
        assert one.score is not None and other.score is not None
        assert one.score.points == other.score.points
    offices = rows(report.offices)
    assert [{name: row[name] for name in one.counts} for row, one in zip(offices, mine, strict=True)] == [one.counts for one in mine]
    assert sum(row["late"] for row in offices) > 0


def test_a_stream(
    bundled: evenhand.RuleBook, given: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table], tmp_path: Any
) -> None:
    lists = drawn.in_lists(*given[:2])
    known = bundled.applications_frame(lists, facts=drawn.FACTS, on=ON, since="2026-07-01")
    pyarrow.parquet.write_table(lists, tmp_path / "applications.parquet", row_group_size=1000)
    reader = pyarrow.parquet.ParquetFile(tmp_path / "applications.parquet").iter_batches(batch_size=1000)
    source = pyarrow.RecordBatchReader.from_batches(lists.schema, reader)
    stream = bundled.applications_stream(source, facts=drawn.FACTS, on=ON, since="2026-07-01")
    assert stream.columns == known.findings.columns
    assert stream.approvals.read == 0
    parts = [rows(part) for part in stream]
    assert len(parts) == 6
    assert [row for part in parts for row in part] == rows(known.findings)
    assert stream.approvals.to_json() == known.to_json()
    assert len(stream.approvals.findings) == 0
    again = bundled.applications_stream(given[0], events=given[1], facts=drawn.FACTS, on=ON)
    assert pyarrow.table(again).num_rows == len(known.findings)
    with pytest.raises(OSError, match="read already"):
        pyarrow.table(again)


def test_events_of_nobody_and_nobody_s_events(bundled: evenhand.RuleBook) -> None:
    frame = pyarrow.table({"case": [1, 2, None], "limit": [LICENCE] * 3})
    events = pyarrow.table({"case": [2, 3, None], "event": ["accepted"] * 3, "day": ["2026-07-01"] * 3})
    report = bundled.applications_frame(frame, events=events, on="2026-07-01")
    assert report.events_without_case == 2
    # Of which no events are told, nothing happened: that is judged as such.
    assert [(row["row"], row["code"], row["about"]) for row in rows(report.findings)] == [
        (0, "S0001", "accepted"),
        (1, "S0002", "acceptance"),
        (2, "S0001", "accepted"),
    ]
    assert json.loads(rows(report.findings)[0]["record"]) == {"case": "1", "limit": LICENCE, "events": []}
    # In a column of the frame nothing is nothing.
    report = bundled.applications_frame(frame.append_column("events", [[None, "[]", "[]"]]), on="2026-07-01")
    assert [(row["code"], row["about"]) for row in rows(report.findings)][0] == ("missing-key", "events")


@pytest.mark.parametrize(
    ("change", "code", "field", "told"),
    [
        ({"columns": {"fe": "fee"}}, "unknown-key", "fe", "did you mean `fee`"),
        ({"columns": {"decided": "fee"}}, "unknown-key", "decided", "case, office, limit, events, fee, facts"),
        ({"columns": {"fee": "fees"}}, "missing-fact", "fees", "did you mean `fee`"),
        ({"columns": {"limit": "lim"}}, "missing-fact", "lim", "no column `lim`"),
        ({"columns": {"fee": "sure"}}, "wrong-type", "sure", "must hold numbers or texts for `fee`, found Boolean"),
        ({"events": None}, "missing-fact", "events", "or give events as a frame of their own"),
        ({"columns": {"events": "case"}}, "duplicate-fact", "events", "leave one out"),
        ({"facts": ["complet"]}, "missing-fact", "complet", "no column `complet`"),
        ({"events": pyarrow.table({"event": ["accepted"]})}, "missing-fact", "case", "no column `case`"),
        ({"event_columns": {"reasons": "case"}}, "unknown-key", "reasons", "did you mean `reason`"),
        ({"since": "2026-09-18"}, "contradiction", "since", "lies after"),
        ({"on": "2026-02-30"}, "wrong-type", "on", "the calendar has no day"),
        ({"policy": "cn.penalty-supervision/cases"}, "wrong-type", "policy", "not for applications"),
    ],
)
def test_a_call_that_does_not_fit(bundled: evenhand.RuleBook, change: dict[str, Any], code: str, field: str, told: str) -> None:
    frame = pyarrow.table({"case": ["1"], "limit": [LICENCE], "fee": [100], "sure": [True]})
    events = pyarrow.table({"case": ["1"], "event": ["accepted"], "day": ["2026-07-01"]})
    options: dict[str, Any] = {"events": events, "on": ON} | change
    with pytest.raises(evenhand.EvenhandError, match=told) as raised:
        bundled.applications_frame(frame, **options)
    assert (raised.value.code, raised.value.field) == (code, field)
    assert bundled.applications_frame(frame, events=events, on=ON).judged == 1


def test_progress_and_a_callable_that_stops(
    bundled: evenhand.RuleBook, given: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    lists = drawn.in_lists(*given[:2])
    told: list[tuple[int, int | None]] = []
    bundled.applications_frame(lists, on=ON, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (6000, 6000)

    def stop(done: int, of: int | None) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        bundled.applications_frame(pyarrow.concat_tables([lists] * 50), on=ON, progress=stop)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_it_can_be_interrupted(
    bundled: evenhand.RuleBook, given: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table], interrupt_soon: Callable[[], None]
) -> None:
    many = pyarrow.concat_tables([drawn.in_lists(*given[:2])] * 300)
    interrupt_soon()
    with pytest.raises(KeyboardInterrupt):
        bundled.applications_frame(many, on=ON)


def test_the_report_as_html(
    bundled: evenhand.RuleBook, given: tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]
) -> None:
    table, events, _ = given
    report = bundled.applications_frame(table, events=events, facts=drawn.FACTS, on=ON, since="2026-07-01")
    for language, word in (("zh", "待核查"), ("en", "To review")):
        page = list(texts(report.to_html(language, rows=3)))  # type: ignore[arg-type]
        assert word in page
        assert "垦利分局" in page
        assert "S0907" in page
        assert "2026-07-01" in page
    shown = list(texts(report.to_html("en", rows=3)))
    red = [row["case"] for row in rows(report.findings) if row["colour"] == "red"]
    assert red[:3] == [text for text in shown[shown.index("To review") :] if text.startswith("A-")]
    assert "and 3 more rows in " in shown
    assert report._repr_html_() == report.to_html()
    name = "<script>alert('x')</script>"
    frame = pyarrow.table({"case": [name], "office": [name], "limit": [name], "events": ["[]"]})
    html = bundled.applications_frame(frame, on=ON).to_html("en")
    assert "<script>" not in html
    assert name in list(texts(html))

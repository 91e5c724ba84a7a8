"""Time limits over frames: every case is what the limit says of it alone."""

from __future__ import annotations

import datetime
import random
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest

import evenhand

LICENCE = "cn.administrative-licence-law/42"
OFFICE = "cn.approval-office/licence"
ALL: list[Any] = ["due", "raw", "used", "left", "light", "state", "version", "error"]
ASKED = datetime.date(2026, 3, 23)


def rows(frame: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow.table(frame).to_pylist()
    return found


def alone(limit: evenhand.Limit, log: list[tuple[str, Any]], on: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(ALL)
    try:
        due = limit.due(log, on=on)
    except evenhand.LimitError as error:
        return row | {"error": error.code}
    row |= {name: getattr(due, name) for name in ("due", "raw", "used", "left", "light", "state")}
    return row


def agrees(limit: evenhand.Limit, logs: list[list[tuple[str, Any]]], found: list[dict[str, Any]], on: Any = ASKED) -> None:
    assert len(found) == len(logs)
    for log, row in zip(logs, found, strict=True):
        version = row["version"]
        assert row | {"version": None} == alone(limit, log, on), log
        assert (version is None) == (row["error"] is not None)


def log(dice: random.Random, limit: evenhand.Limit) -> list[tuple[str, Any]]:
    """What may happen in a case, some of it impossible."""
    day = datetime.date(2026, 1, 5) + datetime.timedelta(days=dice.randrange(40))
    events: list[tuple[str, Any]] = []
    names = [name for name, _ in limit.events] + ["start", "end", "resumed"]
    reasons = [reason for reason, _ in limit.stops] + ["no such reason"]
    for _ in range(dice.randrange(5)):
        day += datetime.timedelta(days=dice.randrange(12))
        kind = dice.random()
        if kind < 0.2:
            events.append(("stopped", f"{day}:{dice.choice(reasons)}" if dice.random() < 0.7 else day))
        elif kind < 0.3:
            events.append(("extended", f"{day}:{dice.choice(['3', '10', '0', '99', 'x'])}" if dice.random() < 0.7 else day))
        else:
            events.append((dice.choice(names) if dice.random() < 0.95 else "no_such_event", day))
    first = limit.events[0][0] if dice.random() < 0.9 else None
    return events if first is None else [(first, datetime.date(2026, 1, 4)), *events]


def split(when: Any) -> tuple[str, str | None]:
    day, _, detail = str(when).partition(":")
    return day, detail or None


@pytest.mark.parametrize("name", [LICENCE, OFFICE])
def test_an_event_table(bundled: evenhand.RuleBook, name: str) -> None:
    dice = random.Random(5)
    limit = bundled.on(ASKED).limit(name)
    logs = [log for log in (log(dice, limit) for _ in range(600)) if log]
    events = [(case, place, event, *split(when)) for case, own in enumerate(logs) for place, (event, when) in enumerate(own)]
    columns = list(zip(*events, strict=True))
    for data_type in (pyarrow.int32(), pyarrow.string(), pyarrow.dictionary(pyarrow.int32(), pyarrow.string())):
        cases = pyarrow.array([str(case) if data_type != pyarrow.int32() else case for case in columns[0]])
        cases = cases.dictionary_encode() if pyarrow.types.is_dictionary(data_type) else cases.cast(data_type)
        table = pyarrow.table({"case": cases, "event": columns[2], "day": columns[3], "reason": columns[4]})
        frame = limit.due_events(table, on=ASKED, detail="reason", results=ALL, threads=2)
        found = rows(frame)
        assert [str(row.pop("case")) for row in found] == [str(case) for case in range(len(logs))]
        agrees(limit, logs, found)
    # In any order: an office writes its events down as they come. Those of one day stay in their order.
    order = sorted(range(len(events)), key=lambda row: (dice.random(), row))
    order = sorted(order, key=lambda row: (columns[3][row], columns[0][row], columns[1][row]))
    mixed = {row.pop("case"): row for row in rows(limit.due_events(table.take(order), on=ASKED, detail="reason", results=ALL))}
    agrees(limit, logs, [mixed[str(case)] for case in range(len(logs))])


@pytest.mark.parametrize("name", [LICENCE, OFFICE])
def test_an_event_table_as_a_stream(bundled: evenhand.RuleBook, name: str) -> None:
    dice = random.Random(7)
    limit = bundled.on(ASKED).limit(name)
    logs = [log for log in (log(dice, limit) for _ in range(300)) if log]
    events = [(case, event, *split(when)) for case, own in enumerate(logs) for event, when in own]
    columns = dict(zip(("case", "event", "day", "reason"), zip(*events, strict=True), strict=True))
    for ids in (columns["case"], [f"{case:05}" for case in columns["case"]]):
        table = pyarrow.table(columns | {"case": ids})
        whole = rows(limit.due_events(table, on=ASKED, detail="reason", results=ALL))
        # A case may go on in the next part, or be the whole of several.
        for size in (1, 2, 7, 1000):
            stream = limit.due_events_stream(table.to_reader(max_chunksize=size), on=ASKED, detail="reason", results=ALL)
            assert stream.columns == ["case", *ALL]
            assert rows(stream) == whole
    assert rows(limit.due_events_stream(table.slice(0, 0), on=ASKED)) == []
    # A row without a case belongs to none, wherever it stands.
    nobodys = pyarrow.table({"case": [None, 1, None, 1, 2], "event": ["start", "start", "x", "end", "start"], "day": ["2026-01-28"] * 5})
    assert [row["case"] for row in rows(limit.due_events_stream(nobodys, on=ASKED))] == [1, 2]


def test_a_stream_of_events_that_is_not_sorted_says_where(bundled: evenhand.RuleBook) -> None:
    limit = bundled.on(ASKED).limit(LICENCE)
    table = pyarrow.table({"case": [1, 2, 2, 3, 2], "event": ["accepted"] * 5, "day": ["2026-01-28"] * 5})
    for size in (1, 2, 3, 5):
        stream = limit.due_events_stream(table.to_reader(max_chunksize=size), on=ASKED)
        with pytest.raises(evenhand.AssessError, match="row 4: a stream of events must be sorted by the column `case`"):
            list(stream)


def test_whole_numbers_of_cases_beyond_64_bits_are_refused(bundled: evenhand.RuleBook) -> None:
    limit = bundled.on(ASKED).limit(LICENCE)
    cases = pyarrow.array([1, 2**63], pyarrow.uint64())
    table = pyarrow.table({"case": cases, "event": ["accepted"] * 2, "day": ["2026-01-28"] * 2})
    with pytest.raises(OSError, match="9223372036854775808"):
        limit.due_events(table, on=ASKED)


def test_one_row_a_case_as_a_stream(bundled: evenhand.RuleBook) -> None:
    dice = random.Random(9)
    limit = bundled.on(ASKED).limit(LICENCE)
    starts = [datetime.date(2026, 1, 1) + datetime.timedelta(days=dice.randrange(40)) for _ in range(500)]
    table = pyarrow.table({"id": range(500), "accepted": starts})
    whole = rows(limit.due_frame(table, on=ASKED, results=ALL, keep=["id"]))
    stream = limit.due_stream(table.to_reader(max_chunksize=7), on=ASKED, results=ALL, keep=["id"])
    assert stream.columns == ["id", *ALL]
    assert rows(stream) == whole
    with pytest.raises(OSError, match="the stream was read already"):
        list(stream)
    parts = list(limit.due_stream(table.to_reader(max_chunksize=100), on=ASKED))
    assert [len(part) for part in parts] == [100] * 5


@pytest.mark.parametrize("name", [LICENCE, OFFICE])
def test_one_row_a_case(bundled: evenhand.RuleBook, name: str) -> None:
    dice = random.Random(6)
    limit = bundled.on(ASKED).limit(name)
    names = [event for event, _ in limit.events] + ["stopped", "resumed", "extended"]
    logs: list[list[tuple[str, Any]]] = []
    for _ in range(500):
        # One of each event, in the order of the columns.
        own = dict(log(dice, limit))
        logs.append([(event, own[event]) for event in names if event in own])
    texts = {event: [None if event not in dict(own) else str(dict(own)[event]) for own in logs] for event in names}
    table = pyarrow.table({"id": range(len(logs))} | texts)
    found = rows(limit.due_frame(table, on=ASKED, results=ALL, keep=["id"], threads=2))
    assert [row.pop("id") for row in found] == list(range(len(logs)))
    agrees(limit, logs, found)
    for frame in (polars.DataFrame(table), table.to_pandas(), duckdb.from_arrow(table), table.to_reader(max_chunksize=7)):
        assert [row for row in rows(limit.due_frame(frame, on=ASKED, results=ALL))] == found


def test_the_day_that_is_asked_about_can_be_a_column(bundled: evenhand.RuleBook) -> None:
    limit = bundled.on(ASKED).limit(LICENCE)
    asked = [datetime.date(2026, 2, 1), datetime.date(2026, 3, 3), None, datetime.date(2026, 3, 9)]
    table = pyarrow.table({"accepted_on": ["2026-01-28"] * 4, "asked": asked})
    found = rows(limit.due_frame(table, on="asked", columns={"accepted": "accepted_on"}, results=ALL))
    for day, row in zip(asked, found, strict=True):
        if day is not None:
            agrees(limit, [[("accepted", "2026-01-28")]], [row], on=day)
    assert found[2]["error"] == "no-such-day"
    assert rows(limit.due_frame(table, on="2026-03-03", columns={"accepted": "accepted_on"}))[0]["light"] == "yellow"


def test_moments_at_midnight_are_days(bundled: evenhand.RuleBook) -> None:
    limit = bundled.on(ASKED).limit(LICENCE)
    table = pandas.DataFrame({"accepted": [pandas.Timestamp(2026, 1, 28), None, pandas.Timestamp(2026, 1, 28, 8)]})
    found = rows(limit.due_frame(table, on=ASKED))
    assert [row["due"] for row in found] == [datetime.date(2026, 3, 3), None, None]
    assert [row["error"] for row in found] == [None, "missing-start", "no-such-day"]


def test_the_version_of_the_day_from_which_is_counted(bundled: evenhand.RuleBook) -> None:
    """Every bundled limit, from days of all years, against the book applied to each case alone."""
    dice = random.Random(8)
    for name in bundled.on(ASKED).limits():
        limit = bundled.on(ASKED).limit(name)
        days = [datetime.date(1995, 1, 1) + datetime.timedelta(days=dice.randrange(11_400)) for _ in range(60)]
        table = pyarrow.table({"start": days})
        agrees(limit, [[("start", day)] for day in days], rows(limit.due_frame(table, on=ASKED, results=ALL)))


def test_types_and_repetition(bundled: evenhand.RuleBook) -> None:
    limit = bundled.on(ASKED).limit(LICENCE)
    schema = pyarrow.table(limit.due_frame(pyarrow.table({"accepted": ["2026-01-28"]}), on=ASKED, results=ALL)).schema
    assert [str(field.type) for field in schema][:4] == ["date32[day]", "date32[day]", "int32", "int32"]
    assert all(pyarrow.types.is_dictionary(field.type) for field in list(schema)[4:])
    empty = pyarrow.table({"case": pyarrow.array([], pyarrow.int64()), "event": pyarrow.array([], pyarrow.string())})
    empty = empty.append_column("day", pyarrow.array([], pyarrow.date32()))
    assert rows(limit.due_events(empty, on=ASKED)) == []
    nobodys = pyarrow.table({"case": [None, 1], "event": ["accepted"] * 2, "day": [ASKED] * 2})
    assert [row["case"] for row in rows(limit.due_events(nobodys, on=ASKED))] == [1]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ({"columns": {"accpeted": "day"}}, "unknown-event", "knows no event `accpeted`; did you mean `accepted`"),
        ({"columns": {"accepted": "dya"}}, "missing-fact", "no column `dya`; did you mean `day`"),
        ({"columns": {"accepted": "count"}}, "wrong-type", "`count` must hold days for the event `accepted`, found Int64"),
        ({}, "missing-start", "no column of the frame is an event"),
        ({"columns": {"accepted": "day"}, "on": "count"}, "wrong-type", "`count` must hold days"),
        ({"columns": {"accepted": "day"}, "results": ["deu"]}, "wrong-type", "did you mean `due`"),
        ({"columns": {"accepted": "day"}, "on_error": "raise"}, "after-the-day", "case 1: after-the-day"),
    ],
)
def test_what_does_not_fit_is_told(
    bundled: evenhand.RuleBook, arguments: dict[str, Any], code: str, message: str
) -> None:
    limit = bundled.on(ASKED).limit(LICENCE)
    table = pyarrow.table({"count": [1, 2], "day": ["2026-01-28", "2027-01-01"]})
    with pytest.raises(evenhand.EvenhandError, match=message) as raised:
        limit.due_frame(table, **({"on": ASKED} | arguments))
    assert raised.value.code == code


def test_event_tables_that_do_not_fit(bundled: evenhand.RuleBook) -> None:
    limit = bundled.on(ASKED).limit(LICENCE)
    table = pyarrow.table({"case": [1.5], "event": ["accepted"], "day": [1]})
    with pytest.raises(evenhand.AssessError, match="`day` must hold days, found Int64"):
        limit.due_events(table, on=ASKED)
    with pytest.raises(evenhand.AssessError, match="must hold texts or whole numbers, found Float64"):
        limit.due_events(table.set_column(2, "day", [["2026-01-28"]]), on=ASKED)
    with pytest.raises(evenhand.AssessError, match="no column `reason`"):
        limit.due_events(table, on=ASKED, detail="reason")


def test_progress(bundled: evenhand.RuleBook) -> None:
    limit = bundled.on(ASKED).limit(LICENCE)
    told: list[tuple[int, int | None]] = []
    table = pyarrow.table({"accepted": ["2026-01-28"] * 10_000})
    limit.due_frame(table, on=ASKED, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (10_000, 10_000)

    def refuse(done: int, of: int | None) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        limit.due_frame(table, on=ASKED, progress=refuse)

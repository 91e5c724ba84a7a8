"""Indices, scores and screens as streams, and reports that are read slice by slice: the same as of the whole table."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import oversight
import pyarrow
import pyarrow.compute
import pytest
from conftest import VECTORS

import evenhand

LEADER = "cn.qinhuangdao.integrity-index/leader"
MONTHLY = "cn.approval-score/monthly"
PRICES = "cn.bidding-screen/prices"
FUNDS = "cn.special-funds/payments"
DAY = "2026-02-28"
#: Rows a batch: single rows, slices that cut groups, one for all.
SIZES = (1, 3, 64, 100_000)


def rows(frame: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow.table(frame).to_pylist()
    return found


def told(parts: Any) -> list[dict[str, Any]]:
    return [row for part in parts for row in rows(part)]


@pytest.fixture(scope="module")
def points() -> pyarrow.Table:
    """Facts and points of two hundred leaders, right and wrong, sorted by subject."""
    dice = random.Random(4)
    cases = [case for case in json.loads((VECTORS / "index.json").read_text(encoding="utf-8")) if case["index"] == LEADER]
    table: dict[str, list[Any]] = {"subject": [], "name": [], "assessor": [], "value": []}
    for number in range(200):
        case = dice.choice(cases)
        given: list[tuple[Any, ...]] = [(name, None, value) for name, value in case["facts"].items()]
        given += [tuple(points) for points in case["assessed"]]
        if number % 7 == 0:
            name, assessor, _ = dice.choice(given)
            given.append((name, assessor, dice.choice(["many", "7.5", "-1", "1e3", "101", None])))
        if number % 11 == 0:
            given.append((dice.choice(["loyallty", "", None]), dice.choice(["peers", "pears", None]), "5"))
        for name, assessor, value in given:
            cells = (f"S{number:03}", name, assessor, None if value is None else str(value).lower())
            for column, cell in zip(table.values(), cells, strict=True):
                column.append(cell)
    return pyarrow.table(table)


@pytest.fixture(scope="module")
def bids() -> pyarrow.Table:
    """Three hundred tenders, sorted by number, some of them refused, some of the same prices."""
    dice = random.Random(5)
    table: list[dict[str, Any]] = []
    for tender in range(300):
        same = dice.random() < 0.2
        for bid in range(dice.randrange(1, 7)):
            table.append(
                {
                    "tender": tender,
                    "tenderer": f"T{dice.randrange(10) * 10 + bid}",
                    "amount": -1 if dice.random() < 0.02 else 1000 if same else dice.randrange(900, 1100),
                    "status": "valid",
                    "currency": "CNY",
                    "won": bid == 0,
                }
            )
    return pyarrow.Table.from_pylist(table)


def test_an_index_as_a_stream(bundled: evenhand.RuleBook, points: pyarrow.Table) -> None:
    known = bundled.index_frame(points, LEADER, on=DAY, threads=1)
    assert {row["error"] for row in rows(known)} >= {None, "unknown-indicator", "out-of-range", "assessor-twice"}
    assert rows(bundled.index_frame(points, LEADER, on=DAY, threads=3)) == rows(known)
    for size in SIZES:
        for threads in (1, 3):
            stream = bundled.index_stream(points.to_reader(max_chunksize=size), LEADER, on=DAY, threads=threads)
            assert stream.columns == known.columns
            assert told(stream) == rows(known)
    parts = [len(part) for part in bundled.index_stream(points.to_reader(max_chunksize=64), LEADER, on=DAY)]
    assert len(parts) > 10
    assert rows(bundled.index_stream(points.slice(0, 0), LEADER, on=DAY)) == []
    again = bundled.index_stream(points, LEADER, on=DAY)
    assert pyarrow.table(again).num_rows == 200
    with pytest.raises(OSError, match="the stream was read already"):
        list(again)


def test_each_of_an_index_is_rated_as_alone(bundled: evenhand.RuleBook, points: pyarrow.Table) -> None:
    """What plain columns tell without a text a row is what texts tell, and what the index says of each alone."""
    index = bundled.on(DAY).index(LEADER)
    found = {row["subject"]: row for row in rows(bundled.index_frame(points, LEADER, on=DAY))}
    rated = 0
    for subject in found:
        own = points.filter(pyarrow.compute.equal(points["subject"], subject)).to_pylist()
        given = [(row["name"], row["assessor"], row["value"]) for row in own if row["value"] is not None]
        assessed: dict[str, dict[str, Any]] = {}
        for name, assessor, value in given:
            if assessor is not None:
                assessed.setdefault(name or "", {})[assessor] = value
        facts = {name or "": value for name, assessor, value in given if assessor is None}
        if len(given) != len(facts) + sum(map(len, assessed.values())):
            # Given twice, which no mapping tells.
            assert found[subject]["error"] is not None
            continue
        try:
            outcome = index.assess(facts, assessed=assessed)
        except evenhand.AssessError as error:
            assert (found[subject]["error"], found[subject]["message"]) == (error.code, str(error))
        else:
            rated += 1
            assert (found[subject]["grade"], found[subject]["error"]) == (outcome.grade, None)
            assert Decimal(found[subject]["number"]) == outcome.number
    assert rated > 60


def test_columns_of_an_index_of_any_layout_are_the_same(bundled: evenhand.RuleBook) -> None:
    made_up = evenhand.load(Path(oversight.__file__).parent / "rules.toml")

    def rate(table: pyarrow.Table) -> list[dict[str, Any]]:
        return rows(made_up.index_frame(table, "xx.benchmark/person", on=DAY))

    # Of ten persons one got points beyond the full ones, one a share of a point that nobody gives.
    floats = oversight.points(20)
    values = floats["value"].to_pylist()
    values[5 * 310], values[15 * 310] = 100.5, 7.25
    floats = floats.set_column(3, "value", [values])
    whole = floats.set_column(3, "value", pyarrow.compute.floor(floats["value"]))
    known = {name: rate(table) for name, table in (("floats", floats), ("whole", whole))}
    assert {row["error"] for row in known["floats"]} == {None, "out-of-range", "too-many-decimals"}
    layouts = [
        ("floats", pyarrow.float64()),
        ("floats", pyarrow.float32()),
        ("floats", pyarrow.decimal128(20, 4)),
        ("floats", pyarrow.string()),
        ("whole", pyarrow.int16()),
        ("whole", pyarrow.int64()),
        ("whole", pyarrow.uint64()),
    ]
    for name, kind in layouts:
        table = {"floats": floats, "whole": whole}[name]
        other = table.set_column(3, "value", pyarrow.compute.cast(table["value"], kind))
        assert rate(other) == known[name], kind
        plain = {column: other[column].cast(pyarrow.string()) for column in ("name", "assessor")}
        assert rate(pyarrow.table({"subject": other["subject"], **plain, "value": other["value"]})) == known[name], kind
    # In any order of rows.
    dice = random.Random(6)
    mixed = {row["subject"]: row for row in rate(floats.take(dice.sample(range(floats.num_rows), floats.num_rows)))}
    assert [mixed[row["subject"]] for row in known["floats"]] == known["floats"]
    # Facts as floats, some of which only their text tells.
    facts = pyarrow.table({"subject": list("abc"), "name": ["gifts"] * 3, "value": [0.1 + 0.2, float("nan"), 1.0]})
    assert [row["error"] for row in rows(bundled.index_frame(facts, LEADER, on=DAY))] == ["too-many-decimals", "wrong-type", "too-few-assessors"]


def test_a_row_of_nobody_is_not_lost(bundled: evenhand.RuleBook) -> None:
    nobodys = pyarrow.table({"subject": ["A", None, "", "B"], "name": ["gifts"] * 4, "value": [0, 1, 2, 3]})
    found = rows(bundled.index_frame(nobodys, LEADER, on=DAY))
    assert [row["subject"] for row in found] == ["A", None, None, "B"]
    assert [row["error"] for row in found[1:3]] == ["no-id", "no-id"]
    assert found[1]["message"] == "row 1 has no subject: expected the id of who is rated"
    # An empty text sorts before all others.
    ordered = nobodys.take([2, 0, 1, 3])
    for size in (1, 2, 4):
        stream = bundled.index_stream(ordered.to_reader(max_chunksize=size), LEADER, on=DAY)
        assert told(stream) == rows(bundled.index_frame(ordered, LEADER, on=DAY))
    nulls = pyarrow.table({"subject": pyarrow.nulls(2), "name": ["gifts"] * 2, "value": [0, 1]})
    assert [row["error"] for row in rows(bundled.index_stream(nulls, LEADER, on=DAY))] == ["no-id"] * 2


def test_a_score_as_a_stream(bundled: evenhand.RuleBook) -> None:
    table = pyarrow.table({"office": [f"O{row}" for row in range(500)], "red_time": ["many" if row % 9 == 0 else str(row % 5) for row in range(500)]})
    known = bundled.score_frame(table, MONTHLY, keep=["office"], on=DAY, threads=1)
    assert {row["error"] for row in rows(known)} == {None, "wrong-type"}
    for size in SIZES:
        for threads in (1, 3):
            stream = bundled.score_stream(table.to_reader(max_chunksize=size), MONTHLY, keep=["office"], on=DAY, threads=threads)
            assert stream.columns == known.columns == ["office", "points", "exact", "error", "field", "message"]
            assert told(stream) == rows(known)
    with pytest.raises(evenhand.AssessError, match="did you mean `red_time`"):
        bundled.score_stream(table, MONTHLY, columns={"red_tme": "office"})


def test_a_screen_as_a_stream(bundled: evenhand.RuleBook, bids: pyarrow.Table) -> None:
    # Some flags of the second need all tenders.
    for screen in (PRICES, "cn.bidding-screen/cardinal"):
        known = bundled.screen_frame(bids, screen, on=DAY, threads=1)
        assert known.judged > 200 and known.refused > 3 and len(known.findings) > 10
        for size in SIZES:
            for threads in (1, 3):
                stream = bundled.screen_stream(bids.to_reader(max_chunksize=size), screen, on=DAY, threads=threads)
                assert stream.columns == known.findings.columns
                assert stream.report.read == 0
                assert told(stream) == rows(known.findings)
                report = stream.report
                assert (report.read, report.judged, report.refused) == (known.read, known.judged, known.refused)
                assert report.read == report.judged + report.refused
                assert rows(report.flags) == rows(known.flags)
                assert rows(report.faults) == rows(known.faults)
                assert len(report.findings) == 0
                assert str(known.judged) in report.to_html("en")
    stream = bundled.screen_stream(bids.to_reader(max_chunksize=64), PRICES, on=DAY)
    next(stream)
    assert 0 < stream.report.read < 300
    assert rows(bundled.screen_stream(bids.slice(0, 0), PRICES, on=DAY)) == []


def test_streams_that_are_not_sorted_say_where(bundled: evenhand.RuleBook) -> None:
    bids = pyarrow.table({"tender": ["A", "A", "B", "B", "A"], "tenderer": list("vwxyz"), "amount": [1, 2, 3, 4, 5], "status": ["valid"] * 5})
    points = pyarrow.table({"subject": [1, 1, 20, 20, 3], "name": ["gifts"] * 5, "value": [0] * 5})
    for size in (1, 2, 3, 5):
        with pytest.raises(evenhand.AssessError) as raised:
            list(bundled.screen_stream(bids.to_reader(max_chunksize=size), PRICES, on=DAY))
        assert str(raised.value) == "row 4: a stream of bids must be sorted by the column `tender`, and `A` comes before the one above it"
        assert (raised.value.code, raised.value.field) == ("wrong-type", "tender")
        with pytest.raises(evenhand.AssessError, match="row 4: a stream of facts and points must be sorted by the column `subject`, and `3` comes"):
            list(bundled.index_stream(points.to_reader(max_chunksize=size), LEADER, on=DAY))
    # As numbers, 3 comes before 20; a table takes any order.
    assert [row["subject"] for row in rows(bundled.index_stream(points.take([0, 1, 4, 2, 3]), LEADER, on=DAY))] == ["1", "3", "20"]
    assert [row["subject"] for row in rows(bundled.index_frame(points, LEADER, on=DAY))] == ["1", "20", "3"]
    assert bundled.screen_frame(bids, PRICES, on=DAY).read == 2
    with pytest.raises(evenhand.AssessError, match="no column `tender`"):
        bundled.screen_stream(bids.drop_columns(["tender"]), PRICES)


def test_reports_do_not_hang_on_slices(bundled: evenhand.RuleBook) -> None:
    dice = random.Random(8)
    decisions = pyarrow.table(
        {
            "item": [f"x/{dice.randrange(3)}" for _ in range(500)],
            "facts": pyarrow.array([{"area": float(dice.randrange(20))} for _ in range(500)]),
            "office": [dice.choice("NS") for _ in range(500)],
            "officer": [dice.choice("LW") for _ in range(500)],
            "decided": [f"2026-{dice.randrange(1, 13):02}-02" for _ in range(500)],
            "min": [200] * 500,
            "max": [2000] * 500,
            "fine": ["many" if dice.random() < 0.05 else str(dice.randrange(200, 2000)) for _ in range(500)],
        }
    )
    payments = pyarrow.table(
        {
            "id": [str(place % 480 if place > 490 else place) for place in range(500)],
            "day": [f"2026-03-{dice.randrange(1, 31):02}" for _ in range(500)],
            "amount": [dice.choice([24_000, 26_000, 500]) for _ in range(500)],
            "from": ["F"] * 500,
            "to": [dice.choice("AB") for _ in range(500)],
        }
    )
    reception = "cn.official-reception-regulation/reception"
    matters = pyarrow.table(
        {"matter": [str(row % 490) for row in range(500)], "day": ["2026-05-20"] * 500, "guests": [row % 15 + 1 for row in range(500)]}
    )
    events = pyarrow.table({"matter": ["2", "none"], "event": ["approved"] * 2, "day": ["2026-05-08"] * 2, "by": ["head"] * 2})
    consistency = bundled.consistency_frame(decisions, on=DAY)
    screened = bundled.payments_frame(payments, FUNDS, on="2026-11-22")
    reviewed = bundled.compliance_frame(matters, reception, facts=["guests"], events=events, on="2026-11-22")
    assert consistency.refused > 10 and len(consistency.unlike) > 50
    assert screened.refused == 9 and len(screened.findings) > 2
    assert (reviewed.refused, reviewed.events_without_matter) == (10, 1)
    for size in SIZES:
        assert bundled.consistency_frame(decisions.to_reader(max_chunksize=size), on=DAY).to_json() == consistency.to_json()
        other = bundled.payments_frame(payments.to_reader(max_chunksize=size), FUNDS, on="2026-11-22", threads=3)
        assert other.to_json() == screened.to_json()
        assert rows(other.payments) == rows(screened.payments)
        again = bundled.compliance_frame(matters.to_reader(max_chunksize=size), reception, facts=["guests"], events=events, on="2026-11-22")
        assert again.to_json() == reviewed.to_json()
        assert again.events_without_matter == 1


def test_progress_of_streams(bundled: evenhand.RuleBook, bids: pyarrow.Table, points: pyarrow.Table) -> None:
    def last(run: Any) -> tuple[int, int | None]:
        seen: list[tuple[int, int | None]] = []
        run(lambda done, of: seen.append((done, of)))
        assert [done for done, _ in seen] == sorted(done for done, _ in seen)
        return seen[-1]

    every = bids.num_rows
    assert last(lambda progress: bundled.screen_frame(bids, PRICES, on=DAY, progress=progress)) == (every, every)
    assert last(lambda progress: list(bundled.screen_stream(bids, PRICES, on=DAY, progress=progress))) == (every, every)
    assert last(lambda progress: list(bundled.index_stream(points, LEADER, on=DAY, progress=progress))) == (points.num_rows,) * 2
    assert last(lambda progress: bundled.consistency_frame(pyarrow.table({"item": ["x/1"] * 9, "decided": ["2026-03-02"] * 9, "fine": [1] * 9}), progress=progress)) == (9, 9)

    def stop(done: int, of: int | None) -> None:
        raise RuntimeError("enough")

    for stream in (bundled.screen_stream(bids, PRICES, on=DAY, progress=stop), bundled.index_stream(points, LEADER, on=DAY, progress=stop)):
        with pytest.raises(RuntimeError, match="enough"):
            list(stream)
        assert list(stream) == []


#: A source that never stands in memory as a whole, and what is done with it: memory must not grow with the rows.
MEMORY = """
import pyarrow, resource, sys, evenhand
from datetime import date
book = evenhand.load()
DAY = "2026-02-28"

def points(start):
    subjects = [f"{number:09}" for number in range(start, start + 5_000) for _ in range(10)]
    return pyarrow.record_batch({"subject": subjects, "name": ["gifts"] * 50_000, "value": [0.0] * 50_000})

def offices(start):
    return pyarrow.record_batch({"red_time": [number % 5 for number in range(50_000)]})

def bids(start):
    tenders = [number for number in range(start, start + 5_000) for _ in range(10)]
    return pyarrow.record_batch({"tender": tenders, "tenderer": [f"T{number % 10}" for number in range(50_000)],
                                 "amount": [100.0 + number % 10 for number in range(50_000)], "status": ["valid"] * 50_000})

def decisions(start):
    return pyarrow.record_batch({"item": ["x/1"] * 50_000, "decided": ["2026-03-02"] * 50_000, "fine": [400.0] * 50_000,
                                 "facts": [f'{{"area":{number % 100}}}' for number in range(50_000)]})

RUNS = {
    "index": (points, lambda reader: sum(len(part) for part in book.index_stream(reader, "cn.qinhuangdao.integrity-index/leader", on=DAY))),
    "score": (offices, lambda reader: sum(len(part) for part in book.score_stream(reader, "cn.approval-score/monthly", on=DAY))),
    "screen": (bids, lambda reader: sum(len(part) for part in book.screen_stream(reader, "cn.bidding-screen/prices", on=DAY))),
    "consistency": (decisions, lambda reader: book.consistency_frame(reader, on=DAY).read),
}
make, run = RUNS[sys.argv[1]]

def over(batches):
    schema = make(0).schema
    return run(pyarrow.RecordBatchReader.from_batches(schema, (make(number * 5_000) for number in range(batches))))

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

over(2)
before = peak()
over(20)
print(peak() - before)
"""


@pytest.mark.parametrize("kind", ["index", "score", "screen", "consistency"])
def test_memory_does_not_grow_with_the_rows(kind: str) -> None:
    """A million rows after a hundred thousand: no more than what is kept of tenders."""
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", MEMORY, kind], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 40, done.stdout

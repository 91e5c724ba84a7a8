"""Frames: every row is what the item gives for it alone, whatever library holds the frame and in whatever layout."""

from __future__ import annotations

import datetime
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import arro3.core
import duckdb
import pandas
import polars
import pyarrow
import pytest

import evenhand

ALL: list[Any] = ["min", "max", "statutory_min", "statutory_max", "persons_min", "persons_max", "tier", "outcome", "version"]
ALL += ["error", "clamped", "reason"]
SHOPS = "cn.hangzhou.shop-display/1"
STALLS = "cn.dongying.city-appearance/46-4"
ROADS = "cn.road-transport-regulation/63-1"

# A frame of each library, from a table of pyarrow.
SOURCES: dict[str, Callable[[pyarrow.Table], Any]] = {
    "pyarrow": lambda table: table,
    "pyarrow reader": lambda table: table.to_reader(max_chunksize=3),
    "polars": polars.DataFrame,
    "pandas": lambda table: table.to_pandas(types_mapper=pandas.ArrowDtype),
    "duckdb": lambda table: duckdb.connect().from_arrow(table),
    "arro3": arro3.core.Table.from_arrow,
    "arro3 reader": lambda table: arro3.core.RecordBatchReader.from_arrow(table),
}
SINKS: dict[str, Callable[[Any], pyarrow.Table]] = {
    "pyarrow": pyarrow.table,
    "pyarrow reader": lambda frame: pyarrow.RecordBatchReader.from_stream(frame).read_all(),
    "polars": lambda frame: polars.DataFrame(frame).to_arrow(),
    "pandas": lambda frame: pyarrow.Table.from_pandas(pandas.DataFrame.from_arrow(frame)),
    "duckdb": lambda frame: duckdb.connect().from_arrow(pyarrow.table(frame)).to_arrow_table(),
    "duckdb by name": lambda frame: duckdb.sql("select * from frame").to_arrow_table(),
    "arro3": lambda frame: pyarrow.table(arro3.core.Table.from_arrow(frame)),
}


@pytest.fixture(scope="module")
def shops(bundled: evenhand.RuleBook) -> evenhand.Item:
    return bundled.on("2026-11-21")[SHOPS]


def rows(frame: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow.table(frame).to_pylist()
    return found


def alone(item: evenhand.Item, facts: dict[str, Any]) -> dict[str, Any]:
    """What a row must hold, from the item applied to its facts."""
    given = {name: value for name, value in facts.items() if value is not None}
    row: dict[str, Any] = dict.fromkeys(ALL)
    row["clamped"] = False
    row["version"] = version(item)
    try:
        outcome = item.assess(given)
    except evenhand.AssessError as error:
        return row | {"error": error.code, "reason": str(error)}
    decision = outcome.decision
    for name, ends in [("", decision.fine), ("statutory_", decision.statutory), ("persons_", decision.persons)]:
        if ends is not None:
            row[f"{name}min"], row[f"{name}max"] = ends.min, ends.max
    row["tier"] = None if outcome.tier is None else outcome.tier.en
    row["outcome"], row["clamped"] = decision.kind, decision.clamped
    row["reason"] = outcome.explanation("en")
    return row


def version(item: evenhand.Item) -> str:
    return f"{item.document.in_force_from} {item.document.digest[:12]}"


def agrees(item: evenhand.Item, facts: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    assert len(found) == len(facts)
    for given, row in zip(facts, found, strict=True):
        expected = alone(item, given)
        assert {name: row[name] for name in ALL if name != "reason"} == {
            name: expected[name] for name in ALL if name != "reason"
        }, given
        # A number that does not fit is told as the column writes it.
        assert row["reason"] == expected["reason"] or expected["error"] is not None


AREAS = ["0.5", "1", "1.01", "2.57", "3", "3.01", "5", "16.8", "99999.99", None, "0", "-1", "100000.01", "0.5"]
REPEATS = [True, False, True, True, False, None, True, False, True, True, False, True, False, True]


def areas(data_type: pyarrow.DataType) -> pyarrow.Array:
    decimals = [None if area is None else Decimal(area) for area in AREAS]
    if pyarrow.types.is_integer(data_type):
        low, high = (0, 120) if pyarrow.types.is_unsigned_integer(data_type) else (-100, 120)
        whole = [None if area is None else max(low, min(high, int(area))) for area in decimals]
        return pyarrow.array(whole, data_type)
    if pyarrow.types.is_floating(data_type):
        values: list[Any] = [None if area is None else float(area) for area in decimals]
        if data_type == pyarrow.float16():
            import numpy

            values = [None if area is None else numpy.float16(max(-1, min(2000, area))) for area in values]
        return pyarrow.array(values, data_type)
    if pyarrow.types.is_decimal(data_type):
        if data_type.scale < 0:
            return pyarrow.array([None if area is None else Decimal(int(area) // 100 * 100) for area in decimals], data_type)
        return pyarrow.array(decimals, data_type)
    if pyarrow.types.is_dictionary(data_type):
        return areas(data_type.value_type).dictionary_encode().cast(data_type)
    if pyarrow.types.is_null(data_type):
        return pyarrow.nulls(len(AREAS))
    return pyarrow.array(AREAS, data_type)


NUMBERS = [
    *(pyarrow.int8(), pyarrow.int16(), pyarrow.int32(), pyarrow.int64()),
    *(pyarrow.uint8(), pyarrow.uint16(), pyarrow.uint32(), pyarrow.uint64()),
    *(pyarrow.float16(), pyarrow.float32(), pyarrow.float64()),
    *(pyarrow.decimal32(9, 2), pyarrow.decimal64(18, 2), pyarrow.decimal128(38, 2), pyarrow.decimal256(76, 2)),
    *(pyarrow.decimal128(20, 4), pyarrow.decimal128(38, 20), pyarrow.decimal128(8, -2)),
    *(pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()),
    *(pyarrow.dictionary(pyarrow.int8(), pyarrow.string()), pyarrow.dictionary(pyarrow.int32(), pyarrow.float64())),
    pyarrow.null(),
]
# What a library has no type for; the null columns of polars are no Arrow columns (they bring a buffer).
LACKS = {
    "polars": {"halffloat", "decimal32(9, 2)", "decimal64(18, 2)", "decimal256(76, 2)", "decimal128(8, -2)", "null"},
    "duckdb": {"halffloat", "decimal256(76, 2)", "decimal128(8, -2)"},
}


def value(cell: Any) -> Any:
    """A cell as a caller gives a single fact."""
    return Decimal(cell.item().__repr__()) if type(cell).__name__ == "float16" else cell


@pytest.mark.parametrize("data_type", NUMBERS, ids=str)
@pytest.mark.parametrize("source", SOURCES)
def test_numbers_of_every_type_from_every_library(shops: evenhand.Item, source: str, data_type: pyarrow.DataType) -> None:
    if str(data_type) in LACKS.get(source.split()[0], set()):
        pytest.skip(f"{source} has no {data_type}")
    table = pyarrow.table({"area": areas(data_type), "repeat": REPEATS})
    facts = table.to_pylist()
    if data_type == pyarrow.float32():
        # The shortest text of the float itself, not of the double that Python makes of it.
        facts = [row | {"area": None if text is None else Decimal(text)} for row, text in zip(facts, AREAS, strict=True)]
        facts = [row | {"area": Decimal("100000") if row["area"] == Decimal("99999.99") else row["area"]} for row in facts]
        facts[12]["area"] = Decimal("100000.01")
        single = [index for index, area in enumerate(AREAS) if area in ("99999.99", "100000.01")]
        table = table.take([index for index in range(len(AREAS)) if index not in single])
        facts = [row for index, row in enumerate(facts) if index not in single]
    if data_type == pyarrow.float16():
        shortest = [None if area is None else min(Decimal(area), Decimal(2000)) for area in AREAS]
        facts = [row | {"area": area} for row, area in zip(facts, shortest, strict=True)]
    agrees(shops, facts, rows(shops.assess_frame(SOURCES[source](table), results=ALL, language="en")))


@pytest.mark.parametrize("sink", SINKS)
def test_every_library_reads_the_results(shops: evenhand.Item, sink: str) -> None:
    table = pyarrow.table({"area": areas(pyarrow.float64()), "repeat": REPEATS})
    frame = shops.assess_frame(table, results=ALL, language="en")
    agrees(shops, table.to_pylist(), [clean(row) for row in SINKS[sink](frame).to_pylist()])
    # A frame can be read again.
    assert len(frame) == len(table) == pyarrow.table(frame).num_rows


def clean(row: dict[str, Any]) -> dict[str, Any]:
    return {name: None if value != value else value for name, value in row.items()}


def test_the_types_of_the_results(shops: evenhand.Item) -> None:
    schema = pyarrow.table(shops.assess_frame(pyarrow.table({"area": [2.57], "repeat": [True]}))).schema
    words = pyarrow.string()
    assert {field.name: field.type for field in schema} == {
        "min": pyarrow.decimal128(38, 2),
        "max": pyarrow.decimal128(38, 2),
        "tier": pyarrow.dictionary(pyarrow.int16(), words),
        "outcome": pyarrow.dictionary(pyarrow.int8(), words),
        "version": pyarrow.dictionary(pyarrow.int16(), words),
        "error": pyarrow.dictionary(pyarrow.int8(), words),
    }


def test_slices_and_chunks(shops: evenhand.Item) -> None:
    whole = pyarrow.table({"area": areas(pyarrow.string_view()), "repeat": REPEATS})
    encoded = pyarrow.table({"area": areas(pyarrow.dictionary(pyarrow.int8(), pyarrow.string())), "repeat": REPEATS})
    for table in (whole, encoded, pyarrow.table({"area": areas(pyarrow.float64()), "repeat": REPEATS})):
        chunked = pyarrow.concat_tables([table.slice(3, 5), table.slice(0, 1), table.slice(9), table.slice(2, 0)])
        for part in (table.slice(3, 7), table.slice(9), chunked):
            agrees(shops, part.to_pylist(), rows(shops.assess_frame(part, results=ALL, language="en")))
    batch = whole.to_batches()[0].slice(5, 4)
    agrees(shops, batch.to_pylist(), rows(shops.assess_frame(batch, results=ALL, language="en")))


def test_empty_frames(shops: evenhand.Item) -> None:
    for empty in (pyarrow.table({"area": pyarrow.array([], pyarrow.float64())}), polars.DataFrame({"area": []}, schema={"area": polars.Float64})):
        frame = shops.assess_frame(empty, results=ALL)
        assert (len(frame), frame.columns, rows(frame)) == (0, ALL, [])
    assert rows(shops.assess_frame(pyarrow.table({"area": [2.57], "repeat": [True]}), results=[])) == [{}]


def test_texts_dates_and_truth_values(bundled: evenhand.RuleBook) -> None:
    """Random facts for items with facts of all types, against the items applied to each row alone."""
    dice = random.Random(7)
    rules = bundled.on("2026-11-21")
    kinds: set[str] = set()
    for item in dice.sample(rules.items(), 60):
        facts = [{fact.name: random_value(fact, dice) for fact in item.facts} for _ in range(40)]
        kinds.update(fact.type for fact in item.facts)
        if not item.facts:
            continue
        table = pyarrow.table(
            {fact.name: column(fact, [row[fact.name] for row in facts], dice) for fact in item.facts}
        )
        agrees(item, facts, rows(item.assess_frame(table, results=ALL, language="en", threads=dice.choice([1, 3]))))
    assert kinds >= {"number", "boolean", "string"}


def random_value(fact: evenhand.Fact, dice: random.Random) -> Any:
    if dice.random() < 0.1:
        return None
    if fact.type == "number":
        return Decimal(dice.randrange(0, 3000)).scaleb(-dice.randrange(0, (fact.decimals or 0) + 1))
    if fact.type == "boolean":
        return dice.random() < 0.5
    if fact.type == "date":
        return datetime.date(2020, 1, 1) + datetime.timedelta(days=dice.randrange(2000))
    assert fact.values is not None
    return dice.choice([*(value for value, _ in fact.values), "no such value"])


def column(fact: evenhand.Fact, values: list[Any], dice: random.Random) -> pyarrow.Array:
    if fact.type == "number":
        return pyarrow.array(values, pyarrow.decimal128(20, 6))
    if fact.type == "boolean":
        return pyarrow.array(values, pyarrow.bool_())
    if fact.type == "date":
        day = dice.choice([pyarrow.date32(), pyarrow.date64(), *map(pyarrow.timestamp, ("s", "ms", "us", "ns"))])
        return pyarrow.array(values, pyarrow.date32()).cast(day)
    words = [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()]
    encoded = [pyarrow.dictionary(keys, pyarrow.string()) for keys in (pyarrow.int8(), pyarrow.uint16(), pyarrow.int64())]
    wanted = dice.choice(words + encoded)
    if pyarrow.types.is_dictionary(wanted):
        return pyarrow.array(values, pyarrow.string()).dictionary_encode().cast(wanted)
    return pyarrow.array(values, wanted)


DATED = """
format = 1
id = "xx.town.permits"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2020-01-01 }
facts.since = { type = "date" }

[penalty.1]
title = { zh = "无证", en = "no permit" }
basis = "article 1"
statutory = "[0..2000]"
fine = "if since < date(\\"2025-01-01\\") then 2000 else 500"
"""


@pytest.mark.parametrize(
    "day", [pyarrow.date32(), pyarrow.date64(), *map(pyarrow.timestamp, ("s", "ms", "us", "ns")), pyarrow.string()], ids=str
)
def test_days(tmp_path: Any, day: pyarrow.DataType) -> None:
    (tmp_path / "pack.toml").write_text(DATED, encoding="utf-8")
    item = evenhand.load(tmp_path).on("2026-01-01")["xx.town.permits/1"]
    days = pyarrow.array(["2024-12-31", "2025-01-01", None, "1969-07-20", "9999-12-31"])
    table = pyarrow.table({"since": days if day == pyarrow.string() else days.cast(pyarrow.date32()).cast(day, safe=False)})
    facts = [{"since": value} for value in days.to_pylist()]
    if day == pyarrow.timestamp("ns"):
        # Its 64 bits end in 2262.
        table, facts = table.slice(0, 4), facts[:4]
    agrees(item, facts, rows(item.assess_frame(table, results=ALL, language="en")))


def test_a_moment_within_a_day_is_no_day(tmp_path: Any) -> None:
    (tmp_path / "pack.toml").write_text(DATED, encoding="utf-8")
    item = evenhand.load(tmp_path).on("2026-01-01")["xx.town.permits/1"]
    moments = [datetime.datetime(2025, 1, 1), datetime.datetime(2025, 1, 1, 8), datetime.datetime(1960, 1, 1, 23, 59)]
    found = rows(item.assess_frame(pyarrow.table({"since": moments})))
    assert [row["error"] for row in found] == [None, "wrong-type", "wrong-type"]
    zoned = pyarrow.table({"since": pyarrow.array(moments, pyarrow.timestamp("us", "Asia/Shanghai"))})
    with pytest.raises(evenhand.AssessError, match="`since` must hold a date .*zone") as raised:
        item.assess_frame(zoned)
    assert (raised.value.code, raised.value.field) == ("wrong-type", "since")


@pytest.mark.parametrize(
    ("arguments", "code", "field", "message"),
    [
        ({"columns": {"aera": "area"}}, "unknown-fact", "aera", "did you mean `area`"),
        ({"columns": {"area": "aera"}}, "missing-fact", "aera", "no column `aera`; did you mean `area`"),
        ({"columns": {"area": "repeat"}}, "wrong-type", "repeat", "must hold a number for the fact `area`.*found Boolean"),
        ({"columns": {"repeat": "area"}}, "wrong-type", "area", "must hold true or false .*found Float64"),
        ({"results": ["mim"]}, "wrong-type", "results", "did you mean `min`"),
        ({"results": ["min", "min"]}, "wrong-type", "results", "twice"),
        ({"keep": ["cas"]}, "missing-fact", "cas", "did you mean `case`"),
        ({"keep": ["min"]}, "duplicate-fact", "min", "two columns"),
        ({"on": "dya"}, "missing-fact", "dya", "no column `dya`"),
        ({"on": "area"}, "wrong-type", "area", "must hold days, found Float64"),
        ({"on": "1999-01-01"}, "not-in-force", None, "not in force on 1999-01-01"),
        ({"on_error": "ignore"}, "wrong-type", "on_error", "column.*raise"),
        ({"progress": 3}, "wrong-type", "progress", "callable"),
    ],
)
def test_what_does_not_fit_is_told(
    shops: evenhand.Item, arguments: dict[str, Any], code: str, field: str | None, message: str
) -> None:
    table = pyarrow.table({"case": [1], "area": [2.57], "repeat": [True], "min": [0]})
    for call in (shops.assess_frame, shops.assess_stream):
        with pytest.raises(evenhand.AssessError, match=message) as raised:
            call(table, **arguments)
        assert (raised.value.code, raised.value.field) == (code, field)


def test_frames_that_are_none(shops: evenhand.Item) -> None:
    for frame in ([1.0], {"area": [1.0]}, "area", None):
        given: Any = frame
        with pytest.raises(evenhand.AssessError, match=f"found a {type(frame).__name__}"):
            shops.assess_frame(given)
    with pytest.raises(evenhand.AssessError, match="no column of the frame is a fact.*expected some of area, repeat"):
        shops.assess_frame(pyarrow.table({"size": [1.0]}))
    twice = pyarrow.table([[1.0], [2.0]], names=["area", "area"])
    with pytest.raises(evenhand.AssessError, match="two columns `area`"):
        shops.assess_frame(twice, columns={"area": "area"})


def test_a_fault_is_raised_with_its_row(shops: evenhand.Item) -> None:
    table = pyarrow.table({"area": [1.0, 2.0, -3.0, -4.0], "repeat": [True] * 4})
    with pytest.raises(evenhand.AssessError, match=r"row 2: the fact `area` must lie in .* found -3") as raised:
        shops.assess_frame(table, on_error="raise")
    assert (raised.value.code, raised.value.field) == ("out-of-range", "area")
    assert shops.assess_frame(table.slice(0, 2), on_error="raise").columns == ["min", "max", "tier", "outcome", "version"]
    chunked = pyarrow.concat_tables([table.slice(0, 1), table.slice(1)])
    with pytest.raises(evenhand.AssessError, match="row 2"):
        shops.assess_frame(chunked, on_error="raise")
    # A stream tells it in the way of whoever reads it; a NUL in a text is no end of the message.
    bad = pyarrow.table({"area": ["1", "a\0b"], "repeat": [True] * 2})
    with pytest.raises(Exception, match="row 1: the fact `area`"):
        pyarrow.table(shops.assess_stream(bad, on_error="raise"))


def test_columns_are_renamed_and_kept(shops: evenhand.Item) -> None:
    table = pyarrow.table({"case": ["a", "b"], "m2": [2.57, 0.5], "again": [True, False]})
    frame = shops.assess_frame(table, columns={"area": "m2", "repeat": "again"}, keep=["case"], results=["max"])
    assert rows(frame) == [{"case": "a", "max": Decimal("618.09")}, {"case": "b", "max": Decimal("92.50")}]
    assert repr(frame) == "<Frame of 2 rows: case, max>"


def test_the_language_of_tiers_and_reasons(shops: evenhand.Item) -> None:
    table = pyarrow.table({"area": [2.57], "repeat": [True]})
    [row] = rows(shops.assess_frame(table, results=["tier", "reason"], language="zh"))
    outcome = shops.assess(area=2.57, repeat=True)
    assert outcome.tier is not None
    assert row == {"tier": outcome.tier.zh, "reason": outcome.explanation("zh")}


def test_the_version_of_each_day(bundled: evenhand.RuleBook) -> None:
    days = ["2023-05-01", "2023-08-01", None, "1990-01-01", "2023-07-19", "2023-07-20", "soon"]
    table = pyarrow.table({"illegal_gains": [5000] * 7, "serious": [False] * 7, "day": days})
    item = bundled.on("2026-11-21")[ROADS]
    found = rows(item.assess_frame(table, on="day", results=ALL, language="en"))
    for day, row in zip(days, found, strict=True):
        if day is None or day in ("1990-01-01", "soon"):
            continue
        # A row takes those facts that its version has.
        own = {fact.name for fact in bundled.on(day)[ROADS].facts}
        given = {name: value for name, value in {"illegal_gains": 5000, "serious": False}.items() if name in own}
        agrees(bundled.on(day)[ROADS], [given], [row])
    assert [row["error"] for row in found] == [None, None, "missing-fact", "not-in-force", None, None, "wrong-type"]
    assert "not in force on 1990-01-01" in found[3]["reason"]
    assert found[0]["version"] == found[4]["version"] != found[1]["version"] == found[5]["version"]
    for same in ("2023-05-01", datetime.date(2023, 5, 1)):
        fixed = rows(item.assess_frame(table, on=same, results=ALL, language="en"))
        assert fixed == [found[0]] * 7
    with pytest.raises(evenhand.AssessError, match="row 2: the column `day` has no value"):
        item.assess_frame(table, on="day", on_error="raise")
    with pytest.raises(evenhand.AssessError, match="row 0: .* is not in force on 1990-01-01"):
        item.assess_frame(table.slice(3), on="day", on_error="raise")


@pytest.mark.parametrize("ids", [pyarrow.string(), pyarrow.string_view(), pyarrow.dictionary(pyarrow.int16(), pyarrow.string())], ids=str)
def test_a_table_of_mixed_items(bundled: evenhand.RuleBook, ids: pyarrow.DataType) -> None:
    dice = random.Random(11)
    rules = bundled.on("2026-11-21")
    known = [SHOPS, STALLS, ROADS, *(item.id for item in dice.sample(rules.items(), 20))]
    names = [dice.choice([*known, None, "xx.unknown/1"]) for _ in range(700)]
    area = [Decimal(dice.randrange(0, 2000)).scaleb(-1) for _ in names]
    repeat = [dice.choice([True, False, None]) for _ in names]
    id_column = pyarrow.array(names, pyarrow.string())
    id_column = id_column.dictionary_encode().cast(ids) if pyarrow.types.is_dictionary(ids) else id_column.cast(ids)
    table = pyarrow.table({"item": id_column, "area": area, "repeat": repeat})
    found = rows(bundled.assess_frame(table, "item", on="2026-11-21", results=ALL, language="en", threads=2))
    for name, row, *values in zip(names, found, area, repeat, strict=True):
        if name is None or name.startswith("xx"):
            assert row["error"] == ("missing-fact" if name is None else "unknown-item")
            assert row["min"] is row["outcome"] is row["tier"] is row["version"] is None
            continue
        item = rules[name]
        own = {fact.name for fact in item.facts}
        given = {name: value for name, value in zip(("area", "repeat"), values, strict=True) if name in own}
        agrees(item, [given], [row])
    first = next(place for place, row in enumerate(found) if row["error"] is not None)
    with pytest.raises(evenhand.AssessError, match=f"^row {first}: ") as raised:
        bundled.assess_frame(table, "item", on="2026-11-21", on_error="raise")
    assert raised.value.code == found[first]["error"]
    for name, message in [(None, "row 0: the column `item` has no value"), ("xx.unknown/1", "row 0: there is no item")]:
        with pytest.raises(evenhand.AssessError, match=message):
            bundled.assess_frame(table.slice(names.index(name), 1), "item", on="2026-11-21", on_error="raise")


def test_mixed_items_with_columns_that_do_not_fit(bundled: evenhand.RuleBook) -> None:
    table = pyarrow.table({"item": [STALLS, SHOPS], "area": [True, False], "day": ["2026-01-01", "2026-01-02"]})
    with pytest.raises(evenhand.AssessError, match="`area` must hold a number for the fact `area` of `cn"):
        bundled.assess_frame(table, "item", on="day")
    with pytest.raises(evenhand.AssessError, match="must hold ids of items, found Boolean"):
        bundled.assess_frame(table, "area")
    with pytest.raises(evenhand.AssessError, match="no column `items`; did you mean `item`"):
        bundled.assess_frame(table, "items")
    with pytest.raises(evenhand.AssessError, match="the rules have no fact `no_such_fact`"):
        bundled.assess_frame(table, "item", columns={"no_such_fact": "area"})


def test_streams(shops: evenhand.Item) -> None:
    table = pyarrow.table({"case": range(14), "area": areas(pyarrow.float64()), "repeat": REPEATS})
    whole = rows(shops.assess_frame(table, keep=["case"]))
    for source in SOURCES.values():
        stream = shops.assess_stream(source(table), keep=["case"])
        assert stream.columns == ["case", "min", "max", "tier", "outcome", "version", "error"]
        assert rows(stream) == whole
        with pytest.raises(OSError, match="read already"):
            pyarrow.table(stream)
    parts = list(shops.assess_stream(table.to_reader(max_chunksize=4), keep=["case"]))
    assert [len(part) for part in parts] == [4, 4, 4, 2]
    assert [row for part in parts for row in rows(part)] == whole
    assert len(polars.DataFrame(shops.assess_stream(table.to_reader(max_chunksize=4)))) == 14


def test_a_source_that_fails(shops: evenhand.Item) -> None:
    def batches() -> Any:
        yield pyarrow.record_batch({"area": [1.0], "repeat": [True]})
        raise RuntimeError("the wire is cut")

    def reader() -> pyarrow.RecordBatchReader:
        schema = pyarrow.schema([("area", pyarrow.float64()), ("repeat", pyarrow.bool_())])
        return pyarrow.RecordBatchReader.from_batches(schema, batches())

    with pytest.raises(OSError, match="the wire is cut"):
        shops.assess_frame(reader())
    stream = shops.assess_stream(reader())
    assert len(next(stream)) == 1
    with pytest.raises(OSError, match="the wire is cut"):
        next(stream)


def test_progress_is_told(shops: evenhand.Item, capsys: pytest.CaptureFixture[str]) -> None:
    count = 300_000
    table = pyarrow.table({"area": [2.57] * count, "repeat": [True] * count})
    told: list[tuple[int, int | None]] = []
    shops.assess_frame(table, progress=lambda done, of: told.append((done, of)), threads=2)
    assert told[-1] == (count, count)
    assert told == sorted(told)
    shops.assess_frame(table, progress=True)
    assert "rows" in capsys.readouterr().err

    def refuse(done: int, of: int | None) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        shops.assess_frame(table, progress=refuse)


INTERRUPTED = f"""
import os, signal, threading, time, pyarrow, evenhand
signal.signal(signal.SIGINT, signal.default_int_handler)
item = evenhand.load().on("2026-11-21")["{SHOPS}"]
table = pyarrow.table({{"area": [2.57] * 200_000, "repeat": [True] * 200_000}})
print("ready", flush=True)
try:
    while True:
        item.assess_frame(table, results=["reason"], threads=2)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_stops_the_work() -> None:
    child = subprocess.Popen([sys.executable, "-c", INTERRUPTED], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    import time

    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate(timeout=30)
    assert (out, child.returncode) == ("interrupted\n", 0)


def test_memory_beside_input_and_output_stays_small() -> None:
    """Six million mixed rows as a stream, and four million texts as a table, under a limit of the address space."""
    resource = pytest.importorskip("resource")
    script = f"""
import resource, pyarrow, evenhand
book = evenhand.load()
item = book.on("2026-11-21")["{SHOPS}"]
batch = pyarrow.record_batch({{"item": ["{SHOPS}", "{STALLS}"] * 100_000, "area": [2.57, 16.8] * 100_000, "repeat": [True, None] * 100_000}})
def batches():
    for _ in range(30):
        yield batch
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
for part in book.assess_stream(batch, "item", on="2026-11-21", threads=2): pass
before = peak()
reader = pyarrow.RecordBatchReader.from_batches(batch.schema, batches())
rows = sum(len(part) for part in book.assess_stream(reader, "item", on="2026-11-21", threads=2))
assert rows == 6_000_000, rows
assert peak() - before < 100, (before, peak())
"""
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_columns_without_any_value_of_polars_are_told_how_to_mend(bundled: evenhand.RuleBook) -> None:
    frame = polars.DataFrame({"area": [20], "remark": [None]})
    item = bundled[STALLS]
    with pytest.raises(OSError, match=r"frame\.cast\(\{polars\.Null: polars\.String\}\)"):
        item.assess_frame(frame)
    with pytest.raises(Exception, match=r"polars\.Null"):
        pyarrow.table(item.assess_stream(frame))
    mended = frame.cast({polars.Null: polars.String})
    assert polars.DataFrame(item.assess_frame(mended)).height == 1
    assert polars.DataFrame(item.assess_frame(frame.to_arrow())).height == 1

"""Frames that are cut into parts for threads: wherever the cuts lie, whoever is told of gets what it gets alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import oversight
import pyarrow
import pyarrow.compute
import pytest
from test_scheme_streams import DAY, PRICES, rows

import evenhand

PERSON = "xx.benchmark/person"


@pytest.fixture(scope="module")
def made_up() -> evenhand.RuleBook:
    return evenhand.load(Path(oversight.__file__).parent / "rules.toml")


@pytest.fixture(scope="module")
def points() -> pyarrow.Table:
    """Of forty persons, one of whom got points beyond the full ones: several parts, in none of which all rows of one lie."""
    table = oversight.points(40)
    values = table["value"].to_pylist()
    values[7 * 310] = 100.5
    return table.set_column(3, "value", [values]).combine_chunks()


@pytest.fixture(scope="module")
def bids() -> pyarrow.Table:
    """Of a thousand tenders; the bids of some are below zero, others belong to none."""
    table = oversight.bids(1000)
    amounts, tenders = table["amount"].to_pylist(), table["tender"].to_pylist()
    for row in (17, 4099):
        amounts[row] = -1.0
    for row in (3, 4095, 4096, 7999):
        tenders[row] = None
    return table.set_column(2, "amount", [amounts]).set_column(0, "tender", [tenders]).combine_chunks()


def in_pieces(table: pyarrow.Table, key: str) -> Iterator[pyarrow.Table]:
    """The same rows in pieces that cut groups, with texts and with dictionaries, which differ from piece to piece."""
    texts = table.set_column(table.schema.get_field_index(key), key, table[key].cast(pyarrow.string()))
    for size in (511, 4096):
        pieces = [texts.slice(first, size) for first in range(0, texts.num_rows, size)]
        yield pyarrow.concat_tables(pieces)
        coded = [piece.set_column(piece.schema.get_field_index(key), key, piece[key].dictionary_encode()) for piece in pieces]
        yield pyarrow.concat_tables(coded)
    # A dictionary of many texts that no row has.
    codes, words = texts[key].combine_chunks().dictionary_encode(), [f"nobody {number}" for number in range(5000)]
    many = pyarrow.DictionaryArray.from_arrays(codes.indices, pyarrow.concat_arrays([codes.dictionary, pyarrow.array(words)]))
    yield texts.set_column(texts.schema.get_field_index(key), key, many)


def test_an_index_does_not_hang_on_the_cuts(made_up: evenhand.RuleBook, points: pyarrow.Table) -> None:
    def rate(table: Any, threads: int = 4) -> list[dict[str, Any]]:
        return rows(made_up.index_frame(table, PERSON, on=DAY, threads=threads))

    known = rate(points, 1)
    assert [row["error"] for row in known].count("out-of-range") == 1
    alone = [rate(points.slice(first, 310), 1) for first in range(0, points.num_rows, 310)]
    assert [row for found in alone for row in found] == known
    # More threads than persons, one person, nobody.
    for threads in (2, 3, 64):
        assert rate(points, threads) == known
    assert rate(points.slice(0, 310)) == known[:1]
    assert rate(points.slice(0, 0)) == rate(points.schema.empty_table().to_reader()) == []
    for table in in_pieces(points, "subject"):
        assert [rate(table, threads) for threads in (1, 4)] == [known, known]
    # Scattered, each over the whole frame, in one piece and in several.
    order = sorted(range(points.num_rows), key=lambda row: row % 310)
    for table in (points.take(order), *in_pieces(points.take(order), "subject")):
        assert [rate(table, threads) for threads in (1, 4)] == [known, known]


def test_rows_of_nobody_keep_their_numbers_in_every_part(made_up: evenhand.RuleBook, points: pyarrow.Table) -> None:
    subjects = points["subject"].to_pylist()
    nobodys = [0, 309, 310, 5000, 12_399]
    for row in nobodys:
        subjects[row] = None
    table = points.set_column(0, "subject", [subjects])
    for threads in (1, 4):
        found = rows(made_up.index_frame(table, PERSON, on=DAY, threads=threads))
        told = [row["message"] for row in found if row["error"] == "no-id"]
        assert told == [f"row {row} has no subject: expected the id of who is rated" for row in nobodys]
        # That of the first row comes first, that of the last one last.
        assert (found[0]["error"], found[-1]["error"], len(found)) == ("no-id", "no-id", 45)


def test_screens_do_not_hang_on_the_cuts(bundled: evenhand.RuleBook, bids: pyarrow.Table) -> None:
    def screen(table: Any, threads: int = 4) -> tuple[Any, ...]:
        report = bundled.screen_frame(table, PRICES, on=DAY, threads=threads)
        return report.read, report.judged, report.refused, rows(report.flags), rows(report.findings), rows(report.faults)

    known = screen(bids, 1)
    read, judged, refused, *_, faults = known
    assert (read, judged, refused) == (1004, 998, 6)
    assert [fault["row"] for fault in faults] == [3, 16, 4095, 4096, 4097, 7999]
    for threads in (2, 3, 64):
        assert screen(bids, threads) == known
    one, none = screen(bids.slice(8, 8)), screen(bids.slice(0, 0))
    assert (one[:3], none[:3]) == ((1, 1, 0), (0, 0, 0))
    for table in in_pieces(bids, "tender"):
        assert [screen(table, threads) for threads in (1, 4)] == [known, known]
    # Scattered: the first bids of all come first.
    whole = bids.filter(pyarrow.compute.is_valid(bids["tender"]))
    order = sorted(range(whole.num_rows), key=lambda row: row % 8)
    scattered = screen(whole.take(order), 1)
    assert scattered[0] == 1000
    for table in in_pieces(whole.take(order), "tender"):
        assert [screen(table, threads) for threads in (1, 4)] == [scattered, scattered]


def test_whoever_stops_a_run_is_told_why(made_up: evenhand.RuleBook, points: pyarrow.Table) -> None:
    class Enough(Exception):
        pass

    def enough(done: int, _: int | None) -> None:
        if done > 0:
            raise Enough

    many = pyarrow.concat_tables([points] * 50)
    subjects = [str(row // 310) for row in range(many.num_rows)]
    random.Random(8).shuffle(subjects)
    many = many.set_column(0, "subject", [subjects])
    for threads in (1, 4):
        with pytest.raises(Enough):
            made_up.index_frame(many, PERSON, on=DAY, threads=threads, progress=enough)

"""Frames on one number of threads, as JSON: `measure_frames.py THREADS ROWS`.

A process of its own for each number of threads, because polars takes its own from `POLARS_MAX_THREADS` when it starts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import by_hand
import exact
import lines
import numpy as np
import polars as pl
import pyarrow as pa
import tables
from timing import in_turns

import evenhand

BOOK = evenhand.load()
SHOP = BOOK.on(tables.DAY)["cn.hangzhou.shop-display/1"]
MADE_UP = evenhand.load(Path(__file__).parent / "rules.toml")


def fines(item: evenhand.Item, table: pa.Table, threads: int) -> pa.Table:
    """The result column that others compute as well, and no other."""
    return pa.table(item.assess_frame(table, results=["min"], threads=threads))


def same(own: pa.Table, hundredths: np.ndarray[Any, Any]) -> None:
    """Stops if a fine is another than by hand."""
    if not np.array_equal(hundredths_of(own), hundredths):
        raise SystemExit("the fines of the frame are not those of the loop by hand")


def hundredths_of(table: pa.Table) -> np.ndarray[Any, Any]:
    """The lower halves of the decimals: no fine here needs the higher ones."""
    chunks = table["min"].chunks
    return np.concatenate([
        np.frombuffer(chunk.buffers()[1], np.int64).reshape(-1, 2)[chunk.offset : chunk.offset + len(chunk), 0]
        for chunk in chunks
    ])


def shop(threads: int, rows: int) -> dict[str, tuple[float, float]]:
    """The lines of `frames(threads)`."""
    hundredths, repeats = tables.shop(rows)
    metres = hundredths / 100
    whole = (hundredths + 99) // 100
    frame = pl.DataFrame({"area": metres, "repeat": repeats})
    columns = {"floats": pa.array(metres), "decimals": tables.decimals(hundredths), "integers": pa.array(whole)}
    own = {name: pa.table({"area": column, "repeat": pa.array(repeats)}) for name, column in columns.items()}
    beside: dict[str, Callable[[], object]] = {
        "polars": lambda: by_hand.polars(frame),
        "numpy-floats": lambda: by_hand.in_blocks(by_hand.floats, metres, repeats, threads),
        "numpy-floats-whole": lambda: by_hand.whole(by_hand.floats, metres, repeats),
        "numpy-integers": lambda: by_hand.in_blocks(by_hand.integers, hundredths, repeats, threads),
        "numpy-integers-whole": lambda: by_hand.whole(by_hand.integers, hundredths, repeats),
    }
    right = by_hand.whole(by_hand.integers, hundredths, repeats)
    same(fines(SHOP, own["floats"], threads), right)
    same(fines(SHOP, own["decimals"], threads), right)
    same(fines(SHOP, own["integers"], threads), by_hand.whole(by_hand.integers, whole * 100, repeats))
    measured = {}
    for line in lines.frames(threads):
        column, rival = line.key.removeprefix(f"frame-{threads}-").split("-", 1)
        measured[line.key] = in_turns(lambda: fines(SHOP, own[column], threads), beside[rival])
    return per_row(measured, rows)


def made_up(rows: int) -> dict[str, tuple[float, float]]:
    """Eight weights, and the exact way."""
    day = MADE_UP.on(tables.DAY)
    weights, by_metres = day["xx.benchmark/weights"], day["xx.benchmark/exact"]
    factors = tables.weights(rows)
    names = pa.array(["a", "b", "c", "d", "e"])
    coded = {
        f"factor{place}": pa.DictionaryArray.from_arrays(pa.array(codes), names) for place, codes in enumerate(factors)
    }
    levels = pa.table(coded)
    same(fines(weights, levels, 1), by_hand.weights(factors))
    # Slower a hundred times, so a tenth of the rows.
    hundredths = tables.shop(rows // 10)[0]
    areas = pa.table({"area": tables.decimals(hundredths)})
    same(fines(by_metres, areas, 1), by_hand.whole_square_metres(hundredths))
    eight = in_turns(lambda: fines(weights, levels, 1), lambda: by_hand.weights(factors))
    one_by_one = in_turns(lambda: fines(by_metres, areas, 1), lambda: by_hand.whole_square_metres(hundredths))
    return per_row({"weights": eight}, rows) | per_row({"exact": one_by_one}, rows // 10)


def mixed(threads: int, rows: int) -> dict[str, tuple[float, float]]:
    """Many items in one table, beside as many rows of one."""
    table, items = tables.mixed(BOOK, rows)
    if items != lines.ITEMS:
        raise SystemExit(f"the mixed table has {items} items: say so in lines.py")
    hundredths, repeats = tables.shop(rows)
    one = pa.table({"area": pa.array(hundredths / 100), "repeat": pa.array(repeats)})
    grouped = in_turns(
        lambda: pa.table(BOOK.assess_frame(table, item="item", on=tables.DAY, results=["min"], threads=threads)),
        lambda: fines(SHOP, one, threads),
    )
    return per_row({"mixed": grouped}, rows)


def per_row(measured: dict[str, tuple[float, float]], rows: int) -> dict[str, tuple[float, float]]:
    return {key: (own / rows, beside / rows) for key, (own, beside) in measured.items()}


def wrong() -> dict[str, float]:
    """The share of wrong fines of each, over the cases whose fines are known."""
    hundredths = np.array([int(area.scaleb(2)) for area, _ in exact.CASES])
    repeats = np.array([repeat for _, repeat in exact.CASES])
    metres = hundredths / 100
    own = fines(SHOP, pa.table({"area": metres, "repeat": repeats}), 1)
    floats = by_hand.whole(by_hand.floats, metres, repeats)
    integers = by_hand.whole(by_hand.integers, hundredths, repeats)
    frame = by_hand.polars(pl.DataFrame({"area": metres, "repeat": repeats}))
    return {
        "evenhand": exact.wrong(own["min"].to_pylist()),
        "polars": exact.wrong(frame["fine"]),
        "numpy-floats": exact.wrong(floats.tolist()),
        "numpy-integers": exact.wrong(Decimal(int(fine)).scaleb(-2) for fine in integers),
    }


def main() -> None:
    threads, rows = (int(argument) for argument in sys.argv[1:])
    if pl.thread_pool_size() != threads:
        raise SystemExit(f"polars runs on {pl.thread_pool_size()} threads: set POLARS_MAX_THREADS={threads}")
    measured = shop(threads, rows)
    if threads == 1:
        measured |= made_up(rows)
    if threads == max(lines.THREADS):
        measured |= mixed(threads, rows * 13 // 10)
    print(json.dumps({"lines": measured, "wrong": wrong()}))


if __name__ == "__main__":
    main()

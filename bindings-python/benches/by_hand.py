"""The same rule in the tools at hand, as somebody who knows them writes it for this rule alone.

Numbers are yuan and square metres in floats, hundredths of both in integers. What is computed for a whole column at a
time goes through memory with every step; in blocks that stay in the cache it is several times faster, so both are here.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import polars as pl

#: Rows that stay in the second cache with what is computed of them.
BLOCK = 1 << 16

Array = np.ndarray[Any, Any]
Loop = Callable[[Array, Array, Array], None]


def decimal(area: Decimal, repeat: bool) -> Decimal:
    """One case with Python's own decimals."""
    if area <= 1:
        least, most = 50, 200
    elif area <= 3:
        least, most = 200, 500
    elif area <= 5:
        least, most = 500, 1000
    else:
        least, most = 1000, 2000
    amount = min(max(185 * area, Decimal(least)), Decimal(most))
    if repeat:
        amount *= Decimal("1.3")
    return min(max(amount, Decimal(50)), Decimal(2000)).quantize(Decimal("0.01"), ROUND_HALF_UP)


LEAST = np.array([5_000, 20_000, 50_000, 100_000])
MOST = np.array([20_000, 50_000, 100_000, 200_000])


def integers(areas: Array, repeats: Array, fines: Array) -> None:
    """Hundredths in 64-bit integers: exact, because somebody has seen that they fit and how 1.3 is rounded."""
    tier = (areas > 100).view(np.int8) + (areas > 300).view(np.int8) + (areas > 500).view(np.int8)
    np.multiply(areas, 185, out=fines)
    np.clip(fines, LEAST.take(tier), MOST.take(tier), out=fines)
    repeated = np.flatnonzero(repeats)
    fines[repeated] = np.minimum((fines[repeated] * 13 + 5) // 10, 200_000)


def floats(areas: Array, repeats: Array, fines: Array) -> None:
    """Yuan in 64-bit floats."""
    tier = (areas > 1).view(np.int8) + (areas > 3).view(np.int8) + (areas > 5).view(np.int8)
    np.multiply(areas, 185, out=fines)
    np.clip(fines, LEAST.take(tier) / 100, MOST.take(tier) / 100, out=fines)
    repeated = np.flatnonzero(repeats)
    fines[repeated] = np.minimum(fines[repeated] * 1.3, 2000)
    fines *= 100
    fines += 0.5
    np.floor(fines, out=fines)
    fines /= 100


def whole(loop: Loop, areas: Array, repeats: Array) -> Array:
    """The fines, each step over whole columns."""
    fines = np.empty(len(areas), areas.dtype)
    loop(areas, repeats, fines)
    return fines


def in_blocks(loop: Loop, areas: Array, repeats: Array, threads: int) -> Array:
    """The fines, block by block on several threads: numpy lets go of the interpreter's lock while it computes."""
    fines = np.empty(len(areas), areas.dtype)
    blocks = [slice(start, start + BLOCK) for start in range(0, len(areas), BLOCK)]

    def run(first: int) -> None:
        for block in blocks[first::threads]:
            loop(areas[block], repeats[block], fines[block])

    if threads == 1:
        run(0)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(run, range(threads)))
    return fines


def polars(frame: pl.DataFrame) -> pl.DataFrame:
    """The fines of a frame with `area` and `repeat`, on as many threads as polars was started with."""
    area = pl.col("area")
    least = pl.when(area > 5).then(1000.0).when(area > 3).then(500.0).when(area > 1).then(200.0).otherwise(50.0)
    most = pl.when(area > 5).then(2000.0).when(area > 3).then(1000.0).when(area > 1).then(500.0).otherwise(200.0)
    times = pl.when("repeat").then(1.3).otherwise(1.0)
    fine = ((185 * area).clip(least, most) * times).clip(50, 2000).round(2, mode="half_away_from_zero")
    # The streaming engine is the faster one here.
    return frame.lazy().select(fine=fine).collect(engine="streaming")


#: The levels of a factor in 120ths, each.
LEVELS = np.array([0, 5, 10, 12, 15], np.int8)


def weights(factors: list[Array]) -> Array:
    """Hundredths of yuan from the levels of factors: 100,000 yuan times a tenth and the weights, within the law."""
    fines = np.empty(len(factors[0]), np.int64)
    for start in range(0, len(fines), BLOCK):
        block = slice(start, start + BLOCK)
        # Eight times 15 and 12 do not fit into eight bits.
        total = np.full(len(fines[block]), 12, np.int16)
        for factor in factors:
            total += LEVELS.take(factor[block])
        np.minimum(total, 120, out=total)
        fines[block] = (total * np.int64(10_000_000) + 60) // 120
    return fines


def whole_square_metres(areas: Array) -> Array:
    """Hundredths of yuan from hundredths of square metres: 100 yuan for each, and for a part of one."""
    fines = np.empty(len(areas), np.int64)
    for start in range(0, len(fines), BLOCK):
        block = slice(start, start + BLOCK)
        np.minimum((areas[block] + 99) // 100 * 10_000, 200_000, out=fines[block])
    return fines

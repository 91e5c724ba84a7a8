"""How times are taken: two things in turns, so that a machine at work slows both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

TURNS = 7


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def in_turns(own: Callable[[], object], beside: Callable[[], object], count: int = TURNS) -> tuple[float, float]:
    """The medians of both, after a turn that does not count."""
    own()
    beside()
    turns = [(seconds(own), seconds(beside)) for _ in range(count)]
    return statistics.median(first for first, _ in turns), statistics.median(second for _, second in turns)


def repeated(run: Callable[[], object], times: int) -> Callable[[], None]:
    """So often that a clock can tell how long it takes."""

    def again() -> None:
        for _ in range(times):
            run()

    return again

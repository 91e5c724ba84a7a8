"""Supervision, indices, screens and consistency, as JSON: `measure_oversight.py ROWS THREADS`.

ROWS is the number of cases; the others are as many times more or less as their records are smaller or larger. Consistency
runs on one thread, and is measured there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import oversight
import planted
import planted_applications
import polars as pl
import pyarrow as pa
import tables
from timing import in_turns

import evenhand

BOOK = evenhand.load()
MADE_UP = evenhand.load(Path(__file__).parent / "rules.toml")


def expect(own: object, beside: object, what: str) -> None:
    """Stops where the two do not do the same work."""
    if own != beside:
        raise SystemExit(f"{what}: what is held beside the library finds something else")


def supervise(rows: int, threads: int) -> tuple[float, float]:
    cases, events, faults = planted.caseload(rows)
    frames = pl.from_arrow(cases), pl.from_arrow(events)
    found = pa.table(BOOK.supervise_frame(cases, events=events, on=tables.DAY, threads=threads).findings)

    def pairs(table: Any) -> list[tuple[int, str]]:
        together = zip(table["row"].to_pylist(), table["code"].to_pylist(), strict=True)
        return sorted(pair for pair in together if pair[1] in oversight.BY_HAND)

    expect(pairs(found), pairs(oversight.supervised(*frames).to_arrow()), "supervision")
    return in_turns(
        lambda: BOOK.supervise_frame(cases, events=events, on=tables.DAY, threads=threads),
        lambda: oversight.supervised(*frames),
    )


def applications(rows: int, threads: int) -> tuple[float, float]:
    table, events, faults = planted_applications.applications(rows)
    frames = pl.from_arrow(table), pl.from_arrow(events)
    on, facts = str(planted_applications.ON), planted_applications.FACTS

    def own() -> evenhand.Approvals:
        return BOOK.applications_frame(table, events=events, facts=facts, on=on, threads=threads)

    found = pa.table(own().findings)
    expect(planted.differences(found, faults), ([], []), "applications")
    expect(planted.differences(oversight.applied(*frames).to_arrow(), faults), ([], []), "applications by hand")
    return in_turns(own, lambda: oversight.applied(*frames))


def index(persons: int, threads: int) -> tuple[float, float]:
    table = oversight.points(persons)
    frame = pl.from_arrow(table)

    def own() -> pa.Table:
        return pa.table(MADE_UP.index_frame(table, "xx.benchmark/person", on=tables.DAY, threads=threads))

    numbers = [float(number) for number in own()["number"].to_pylist()]
    others = oversight.indices(frame)["number"].to_list()
    expect(len(numbers), len(others), "indices")
    expect(max(abs(one - other) for one, other in zip(numbers, others, strict=True)) < 1e-5, True, "indices")
    return in_turns(own, lambda: oversight.indices(frame))


def screen(tenders: int, threads: int) -> tuple[float, float]:
    table = oversight.bids(tenders)
    frame = pl.from_arrow(table)

    def own() -> evenhand.ScreenReport:
        return BOOK.screen_frame(table, "cn.bidding-screen/prices", on=tables.DAY, threads=threads)

    flags = pa.table(own().flags)
    raised = dict(zip(flags["flag"].to_pylist(), flags["raised"].to_pylist(), strict=True))
    by_hand = oversight.screened(frame)
    expect({flag: raised[flag] for flag in oversight.FLAGS}, {flag: by_hand[flag].sum() for flag in oversight.FLAGS}, "screens")
    return in_turns(own, lambda: oversight.screened(frame))


def consistency(rows: int, _: int) -> tuple[float, float]:
    table = oversight.decisions(rows)
    frame = pl.from_arrow(table)

    def own() -> evenhand.ConsistencyReport:
        return BOOK.consistency_frame(table, on=tables.DAY)

    unlike = oversight.compared(frame)[0]
    expect(len(own().unlike), unlike["fines"].sum(), "consistency")
    return in_turns(own, lambda: oversight.compared(frame))


def main() -> None:
    rows, threads = (int(given) for given in sys.argv[1:])
    if pl.thread_pool_size() != threads:
        raise SystemExit(f"polars runs on another number of threads: set POLARS_MAX_THREADS={threads}")
    lines: dict[str, tuple[Callable[[int, int], tuple[float, float]], int]] = {
        f"supervise-{threads}": (supervise, rows),
        f"applications-{threads}": (applications, rows * 5),
        f"index-{threads}": (index, max(1, rows // 20)),
        f"screen-{threads}": (screen, rows),
    }
    if threads == 1:
        lines["consistency"] = (consistency, rows * 2)
    measured = {}
    for key, (measure, count) in lines.items():
        own, beside = measure(count, threads)
        measured[key] = own / count, beside / count
    print(json.dumps({"lines": measured, "wrong": {}}))


if __name__ == "__main__":
    main()

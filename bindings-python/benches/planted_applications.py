"""Applications with planted faults, and what supervision must find in them: those faults, nothing else.

    python bindings-python/benches/planted_applications.py 400000            # supervises them and compares
    python bindings-python/benches/planted_applications.py 13000000 --lists  # events in lists, as a stream

What is right is written here from the documents: twenty working days from the Administrative Licence Law, seven and the days
of the stages from the office of the illustration, its tariff and its conditions from the policy of the illustration. All
happens in weeks without a holiday or a Saturday that is worked, so that numpy's business days are the working days. Nothing
here asks the library.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
import planted
import pyarrow as pa

ON = np.datetime64("2026-09-17")
FIRST, DAYS = np.datetime64("2026-06-29"), 34
LAW, OFFICE = "cn.administrative-licence-law/42", "cn.approval-office/licence"
FACTS = ["complete", "in_scope", "copies"]
OFFICES = np.array(["东城分局", "西城分局", "河口分局", "垦利分局", "广饶分局", "利津分局"])
# One application in so many has a fault.
ONE_IN = 40

EVENTS = pa.schema({"case": pa.string(), "event": pa.string(), "day": pa.date32(), "reason": pa.string()})
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Numbers = np.ndarray[Any, np.dtype[Any]]


class Draft:
    """Applications while faults are put in: three in four under the law, the others with the office, some of them refused."""

    def __init__(self, count: int, seed: int) -> None:
        draw = np.random.default_rng(seed)
        self.kind = draw.choice(np.array([0, 1, 2]), count, p=[0.75, 0.2, 0.05])
        self.limit = np.where(self.kind == 0, LAW, OFFICE).astype(object)
        self.office = OFFICES[draw.integers(0, len(OFFICES), count)]
        accepted = np.busday_offset(FIRST, draw.integers(0, DAYS, count), roll="forward")
        self.copies = draw.integers(0, 9, count).astype(object)
        self.fee = (10_000 + 2_000 * self.copies).astype(object)
        self.complete = np.full(count, True, object)
        self.in_scope = np.full(count, True, object)
        by_law, refused = self.kind == 0, self.kind == 2
        self.complete[refused] = False
        for facts in (self.copies, self.fee, self.complete, self.in_scope):
            facts[by_law] = None
        self.fee[refused] = None
        self.copies[refused] = None
        # What happens so many working days after the first event; nothing where it does not happen.
        self.first = accepted
        self.after = {name: np.full(count, -1) for name in STEPS}
        self.renamed: dict[int, str] = {}
        self.reason = np.full(count, None, object)
        self.reason[refused] = "no plan of the premises"
        taken = draw.integers(1, 21, count)
        self.after["accepted"][~refused] = 0
        self.after["refused"][refused] = 0
        self.after["decided"][by_law] = taken[by_law]
        self.after["delivered"][by_law] = taken[by_law] + 1
        # Of some the clock stands from the first to the third day, which are not counted.
        stood = by_law & (draw.random(count) < 0.1) & (taken > 3)
        self.after["stopped"][stood] = 1
        self.after["resumed"][stood] = 3
        for name, days in (("reviewed", 1), ("consulted", 2), ("inspected", 3), ("joined", 5), ("decided", 7)):
            self.after[name][self.kind == 1] = days


STEPS = ("accepted", "refused", "stopped", "resumed", "reviewed", "consulted", "inspected", "joined", "decided", "delivered")


def undecided(draft: Draft, rows: Numbers) -> None:
    for name in STEPS[1:]:
        draft.after[name][rows] = -1


def late(draft: Draft, rows: Numbers) -> None:
    undecided(draft, rows)
    draft.after["decided"][rows] = 21


def late_in_the_office(draft: Draft, rows: Numbers) -> None:
    draft.after["joined"][rows] = 6
    draft.after["decided"][rows] = 8


def late_stage(draft: Draft, rows: Numbers) -> None:
    for name, days in (("reviewed", 3), ("consulted", 4), ("inspected", 5)):
        draft.after[name][rows] = days


def overdue(draft: Draft, rows: Numbers) -> None:
    undecided(draft, rows)
    draft.first[rows] = FIRST


def last_day(draft: Draft, rows: Numbers) -> None:
    undecided(draft, rows)
    draft.first[rows] = np.busday_offset(ON, -20)


def day_before(draft: Draft, rows: Numbers) -> None:
    undecided(draft, rows)
    draft.first[rows] = np.busday_offset(ON, -19)


def no_reason(draft: Draft, rows: Numbers) -> None:
    draft.reason[rows] = None


def too_much(draft: Draft, rows: Numbers) -> None:
    draft.fee[rows] += 1


def accepted_wrongly(draft: Draft, rows: Numbers) -> None:
    draft.in_scope[rows] = False


def refused_wrongly(draft: Draft, rows: Numbers) -> None:
    draft.complete[rows] = True


def unknown_limit(draft: Draft, rows: Numbers) -> None:
    draft.limit[rows] = "cn.nowhere/1"


def never_accepted(draft: Draft, rows: Numbers) -> None:
    draft.after["accepted"][rows] = -1


def unknown_event(draft: Draft, rows: Numbers) -> None:
    draft.renamed |= dict.fromkeys(rows.tolist(), "approved")


def copies_not_told(draft: Draft, rows: Numbers) -> None:
    draft.copies[rows] = None


def conditions_not_told(draft: Draft, rows: Numbers) -> None:
    draft.complete[rows] = None


def no_tariff(draft: Draft, rows: Numbers) -> None:
    draft.fee[rows] = 2_000


def below_zero(draft: Draft, rows: Numbers) -> None:
    draft.fee[rows] = -1


#: The fault, the kind of application that can have it, and the code that tells of it.
FAULTS: list[tuple[Callable[[Draft, Numbers], None], int, str]] = [
    (late, 0, "S0902"),
    (overdue, 0, "S0902"),
    (last_day, 0, "S0901"),
    (day_before, 0, "S0901"),
    (unknown_limit, 0, "S0001"),
    (never_accepted, 0, "S0001"),
    (unknown_event, 0, "S0001"),
    (no_tariff, 0, "S0002"),
    (late_in_the_office, 1, "S0902"),
    (late_stage, 1, "S0903"),
    (too_much, 1, "S0905"),
    (accepted_wrongly, 1, "S0906"),
    (copies_not_told, 1, "S0002"),
    (conditions_not_told, 1, "S0002"),
    (below_zero, 1, "not-a-number"),
    (no_reason, 2, "S0904"),
    (refused_wrongly, 2, "S0907"),
]


def applications(count: int, seed: int = 7) -> tuple[pa.Table, pa.Table, pa.Table]:
    """The applications, their events, and what must be found."""
    draft = Draft(count, seed)
    draw = np.random.default_rng(seed + 1)
    has_fault = draw.random(count) < 1 / ONE_IN
    choice = draw.random(count)
    rows_of: dict[int, Numbers] = {}
    for kind in (0, 1, 2):
        faults = [number for number, (_, of, _) in enumerate(FAULTS) if of == kind]
        picked = np.minimum((choice * len(faults)).astype(int), len(faults) - 1)
        for place, number in enumerate(faults):
            rows_of[number] = np.flatnonzero(has_fault & (draft.kind == kind) & (picked == place))
    for number, rows in rows_of.items():
        FAULTS[number][0](draft, rows)
    cases = np.char.add("A-", np.char.zfill(np.arange(count).astype(str), 8))
    hundredths = pa.array([None if fee is None else int(fee) for fee in draft.fee], pa.int64())
    table = pa.table({
        "case": cases,
        "office": pa.array(draft.office.tolist(), pa.string()),
        "limit": pa.array(draft.limit.tolist(), pa.string()),
        "fee": cents(hundredths),
        "complete": pa.array(draft.complete.tolist(), pa.bool_()),
        "in_scope": pa.array(draft.in_scope.tolist(), pa.bool_()),
        "copies": pa.array(draft.copies.tolist(), pa.int32()),
    })
    planted_rows = np.concatenate([rows_of[number] for number in rows_of])
    codes = np.concatenate([np.full(len(rows), FAULTS[number][2]) for number, rows in rows_of.items()])
    names = np.concatenate([np.full(len(rows), FAULTS[number][0].__name__) for number, rows in rows_of.items()])
    order = np.argsort(planted_rows)
    told = pa.table({"row": planted_rows[order], "case": cases[planted_rows[order]], "code": codes[order], "fault": names[order]})
    return table, events_of(draft, cases), told


def cents(hundredths: pa.Array) -> pa.Array:
    """Amounts with two decimals."""
    scaled = hundredths.cast(pa.decimal128(19, 0))
    return pa.Array.from_buffers(pa.decimal128(19, 2), len(scaled), scaled.buffers())


def events_of(draft: Draft, cases: Numbers) -> pa.Table:
    """What happened, application by application in its order."""
    rows = np.concatenate([np.flatnonzero(draft.after[name] >= 0) for name in STEPS])
    steps = np.concatenate([np.full((draft.after[name] >= 0).sum(), step) for step, name in enumerate(STEPS)])
    days = np.concatenate([draft.after[name][draft.after[name] >= 0] for name in STEPS])
    order = np.lexsort((steps, days, rows))
    rows, steps, days = rows[order], steps[order], days[order]
    names = np.array(STEPS, object)[steps]
    renamed = np.isin(rows, list(draft.renamed)) & (steps == STEPS.index("delivered"))
    names[renamed] = [draft.renamed[row] for row in rows[renamed]]
    reasons = np.full(len(rows), None, object)
    refused, stopped = steps == STEPS.index("refused"), steps == STEPS.index("stopped")
    reasons[refused] = draft.reason[rows[refused]]
    reasons[stopped] = "testing"
    day = np.busday_offset(draft.first[rows], days)
    columns = [pa.array(cases[rows]), pa.array(names.tolist()), pa.array(day), pa.array(reasons.tolist(), pa.string())]
    return pa.table(columns, schema=EVENTS)


def in_lists(table: pa.Table, events: pa.Table) -> pa.Table:
    """The same with the events of each application in a list; they stand together, in the order of the applications."""
    cases = table["case"].to_numpy()
    of = np.searchsorted(cases, events["case"].to_numpy())
    starts = np.searchsorted(of, np.arange(len(cases) + 1))
    structs = pa.StructArray.from_arrays(
        [events[name].combine_chunks() for name in EVENTS.names[1:]], fields=list(EVENTS)[1:]
    )
    return table.append_column("events", pa.ListArray.from_arrays(pa.array(starts, pa.int32()), structs))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("applications", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--lists", action="store_true", help="events in lists, and the findings as a stream")
    parser.add_argument("--threads", type=int, help="as many as the machine has if left out")
    arguments = parser.parse_args()
    table, events, told = applications(arguments.applications, arguments.seed)

    import evenhand

    book = evenhand.load()
    options: dict[str, Any] = {"facts": FACTS, "on": str(ON), "threads": arguments.threads}
    if arguments.lists:
        table = in_lists(table, events)
        start = perf_counter()
        stream = book.applications_stream(table, **options)
        found = pa.table(stream)
        report = stream.approvals
    else:
        start = perf_counter()
        report = book.applications_frame(table, events=events, **options)
        found = pa.table(report.findings)
    seconds = perf_counter() - start
    missed, other = planted.differences(found, told)
    print(
        f"{report.read:,} applications with {events.num_rows:,} events, {told.num_rows:,} with a planted fault: "
        f"{told.num_rows - len(missed):,} found, {len(missed)} missed, {len(other)} findings beside them; {seconds:.1f} s"
    )
    for row, code in missed[:10]:
        print(f"missed: row {row}, {code}")
    for row, code in other[:10]:
        print(f"not planted: row {row}, {code}")
    return 1 if missed or other else 0


if __name__ == "__main__":
    sys.exit(main())

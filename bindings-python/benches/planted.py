"""A caseload of decided cases with planted faults, and what supervision must find in it: those faults, nothing else.

    python bindings-python/benches/planted.py 400000                  # supervises it and compares
    python bindings-python/benches/planted.py 4000 --folder caseload  # writes it as Parquet files

What is right is written here from the documents: the fines from the ordinance of Dongying and the standard of Shaanxi, the
steps, the limits and who decides from the Administrative Penalty Law. Nothing here asks the library.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow
import pyarrow.parquet

DONGYING = ("cn.dongying.city-appearance", datetime.date(2016, 12, 1))
SHAANXI = ("cn.shaanxi.fire", datetime.date(2021, 11, 9))
LAW = "cn.administrative-penalty-law"
OFFICES = ["东城分局", "西城分局", "河口分局", "垦利分局", "广饶分局", "利津分局"]
OFFICERS = ["Zhao", "Qian", "Sun", "Li", "Zhou", "Wu", "Zheng", "Wang"]
FIRST = datetime.date(2026, 1, 5)
DAYS = 260
# One case in so many has a fault.
ONE_IN = 40

DENIED = {
    name: False
    for name in (
        "harm_removed coerced confessed merit lenient_by_other_rule trivial promptly_corrected first_violation "
        "proved_without_fault emergency_measures complex_or_grave public_interest several_relations hearing_requested "
        "gains_to_confiscate large_confiscation evidence_registered absent"
    ).split()
}


@dataclass
class Range:
    """What a document leaves for a case: the range of its rule, and that of the law where it is another."""

    low: Decimal
    high: Decimal
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass
class Case:
    """A case as it is decided."""

    item: str
    version: tuple[str, datetime.date]
    range: Range
    facts: dict[str, Any]
    decided: datetime.date
    fine: Decimal | None
    days: dict[str, datetime.date]
    events: dict[str, tuple[datetime.date, list[str]]]
    tier: str | None = None
    measures: list[str] = field(default_factory=list)
    circumstances: list[dict[str, str | None]] = field(default_factory=list)
    procedure: str = "ordinary"
    by: str = "head"
    persons: list[str] = field(default_factory=list)
    cited: dict[str, Any] | None = None
    amount: str | None = None


def before(day: datetime.date, days: int) -> datetime.date:
    return day - datetime.timedelta(days=days)


def right(dice: random.Random) -> Case:
    """A case without fault."""
    kind = dice.randrange(5)
    facts: dict[str, Any] = dict(DENIED) | {"party": "organisation"}
    tier, measures, version = None, [], DONGYING
    if kind == 0:
        # Article 46(4): 100 yuan a square metre, at most 2,000, after an order to correct.
        area = Decimal(dice.randrange(1, 4000)) / 100
        item, fine = "46-4", min(100 * area, Decimal(2000))
        left = Range(fine, fine)
        facts |= {"area": float(area), "refused_to_correct": True}
    elif kind == 1:
        # Article 46(5): 200 to 2,000 yuan.
        item, left = "46-5", Range(Decimal(200), Decimal(2000), Decimal(200), Decimal(2000))
    elif kind == 2:
        # Article 46(10): 50 to 200 yuan an animal, at most 2,000; the animals are confiscated.
        head = dice.randrange(1, 60)
        low, high = (min(Decimal(each * head), Decimal(2000)) for each in (50, 200))
        item, left = "46-10", Range(low, high, low, high)
        facts["head"] = head
        measures = ["confiscate-goods"]
    elif kind == 3:
        # Article 47(1): 200 yuan a square metre, at most 2,000.
        area = Decimal(dice.randrange(1, 2000)) / 100
        item, fine = "47-1", min(200 * area, Decimal(2000))
        left = Range(fine, fine)
        facts["area"] = float(area)
    else:
        # Article 60 of the Fire Protection Law, 5,000 to 50,000 yuan, in the bands of article 6 of the standard.
        severity, tier, lower, upper = dice.choice(
            [("lighter", "较轻", 5000, 18500), ("ordinary", "一般", 18500, 36500), ("serious", "严重", 36500, 50000)]
        )
        item, version = "60", SHAANXI
        left = Range(Decimal(lower), Decimal(upper), Decimal(5000), Decimal(50000))
        facts["severity"] = severity
        measures = ["order-to-correct"]
    decided = FIRST + datetime.timedelta(days=dice.randrange(DAYS))
    head_of_office, first, second = dice.sample(OFFICERS, 3)
    fine = left.low + (left.high - left.low) * Decimal(dice.randrange(5)) / 4
    return Case(
        item=f"{version[0]}/{item}",
        version=version,
        range=left,
        facts=facts,
        decided=decided,
        fine=fine.quantize(Decimal("0.01")),
        tier=tier,
        measures=measures,
        days={"acted": before(decided, 61), "found": before(decided, 54)},
        events={
            "filed": (before(decided, 52), [head_of_office]),
            "investigated": (before(decided, 42), [first, second]),
            "penalty_told": (before(decided, 21), [first]),
            "hearing_right_told": (before(decided, 21), [first]),
            "delivered": (before(decided, -1), [second]),
        },
        persons=[head_of_office],
        cited={"pack": version[0], "in_force": str(version[1])},
    )


def below(case: Case, _: random.Random) -> str | None:
    # A cent less, where it stays above zero; whether that is below the law hangs on the lower end.
    if case.range.least is None or case.range.low <= Decimal("0.01"):
        return None
    case.fine = case.range.low - Decimal("0.01")
    return "S0103" if case.fine < case.range.least else "S0101"


def above(case: Case, _: random.Random) -> str | None:
    if case.range.most is None:
        return None
    case.fine = case.range.high + Decimal("0.01")
    return "S0104" if case.fine > case.range.most else "S0102"


def not_fined(case: Case, _: random.Random) -> str | None:
    case.fine = None
    return "S0106"


def child(case: Case, _: random.Random) -> str | None:
    if case.version == SHAANXI or case.measures:
        return None
    case.facts["age"] = 13
    case.circumstances = [{"circumstance": f"{LAW}/30-1", "reason": None}]
    return "S0105"


def too_late(case: Case, _: random.Random) -> str | None:
    if case.version == SHAANXI or case.measures:
        return None
    # Two years after the end of the act, and not found within them.
    case.days["acted"] = before(case.days["found"], 800)
    case.facts["life_or_finance"] = False
    return "S0107"


def unknown_tier(case: Case, _: random.Random) -> str | None:
    case.tier = "不存在的档次"
    return "S0201"


def jumped(case: Case, dice: random.Random) -> str | None:
    order = ["较轻", "一般", "严重"]
    if case.tier not in order:
        return None
    own = order.index(case.tier)
    case.tier = dice.choice([tier for tier in order if tier != case.tier])
    return "S0202" if order.index(case.tier) > own else "S0203"


def ignored(case: Case, _: random.Random) -> str | None:
    case.facts["harm_removed"] = True
    return "S0301"


def not_established(case: Case, _: random.Random) -> str | None:
    case.circumstances = [{"circumstance": f"{LAW}/32-1", "reason": "told by the party"}]
    return "S0302"


def without_reason(case: Case, _: random.Random) -> str | None:
    if case.version == SHAANXI or case.measures:
        return None
    case.facts |= {"first_violation": True, "promptly_corrected": True, "harm": "slight"}
    case.circumstances = [{"circumstance": f"{LAW}/33-1-first", "reason": None}]
    case.fine = None
    return "S0303"


def measure_missing(case: Case, _: random.Random) -> str | None:
    if not case.measures:
        return None
    case.measures = []
    return "S0401"


def measure_without_basis(case: Case, _: random.Random) -> str | None:
    case.measures = [*case.measures, "detention"]
    return "S0402"


def summary(case: Case, _: random.Random) -> str | None:
    if case.fine is None or case.fine <= 3000:
        return None
    officer = case.events["penalty_told"][1]
    case.procedure, case.by, case.persons = "summary", "officer", officer
    case.events = {
        "penalty_told": (case.decided, officer),
        "delivered": (case.decided, officer),
        "reported": (before(case.decided, -1), officer),
    }
    return "S0501"


def step_missing(case: Case, dice: random.Random) -> str | None:
    del case.events[dice.choice(["filed", "investigated", "penalty_told", "delivered"])]
    return "S0502"


def told_afterwards(case: Case, _: random.Random) -> str | None:
    case.events["penalty_told"] = (before(case.decided, -2), case.events["penalty_told"][1])
    return "S0503"


def officer(case: Case, _: random.Random) -> str | None:
    case.by = "officer"
    return "S0601"


def same_person(case: Case, _: random.Random) -> str | None:
    case.persons = [*case.persons, case.events["investigated"][1][0]]
    return "S0602"


def long(case: Case, _: random.Random) -> str | None:
    # Article 60: ninety days; no holiday moves their end by twenty.
    case.events["filed"] = (before(case.decided, 110), case.events["filed"][1])
    return "S0701"


def wrong_law(case: Case, _: random.Random) -> str | None:
    case.cited = {"pack": case.version[0], "in_force": "1999-01-01"}
    return "S0801"


def unknown_item(case: Case, _: random.Random) -> str | None:
    case.item = "cn.nowhere/1"
    return "S0001"


def not_told(case: Case, _: random.Random) -> str | None:
    case.cited = None
    return "S0002"


def no_amount(case: Case, _: random.Random) -> str | None:
    case.amount = "two thousand"
    return "not-a-number"


FAULTS: list[Callable[[Case, random.Random], str | None]] = [
    below,
    above,
    not_fined,
    child,
    too_late,
    unknown_tier,
    jumped,
    ignored,
    not_established,
    without_reason,
    measure_missing,
    measure_without_basis,
    summary,
    step_missing,
    told_afterwards,
    officer,
    same_person,
    long,
    wrong_law,
    unknown_item,
    not_told,
    no_amount,
]

CASES = pyarrow.schema(
    {
        "case": pyarrow.string(),
        "office": pyarrow.string(),
        "item": pyarrow.string(),
        "facts": pyarrow.string(),
        "acted": pyarrow.date32(),
        "found": pyarrow.date32(),
        "decided": pyarrow.date32(),
        "fine": pyarrow.string(),
        "tier": pyarrow.string(),
        "measures": pyarrow.list_(pyarrow.string()),
        "circumstances": pyarrow.list_(pyarrow.struct({"circumstance": pyarrow.string(), "reason": pyarrow.string()})),
        "procedure": pyarrow.string(),
        "by": pyarrow.string(),
        "persons": pyarrow.list_(pyarrow.string()),
        "version": pyarrow.struct({"pack": pyarrow.string(), "in_force": pyarrow.string()}),
    }
)
EVENTS = pyarrow.schema(
    {
        "case": pyarrow.string(),
        "event": pyarrow.string(),
        "day": pyarrow.date32(),
        "persons": pyarrow.list_(pyarrow.string()),
    }
)
PLANTED = pyarrow.schema({"row": pyarrow.int64(), "case": pyarrow.string(), "code": pyarrow.string(), "fault": pyarrow.string()})


def caseload(cases: int, seed: int = 7) -> tuple[pyarrow.Table, pyarrow.Table, pyarrow.Table]:
    """The cases, their events, and what must be found."""
    dice = random.Random(seed)
    rows: dict[str, list[Any]] = {name: [] for name in CASES.names}
    events: dict[str, list[Any]] = {name: [] for name in EVENTS.names}
    planted: dict[str, list[Any]] = {name: [] for name in PLANTED.names}
    for row in range(cases):
        case = right(dice)
        number = f"{case.decided.year}-{row:07}"
        if dice.randrange(ONE_IN) == 0:
            code = None
            while code is None:
                fault = dice.choice(FAULTS)
                code = fault(case, dice)
            for name, value in zip(PLANTED.names, (row, number, code, fault.__name__), strict=True):
                planted[name].append(value)
        fine = None if case.fine is None else str(case.fine)
        values = {
            "case": number,
            "office": dice.choice(OFFICES),
            "item": case.item,
            "facts": json.dumps(case.facts),
            "acted": case.days["acted"],
            "found": case.days["found"],
            "decided": case.decided,
            "fine": case.amount or fine,
            "tier": case.tier,
            "measures": case.measures,
            "circumstances": case.circumstances,
            "procedure": case.procedure,
            "by": case.by,
            "persons": case.persons,
            "version": case.cited,
        }
        for name, value in values.items():
            rows[name].append(value)
        for event, (day, persons) in case.events.items():
            for name, value in zip(EVENTS.names, (number, event, day, persons), strict=True):
                events[name].append(value)
    return (
        pyarrow.table(rows, schema=CASES),
        pyarrow.table(events, schema=EVENTS),
        pyarrow.table(planted, schema=PLANTED),
    )


def differences(found: pyarrow.Table, planted: pyarrow.Table) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """What was planted and not found, and what was found and not planted."""

    def pairs(table: pyarrow.Table) -> list[tuple[int, str]]:
        return list(zip(table["row"].to_pylist(), table["code"].to_pylist(), strict=True))

    missed, other = Counter(pairs(planted)), Counter(pairs(found))
    missed, other = missed - other, other - missed
    return sorted(missed.elements()), sorted(other.elements())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="write cases.parquet, events.parquet and planted.parquet here")
    arguments = parser.parse_args()
    cases, events, planted = caseload(arguments.cases, arguments.seed)
    if arguments.folder is not None:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        for name, table in (("cases", cases), ("events", events), ("planted", planted)):
            pyarrow.parquet.write_table(table, arguments.folder / f"{name}.parquet")
        return 0

    import evenhand

    book = evenhand.load()
    start = perf_counter()
    report = book.supervise_frame(cases, events=events)
    seconds = perf_counter() - start
    missed, other = differences(pyarrow.table(report.findings), planted)
    print(
        f"{report.read:,} cases, {planted.num_rows:,} with a planted fault: {planted.num_rows - len(missed):,} found, "
        f"{len(missed)} missed, {len(other)} findings beside them; {seconds:.1f} s"
    )
    for row, code in missed[:10]:
        print(f"missed: row {row}, {code}")
    for row, code in other[:10]:
        print(f"not planted: row {row}, {code}")
    return 1 if missed or other else 0


if __name__ == "__main__":
    sys.exit(main())

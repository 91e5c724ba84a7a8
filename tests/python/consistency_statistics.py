"""Works out tests/vectors/consistency-statistics.json, from the definitions, without the library.

    python tests/python/consistency_statistics.py          # checks the file
    python tests/python/consistency_statistics.py --write  # writes it

Every median is that of a sorted list, every probability a count of orders or of coin tosses, every root has 60 digits:
nothing here is counted by place, taken apart or approximated as in the library.
"""

import json
import random
import sys
from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction
from itertools import combinations, permutations
from math import comb, floor
from pathlib import Path

getcontext().prec = 60
FILE = Path(__file__).parent.parent / "vectors" / "consistency-statistics.json"
# Those of tests/vectors/consistency/limits.toml.
DECISIONS, GROUPS, MONTH_DECISIONS, MONTHS = 5, 2, 3, 4
Z90, TAIL = Decimal("1.644854"), Fraction(5, 100)
# All orders of seven months are 5,040.
MONTHS_DRAWN = [
    [(2025, month) for month in range(4, 11)],
    [(2025, 11), (2025, 12), (2026, 1), (2026, 2), (2026, 3)],
    [(2024, 2), (2024, 9), (2025, 1), (2025, 12), (2026, 1), (2026, 7)],
]
Z, DIFFERENCE, LEVEL = Fraction(7, 2), Fraction(1, 10), Fraction(1, 10)


def text(value, places=6):
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    digits = format(rounded, "f").rstrip("0").rstrip(".")
    return "0" if digits in ("-0", "") else digits


def six(value):
    """To six decimals, a half up."""
    return Fraction(floor(value * 10**6 + Fraction(1, 2)), 10**6)


def few(of, have, need):
    return {"too_few": {"of": of, "have": have, "need": need}}


def median(values):
    ordered = sorted(values)
    count = len(ordered)
    return Fraction(ordered[(count - 1) // 2] + ordered[count // 2], 2)


def median_interval(values):
    ordered, count = sorted(values), len(values)
    rank = max(r for r in range(count) if sum(comb(count, i) for i in range(r)) <= TAIL * 2**count)
    return ordered[rank - 1], ordered[count - rank]


def wilson(count, of):
    p, n = Decimal(count) / of, Decimal(of)
    centre = (p + Z90**2 / (2 * n)) / (1 + Z90**2 / n)
    half = Z90 / (1 + Z90**2 / n) * (p * (1 - p) / n + Z90**2 / (4 * n * n)).sqrt()
    return [Fraction(text(end)) for end in (centre - half, centre + half)]


class Row:
    def __init__(self, item, office, officer, month, low, high, fine, flagged):
        self.item, self.office, self.officer, self.month = item, office, officer, month
        self.low, self.high, self.fine, self.flagged = low, high, Fraction(fine), flagged
        self.kind = "no_range" if low is None else "below" if self.fine < low else "above" if self.fine > high else (
            "points" if low == high else "placed"
        )
        if self.kind == "placed":
            exact = (self.fine - low) / (high - low)
            self.place = Fraction(floor(exact * 10000 + Fraction(1, 2)), 10000)
            self.minimum, self.maximum = exact == 0, exact == 1

    def written(self, line):
        low, high = ("", "") if self.low is None else (str(self.low), str(self.high))
        flagged = {None: "", True: "true", False: "false"}[self.flagged]
        day = f"{self.month[0]}-{self.month[1]:02}-{1 + line % 28:02}"
        return ["", self.item, "", "", self.office, self.officer, day, low, high, text(self.fine, 4), flagged]


def figures(rows):
    placed = [row for row in rows if row.kind == "placed"]
    examined = [row for row in rows if row.flagged is not None]
    places = [row.place for row in placed]
    told = {
        "decisions": len(rows),
        "placed": len(placed),
        "at_minimum": sum(row.minimum for row in placed),
        "at_maximum": sum(row.maximum for row in placed),
        "examined": len(examined),
        "flagged": sum(row.flagged for row in examined),
    } | {kind: sum(row.kind == kind for row in rows) for kind in ("points", "below", "above", "no_range")}
    if len(placed) < DECISIONS:
        told["place"] = few("decisions", len(placed), DECISIONS)
    else:
        middle = median(places)
        told["place"] = {
            "median": text(middle),
            "interval": [text(end) for end in median_interval(places)],
            "mad": text(median([abs(place - middle) for place in places])),
        }
    for name, count, of in (
        ("minimum", told["at_minimum"], len(placed)),
        ("maximum", told["at_maximum"], len(placed)),
        ("findings", told["flagged"], len(examined)),
    ):
        told[name] = few("decisions", of, DECISIONS) if of < DECISIONS else {
            "share": text(Fraction(count, of)), "interval": [text(end) for end in wilson(count, of)],
        }
    return told


MEASURES = {
    "place": lambda row: row.place if row.kind == "placed" else None,
    "minimum": lambda row: row.minimum if row.kind == "placed" else None,
    "maximum": lambda row: row.maximum if row.kind == "placed" else None,
    "flagged": lambda row: row.flagged,
}


def standing(own, everything, measure, same_item):
    """The value of a group, between what it lies, and of how many decisions; or that there are too few."""
    counted = [(row, MEASURES[measure](row)) for row in own]
    counted = [(row, value) for row, value in counted if value is not None]
    if not same_item:
        values, expected = [value for _, value in counted], Fraction(0)
        lacking = "decisions"
    else:
        values, expected, lacking = [], Fraction(0), "comparable-decisions"
        for item in {row.item for row in own}:
            ours = [value for row, value in counted if row.item == item]
            theirs = [MEASURES[measure](row) for row in everything if row.item == item and row not in own]
            theirs = [value for value in theirs if value is not None]
            if len(theirs) < DECISIONS:
                continue
            if measure == "place":
                values += [value - median(theirs) for value in ours]
            else:
                values += ours
                expected += six(Fraction(sum(theirs), len(theirs)) * len(ours))
    if len(values) < DECISIONS:
        return few(lacking, len(values), DECISIONS)
    if measure == "place":
        low, high = median_interval(values)
        return len(values), median(values), low, high
    of = len(values)
    expected = six(expected / of)
    low, high = wilson(sum(values), of)
    return of, six(Fraction(sum(values), of)) - expected, low - expected, high - expected


def compared(groups, everything, measure, same_item):
    standings = {name: standing(own, everything, measure, same_item) for name, own in groups.items()}
    told = {name: found for name, found in standings.items() if not isinstance(found, dict)}
    answers = {}
    for name, found in standings.items():
        if name not in told:
            answers[name] = found
            continue
        others = [other for key, other in told.items() if key != name]
        if len(others) < GROUPS:
            answers[name] = few("other-groups", len(others), GROUPS)
            continue
        of, value, low, high = found
        middle = median([other[1] for other in others])
        spread = median([abs(other[1] - middle) for other in others])
        distance = value - middle
        score = Fraction(6745, 10000) * distance / spread if spread else (0 if distance == 0 else None)
        answers[name] = {
            "decisions": of,
            "value": text(Fraction(value)),
            "interval": [text(Fraction(low)), text(Fraction(high))],
            "others": text(middle),
            "robust_z": "unbounded" if score is None else text(Fraction(score)),
            "rank": [1 + sum(other[2] > high for other in others), len(told) - sum(other[3] < low for other in others)],
            "of": len(told),
            "apart": (score is None or abs(score) >= Z) and abs(distance) >= DIFFERENCE and not low <= middle <= high,
        }
    return answers


def drift(values):
    """Of (month, value) in order; the probability counts all orders of the values."""
    if len(values) < MONTHS:
        return few("months", len(values), MONTHS)

    def rising(numbers):
        return sum((later > earlier) - (later < earlier) for earlier, later in combinations(numbers, 2))

    numbers = [value for _, value in values]
    statistic = rising(numbers)
    orders = [abs(rising(order)) >= abs(statistic) for order in permutations(numbers)]
    chance = Fraction(-(-sum(orders) * 10**6 // len(orders)), 10**6)
    index = [year * 12 + month for (year, month), _ in values]
    slope = median([Fraction(b - a) / (j - i) for (i, a), (j, b) in combinations(zip(index, numbers), 2)])
    change = slope * (index[-1] - index[0])
    return {
        "months": len(values),
        "from": "{}-{:02}".format(*values[0][0]),
        "to": "{}-{:02}".format(*values[-1][0]),
        "statistic": statistic,
        "chance": text(chance),
        "slope": text(slope),
        "change": text(change),
        "drifts": chance <= LEVEL and abs(change) >= DIFFERENCE,
    }


def series(rows, everything):
    usual = {}
    for item in {row.item for row in everything}:
        places = [row.place for row in everything if row.item == item and row.kind == "placed"]
        usual[item] = median(places) if places else Fraction(0)
    places, rates = [], []
    for month in sorted({row.month for row in rows}):
        of_month = [row for row in rows if row.month == month]
        distances = [row.place - usual[row.item] for row in of_month if row.kind == "placed"]
        if len(distances) >= MONTH_DECISIONS:
            places.append((month, median(distances)))
        flags = [row.flagged for row in of_month if row.flagged is not None]
        if len(flags) >= MONTH_DECISIONS:
            rates.append((month, Fraction(sum(flags), len(flags))))
    return {"place": drift(places), "findings": drift(rates)}


def by(rows, key):
    groups = {}
    for row in rows:
        if key(row)[-1]:
            groups.setdefault(key(row), []).append(row)
    return dict(sorted(groups.items()))


def drawn(seed):
    """Decisions with ties, ends, points, amounts outside the range, rare items, small groups and lost names."""
    source = random.Random(seed)
    items = {"a/1": (200, 2000), "a/2": (0, 30000), "b/7": (1000, 1003), "b/8": (500, 500)}
    rows = []
    for _ in range(source.randrange(40, 170)):
        item = source.choices(list(items), [5, 4, 2, 1])[0]
        low, high = items[item]
        office = source.choices(["East", "West", "North", ""], [4, 4, 2, 1])[0]
        officer = source.choices(["Li", "Wang", "Zhao", "Qian", ""], [4, 4, 3, 1, 1])[0]
        bias = Fraction(6, 10) if (office, officer) == ("East", "Li") and seed % 2 else 0
        share = min(Fraction(1), Fraction(source.choice([0, 0, 0, 1, 2, 3, 5, 7, 10]), 10) + bias)
        fine = low + share * (high - low) + Fraction(source.choice([0, 0, 0, 1, 33]), 100)
        low, high = source.choices([(low, high), (None, None), (high, high)], [20, 1, 1])[0]
        flagged = source.choice([None, True, False, False, False])
        month = source.choice(MONTHS_DRAWN[seed % 3])
        rows.append(Row(item, office, officer, month, low, high, fine, flagged))
    return rows


def worked_out(seed):
    rows = drawn(seed)
    kinds = {
        "officers": by(rows, lambda row: (row.office, row.officer)),
        "offices": by(rows, lambda row: (row.office,)),
        "items": by(rows, lambda row: (row.item,)),
    }
    expect = {"whole": figures(rows)}
    for kind, groups in kinds.items():
        told = {measure: compared(groups, rows, measure, kind != "items") for measure in MEASURES}
        expect[kind] = [
            {"name": name[-1], "figures": figures(own), "compared": {measure: told[measure][name] for measure in MEASURES}}
            for name, own in groups.items()
        ]
    named = [("whole", None, rows)]
    named += [("office", name[0], own) for name, own in kinds["offices"].items()]
    named += [("item", name[0], own) for name, own in kinds["items"].items()]
    expect["series"] = [{"kind": kind, "name": name} | series(own, rows) for kind, name, own in named]
    return {"name": f"drawn {seed}", "rows": [row.written(line) for line, row in enumerate(rows)], "expect": expect}


def lines(cases):
    """A line a row, so that changes can be read."""
    parts = []
    for case in cases:
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in case["rows"])
        expect = json.dumps(case["expect"], ensure_ascii=False)
        parts.append(f'{{"name": {json.dumps(case["name"])}, "rows": [\n{rows}],\n"expect": {expect}}}')
    return "[\n" + ",\n".join(parts) + "\n]\n"


def main():
    text_of_file = lines([worked_out(seed) for seed in range(6)])
    if "--write" in sys.argv[1:]:
        FILE.write_text(text_of_file, encoding="utf-8")
    elif FILE.read_text(encoding="utf-8") != text_of_file:
        sys.exit(f"{FILE.name} differs from what is worked out")
    print(f"{FILE.name}: 6 caseloads")


main()

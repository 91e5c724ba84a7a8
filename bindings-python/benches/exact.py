"""The fines of `cn.hangzhou.shop-display/1`, worked out with fractions from the text of the rule: what everyone is held
against. The library has no part in it; that it follows the rule is shown by the rule's own examples, worked out by hand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

PACK = Path(__file__).parents[2] / "rules-data" / "packs" / "cn" / "hangzhou" / "shop-display.toml"

#: Up to which area a tier goes, and the least and the highest amount in it; the last has no end.
TIERS = ((1, 50, 200), (3, 200, 500), (5, 500, 1000), (None, 1000, 2000))

#: Every area up to 15 square metres in steps of a hundredth, for the first time and repeated: beyond, all fines are 2,000.
CASES = [(Decimal(hundredths).scaleb(-2), repeat) for hundredths in range(1, 1501) for repeat in (False, True)]


def within(amount: Fraction, least: int, most: int) -> Fraction:
    """The amount, moved into a range."""
    return max(Fraction(least), min(Fraction(most), amount))


def fine(area: Decimal, repeat: bool) -> Decimal:
    """The fine in yuan: 185 a square metre within its tier, 1.3 times that if repeated, half up to the hundredth."""
    least, most = next((least, most) for end, least, most in TIERS if end is None or area <= end)
    amount = within(185 * Fraction(area), least, most)
    if repeat:
        amount *= Fraction(13, 10)
    return Decimal(floor(within(amount, 50, 2000) * 100 + Fraction(1, 2))).scaleb(-2)


def check_examples() -> None:
    """Stops if an example of the pack has another fine."""
    with PACK.open("rb") as file:
        examples = tomllib.load(file, parse_float=Decimal)["penalty"]["1"]["examples"]
    for example in examples:
        area, repeat = Decimal(example["given"]["area"]), example["given"]["repeat"]
        if fine(area, repeat) != example["fine"]:
            raise SystemExit(f"area {area}, repeat {repeat}: {fine(area, repeat)}, but the pack says {example['fine']}")


def read(amount: object) -> Decimal:
    """What somebody's number says in hundredths of a yuan: a float may miss them by any amount below half of one."""
    return Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def wrong(fines: Iterable[object]) -> float:
    """The share of the fines of all cases that are not the fine."""
    pairs = list(zip(fines, CASES, strict=True))
    return sum(read(given) != fine(*case) for given, case in pairs) / len(pairs)


def wrong_one_by_one(single: Callable[[float, bool], object]) -> float:
    """The same for somebody who takes one case at a time."""
    return wrong(single(float(area), repeat) for area, repeat in CASES)

"""Exact numbers: decimal texts, fractions, roundings. No float anywhere."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Ends = tuple[Fraction, Fraction]

DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
CENT = Fraction(1, 100)


def decimal(text: str) -> Fraction | None:
    """The number that a decimal text stands for; none where it is no plain decimal."""
    return Fraction(text) if DECIMAL.fullmatch(text) else None


def number(value: object) -> Fraction:
    """A number of a TOML file, which may also stand in a text, as a fraction or with a percent sign."""
    if isinstance(value, bool):
        raise TypeError(f"expected a number, found {value!r}")
    if isinstance(value, (int, Decimal)):
        return Fraction(value)
    from reference.feel.parser import constant

    return constant(str(value))


def decimals(value: Fraction) -> int | None:
    """How many decimals a number needs; none where no number of decimals is enough."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def written(value: Fraction) -> str:
    """A decimal without zeros at its end, or a fraction in lowest terms where no decimal is exact."""
    places = decimals(value)
    if not places:
        return str(value)
    whole, behind = divmod(abs(value.numerator) * 10**places // value.denominator, 10**places)
    return f"{'-' if value < 0 else ''}{whole}.{behind:0{places}d}"


@dataclass(frozen=True)
class Rounding:
    """Rounding to multiples of a step."""

    to: Fraction
    mode: str

    def __call__(self, value: Fraction) -> Fraction:
        steps = abs(value) / self.to
        whole, rest = steps.numerator // steps.denominator, steps % 1
        match self.mode:
            case "up":
                more = rest > 0
            case "down":
                more = False
            case "half-up":
                more = rest >= Fraction(1, 2)
            case "half-down":
                more = rest > Fraction(1, 2)
            case _:
                raise ValueError(f"expected a mode of rounding, found {self.mode!r}")
        rounded = (whole + more) * self.to
        return -rounded if value < 0 else rounded


MONEY = Rounding(CENT, "half-up")


def root(value: Fraction) -> Fraction:
    """The square root: exact where it is rational, else half up to twenty decimals."""
    from math import isqrt

    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    # Twenty decimals and one more: no tie is possible, since the root has no end.
    scaled = isqrt(value.numerator * 10**42 // value.denominator)
    return Rounding(Fraction(1, 10**20), "half-up")(Fraction(scaled, 10**21))

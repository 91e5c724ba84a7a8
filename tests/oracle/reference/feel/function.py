"""The functions of the formula language."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from reference.exact import Rounding, root
from reference.fault import Fault


def median(*numbers: Fraction) -> Fraction:
    """The middle number, or the mean of the two in the middle."""
    ordered, half = sorted(numbers), len(numbers) // 2
    return ordered[half] if len(numbers) % 2 else (ordered[half - 1] + ordered[half]) / 2


def mean(*numbers: Fraction) -> Fraction:
    """The mean."""
    return Fraction(sum(numbers)) / len(numbers)


def deviation(*numbers: Fraction) -> Fraction:
    """The standard deviation of a sample."""
    middle = mean(*numbers)
    return root(sum((number - middle) ** 2 for number in numbers) / Fraction(len(numbers) - 1))


def to_scale(rounded: Callable[[Fraction], int]) -> Callable[..., Fraction]:
    """`floor` or `ceiling`, to a number of decimals if one is given."""

    def function(number: Fraction, scale: Fraction = Fraction(0)) -> Fraction:
        step = Fraction(10) ** -int(scale)
        return rounded(number / step) * step

    return function


def remainder(number: Fraction, by: Fraction) -> Fraction:
    """What is left of a number after whole multiples of another; it has that one's sign."""
    if by == 0:
        raise Fault("E0305")
    return number - by * floor(number / by)


def rounding(mode: str) -> Callable[[Fraction, Fraction], Fraction]:
    """A rounding to a number of decimals, which may be below zero."""
    return lambda number, scale: Rounding(Fraction(10) ** -int(scale), mode)(number)


ANY = 1000

# With the fewest and the most arguments.
FUNCTIONS: dict[str, tuple[Callable[..., Fraction], int, int]] = {
    "min": (lambda *numbers: min(numbers), 1, ANY),
    "max": (lambda *numbers: max(numbers), 1, ANY),
    "sum": (lambda *numbers: sum(numbers, Fraction(0)), 1, ANY),
    "count": (lambda *numbers: Fraction(len(numbers)), 0, ANY),
    "mean": (mean, 1, ANY),
    "median": (median, 1, ANY),
    "stddev": (deviation, 2, ANY),
    "abs": (abs, 1, 1),
    "floor": (to_scale(floor), 1, 2),
    "ceiling": (to_scale(ceil), 1, 2),
    "modulo": (remainder, 2, 2),
    "round up": (rounding("up"), 2, 2),
    "round down": (rounding("down"), 2, 2),
    "round half up": (rounding("half-up"), 2, 2),
    "round half down": (rounding("half-down"), 2, 2),
}

# These take a list as well as single arguments; `count` takes a list only.
OF_LISTS = {"min", "max", "sum", "count", "mean", "median", "stddev"}

"""Days and periods."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from reference.fault import Fault

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PERIOD = re.compile(r"(?P<sign>-?)P(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<days>[0-9]+)D)?")


def day(text: str) -> date | None:
    """The day that a text such as `2026-02-28` stands for."""
    if not DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, order=True)
class Period:
    """So many months, or so many days; never both."""

    months: int
    days: int

    @staticmethod
    def read(text: str) -> "Period | None":
        """A period such as `P1Y6M` or `P31D`."""
        found = PERIOD.fullmatch(text)
        if not found or not (found["years"] or found["months"] or found["days"]):
            return None
        months = 12 * int(found["years"] or 0) + int(found["months"] or 0)
        days = int(found["days"] or 0)
        if found["days"] and (found["years"] or found["months"]):
            return None
        sign = -1 if found["sign"] else 1
        return Period(sign * months, sign * days)

    @property
    def kind(self) -> str:
        """Whether it is one of months or one of days; only those of one kind are compared."""
        return "months" if self.months else "days"

    @property
    def count(self) -> Fraction:
        """How many months or days."""
        return Fraction(self.months or self.days)

    def __neg__(self) -> "Period":
        return Period(-self.months, -self.days)

    def __add__(self, other: "Period") -> "Period":
        return Period(self.months + other.months, self.days + other.days)

    def __str__(self) -> str:
        sign = "-" if self.months < 0 or self.days < 0 else ""
        years, months = divmod(abs(self.months), 12)
        parts = [f"{years}Y" if years else "", f"{months}M" if months else ""]
        return sign + "P" + ("".join(parts) or f"{abs(self.days)}D")


def plus(start: date, period: Period) -> date:
    """A day moved by a period. Where the last month has no such day, its last day is taken."""
    years, month = divmod(start.year * 12 + start.month - 1 + period.months, 12)
    if not 1 <= years <= 9999:
        raise Fault("overflow")
    last = monthrange(years, month + 1)[1]
    try:
        return date(years, month + 1, min(start.day, last)) + timedelta(days=period.days)
    except OverflowError:
        raise Fault("overflow") from None

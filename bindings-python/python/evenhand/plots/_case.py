"""An item with the facts that stay as they are, and what follows when others are moved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any

from evenhand._errors import AssessError

if TYPE_CHECKING:
    from evenhand import Bilingual, Decision, Fact, Item, Stretch
    from evenhand.plots._paper import Paper

MOST_VALUES = 24
"""Up to so many values of a number are shown one by one: between them there is nothing."""


@dataclass(frozen=True)
class Course:
    """An item and the facts of a case that are not moved."""

    item: Item
    facts: dict[str, Any]
    strict: bool

    def fact(self, name: str) -> Fact:
        for fact in self.item.facts:
            if fact.name == name:
                if fact.type == "date":
                    raise AssessError(
                        f"the fact `{name}` must be a number, true or false, or one of several values to be drawn; "
                        "it is a date",
                        "wrong-type",
                        name,
                    )
                return fact
        # The error that names the nearest fact.
        self.item.along(name, self.facts, strict=self.strict)
        raise AssertionError(name)

    def along(self, name: str, **others: Any) -> list[Stretch]:
        return self.item.along(name, self.facts | others, strict=self.strict)

    def decide(self, **moved: Any) -> Decision | AssessError:
        """What follows; else the error that says why nothing does, but for facts that are missing or wrong."""
        try:
            return self.item.decide(self.facts | moved, strict=self.strict)
        except AssessError as error:
            if error.code in ("no-tier", "no-level", "several-tiers", "invalid-amount", "overflow"):
                return error
            raise

    def tier(self, **moved: Any) -> Bilingual | None:
        return self.item.assess(self.facts | moved, strict=self.strict).tier

    def told(self, paper: Paper) -> str:
        """The id, and the facts that stay."""
        labels = {fact.name: fact for fact in self.item.facts}

        def words(name: str, value: Any) -> str:
            fact = labels[name]
            values = dict(fact.values or [])
            if isinstance(value, bool) or (fact.type == "boolean" and value in ("true", "false")):
                shown = paper.pick("是", "yes") if value in (True, "true") else paper.pick("否", "no")
            elif value in values:
                shown = paper.say(values[value])
            else:
                shown = f"{value} {paper.say(fact.unit_name)}".strip()
            return f"{paper.say(fact.label)}{paper.pick('：', ': ')}{shown}"

        given = paper.pick("；", "; ").join(words(name, value) for name, value in self.facts.items())
        return f"{self.item.id} · {given}" if given else self.item.id


def read_between(between: Any, name: str) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest number to show."""
    if between is None:
        return None
    try:
        low, high = (Decimal(str(end)) for end in between)
    except (ArithmeticError, TypeError, ValueError):
        low = high = Decimal(0)
    if not low < high:
        raise ValueError(f"`{name}` must be the least and the greatest number to show, such as (0, 30), found {between!r}")
    return low, high


def window(fact: Fact, stretches: list[Stretch], between: tuple[Decimal, Decimal] | None) -> tuple[Decimal, Decimal]:
    """What is shown of a number: all places where the rule changes, and some room behind the last one."""
    low, high = stretches[0].first, stretches[-1].last
    if between is not None:
        return max(low, between[0]), min(high, between[1])
    step = Decimal(1).scaleb(-(fact.decimals or 0))
    # Where 0 itself can not be, what lies next to it begins there all the same.
    low = Decimal(0) if fact.decimals and low == step else low
    end = stretches[-1]
    if len(stretches) == 1 or grid_values(fact, low, high) is not None:
        return low, high
    fine, rise = max(upper(stretch.at_last) for stretch in stretches[:-1]), upper(end.at_last) - upper(end.at_first)
    if end.first - low <= 2 * step and fine > 0 and rise > 0:
        # The rule changes at the very beginning only: as far as it takes to double what was fined there.
        return low, min(high, rounded_up(end.first + 2 * fine * (end.last - end.first) / rise))
    return low, min(high, rounded_up(end.first + max((end.first - low) / 4, step)))


def upper(decision: Decision | None) -> Decimal:
    return decision.fine.max if decision is not None and decision.fine is not None else Decimal(0)


def rounded_up(value: Decimal) -> Decimal:
    """With two digits that are not zero."""
    grain = Decimal(1).scaleb(value.adjusted() - 1)
    return (value / grain).to_integral_value(ROUND_CEILING) * grain


def grid_values(fact: Fact, low: Decimal, high: Decimal) -> list[Decimal] | None:
    """The values of a number, if they are few enough to be shown one by one."""
    step = Decimal(1).scaleb(-(fact.decimals or 0))
    first = (low / step).to_integral_value(ROUND_CEILING)
    count = int((high / step).to_integral_value(ROUND_FLOOR) - first) + 1
    return [(first + place) * step for place in range(count)] if count <= MOST_VALUES else None


def choices(fact: Fact) -> list[Any] | None:
    """The values of a fact that is no number."""
    if fact.type == "boolean":
        return [False, True]
    return [value for value, _ in fact.values] if fact.values is not None else None


def choice_words(fact: Fact, value: Any, paper: Paper) -> str:
    if isinstance(value, bool):
        return paper.pick("是", "yes") if value else paper.pick("否", "no")
    return paper.say(dict(fact.values or [])[value])


def boundary(before: Stretch, after: Stretch) -> tuple[Decimal, bool]:
    """The number at which one stretch goes over into the next, and whether it belongs to the second.

    A fact lies on a grid, and nothing lies between 9.99 and 10: that the first ends before 10 and that it ends at 9.99
    is the same. The rounder number is the one that the rule names.
    """
    last, first = before.last.normalize(), after.first.normalize()

    def roundness(value: Decimal) -> tuple[int, bool]:
        _, digits, exponent = value.as_tuple()
        assert isinstance(exponent, int)
        return (-exponent, digits[-1] != 5)

    return (first, True) if roundness(first) <= roundness(last) else (last, False)

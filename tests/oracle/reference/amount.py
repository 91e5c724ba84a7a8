"""From the row of a table to the rounded fine, step by step, as `docs/format.md` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reference.exact import MONEY, Ends, Rounding
from reference.fault import Fault, Missing
from reference.feel.tree import Choice, Interval, Node, Value
from reference.pack import Factor, Item, Row

Facts = Mapping[str, Value]


@dataclass
class Course:
    """How an amount came about."""

    steps: list[tuple[str, Ends | None]] = field(default_factory=list)
    adjustments: list[Ends] = field(default_factory=list)
    assumed: set[str] = field(default_factory=set)
    statutory: Ends | None = None
    clamped: bool = False
    fine: Ends | None = None

    def told(self, step: str, ends: Ends) -> Ends:
        """Notes a step, and hands its ends on."""
        self.steps.append((step, ends))
        return ends

    def moved(self, step: str, before: Ends, after: Ends) -> Ends:
        """Notes a step only where it changed something."""
        return after if before == after else self.told(step, after)


def ends_of(node: Node, facts: Facts) -> Ends:
    """Both ends of an amount; a single number is both."""
    if isinstance(node, Choice):
        return ends_of(node.then if node.condition.value(facts) else node.otherwise, facts)
    if isinstance(node, Interval):
        return node.low.value(facts), node.high.value(facts)
    value = node.value(facts)
    return value, value


def money(ends: Ends) -> Ends:
    """The same ends, where they are an amount of money: not below zero, and not reversed."""
    if ends[0] < 0 or ends[1] < ends[0]:
        raise Fault("invalid-amount")
    return ends


def held(ends: Ends, inside: Ends) -> Ends:
    """Each end, moved to the nearer end of another range where it lies outside."""
    low, high = inside
    return min(max(ends[0], low), high), min(max(ends[1], low), high)


def fine(item: Item, row: Row | None, facts: Facts) -> Course:
    """The rounded fine of an item, where the row (if it has a table) is one with a fine."""
    course = Course()
    ends = unrounded(item, row, facts, course)
    rounded = (rounded_inside(ends[0], item.round, course), rounded_inside(ends[1], item.round, course))
    course.fine = course.moved("rounded", ends, rounded)
    return course


def unrounded(item: Item, row: Row | None, facts: Facts, course: Course) -> Ends:
    """The amount inside the statutory range, before it is rounded."""
    ends = of_row(item, row, facts, course)
    for change in item.adjust:
        if change.when is None or change.when.value(facts):
            times = ends_of(change.times, facts)
            course.adjustments.append(times)
            ends = course.told("adjusted", (ends[0] * times[0], ends[1] * times[1]))
    if item.within:
        ends = course.told("within", held(ends, money(ends_of(item.within, facts))))
    if course.statutory:
        inside = held(ends, course.statutory)
        course.clamped = inside != ends
        ends = course.moved("clamped", ends, inside)
    return money(ends)


def of_row(item: Item, row: Row | None, facts: Facts, course: Course) -> Ends:
    """The amount that the row gives, inside its own floor and cap."""
    law = row.statutory if row and row.statutory else item.statutory
    if law:
        course.statutory = course.told("statutory", money(ends_of(law, facts)))
    ends = own(item, row, facts, course)
    if row and row.within:
        ends = course.told("tier-within", held(ends, money(ends_of(row.within, facts))))
    return ends


def weight(item: Item, row: Row, facts: Facts) -> Ends:
    """By what rows are compared: the amount of the row inside the statutory range, before the item's own steps."""
    course = Course()
    ends = of_row(item, row, facts, course)
    return held(ends, course.statutory) if course.statutory else ends


def own(item: Item, row: Row | None, facts: Facts, course: Course) -> Ends:
    """The amount that the rule gives before anything holds it."""
    formula = row.fine if row and row.fine else None
    if formula is None and row and row.band:
        assert course.statutory
        low, high = ends_of(row.band, {})
        return course.told("band", money((place(course.statutory, low), place(course.statutory, high))))
    formula = formula or item.fine
    if formula:
        return course.told("formula", money(ends_of(formula, facts)))
    if item.weights:
        return weighted(item, facts, course)
    assert course.statutory
    return course.told("statutory-choice", course.statutory)


def place(within: Ends, share: Fraction) -> Fraction:
    """The place in a range: 0 is its lower end, 1 its upper."""
    return within[0] + share * (within[1] - within[0])


def weighted(item: Item, facts: Facts, course: Course) -> Ends:
    """The base, or the statutory range, times the sum of weights."""
    weights = item.weights
    assert weights
    total = weights.start + sum(share(factor, item, facts, course) for factor in weights.factors)
    if weights.floor is not None:
        total = max(total, weights.floor)
    if weights.cap is not None:
        total = min(total, weights.cap)
    course.told("weights", (total, total))
    if item.base:
        base = course.told("base", ends_of(item.base, facts))
        return course.told("weighted", money((base[0] * total, base[1] * total)))
    assert course.statutory
    # A place before the range, even one below zero, is moved to its lower end later on.
    at = place(course.statutory, total)
    return course.told("weighted", (at, at))


def share(factor: Factor, item: Item, facts: Facts, course: Course) -> Fraction:
    """The weight of one factor; the lightest where its fact is not given and the document says so."""
    if factor.weight:
        return ends_of(factor.weight, facts)[0]
    assert factor.fact
    if factor.fact not in facts:
        if item.unknown_fact == "refuse":
            raise Missing(factor.fact)
        course.assumed.add(factor.fact)
        return min(weight for _, weight in factor.levels)
    for cell, weight in factor.levels:
        if cell.holds(facts[factor.fact]):
            return weight
    raise Fault("no-level", factor.fact)


def rounded_inside(amount: Fraction, rounding: Rounding, course: Course) -> Fraction:
    """An amount rounded; where the step leads out of the statutory range, the next step inside, if there is one.

    An end of the statutory range itself is money to the hundredth, and is not rounded to the step.
    """
    rounded = rounding(amount)
    if course.statutory is None:
        return rounded
    if amount in course.statutory:
        return MONEY(amount)
    low, high = MONEY(course.statutory[0]), MONEY(course.statutory[1])
    if rounded > high:
        rounded = Rounding(rounding.to, "down")(high)
    elif rounded < low:
        rounded = Rounding(rounding.to, "up")(low)
    return rounded if low <= rounded <= high else MONEY(amount)


def persons(node: Node, unit: Ends, item: Item, facts: Facts) -> Ends:
    """The rounded fine of the persons responsible: the least and the most that it comes to at the ends of the unit's fine."""
    at_ends = [money(ends_of(node, {**facts, "fine": end})) for end in unit]
    low, high = min(ends[0] for ends in at_ends), max(ends[1] for ends in at_ends)
    return item.round(low), item.round(high)

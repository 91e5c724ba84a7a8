"""A whole case: an item under the general law, with the limitation and the law of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reference.amount import Course, unrounded
from reference.day import plus
from reference.exact import Ends
from reference.facts import value
from reference.fault import Fault, Missing
from reference.feel.tree import Value
from reference.general import Circumstance, General, Limitation, governing
from reference.movement import moved
from reference.outcome import of_persons, required, weighed, worked_out
from reference.pack import Item, Pack, Row

Facts = Mapping[str, Value]


@dataclass(frozen=True)
class Days:
    """The days of a case."""

    decided: date
    acted: date | None = None
    ended: date | None = None
    found: date | None = None

    @property
    def act(self) -> date | None:
        """The last day of the act."""
        return self.ended or self.acted

    def in_order(self) -> None:
        """The act, its end and the decision follow each other, and the discovery lies after the act and not after the decision."""
        for first, second in (
            ("acted", "ended"),
            ("acted", "found"),
            ("acted", "decided"),
            ("ended", "decided"),
            ("found", "decided"),
        ):
            one, other = getattr(self, first), getattr(self, second)
            if one and other and other < one:
                raise Fault("days-reversed", second)


@dataclass(frozen=True)
class Result:
    """What follows, in short."""

    outcome: str
    fine: Ends | None = None
    reduced: Ends | None = None
    row: int | None = None
    persons: Ends | None = None


@dataclass(frozen=True)
class Whole:
    """What follows from a case."""

    result: Result
    circumstances: tuple[tuple[Circumstance, Result | None], ...] = ()
    conflict: bool = False
    applied: str = "same"
    limitation: str | None = None


def assess_case(identity: str, packs: Sequence[Pack], days: Days, given: Mapping[str, str]) -> Whole:
    """What follows from a case under an item, by the version of the day of the act or a lighter later one."""
    days.in_order()
    act = days.act or days.decided
    old = version(identity, packs, act)
    new = version(identity, packs, days.decided)
    if old is None:
        raise Fault("not-in-force" if any(identity in pack.items for pack in packs) else "unknown-item")
    under_old = governing(old, packs, act)
    under_new = governing(new or old, packs, days.decided)
    known = old.items[identity].facts | under_old.facts | under_new.facts | (new.items[identity].facts if new else {})
    for name in given:
        if name not in known:
            raise Fault("unknown-fact", name)
    facts = {name: value(known[name], text) for name, text in given.items()}
    states = [run_out(general.limitation, days, facts) for general in (under_old, under_new)]
    first = under(old.items[identity], under_old, given)
    whole = replace(first, applied="no-longer-in-force")
    if new:
        second = under(new.items[identity], under_new, given)
        if new is old and second.result == first.result and weight(second) == weight(first):
            whole = second
        else:
            lighter = weight(second) < weight(first)
            whole = replace(second, applied="new") if lighter else replace(first, applied="old")
    limitation = next((word for word in ("expired", "open", "in-time") if word in states), None)
    whole = expired(whole, limitation)
    return replace(whole, limitation=limitation)


def version(identity: str, packs: Sequence[Pack], on: date) -> Pack | None:
    """The version of an item's document that is in force on a day and has the item."""
    return next((pack for pack in packs if identity in pack.items and pack.holds_on(on)), None)


def heaviness(result: Result) -> tuple[object, ...]:
    """By what versions are compared: what follows, the highest fine, the lowest that can be taken, what persons pay."""
    rank = {"not-applicable": 0, "no-penalty": 1, "measures": 2, "fine": 3}[result.outcome]
    if result.fine is None:
        return (rank,)
    persons = (result.persons[1], result.persons[0]) if result.persons else (-1, -1)
    return (rank, result.fine[1], min(result.fine[0], (result.reduced or result.fine)[0]), persons)


def weight(whole: Whole) -> tuple[object, ...]:
    """The same, and of equal ones what the lightest circumstance allows that may be heeded."""
    own = heaviness(whole.result)
    return own, min([own, *(heaviness(allows) for _, allows in whole.circumstances if allows)])


def under(item: Item, general: General, given: Mapping[str, str]) -> Whole:
    """An item under what governs it on one day."""
    known = general.facts | item.facts
    facts = {name: value(known[name], text) for name, text in given.items() if name in known}
    found = [one for one in general.circumstances if one.items is None or item.id in one.items]
    found = [one for one in found if one.established(facts, general.facts)]
    musts = [one for one in found if not one.may]
    result, conflict = decided(item, facts, musts, general)
    listed: list[tuple[Circumstance, Result | None]] = [(one, None) for one in musts]
    if result.outcome in ("fine", "measures"):
        listed += [(one, decided(item, facts, [*musts, one], general)[0]) for one in found if one.may]
    return Whole(result, tuple(listed), conflict)


def decided(item: Item, facts: Facts, established: list[Circumstance], general: General) -> tuple[Result, bool]:
    """What an item gives under circumstances that are heeded."""
    up = any(one.effect == "tier-up" for one in established)
    if any(one.effect == "no-penalty" for one in established):
        applies, _ = required(item, facts)
        return Result("no-penalty" if applies else "not-applicable"), False
    bare, row = worked_out(item, {name: facts[name] for name in facts if name in item.facts}, next_heavier if up else None)
    if bare.kind in ("not-applicable", "no-penalty"):
        return Result(bare.kind, row=bare.row), False
    if bare.kind == "measures":
        return Result("measures", row=bare.row), False
    course = Course()
    own = unrounded(item, row, facts, course)
    found = moved(own, course, item.round, established, general.parts, facts)
    persons = of_persons(item, row, found.fine, facts, set())
    return Result("fine", found.fine, found.reduced, bare.row, persons), found.conflict


def next_heavier(item: Item, row: Row, facts: Facts) -> Row:
    """The lightest of the rows that are heavier than one; itself where none is, or where it has no fine."""
    if row.outcome:
        return row
    weights = {}
    for other in item.rows:
        if other.outcome is None:
            ends = weighed(item, other, facts)
            weights[other.name or str(item.rows.index(other))] = ((ends[1], ends[0]) if ends else (0, 0), other)
    mine = weighed(item, row, facts)
    floor = (mine[1], mine[0]) if mine else (0, 0)
    heavier = [pair for pair in weights.values() if pair[0] > floor]
    return min(heavier, key=lambda pair: pair[0])[1] if heavier else row


def expired(whole: Whole, state: str | None) -> Whole:
    """What is left of a case whose limitation period has run out: nothing that may be heeded, and no penalty."""
    if state != "expired" or whole.result.outcome not in ("fine", "measures"):
        return whole
    musts = tuple(pair for pair in whole.circumstances if not pair[0].may)
    return replace(whole, result=Result("no-penalty"), circumstances=musts, conflict=False)


def run_out(limitation: Limitation | None, days: Days, facts: Facts) -> str | None:
    """Whether a limitation period has run out; none where there is none, or no day to count from."""
    return state(limitation, days.act, days, facts) if limitation and days.act else None


def state(limitation: Limitation, start: date, days: Days, facts: Facts) -> str:
    """`in-time`, `expired`, or `open` where that hangs on what nobody said."""
    possible = [limitation.period]
    for when, longer in limitation.longer:
        try:
            if when.value(facts):
                possible = [longer]
                break
        except Missing:
            possible.append(longer)
    last = [plus(start, one) for one in possible]
    discovered = days.found or days.decided
    if all(discovered <= day for day in last):
        return "in-time"
    if days.found is None or not all(discovered > day for day in last):
        return "open"
    return "expired"

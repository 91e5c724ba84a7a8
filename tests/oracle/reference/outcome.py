"""One item applied to one case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reference import amount
from reference.exact import MONEY, Ends
from reference.facts import bound, recorded
from reference.fault import Missing
from reference.feel.tree import Value
from reference.pack import Item, Measure, Row
from reference.table import choose

Facts = Mapping[str, Value]
Instead = Callable[[Item, Row, Facts], Row]


@dataclass(frozen=True)
class Outcome:
    """What follows."""

    kind: str
    facts: dict[str, str]
    may: bool = False
    tier: str | None = None
    row: int | None = None
    fine: Ends | None = None
    statutory: Ends | None = None
    persons: Ends | None = None
    adjustments: tuple[Ends, ...] = ()
    measures: tuple[tuple[str, bool], ...] = ()
    assumed: frozenset[str] = frozenset()
    clamped: bool = False
    steps: tuple[tuple[str, Ends | None], ...] = ()


def assess(item: Item, given: Mapping[str, str]) -> Outcome:
    """What follows from facts, given as texts, under an item; a `Fault` where nothing can."""
    return worked_out(item, bound(item, given), None)[0]


def worked_out(item: Item, facts: Facts, instead: Instead | None) -> tuple[Outcome, Row | None]:
    """What follows, and from which row; `instead` puts another row in the place of the one that was chosen."""
    record = recorded(facts)
    applies, assumed = required(item, facts)
    if not applies:
        return Outcome("not-applicable", record, item.may), None
    row, steps = None, []
    if item.rows:
        chosen = choose(item, facts, lambda row, known: weighed(item, row, known))
        row = instead(item, chosen.row, facts) if instead else chosen.row
        assumed |= chosen.assumed
        steps.append(("tier", None))
    place = item.rows.index(row) if row else None
    name = row.name if row else None
    kind = row.outcome if row and row.outcome else "fine"
    may = row.may if row and row.may is not None else item.may
    measures = [*item.also, *(row.also if row else ())]
    if kind == "no-penalty":
        orders = imposed([measure for measure in measures if not measure.penalty], facts, assumed)
        none = Outcome(kind, record, may, name, place, measures=orders, assumed=frozenset(assumed), steps=tuple(steps))
        return none, row
    if kind == "measures":
        found = imposed(measures, facts, assumed)
        alone = Outcome(kind, record, may, name, place, measures=found, assumed=frozenset(assumed), steps=tuple(steps))
        return alone, row
    course = amount.fine(item, row, facts)
    steps += course.steps
    persons = of_persons(item, row, course.fine, facts, assumed)
    if item.persons or row and row.persons:
        steps.append(("persons", persons) if persons else ("persons-open", None))
    found = imposed(measures, facts, assumed)
    whole = Outcome(
        kind,
        record,
        may,
        name,
        place,
        course.fine,
        course.statutory and (MONEY(course.statutory[0]), MONEY(course.statutory[1])),
        persons,
        tuple(course.adjustments),
        found,
        frozenset(assumed | course.assumed),
        course.clamped,
        tuple(steps),
    )
    return whole, row


def required(item: Item, facts: Facts) -> tuple[bool, set[str]]:
    """Whether the preconditions are met as far as is known, and what is taken for granted."""
    assumed: set[str] = set()
    for requirement in item.requires:
        try:
            if not requirement.when.value(facts):
                return False, assumed
        except Missing as missing:
            assumed.add(missing.names[0])
    return True, assumed


def weighed(item: Item, row: Row, facts: Facts) -> Ends | None:
    """By what a row is compared with others; none where it brings measures alone."""
    return None if row.outcome else amount.weight(item, row, facts)


def of_persons(item: Item, row: Row | None, unit: Ends | None, facts: Facts, assumed: set[str]) -> Ends | None:
    """The fine of the persons responsible; one that hangs on a fact that is not given is left open."""
    node = row.persons if row and row.persons else item.persons
    if node is None or unit is None:
        return None
    try:
        return amount.persons(node, unit, item, facts)
    except Missing as missing:
        assumed.add(missing.names[0])
        return None


def imposed(measures: list[Measure], facts: Facts, assumed: set[str]) -> tuple[tuple[str, bool], ...]:
    """The measures whose conditions hold; one that hangs on a fact that is not given is left open."""
    found = []
    for measure in measures:
        try:
            if measure.when is None or measure.when.value(facts):
                found.append((measure.measure, measure.may))
        except Missing as missing:
            assumed.add(missing.names[0])
    return tuple(found)



"""A pack, read into items. Whoever reads it has to know that it is sound: faults are only found by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from reference import toml
from reference.cell import Cell, interval, read
from reference.exact import MONEY, Rounding, number
from reference.feel.parser import amount, expression
from reference.feel.tree import Constant, Interval, Name, Node

Table = dict[str, Any]

# What a row has beside its cells.
ROW_KEYS = {"tier", "any", "when", "fine", "band", "outcome", "statutory", "within", "also", "may", "persons", "basis", "note"}
# Article 9 of the Administrative Penalty Law, the fine aside; the other measures are orders.
PENALTIES = {
    "warning",
    "criticism",
    "confiscate-gains",
    "confiscate-goods",
    "suspend-licence",
    "lower-qualification",
    "revoke-licence",
    "restrict-business",
    "suspend-business",
    "close-business",
    "restrict-employment",
    "detention",
}


@dataclass(frozen=True)
class Fact:
    """What an officer enters."""

    name: str
    type: str
    range: Cell | None = None
    decimals: int = 0
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Requirement:
    """A precondition."""

    when: Node


@dataclass(frozen=True)
class Measure:
    """A measure beside the fine."""

    measure: str
    may: bool
    when: Node | None

    @property
    def penalty(self) -> bool:
        """Whether it is a penalty of article 9, and not an order."""
        return self.measure in PENALTIES


@dataclass(frozen=True)
class Conditions:
    """Conditions that must all hold: cells, then a formula."""

    cells: tuple[tuple[str, Cell], ...]
    when: Node | None


@dataclass(frozen=True)
class Row:
    """A row of a discretion table."""

    name: str | None
    conditions: Conditions
    any: tuple[Conditions, ...]
    fine: Node | None
    band: Interval | None
    outcome: str | None
    statutory: Node | None
    within: Node | None
    also: tuple[Measure, ...]
    may: bool | None
    persons: Node | None


@dataclass(frozen=True)
class Factor:
    """A factor of a weighted table: a weight for each cell of a fact, or an expression."""

    fact: str | None
    levels: tuple[tuple[Cell, Fraction], ...]
    weight: Node | None


@dataclass(frozen=True)
class Weights:
    """A weighted table."""

    start: Fraction
    floor: Fraction | None
    cap: Fraction | None
    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class Adjustment:
    """A change of the amount."""

    when: Node | None
    times: Node


@dataclass(frozen=True)
class Item:
    """One violation and what follows from it."""

    id: str
    facts: dict[str, Fact]
    requires: tuple[Requirement, ...]
    may: bool
    statutory: Node | None
    fine: Node | None
    when_several: str
    unknown_fact: str
    rows: tuple[Row, ...]
    base: Node | None
    weights: Weights | None
    adjust: tuple[Adjustment, ...]
    within: Node | None
    round: Rounding
    persons: Node | None
    also: tuple[Measure, ...]
    examples: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Pack:
    """One document in one version."""

    id: str
    first: date
    last: date | None
    items: dict[str, Item]
    table: Table = field(repr=False)

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


def read_pack(text: str) -> Pack:
    """The pack in the text of a file."""
    table = toml.read(text)
    identity, in_force = table["id"], table["in-force"]
    facts = {name: read_fact(name, of) for name, of in table.get("facts", {}).items()}
    items = [
        read_item(f"{identity}/{key}", of, facts, table) for key, of in table.get("penalty", {}).items()
    ]
    return Pack(identity, in_force["from"], in_force.get("until"), {item.id: item for item in items}, table)


def read_fact(name: str, table: Table) -> Fact:
    """A fact as it is declared."""
    return Fact(
        name,
        table["type"],
        read(table["range"]) if "range" in table else None,
        table.get("decimals", 0),
        tuple(table.get("values", ())),
    )


def read_item(identity: str, table: Table, shared: dict[str, Fact], pack: Table) -> Item:
    """An item, with the facts that it names."""
    declared = shared | {name: read_fact(name, of) for name, of in table.get("facts", {}).items()}
    conventions = pack.get("conventions", {})
    persons = table.get("persons", {})
    item = Item(
        identity,
        {},
        tuple(Requirement(expression(of["when"])) for of in listed(table.get("requires", []))),
        table.get("may", False),
        ends(table.get("statutory")),
        ends(table.get("fine")),
        table.get("when-several", conventions.get("when-several", "unique")),
        conventions.get("unknown-fact", "refuse"),
        tuple(read_row(of, declared) for of in table.get("tiers", ())),
        ends(table.get("base")),
        read_weights(table["weights"], declared) if "weights" in table else None,
        tuple(Adjustment(formula(of.get("when")), ends(of["times"])) for of in table.get("adjust", ())),
        ends(table.get("within")),
        read_rounding(table.get("round", pack.get("round"))),
        ends(persons.get("fine")),
        tuple(read_measure(of) for of in table.get("also", ())),
        tuple(table.get("examples", ())),
    )
    # A precondition declares the fact that it names, where nobody else does.
    for requirement in item.requires:
        if isinstance(requirement.when, Name):
            declared.setdefault(requirement.when.name, Fact(requirement.when.name, "boolean"))
    item.facts.update((name, declared[name]) for name in sorted(names(item)) if name in declared)
    return item


def read_row(table: Table, facts: dict[str, Fact]) -> Row:
    """A row of a table."""
    name = table.get("tier")
    return Row(
        name["zh"] if isinstance(name, dict) else name,
        read_conditions(table, facts),
        tuple(read_conditions(of, facts) for of in table.get("any", ())),
        ends(table.get("fine")),
        interval(table["band"]) if "band" in table else None,
        table.get("outcome"),
        ends(table.get("statutory")),
        ends(table.get("within")),
        tuple(read_measure(of) for of in table.get("also", ())),
        table.get("may"),
        ends(table.get("persons")),
    )


def read_conditions(table: Table, facts: dict[str, Fact]) -> Conditions:
    """The cells of a row or of a group, and its formula."""
    cells = [(name, read(of, facts[name].values)) for name, of in table.items() if name not in ROW_KEYS]
    return Conditions(tuple(cells), formula(table.get("when")))


def read_weights(table: Table, facts: dict[str, Fact]) -> Weights:
    """A weighted table."""
    factors = []
    for of in table["factors"]:
        fact, weight = of.get("fact"), of["weight"]
        if isinstance(weight, dict):
            levels = [(read(cell, facts[fact].values), number(share)) for cell, share in weight.items()]
            factors.append(Factor(fact, tuple(levels), None))
        else:
            factors.append(Factor(fact, (), ends(weight)))
    floor, cap = table.get("floor"), table.get("cap")
    return Weights(
        number(table.get("start", 0)),
        None if floor is None else number(floor),
        None if cap is None else number(cap),
        tuple(factors),
    )


def read_measure(of: str | Table) -> Measure:
    """A measure, by its name alone or with a condition."""
    if isinstance(of, str):
        return Measure(of, False, None)
    return Measure(of["measure"], of.get("may", False), formula(of.get("when")))


def read_rounding(table: Table | None) -> Rounding:
    """How a fine is rounded; half up to the hundredth if nothing is said."""
    return MONEY if table is None else Rounding(number(table["to"]), table["mode"])


def ends(of: object) -> Node | None:
    """An amount, or none where there is none."""
    if of is None:
        return None
    return amount(of) if isinstance(of, str) else Constant(number(of))


def formula(of: str | None) -> Node | None:
    """A condition, or none where there is none."""
    return None if of is None else expression(of)


def listed(of: Table | list[Table]) -> list[Table]:
    """One as a list of one."""
    return of if isinstance(of, list) else [of]


def names(item: Item) -> set[str]:
    """The facts that an item names anywhere."""
    found: set[str] = set()
    for node in formulas(item):
        found |= node.names()
    for row in item.rows:
        for conditions in (row.conditions, *row.any):
            found.update(name for name, _ in conditions.cells)
    if item.weights:
        found.update(factor.fact for factor in item.weights.factors if factor.fact)
    # In a fine of persons, `fine` is the fine of the unit.
    return found - {"fine"}


def formulas(item: Item) -> Iterator[Node]:
    """All formulas of an item."""
    found: list[Node | None] = [item.statutory, item.fine, item.base, item.within, item.persons]
    found += [requirement.when for requirement in item.requires]
    found += [node for change in item.adjust for node in (change.when, change.times)]
    found += [measure.when for measure in item.also]
    for row in item.rows:
        found += [row.fine, row.statutory, row.within, row.persons, *(measure.when for measure in row.also)]
        found += [conditions.when for conditions in (row.conditions, *row.any)]
    if item.weights:
        found += [factor.weight for factor in item.weights.factors]
    return (node for node in found if node is not None)

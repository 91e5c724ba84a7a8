"""The general law above an item: which documents govern it, and which of their circumstances are established."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reference.cell import interval
from reference.day import Period
from reference.fault import Missing
from reference.feel.parser import expression
from reference.feel.tree import Interval, Node, Value
from reference.pack import Fact, Pack, ends, read_fact

Facts = Mapping[str, Value]
LENIENT = {"reduced", "mitigated-or-reduced", "mitigated"}


@dataclass(frozen=True)
class Circumstance:
    """A circumstance that moves the amount."""

    id: str
    when: Node
    effect: str
    times: Node | None
    may: bool
    items: tuple[str, ...] | None

    def established(self, facts: Facts, known: Mapping[str, Fact]) -> bool:
        """Whether it is: where that hangs on what nobody said, whether it is with what is true or false as false."""
        said_otherwise = {name: False for name, fact in known.items() if fact.type == "boolean"}
        for given in (facts, {**said_otherwise, **facts}):
            try:
                return bool(self.when.value(given))
            except Missing:
                continue
        return False


@dataclass(frozen=True)
class Parts:
    """Which part of a range is lenient, ordinary and severe."""

    of: str
    parts: dict[str, Interval]
    without_minimum: dict[str, Interval]

    def part(self, name: str, from_zero: bool) -> Interval | None:
        """The part with this name; of a range that starts at zero the one without a minimum, where it is named."""
        instead = self.without_minimum if from_zero else {}
        return instead.get(name) or self.parts.get(name)


@dataclass(frozen=True)
class Limitation:
    """How long an act can be penalised: the period, and longer ones with their conditions."""

    period: Period
    longer: tuple[tuple[Node, Period], ...]


@dataclass(frozen=True)
class General:
    """What governs an item, the nearest document first."""

    facts: dict[str, Fact]
    circumstances: tuple[Circumstance, ...]
    parts: Parts | None
    limitation: Limitation | None


def governing(document: Pack, packs: Sequence[Pack], on: date) -> General:
    """What governs the items of a document on a day: itself, then others, the one that names the longer start first."""
    others = []
    for pack in packs:
        starts = [start for start in pack.table.get("governs", ()) if begins(document.id, start)]
        if starts and pack.id != document.id and pack.holds_on(on):
            others.append((-max(map(len, starts)), -pack.id.count("."), pack))
    near = [] if "governs" in document.table else [document]
    order = near + [pack for *_, pack in sorted(others, key=lambda found: found[:2])]
    circumstances = [one for pack in order for one in of_pack(pack)]
    limitations = [pack.table["limitation"] for pack in order if "limitation" in pack.table]
    limitation = read_limitation(limitations[0]) if limitations else None
    # A document's facts are those that its own rules name.
    facts: dict[str, Fact] = {}
    for pack in reversed(order):
        named = names(pack)
        facts |= {name: read_fact(name, of) for name, of in pack.table.get("facts", {}).items() if name in named}
    parts = [pack.table["conventions"]["parts"] for pack in order if "parts" in pack.table.get("conventions", {})]
    return General(
        facts,
        tuple(circumstances),
        read_parts(parts[0]) if parts else None,
        limitation,
    )


def names(pack: Pack) -> set[str]:
    """The facts that the general rules of a document name."""
    table = pack.table
    rules: list[dict[str, Any]] = [*table.get("circumstance", {}).values(), *table.get("limitation", {}).get("longer", ())]
    rules += [table.get("large-fine", {}), *(of for of in table.get("also", ()) if isinstance(of, dict))]
    for procedure in table.get("procedure", {}).values():
        rules += [procedure, *procedure["steps"]]
    return set().union(*(expression(rule["when"]).names() for rule in rules if "when" in rule))


def begins(document: str, start: str) -> bool:
    """Whether an id is this one, or begins with it."""
    return document == start or document.startswith(f"{start}.")


def of_pack(pack: Pack) -> list[Circumstance]:
    """The circumstances of a document."""
    found = []
    for key, table in pack.table.get("circumstance", {}).items():
        items = table.get("items")
        found.append(
            Circumstance(
                f"{pack.id}/{key}",
                expression(table["when"]),
                table["effect"],
                ends(table.get("times")),
                table.get("may", False),
                None if items is None else tuple(f"{pack.id}/{item}" for item in items),
            )
        )
    return found


def read_parts(table: dict[str, Any]) -> Parts:
    """The parts that a document lays down."""
    words = ("mitigated", "ordinary", "aggravated")
    without = table.get("without-minimum", {})
    return Parts(
        table["of"],
        {word: interval(table[word]) for word in words if word in table},
        {word: interval(without[word]) for word in words if word in without},
    )


def read_limitation(table: dict[str, Any]) -> Limitation:
    """The limitation period."""
    longer = [(expression(of["when"]), period(of["period"])) for of in table.get("longer", ())]
    return Limitation(period(table["period"]), tuple(longer))


def period(text: str) -> Period:
    """A period that the library has accepted."""
    found = Period.read(text)
    assert found is not None
    return found

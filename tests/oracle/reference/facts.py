"""What was given, held against what the item declares."""

from collections.abc import Mapping
from fractions import Fraction

from reference.day import day
from reference.exact import decimal, decimals, written
from reference.fault import Fault
from reference.feel.tree import Value
from reference.pack import Fact, Item


def bound(item: Item, given: Mapping[str, str]) -> dict[str, Value]:
    """The values of the facts that were given as texts."""
    for name in given:
        if name not in item.facts:
            raise Fault("unknown-fact", name)
    return {name: value(item.facts[name], text) for name, text in given.items()}


def value(fact: Fact, text: str) -> Value:
    """The value of one fact."""
    match fact.type:
        case "number":
            return number(fact, text)
        case "boolean" if text in ("true", "false"):
            return text == "true"
        case "date" if (found := day(text)) is not None:
            return found
        case "string":
            if text not in fact.values:
                raise Fault("unknown-value", fact.name)
            return text
    raise Fault("wrong-type", fact.name)


def number(fact: Fact, text: str) -> Fraction:
    """The value of a number, inside its range and with no more decimals than it can have."""
    found = decimal(text)
    if found is None:
        raise Fault("wrong-type", fact.name)
    places = decimals(found)
    if places is None or places > fact.decimals:
        raise Fault("too-many-decimals", fact.name)
    if fact.range is not None and not fact.range.holds(found):
        raise Fault("out-of-range", fact.name)
    return found


def recorded(found: Mapping[str, Value]) -> dict[str, str]:
    """The facts as an outcome keeps them: texts, by name."""
    return {name: text(found[name]) for name in sorted(found)}


def text(of: Value) -> str:
    """A value as a text."""
    if isinstance(of, bool):
        return "true" if of else "false"
    return written(of) if isinstance(of, Fraction) else str(of)

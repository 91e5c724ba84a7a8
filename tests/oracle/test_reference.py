"""The reference gives what the vectors and the examples of the bundled packs say, which were worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import PACKS, VECTORS, vectors

from reference.amount import ends_of
from reference.day import day
from reference.exact import Rounding, decimal, number, written
from reference.fault import Fault
from reference.feel.parser import expression
from reference.outcome import Outcome, assess
from reference.pack import Item, Pack, ends, read_pack

# Beyond 128 bits the library answers `overflow`; fractions of Python have no end.
BEYOND = {"too large to be exact"}


def read(file: Path) -> Pack:
    return read_pack(file.read_text(encoding="utf-8"))


MADE = [read(file) for file in sorted((VECTORS / "packs").glob("*.toml"))]


def found_on(identity: str, on: date) -> tuple[Pack, Item]:
    """The item as it is in force on a day."""
    versions = [pack for pack in MADE if identity in pack.items]
    if not versions:
        raise Fault("unknown-item")
    for pack in versions:
        if pack.holds_on(on):
            return pack, pack.items[identity]
    raise Fault("not-in-force")


def observed(pack: Pack, outcome: Outcome) -> dict[str, Any]:
    """Everything that an `expect` can speak of."""
    seen: dict[str, Any] = {
        "outcome": outcome.kind,
        "tier": outcome.tier,
        "may": outcome.may,
        "clamped": outcome.clamped,
        "assumed": sorted(outcome.assumed),
        "measures": [measure for measure, _ in outcome.measures],
        "currency": pack.table.get("currency", "CNY") if outcome.fine else None,
        "in_force": str(pack.first),
    }
    for prefix, found in (("", outcome.fine), ("statutory_", outcome.statutory), ("persons_", outcome.persons)):
        seen[f"{prefix}min"] = found and written(found[0])
        seen[f"{prefix}max"] = found and written(found[1])
    return seen


@pytest.mark.parametrize("case", vectors("assess.json"), ids=lambda case: case["name"])
def test_assessment(case: dict[str, Any]) -> None:
    if case["name"] in BEYOND:
        pack, item = found_on(case["item"], date.fromisoformat(case["on"]))
        assert assess(item, case["facts"]).fine > (Fraction(2**127), Fraction(2**127))
        return
    if "error" in case:
        with pytest.raises(Fault) as raised:
            _, item = found_on(case["item"], date.fromisoformat(case["on"]))
            assess(item, case["facts"])
        assert {"code": raised.value.code, "field": raised.value.field} == case["error"]
        return
    pack, item = found_on(case["item"], date.fromisoformat(case["on"]))
    seen = observed(pack, assess(item, case["facts"]))
    expected = {key: sorted(value) if key == "assumed" else value for key, value in case["expect"].items()}
    assert {key: seen[key] for key in expected} == expected


@pytest.mark.parametrize("case", vectors("outcomes/index.json"), ids=lambda case: case["file"])
def test_trace(case: dict[str, Any]) -> None:
    kept = vectors(f"outcomes/{case['file']}")
    outcome = assess(found_on(case["item"], date.fromisoformat(case["on"]))[1], case["facts"])
    steps = [(step, value and {"min": written(value[0]), "max": written(value[1])}) for step, value in outcome.steps]
    assert steps == [(step["step"], step.get("value")) for step in kept["trace"]]
    assert outcome.facts == kept["facts"]


def given(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


EXAMPLES = [
    (item, example) for file in PACKS for item in read(file).items.values() for example in item.examples
]


def test_examples_of_bundled_packs() -> None:
    assert len(EXAMPLES) > 3000
    for item, example in EXAMPLES:
        facts = {name: given(value) for name, value in example["given"].items()}
        if "error" in example:
            with pytest.raises(Fault) as raised:
                assess(item, facts)
            assert raised.value.code == example["error"], (item.id, facts)
            continue
        outcome = assess(item, facts)
        assert outcome.kind == example.get("outcome", "fine"), (item.id, facts)
        assert outcome.clamped == example.get("warns", False), (item.id, facts)
        if "tier" in example:
            assert outcome.tier == example["tier"], (item.id, facts)
        for key, found in (("fine", outcome.fine), ("statutory", outcome.statutory), ("persons", outcome.persons)):
            if key in example:
                node = ends(example[key])
                assert node and found == ends_of(node, {}), (item.id, facts, key)


def value(text: str) -> Any:
    """A name's value, read as `evenhand eval` reads it."""
    if text in ("true", "false"):
        return text == "true"
    found = decimal(text)
    return text if found is None and day(text) is None else day(text) if found is None else found


def printed(found: Any) -> str:
    """A value as `evenhand eval` prints it."""
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, Fraction):
        return written(found)
    return f'"{found}"' if isinstance(found, str) else str(found)


# The reference has no static checks: types, units, constants and depth are for the library to refuse.
STATIC = {"E0303", "E0304", "E0306", "E0307"}


@pytest.mark.parametrize("case", vectors("feel.json"), ids=lambda case: case["expression"][:40] or "nothing")
def test_formula(case: dict[str, Any]) -> None:
    names = {name: value(text) for name, text in case["names"].items()}
    if "value" in case:
        assert printed(expression(case["expression"]).value(names)) == case["value"]
    elif case["error"] == "overflow":
        with_end = expression(case["expression"])
        try:
            assert abs(with_end.value(names)) >= 2**127
        except Fault as fault:
            assert fault.code == "overflow"
    elif case["error"] == "E0302":
        assert not expression(case["expression"]).names() <= set(names)
    elif case["error"] not in STATIC:
        with pytest.raises(Fault) as raised:
            expression(case["expression"]).value(names)
        assert raised.value.code == case["error"]


@pytest.mark.parametrize("case", vectors("rounding.json"), ids=lambda case: "{value} {mode} {to}".format(**case))
def test_rounding(case: dict[str, Any]) -> None:
    assert Rounding(number(case["to"]), case["mode"])(number(case["value"])) == number(case["result"])

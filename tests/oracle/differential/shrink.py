"""A difference, made small: whatever can be taken away from pack and facts while the same two still differ."""

from __future__ import annotations

import time
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from differential.engines import WebAssembly
from differential.hold import Difference, hold


SECONDS = 60


def shrunk(difference: Difference, wasm: WebAssembly) -> Difference:
    """The smallest difference that greedy steps lead to in a minute."""
    smaller, until = True, time.monotonic() + SECONDS
    while smaller:
        smaller = False
        for pack, case in steps(difference):
            if time.monotonic() > until:
                return difference
            try:
                found = hold(pack, [case], wasm, "shrink").differences
            except Exception:  # noqa: BLE001, the step made no sense
                continue
            same = [other for other in found if other.between == difference.between]
            if same:
                difference, smaller = same[0], True
                break
    return difference


def steps(difference: Difference) -> Iterator[tuple[Any, dict[str, str]]]:
    """Packs and cases with one thing less."""
    for name in difference.case:
        yield difference.pack, {other: text for other, text in difference.case.items() if other != name}
    for path in paths(difference.pack):
        for other in without(difference.pack, path):
            yield other, difference.case


def paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places in a pack, the large ones first."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield (*above, key)
    for key in keys:
        yield from paths(value[key], (*above, key))


def without(pack: Any, path: tuple[Any, ...]) -> Iterator[Any]:
    """The pack without what stands at a place, or with something simpler there."""
    made = deepcopy(pack)
    table = made
    for key in path[:-1]:
        table = table[key]
    value = table[path[-1]]
    del table[path[-1]]
    yield made
    if isinstance(value, str):
        for simple in simpler(value):
            changed = deepcopy(pack)
            table = changed
            for key in path[:-1]:
                table = table[key]
            table[path[-1]] = simple
            yield changed


def simpler(formula: str) -> Iterator[str]:
    """Parts of a formula: what stands in its brackets, on either side of its signs, and plain numbers."""
    for sign in (" and ", " or ", " + ", " - ", " * ", " / ", "..", ", ", " then ", " else "):
        parts = formula.split(sign)
        for at in range(1, len(parts)):
            for part in (sign.join(parts[:at]), sign.join(parts[at:])):
                yield part.strip().removeprefix("[").removesuffix("]")
    if "(" in formula:
        yield formula[formula.index("(") + 1 : formula.rindex(")")] if ")" in formula else formula
    for simple in ("100", "1"):
        if len(formula) > len(simple):
            yield simple

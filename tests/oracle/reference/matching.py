"""Which rows of a table match, where not all facts are given."""

from __future__ import annotations

from collections.abc import Mapping

from reference.fault import Missing
from reference.feel.tree import Value
from reference.pack import Conditions, Row

Facts = Mapping[str, Value]


def matches(row: Row, facts: Facts) -> bool:
    """Whether a row matches. `Missing` where that hangs on facts that were not given."""
    unknown: list[str] = []
    if not all_hold(row.conditions, facts, unknown):
        return False
    if row.any:
        of_groups: list[str] = []
        groups = [held(group, facts, of_groups) for group in row.any]
        if not any(groups):
            if not of_groups:
                return False
            unknown += of_groups
    if unknown:
        raise Missing(*unknown)
    return True


def held(group: Conditions, facts: Facts, unknown: list[str]) -> bool:
    """Whether a group holds for certain; what it hangs on is added to `unknown` where it may hold."""
    hangs_on: list[str] = []
    possible = all_hold(group, facts, hangs_on)
    if possible and hangs_on:
        unknown += hangs_on
    return possible and not hangs_on


def all_hold(conditions: Conditions, facts: Facts, unknown: list[str]) -> bool:
    """Whether none of the conditions fails; what is not known of them is added to `unknown`."""
    for name, cell in conditions.cells:
        if cell.any_value:
            continue
        if name not in facts:
            unknown.append(name)
        elif not cell.holds(facts[name]):
            return False
    if conditions.when is not None:
        try:
            return bool(conditions.when.value(facts))
        except Missing:
            unknown += sorted(conditions.when.names() - facts.keys())
    return True


def sorted_out(rows: tuple[Row, ...], facts: Facts) -> tuple[list[Row], list[tuple[Row, Missing]]]:
    """The rows that match, and those of which that is not known, each with what it hangs on."""
    certain: list[Row] = []
    unknown: list[tuple[Row, Missing]] = []
    for row in rows:
        try:
            if matches(row, facts):
                certain.append(row)
        except Missing as missing:
            unknown.append((row, missing))
    return certain, unknown

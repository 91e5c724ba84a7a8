"""Which row of a discretion table counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reference.exact import Ends
from reference.fault import Fault
from reference.matching import Facts, matches, sorted_out
from reference.pack import Item, Row

# What a row comes to; none where it has no fine.
Weigh = Callable[[Row, Facts], Ends | None]


@dataclass(frozen=True)
class Chosen:
    """The row that counts, and the facts that were not given and on which the choice rests."""

    row: Row
    assumed: frozenset[str] = frozenset()


def choose(item: Item, facts: Facts, weigh: Weigh) -> Chosen:
    """The row that counts under the item's conventions."""
    if item.unknown_fact == "lightest":
        return lightest(item, facts, weigh)
    return Chosen(decided(item, facts, weigh))


def lightest(item: Item, facts: Facts, weigh: Weigh) -> Chosen:
    """The lightest row that is possible, and what that rests on. An exemption is never taken for granted."""
    certain, unknown = sorted_out(item.rows, facts)
    match item.when_several:
        case "unique":
            if len(certain) > 1:
                raise Fault("several-tiers")
            if certain and certain[0].outcome == "no-penalty":
                return Chosen(certain[0])
            # A lighter row that also matched would be a contradiction of the rule, not a lighter case.
            rivals = [
                pair for pair in unknown if not certain or goes_before(pair[0], certain[0], item.rows, facts, weigh)
            ]
        case "first":
            until = item.rows.index(certain[0]) if certain else len(item.rows)
            certain = certain[:1]
            rivals = [pair for pair in unknown if item.rows.index(pair[0]) < until]
            if certain and all(row.outcome == "no-penalty" for row in [*certain, *(row for row, _ in rivals)]):
                return Chosen(certain[0], frozenset(name for _, missing in rivals for name in missing.names))
        case _:
            if exempt := [row for row in certain if row.outcome == "no-penalty"]:
                return Chosen(exempt[0])
            best = heaviest_of(certain, facts, weigh)
            certain = [] if best is None else [best]
            rivals = [pair for pair in unknown if best is None or goes_before(pair[0], best, item.rows, facts, weigh)]
    possible = [row for row in certain if not rivals or row.outcome != "no-penalty"] + [row for row, _ in rivals if row.outcome != "no-penalty"]
    if item.when_several != "first" and certain:
        possible = certain
    if not possible:
        raise rivals[0][1] if rivals else Fault("no-tier")
    row = lightest_of(sorted(possible, key=item.rows.index), facts, weigh)
    return Chosen(row, frozenset(name for _, missing in rivals for name in missing.names))


def lightest_of(rows: list[Row], facts: Facts, weigh: Weigh) -> Row:
    """The lightest row. Where one has measures alone, no other one has to be weighed."""
    without_fine = [row for row in rows if row.outcome]
    return without_fine[0] if without_fine else min(rows, key=lambda row: weight(row, facts, weigh))


def heaviest_of(rows: list[Row], facts: Facts, weigh: Weigh) -> Row | None:
    """The heaviest row, of equals the first; none where there are none."""
    return max(rows, key=lambda row: weight(row, facts, weigh), default=None)


def goes_before(row: Row, other: Row, rows: tuple[Row, ...], facts: Facts, weigh: Weigh) -> bool:
    """Whether a row, if it matched, would count in place of another."""
    if row.outcome == "no-penalty":
        return True
    one, two = weight(row, facts, weigh), weight(other, facts, weigh)
    return one > two or one == two and rows.index(row) < rows.index(other)


def decided(item: Item, facts: Facts, weigh: Weigh) -> Row:
    """The row that counts, where a fact that is needed has to be given."""
    match item.when_several:
        case "unique":
            return unique(item.rows, facts)
        case "first":
            return first(item.rows, facts)
        case "heaviest":
            return heaviest(item.rows, facts, weigh)
    raise ValueError(f"expected a convention, found {item.when_several!r}")


def unique(rows: tuple[Row, ...], facts: Facts) -> Row:
    """The only row that matches."""
    certain, unknown = sorted_out(rows, facts)
    if unknown:
        raise unknown[0][1]
    if len(certain) > 1:
        raise Fault("several-tiers")
    if not certain:
        raise Fault("no-tier")
    return certain[0]


def first(rows: tuple[Row, ...], facts: Facts) -> Row:
    """The first row that matches; an earlier one must not hang on anything."""
    for row in rows:
        if matches(row, facts):
            return row
    raise Fault("no-tier")


def heaviest(rows: tuple[Row, ...], facts: Facts, weigh: Weigh) -> Row:
    """The row with the highest fine, unless one that matches gives no penalty. Of equals the first."""
    exemptions = tuple(row for row in rows if row.outcome == "no-penalty")
    certain, unknown = sorted_out(exemptions, facts)
    if certain:
        return certain[0]
    if unknown:
        raise unknown[0][1]
    certain, unknown = sorted_out(tuple(row for row in rows if row.outcome != "no-penalty"), facts)
    best = heaviest_of(certain, facts, weigh)
    for row, missing in unknown:
        # A row that could not take the place of the heaviest changes nothing.
        if best is None or goes_before(row, best, rows, facts, weigh):
            raise missing
    if best is None:
        raise Fault("no-tier")
    return best


def weight(row: Row, facts: Facts, weigh: Weigh) -> tuple[object, ...]:
    """How heavy a row is: by its highest fine, then by its lowest; measures alone are as heavy as a fine of nothing."""
    ends = weigh(row, facts)
    return (0, 0) if ends is None else (ends[1], ends[0])

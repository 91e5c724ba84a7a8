"""Differences that are known, reported and not yet settled: which of the two is right, `docs/trust.md` tells.

A difference that is settled goes from here; the run says how often each was met, so that none is left behind.
"""

from __future__ import annotations

from collections.abc import Callable

from differential.seen import Seen
from reference.pack import Item

Known = Callable[[Item, Seen, Seen], bool]


def exemption_behind_an_open_row(item: Item, reference: Seen, library: Seen) -> bool:
    """Under `first` and `lightest`, an exemption is taken for granted though a row before it may match."""
    return (
        item.unknown_fact == "lightest"
        and item.when_several == "first"
        and library.get("outcome") == "no-penalty"
        and (reference.get("outcome") != "no-penalty" or reference["assumptions"] != library["assumptions"])
    )


def range_of_a_row(item: Item, reference: Seen, library: Seen) -> bool:
    """A row with a statutory range of its own and no amount is the officer's choice, though the item has a `fine`."""
    chosen = [step for step, _ in library.get("trace", ())]
    return (
        item.fine is not None
        and any(row.statutory and not row.fine and not row.band for row in item.rows)
        and "formula" not in chosen
        and reference != library
    )


def exemption_after_weighing(item: Item, reference: Seen, library: Seen) -> bool:
    """Under `heaviest`, a row that has no amount is an error although an exemption matches."""
    return (
        item.when_several == "heaviest"
        and reference.get("outcome") == "no-penalty"
        and library.get("error") in ("invalid-amount", "missing-fact")
    )


def any_value_is_listed(item: Item, reference: Seen, library: Seen) -> bool:
    """Under `lightest`, a fact whose cell is `-` is listed as if the choice rested on it."""
    return (
        item.unknown_fact == "lightest"
        and "outcome" in reference
        and {**reference, "assumptions": None} == {**library, "assumptions": None}
        and set(reference["assumptions"]) < set(library["assumptions"])
    )


ALL: tuple[Known, ...] = (
    exemption_behind_an_open_row,
    range_of_a_row,
    exemption_after_weighing,
    any_value_is_listed,
)


def known(item: Item, reference: Seen, library: Seen) -> str | None:
    """The known difference that this one is."""
    return next((difference.__name__ for difference in ALL if difference(item, reference, library)), None)

"""Differences that are known, reported and not yet settled: which of the two is right, `docs/trust.md` tells.

A difference that is settled goes from here; the run says how often each was met, so that none is left behind.
"""

from __future__ import annotations

from collections.abc import Callable

from differential.seen import Seen
from reference.pack import Item

Known = Callable[[Item, Seen, Seen], bool]


def any_value_is_listed(item: Item, reference: Seen, library: Seen) -> bool:
    """Under `lightest`, a fact whose cell is `-` is listed as if the choice rested on it."""
    return (
        item.unknown_fact == "lightest"
        and "outcome" in reference
        and {**reference, "assumptions": None} == {**library, "assumptions": None}
        and set(reference["assumptions"]) < set(library["assumptions"])
    )


ALL: tuple[Known, ...] = (any_value_is_listed,)


def known(item: Item, reference: Seen, library: Seen) -> str | None:
    """The known difference that this one is."""
    return next((difference.__name__ for difference in ALL if difference(item, reference, library)), None)


def heavier_row_that_cannot_be_weighed(item: Item, reference: Seen, library: Seen) -> bool:
    """Under `tier-up`, a row whose fine hangs on a fact that is not given is passed over, though it may be the next heavier."""
    return bool(item.rows) and reference.get("error") == "missing-fact" and bool(library.get("circumstances"))


def known_of_whole(item: Item, reference: Seen, library: Seen) -> str | None:
    """The known difference that one of a whole case is."""
    if heavier_row_that_cannot_be_weighed(item, reference, library):
        return heavier_row_that_cannot_be_weighed.__name__
    return None

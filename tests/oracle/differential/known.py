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
    exemption_after_weighing,
    any_value_is_listed,
)


def known(item: Item, reference: Seen, library: Seen) -> str | None:
    """The known difference that this one is."""
    return next((difference.__name__ for difference in ALL if difference(item, reference, library)), None)


def old_law_that_allows_more(reference: Seen, library: Seen) -> bool:
    """Where both versions give one fine, the new one is taken if it allows more, but the old one is dropped if it does."""
    shown = {"law": None, "circumstances": None, "conflict": None}
    return (
        "outcome" in reference
        and {**reference, **shown} == {**library, **shown}
        and (reference["law"], library["law"]) == ("old", "same")
    )


def exempts(seen: Seen) -> bool:
    """Whether there is no penalty, or a circumstance would bring that about."""
    return seen.get("outcome") == "no-penalty" or "no-penalty" in str(seen.get("circumstances"))


def heavier_row_that_cannot_be_weighed(item: Item, reference: Seen, library: Seen) -> bool:
    """Under `tier-up`, a row whose fine hangs on a fact that is not given is passed over, though it may be the next heavier."""
    return bool(item.rows) and reference.get("error") == "missing-fact" and bool(library.get("circumstances"))


def known_of_whole(item: Item, reference: Seen, library: Seen) -> str | None:
    """The known difference that one of a whole case is."""
    if old_law_that_allows_more(reference, library):
        return old_law_that_allows_more.__name__
    if heavier_row_that_cannot_be_weighed(item, reference, library):
        return heavier_row_that_cannot_be_weighed.__name__
    if item.unknown_fact == "lightest" and item.when_several == "first" and exempts(library):
        return exemption_behind_an_open_row.__name__
    return exemption_after_weighing.__name__ if exemption_after_weighing(item, reference, library) else None

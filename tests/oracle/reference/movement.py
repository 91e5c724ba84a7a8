"""What circumstances do to the amount of an item, between the statutory range and the rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from reference.amount import Course, ends_of, held, place, rounded_inside
from reference.exact import Ends, Rounding
from reference.feel.tree import Value
from reference.general import LENIENT, Circumstance, Parts

Facts = Mapping[str, Value]


@dataclass(frozen=True)
class Moved:
    """The fine, and what may be taken instead below the statutory minimum."""

    fine: Ends
    reduced: Ends | None
    conflict: bool


def moved(
    own: Ends, course: Course, rounding: Rounding, established: Sequence[Circumstance], parts: Parts | None, facts: Facts
) -> Moved:
    """The rounded fine under the circumstances that are established."""
    law = course.statutory or own
    effects = {circumstance.effect for circumstance in established}
    lenient, severe = bool(effects & LENIENT), "aggravated" in effects
    ending = Ending(rounding, course)
    # Without a statutory range the own amount stands for it, but nothing holds what is multiplied.
    holds = course.statutory
    times = [ends_of(one.times, facts) for one in established if one.effect == "times" and one.times]
    below = ending.below(law[0]) if effects & {"reduced", "mitigated-or-reduced"} else None
    if lenient and severe:
        return Moved(ending.ends(multiplied(own, times, holds)), None, True)
    if below is not None:
        low, high = multiplied(below, times, (Fraction(0), below[1]))
        below = rounding(low), rounding(high)
        if "reduced" in effects:
            return Moved(below, None, False)
    if lenient:
        ends = part_of("mitigated", own, law, parts, ending) or (law[0], own[1])
    elif severe:
        ends = part_of("aggravated", own, law, parts, ending) or (own[0], law[1])
    elif "tier-up" in effects:
        ends = own
    else:
        ends = part_of("ordinary", own, law, parts, ending) or own
    return Moved(ending.ends(multiplied(ends, times, holds)), below, False)


def multiplied(ends: Ends, times: Sequence[Ends], holds: Ends | None) -> Ends:
    """The ends with every `times`, inside the range that holds them."""
    for one in times:
        ends = ends[0] * one[0], ends[1] * one[1]
        ends = held(ends, holds) if holds else ends
    return ends


def part_of(name: str, own: Ends, law: Ends, parts: Parts | None, ending: Ending) -> Ends | None:
    """A part of the range that a document divides; none where it names none.

    A range that is one amount has no parts, but every place in it is that amount.
    """
    if parts is None:
        return None
    divided = own if parts.of == "tier" else law
    part = parts.part(name, divided[0] == 0)
    if part is None:
        return None
    low, high = ends_of(part, {})
    if divided[0] == divided[1] and low != high:
        return None
    return ending.part((place(divided, low), place(divided, high)), part.with_low, part.with_high)


@dataclass(frozen=True)
class Ending:
    """How ends become money."""

    rounding: Rounding
    course: Course

    def ends(self, ends: Ends) -> Ends:
        """Both ends, rounded."""
        return rounded_inside(ends[0], self.rounding, self.course), rounded_inside(ends[1], self.rounding, self.course)

    def part(self, ends: Ends, with_low: bool, with_high: bool) -> Ends:
        """Both ends of a part, yet to be rounded; in place of one that does not belong to it, the next step inside."""
        low = ends[0] if with_low else self.step_after(ends[0])
        high = ends[1] if with_high else self.step_before(ends[1])
        if low <= high:
            return low, high
        # A part without a step inside.
        end = ends[1] if with_high and not with_low else ends[0]
        return end, end

    def step_before(self, amount: Fraction) -> Fraction:
        """The highest step below an amount."""
        return (ceil(amount / self.rounding.to) - 1) * self.rounding.to

    def step_after(self, amount: Fraction) -> Fraction:
        """The lowest step above an amount."""
        return (floor(amount / self.rounding.to) + 1) * self.rounding.to

    def below(self, minimum: Fraction) -> Ends | None:
        """What lies between nothing and the statutory minimum; none where there is no step."""
        highest = self.step_before(minimum)
        return (self.rounding.to, highest) if highest > 0 else None

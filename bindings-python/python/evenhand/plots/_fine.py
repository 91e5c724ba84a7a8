# pyright: basic
# (matplotlib leaves too many of its types open for the strict mode.)
"""The fine along one fact: a line or a band where it is a number with many values, bars where there are few."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import matplotlib
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from evenhand._errors import AssessError
from evenhand.plots._case import Course, boundary, choice_words, choices, grid_values, read_between, window
from evenhand.plots._paper import Language, Paper, Plot, number, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from evenhand import Decision, Fact, Item, Stretch

NEAR = 0.004
"""A step of less than this part of the height is no jump that can be seen."""


@dataclass(frozen=True)
class Part:
    """A part of the course that is drawn in one go: from one number to another, with the ends of the fine at both."""

    stretch: Stretch
    left: float
    right: float
    at_left: tuple[float, float] | None
    at_right: tuple[float, float] | None

    def slope(self, end: int, step: float) -> float:
        """How much one end of the fine moves with one step of the fact."""
        if self.at_left is None or self.at_right is None or self.right <= self.left:
            return 0.0
        return abs(self.at_right[end] - self.at_left[end]) * step / (self.right - self.left)

    @property
    def is_band(self) -> bool:
        return any(ends is not None and ends[0] < ends[1] for ends in (self.at_left, self.at_right))


def fine(
    item: Item,
    fact: str,
    facts: dict[str, Any],
    between: tuple[Any, Any] | None,
    language: Language,
    dark: bool,
    strict: bool,
) -> Plot:
    """The fine of an item along one of its facts."""
    course, paper = Course(item, facts, strict), Paper.of(language, dark)
    moved, shown = course.fact(fact), read_between(between, "between")
    with paper.settings():
        figure, axes = paper.figure(3.7)
        values = choices(moved)
        if values is None:
            stretches = course.along(fact)
            low, high = window(moved, stretches, shown)
            if not low < high:
                raise ValueError(f"`between` shows nothing of `{fact}`, which lies in {moved.range}")
            values = grid_values(moved, low, high)
        else:
            stretches, low, high = [], Decimal(0), Decimal(0)
        if values is None:
            inside = [stretch for stretch in stretches if stretch.first <= high and stretch.last >= low]
            along_numbers(axes, course, paper, moved, inside, (low, high))
        else:
            along_values(axes, course, paper, moved, values)
        axes.set_xlabel(paper.axis(paper.say(moved.label), moved.unit_name))
        axes.set_ylabel(paper.axis(paper.pick("罚款", "fine"), item.document.currency_name))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: number(amount)))
        axes.set_ylim(bottom=0)
        axes.grid(axis="y")
        paper.head(axes, paper.say(item.title), course.told(paper))
    return Plot(figure)


def ends(decision: Decision | None) -> tuple[float, float] | None:
    """The ends of a fine on paper; nothing to pay is 0."""
    if decision is None or decision.kind == "not-applicable":
        return None
    return (0.0, 0.0) if decision.fine is None else (float(decision.fine.min), float(decision.fine.max))


def part(stretch: Stretch, low: Decimal, high: Decimal) -> Part:
    """What of a stretch lies between two numbers."""
    first, last = ends(stretch.at_first), ends(stretch.at_last)
    width = float(stretch.last - stretch.first)

    def at(place: Decimal) -> tuple[float, float] | None:
        if first is None or last is None:
            return None
        share = float(place - stretch.first) / width if width else 0.0
        return first[0] + (last[0] - first[0]) * share, first[1] + (last[1] - first[1]) * share

    left, right = max(stretch.first, low), min(stretch.last, high)
    return Part(stretch, float(left), float(right), at(left), at(right))


def key(decision: Decision) -> tuple[str, int | None]:
    """What has one colour."""
    return decision.kind, decision.row


def name(course: Course, paper: Paper, decision: Decision, **moved: Any) -> str:
    match decision.kind:
        case "not-applicable":
            return paper.pick("不适用", "does not apply")
        case "fine":
            tier = course.tier(**moved)
            return paper.say(tier) if tier else ""
        case kind:
            tier = course.tier(**moved)
            words = paper.pick("不予处罚", "no penalty") if kind == "no-penalty" else paper.pick("不罚款", "no fine")
            return f"{paper.say(tier)}{paper.pick('：', ': ')}{words}" if tier else words


class Colours:
    """A colour for each tier, from light to grave."""

    def __init__(self, paper: Paper, found: list[tuple[tuple[str, int | None], float]]) -> None:
        low, high = paper.ground.tiers
        graver: dict[tuple[str, int | None], float] = {}
        for tier, amount in found:
            graver[tier] = max(amount, graver.get(tier, amount))
        ordered = sorted(graver, key=lambda tier: (graver[tier], tier[1] or 0))
        colours = matplotlib.colormaps["viridis"]
        last = max(len(ordered) - 1, 1)
        self.of = {
            tier: colours(low + (high - low) * place / last) if len(ordered) > 1 else paper.ground.accent
            for place, tier in enumerate(ordered)
        }


def along_numbers(
    axes: Axes,
    course: Course,
    paper: Paper,
    fact: Fact,
    stretches: list[Stretch],
    shown: tuple[Decimal, Decimal],
) -> None:
    parts = [part(stretch, *shown) for stretch in stretches]
    meeting = [boundary(before, after) for before, after in zip(stretches, stretches[1:])]
    top = max((end[1] for drawn in parts for end in (drawn.at_left, drawn.at_right) if end is not None), default=1.0)
    top = top or 1.0
    step = float(Decimal(1).scaleb(-(fact.decimals or 0)))
    jumps = [steps(before, after, top, step) for before, after in zip(parts, parts[1:])]
    for place, (at, _) in enumerate(meeting):
        before, after = parts[place], parts[place + 1]
        if any(jumps[place]) or before.at_right is None or after.at_left is None:
            # Neighbours meet at the boundary between them, not a step before it.
            parts[place] = replace(before, right=float(at))
            parts[place + 1] = replace(after, left=float(at))
        else:
            # What only bends goes on where it was.
            parts[place + 1] = replace(after, left=before.right, at_left=before.at_right)
    decided = [(drawn, drawn.stretch.at_first) for drawn in parts]
    found = [
        (key(decision), max(drawn.at_left[1], drawn.at_right[1]) if drawn.at_left and drawn.at_right else -1.0)
        for drawn, decision in decided
        if decision is not None
    ]
    colours = Colours(paper, found)
    named: dict[tuple[str, int | None], str] = {}
    has_gap = False
    for drawn, decision in decided:
        if decision is None or drawn.at_left is None or drawn.at_right is None:
            hatch = "" if decision else "////"
            grey, line = paper.ground.shade, paper.ground.line
            axes.axvspan(drawn.left, drawn.right, facecolor=grey, edgecolor=line, hatch=hatch, linewidth=0, zorder=0)
            has_gap |= decision is None
            if decision is not None:
                named.setdefault(key(decision), name(course, paper, decision, **{fact.name: drawn.stretch.first}))
            continue
        colour = colours.of[key(decision)]
        named.setdefault(key(decision), name(course, paper, decision, **{fact.name: drawn.stretch.first}))
        xs = [drawn.left, drawn.right]
        lower, upper = [drawn.at_left[0], drawn.at_right[0]], [drawn.at_left[1], drawn.at_right[1]]
        style = "-" if drawn.stretch.straight else (0, (1, 1.2))
        if drawn.is_band:
            axes.fill_between(xs, lower, upper, color=colour, alpha=0.22, linewidth=0)
            axes.plot(xs, lower, color=colour, linewidth=1.4, linestyle=style, solid_capstyle="butt")
        axes.plot(xs, upper, color=colour, linewidth=2.2, linestyle=style, solid_capstyle="butt")
    for place, moved in enumerate(jumps):
        jump(axes, paper, parts[place], parts[place + 1], meeting[place], moved, colours)
    low, high = (float(end) for end in shown)
    tiers = [
        float(at)
        for (at, _), before, after in zip(meeting, stretches, stretches[1:])
        if (before.at_first and key(before.at_first)) != (after.at_first and key(after.at_first))
    ]
    ticks(axes, [float(at) for at, _ in meeting], tiers, low, high)
    axes.set_xlim(low, high)
    axes.set_ylim(0, top * 1.07)
    handles: list[Any] = []
    names: list[str] = []
    for tier, words in named.items():
        if words:
            shaded = tier[0] == "not-applicable"
            colour = paper.ground.line if shaded else colours.of[tier]
            handles.append(Patch(facecolor=colour) if shaded else Line2D([], [], color=colour, linewidth=3))
            names.append(words)
    if has_gap:
        handles.append(Patch(facecolor=paper.ground.shade, edgecolor=paper.ground.faint, hatch="////", linewidth=0))
        names.append(paper.pick("规则没有答案", "the rule has no answer"))
    if any(not drawn.stretch.straight for drawn in parts):
        handles.append(Line2D([], [], color=paper.ground.faint, linestyle=(0, (1, 1.2)), linewidth=2))
        names.append(paper.pick("仅两端已知", "known at the ends only"))
    paper.legend(axes, handles, names)


def steps(before: Part, after: Part, top: float, step: float) -> tuple[bool, bool]:
    """Whether the lower and the upper end of the fine jump from one part to the next."""
    first, second = before.at_right, after.at_left
    if first is None or second is None:
        return False, False

    def is_jump(end: int) -> bool:
        # One step of the fact moves the fine without a jump.
        moved = 1.01 * max(before.slope(end, step), after.slope(end, step))
        return abs(first[end] - second[end]) > max(NEAR * top, moved)

    return is_jump(0), is_jump(1)


def jump(
    axes: Axes,
    paper: Paper,
    before: Part,
    after: Part,
    place_of_it: tuple[Decimal, bool],
    moved: tuple[bool, bool],
    colours: Colours,
) -> None:
    """Which end holds is a full dot, which one is only come near to an empty one."""
    if before.at_right is None or after.at_left is None or not any(moved):
        return
    at, belongs_to_second = float(place_of_it[0]), place_of_it[1]
    reached = [(before.at_right, before, not belongs_to_second), (after.at_left, after, belongs_to_second)]
    heights = [end for place, _, _ in reached for end in place]
    axes.plot([at, at], [min(heights), max(heights)], color=paper.ground.faint, linewidth=0.8, linestyle=(0, (2, 2)))
    for place, drawn, holds in reached:
        decision = drawn.stretch.at_first
        assert decision is not None
        colour = colours.of[key(decision)]
        # Of an end that goes on without a step nothing is to be told.
        for end, jumped in zip(dict.fromkeys(place), moved if place[0] < place[1] else [any(moved)]):
            if jumped:
                axes.plot(
                    [at],
                    [end],
                    marker="o",
                    markersize=5.6,
                    markeredgewidth=1.5,
                    markeredgecolor=colour,
                    markerfacecolor=colour if holds else paper.ground.paper,
                    linestyle="none",
                    zorder=5 if holds else 4,
                    clip_on=False,
                )


def ticks(axes: Axes, places: list[float], tiers: list[float], low: float, high: float) -> None:
    """The numbers at which the rule changes, where they are few enough to be read; else those of the tiers."""
    for wanted in (places, tiers):
        kept = [place for place in wanted if low < place < high]
        longest = max((len(number(place)) for place in [low, *kept, high]), default=1)
        room = (high - low) * (0.025 + 0.011 * longest)
        if kept and all(b - a >= room for a, b in zip(kept, kept[1:])):
            break
    else:
        axes.xaxis.set_major_locator(MaxNLocator(5 if longest > 7 else 8))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
        return
    # The ends of what is shown give way to the boundaries.
    if kept[0] - low >= room:
        kept.insert(0, low)
    if high - kept[-1] >= room:
        kept.append(high)
    axes.set_xticks(kept, [number(place) for place in kept])


def along_values(axes: Axes, course: Course, paper: Paper, fact: Fact, values: list[Any]) -> None:
    """A bar for each value: from the lower to the upper end, or a dot where there is nothing to choose."""
    decided = [course.decide(**{fact.name: value}) for value in values]
    found = [
        (key(decision), (ends(decision) or (0, -1.0))[1])
        for decision in decided
        if not isinstance(decision, AssessError)
    ]
    colours = Colours(paper, found)
    top = max((amount for _, amount in found), default=1.0) or 1.0
    named: dict[tuple[str, int | None], str] = {}
    words = [number(float(value)) if fact.type == "number" else choice_words(fact, value, paper) for value in values]
    few = len(values) <= 8
    for place, (value, decision) in enumerate(zip(values, decided)):
        if isinstance(decision, AssessError):
            axes.axvspan(place - 0.4, place + 0.4, facecolor=paper.ground.shade, edgecolor=paper.ground.line, hatch="////", linewidth=0)
            continue
        tier = key(decision)
        named.setdefault(tier, name(course, paper, decision, **{fact.name: value}))
        amount = ends(decision)
        if amount is None:
            axes.axvspan(place - 0.4, place + 0.4, facecolor=paper.ground.shade, linewidth=0)
            continue
        colour = colours.of[tier]
        if amount[0] < amount[1]:
            axes.bar(place, amount[1] - amount[0], 0.5 if few else 0.7, amount[0], color=colour)
        else:
            axes.vlines(place, 0, amount[1], color=paper.ground.line, linewidth=1.2, zorder=1)
            axes.plot([place], [amount[1]], marker="o", markersize=8 if few else 6, color=colour, linestyle="none")
        if few:
            text = f"{number(amount[0])}–{number(amount[1])}" if amount[0] < amount[1] else number(amount[1])
            axes.annotate(text, (place, amount[1]), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8.5)
    axes.set_xlim(-0.6, len(values) - 0.4)
    axes.set_ylim(0, top * 1.13)
    width = max(6, (40 if paper.language == "zh" else 88) // len(values))
    shown = range(0, len(values), 1 if fact.type != "number" or len(values) <= 16 else 2)
    axes.set_xticks(list(shown), ["\n".join(wrapped(words[place], width)) for place in shown])
    axes.tick_params(axis="x", length=0)
    with_names = [tier for tier, text in named.items() if text]
    # Where each value is a tier of its own name, the axis has said it.
    if {named[tier] for tier in with_names} <= set(words):
        return
    grey = paper.ground.line
    handles = [Patch(facecolor=colours.of[tier] if tier[0] != "not-applicable" else grey) for tier in with_names]
    paper.legend(axes, handles, [named[tier] for tier in with_names])

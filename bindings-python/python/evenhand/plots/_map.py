# pyright: basic
# (matplotlib leaves too many of its types open for the strict mode.)
"""The fine over two facts: a field of colours, cut where the rule changes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from evenhand._errors import AssessError
from evenhand.plots._case import Course, boundary, choice_words, choices, grid_values, read_between, window
from evenhand.plots._fine import ticks
from evenhand.plots._paper import Language, Paper, Plot, number, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from evenhand import Fact, Item

FINE = 96
"""So many cells lie side by side, beside those that boundaries make."""
LOOKED_AT = 9
"""At so many values of the other fact the boundaries of one are looked for."""
MOST_FIGURES = 60
"""Up to so many cells have their fine written in them."""


@dataclass(frozen=True)
class Side:
    """One of the two facts: the values that stand for the cells, and where these begin and end."""

    fact: Fact
    values: list[Any]
    edges: list[float]
    boundaries: list[float]
    words: list[str] | None
    """Of single values; of a number with many there are none."""


def fine_map(
    item: Item,
    moved: tuple[str, str],
    facts: dict[str, Any],
    between: tuple[tuple[Any, Any] | None, tuple[Any, Any] | None],
    language: Language,
    dark: bool,
    strict: bool,
) -> Plot:
    """The fine of an item over two of its facts."""
    course, paper = Course(item, facts, strict), Paper.of(language, dark)
    first, second = (course.fact(name) for name in moved)
    if first.name == second.name:
        raise AssessError(f"the fact `{first.name}` is given twice", "duplicate-fact", first.name)
    shown = read_between(between[0], "across"), read_between(between[1], "up")
    with paper.settings():
        across = side(course, paper, first, second, shown[0])
        up = side(course, paper, second, first, shown[1])
        height = 4.4 if up.words is None else min(5.5, 1.9 + 0.5 * len(up.values))
        figure, axes = paper.figure(height)
        draw(axes, course, paper, across, up)
        paper.head(axes, paper.say(item.title), course.told(paper))
    return Plot(figure)


def samples(course: Course, fact: Fact, other: Fact) -> list[Any]:
    """Values of a fact at which something may be different."""
    values = choices(fact)
    if values is not None:
        return values
    found: set[Decimal] = set()
    for value in choices(other) or ends_of(other):
        for stretch in course.along(fact.name, **{other.name: value}):
            found |= {stretch.first, stretch.last}
    ordered = sorted(found)
    step = max(1, len(ordered) // LOOKED_AT)
    return ordered[::step]


def ends_of(fact: Fact) -> list[Decimal]:
    """The least and the greatest value of a number."""
    assert fact.range is not None
    low, high = (Decimal(end) if end else None for end in fact.range.strip("[]()").split(".."))
    step = Decimal(1).scaleb(-(fact.decimals or 0))
    found = []
    if low is not None:
        found.append(low + step if fact.range.startswith("(") else low)
    if high is not None:
        found.append(high - step if fact.range.endswith(")") else high)
    return found or [Decimal(1)]


def side(course: Course, paper: Paper, fact: Fact, other: Fact, shown: tuple[Decimal, Decimal] | None) -> Side:
    values = choices(fact)
    if values is not None:
        words = [choice_words(fact, value, paper) for value in values]
        return Side(fact, values, [place - 0.5 for place in range(len(values) + 1)], [], words)
    courses = [course.along(fact.name, **{other.name: value}) for value in samples(course, other, fact)]
    windows = [window(fact, stretches, shown) for stretches in courses]
    low, high = min(begin for begin, _ in windows), max(end for _, end in windows)
    if not low < high:
        raise ValueError(f"nothing of `{fact.name}` is shown, which lies in {fact.range}")
    values = grid_values(fact, low, high)
    if values is not None:
        words = [number(float(value)) for value in values]
        return Side(fact, values, [place - 0.5 for place in range(len(values) + 1)], [], words)
    step = Decimal(1).scaleb(-(fact.decimals or 0))
    cuts = {boundary(a, b)[0] for stretches in courses for a, b in zip(stretches, stretches[1:])}
    inside = sorted(cut for cut in cuts if low < cut < high)
    even = {low + (high - low) * place / FINE for place in range(FINE + 1)}
    edges = sorted(even | set(inside))
    # A value of the grid inside each cell stands for it.
    middles = [((a + b) / 2 / step).to_integral_value() * step for a, b in zip(edges, edges[1:])]
    least, most = courses[0][0].first, courses[0][-1].last
    middles = [min(max(middle, least), most) for middle in middles]
    told = [float(cut) for cut in inside] if len(inside) <= 6 else []
    return Side(fact, middles, [float(edge) for edge in edges], told, None)


def draw(axes: Axes, course: Course, paper: Paper, across: Side, up: Side) -> None:
    amounts = numpy.full((len(up.values), len(across.values)), numpy.nan)
    gaps = numpy.zeros(amounts.shape, dtype=bool)
    figures: dict[tuple[int, int], str] = {}
    for row, high in enumerate(up.values):
        for column, wide in enumerate(across.values):
            decision = course.decide(**{across.fact.name: wide, up.fact.name: high})
            if isinstance(decision, AssessError):
                gaps[row, column] = True
            elif decision.kind != "not-applicable":
                fine = decision.fine
                amounts[row, column] = float(fine.max) if fine else 0.0
                low = float(fine.min) if fine else 0.0
                upper = amounts[row, column]
                figures[row, column] = number(upper) if low == upper else f"{number(low)}–{number(upper)}"
    colours = matplotlib.colormaps["cividis"].with_extremes(bad=paper.ground.shade)
    top = float(numpy.nanmax(amounts)) if not numpy.isnan(amounts).all() else 1.0
    field = axes.pcolormesh(
        across.edges, up.edges, numpy.ma.masked_invalid(amounts), cmap=colours, vmin=0, vmax=top or 1.0, rasterized=True
    )
    if gaps.any():
        marked = numpy.ma.masked_where(~gaps, numpy.ones(amounts.shape))
        axes.pcolor(across.edges, up.edges, marked, hatch="////", alpha=0.0)
        grey = Patch(facecolor=paper.ground.shade, edgecolor=paper.ground.faint, hatch="////", linewidth=0)
        paper.legend(axes, [grey], [paper.pick("规则没有答案", "the rule has no answer")])
    if across.words is not None and up.words is not None and len(figures) <= MOST_FIGURES:
        wide = max((len(text) for text in figures.values()), default=1) * len(across.values)
        for (row, column), text in figures.items():
            dark = amounts[row, column] < 0.55 * top
            shown = text.replace("–", "–\n") if wide > 84 else text
            axes.text(column, row, shown, ha="center", va="center", fontsize=8.5, color="#ffffff" if dark else "#1c2430")
    else:
        contours(axes, paper, across, up, amounts, top)
    for cut in across.boundaries:
        axes.axvline(cut, color=paper.ground.paper, linewidth=0.7, alpha=0.6)
    for cut in up.boundaries:
        axes.axhline(cut, color=paper.ground.paper, linewidth=0.7, alpha=0.6)
    name_axis(axes, paper, across, "x")
    name_axis(axes, paper, up, "y")
    bar = axes.figure.colorbar(field, ax=axes, pad=0.02, aspect=28, format=FuncFormatter(lambda amount, _: number(amount)))
    bar.outline.set_visible(False)
    ranged = any("–" in text for text in figures.values())
    what = paper.pick("罚款上限" if ranged else "罚款", "fine, upper end" if ranged else "fine")
    bar.set_label(paper.axis(what, course.item.document.currency_name))


def contours(axes: Axes, paper: Paper, across: Side, up: Side, amounts: Any, top: float) -> None:
    """Lines of equal fines, where they run over a slope and not along a cliff."""
    if across.words is not None or up.words is not None or numpy.isnan(amounts).any() or not top:
        return
    if len(numpy.unique(amounts)) < 2 * FINE:
        return
    middle = [(a + b) / 2 for a, b in zip(across.edges, across.edges[1:])]
    height = [(a + b) / 2 for a, b in zip(up.edges, up.edges[1:])]
    levels = MaxNLocator(5).tick_values(0, top)[1:-1]
    lines = axes.contour(middle, height, amounts, levels=levels, colors="#ffffff", linewidths=0.8, alpha=0.85)
    axes.clabel(lines, fmt=number, fontsize=8)


def name_axis(axes: Axes, paper: Paper, side: Side, which: str) -> None:
    label = paper.axis(paper.say(side.fact.label), side.fact.unit_name)
    if which == "x":
        axes.set_xlabel(label)
    else:
        axes.set_ylabel(label)
    if side.words is None:
        if which == "x":
            axes.set_xlim(side.edges[0], side.edges[-1])
            ticks(axes, side.boundaries, [], side.edges[0], side.edges[-1])
        else:
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
        return
    width = max(6, (34 if paper.language == "zh" else 76) // len(side.words)) if which == "x" else 18
    if which == "y" and paper.language == "zh":
        width = 9
    lines = ["\n".join(wrapped(word, width)) for word in side.words]
    places = list(range(len(lines)))
    if which == "x":
        axes.set_xticks(places, lines)
    else:
        axes.set_yticks(places, lines)
    axes.tick_params(axis="x" if which == "x" else "y", length=0)

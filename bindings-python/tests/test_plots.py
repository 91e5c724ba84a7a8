"""What plots draw: read back from the figure, and held against the item itself."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy
import pytest
from conftest import VECTORS
from matplotlib.colors import to_hex

import evenhand
from evenhand.plots import _paper

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

PACK = """
format = 1
id = "xx.town.stalls"
title = {{ zh = "示例", en = "Example" }}
source = {{ kind = "illustration", issuer = "nobody", checked = 2026-11-22 }}
in-force = {{ from = 2026-01-01 }}
facts.area = {{ type = "number", unit = "m2", range = "[0..100]", decimals = 1 }}
facts.days = {{ type = "number", range = "[1..5]", decimals = 0 }}
facts.where = {{ type = "string", values = ["street", "square"] }}
facts.since = {{ type = "date" }}

[penalty.1]
title = {{ zh = "占道经营", en = "stall on the pavement" }}
basis = "article 1"
{rule}
"""
WHITE = "#ffffff"


def stall(rule: str) -> evenhand.Item:
    book = evenhand.RuleBook.load([("stalls.toml", PACK.format(rule=rule).encode())])
    return book.on("2026-11-21")["xx.town.stalls/1"]


def axes_of(plot: Any) -> Axes:
    axes: Axes = plot.figure.axes[0]
    return axes


def dots(plot: Any) -> set[tuple[float, float, bool]]:
    """Each dot at a jump: its place, and whether it is full."""
    lines = [line for line in axes_of(plot).lines if line.get_marker() == "o"]
    found = set()
    for line in lines:
        (x,), (y,) = numpy.asarray(line.get_xdata()), numpy.asarray(line.get_ydata())
        found.add((float(x), float(y), to_hex(line.get_markerfacecolor()) != WHITE))
    return found


def lines(plot: Any) -> list[tuple[list[float], list[float]]]:
    """Each line of the fine: where it begins and ends."""
    drawn = [line for line in axes_of(plot).lines if line.get_marker() == "None" and line.get_linewidth() > 1]
    return [
        (numpy.asarray(line.get_xdata()).round(6).tolist(), numpy.asarray(line.get_ydata()).round(6).tolist())
        for line in drawn
    ]


def words(plot: Any) -> str:
    texts = [text.get_text() for axes in plot.figure.axes for text in axes.texts]
    legends = [text.get_text() for legend in plot.figure.legends for text in legend.get_texts()]
    ticks = [label.get_text() for label in axes_of(plot).get_xticklabels()]
    titles = [axes_of(plot).get_title(loc="left"), axes_of(plot).get_xlabel(), axes_of(plot).get_ylabel()]
    return "\n".join([*texts, *legends, *ticks, *titles])


def no_overlap(plot: Any) -> None:
    """No text meets another, and none leaves the paper."""
    figure = plot.figure
    figure.canvas.draw()
    shown = [text for axes in figure.axes for text in axes.texts]
    shown += [text for legend in figure.legends for text in legend.get_texts()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown if text.get_text()]
    for text, box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0, text
        assert box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1, text
    for (first, one), (second, other) in combinations(boxes, 2):
        assert not one.overlaps(other), (first, second)


def test_the_end_that_holds_is_a_full_dot() -> None:
    below = stall('tiers = [{ area = "< 10", fine = 100 }, { area = ">= 10", fine = 300 }]').plot("area", language="en")
    assert dots(below) == {(10, 100, False), (10, 300, True)}
    up_to = stall('tiers = [{ area = "<= 10", fine = 100 }, { area = "> 10", fine = 300 }]').plot("area", language="en")
    assert dots(up_to) == {(10, 100, True), (10, 300, False)}
    assert lines(up_to) == [([0, 10], [100, 100]), ([10, 13], [300, 300])]
    assert "10" in words(up_to)


def test_a_band_has_both_its_ends_and_a_bend_no_dot() -> None:
    plot = stall(
        'tiers = [{ area = "< 10", fine = "[100..200]" }, { area = ">= 10", fine = "min(10 * area, 500)" }]'
    ).plot("area", language="en")
    # At 10 the lower end goes on at 100, where the band began; only the upper end jumps down to it.
    assert dots(plot) == {(10, 200, False), (10, 100, True)}
    assert ([0, 10], [100, 100]) in lines(plot) and ([0, 10], [200, 200]) in lines(plot)
    assert ([10, 50], [100, 500]) in lines(plot)
    assert "fine (yuan)" in words(plot) and "Stall on the pavement" in words(plot)


def test_what_has_no_answer_is_left_out() -> None:
    plot = stall('tiers = [{ area = "< 10", fine = 100 }, { area = "> 10", fine = 300 }]').plot("area", language="en")
    assert "the rule has no answer" in words(plot)
    assert max(x for xs, _ in lines(plot) for x in xs if x <= 10) <= 10


def test_few_values_are_shown_one_by_one() -> None:
    item = stall('tiers = [{ days = "<= 2", fine = 100 }, { days = "> 2", fine = "[200..400]" }]')
    plot = item.plot("days", language="en")
    assert {(x, y) for x, y, _ in dots(plot)} == {(0, 100), (1, 100)}
    heights = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in axes_of(plot).patches]  # type: ignore[attr-defined]
    assert heights == [(200, 400)] * 3
    assert [label.get_text() for label in axes_of(plot).get_xticklabels()] == ["1", "2", "3", "4", "5"]
    assert "200–400" in words(plot)


def test_values_of_a_list_are_called_by_their_names(bundled: evenhand.RuleBook) -> None:
    plot = bundled.on("2026-11-21")["cn.shaanxi.fire/58"].plot("severity", language="en")
    assert "lighter" in words(plot) and "serious" in words(plot)
    no_overlap(plot)


def test_between_shows_a_part() -> None:
    item = stall('fine = "10 * area"')
    assert lines(item.plot("area", between=(20, "40"), language="en")) == [([20, 40], [200, 400])]
    with pytest.raises(ValueError, match=r"`between` must be the least and the greatest number"):
        item.plot("area", between=(40, 20))
    with pytest.raises(ValueError, match=r"shows nothing of `area`"):
        item.plot("area", between=(200, 300))


def test_errors_name_the_fact() -> None:
    item = stall('tiers = [{ where = "street", fine = "10 * area" }, { where = "square", fine = 5 }]')
    with pytest.raises(evenhand.AssessError) as raised:
        item.plot("aera")
    assert (raised.value.code, raised.value.field) == ("unknown-fact", "aera")
    with pytest.raises(evenhand.AssessError, match="it is a date") as raised:
        stall("fine = 'if since < date(\"2026-01-01\") then 5 else 6'").plot("since")
    assert raised.value.code == "wrong-type"
    with pytest.raises(evenhand.AssessError) as raised:
        item.plot("where")
    assert (raised.value.code, raised.value.field) == ("missing-fact", "area")
    with pytest.raises(evenhand.AssessError) as raised:
        item.map("area", "area", where="street")
    assert raised.value.code == "duplicate-fact"
    with pytest.raises(evenhand.AssessError) as raised:
        item.plot("area", area=3)
    assert (raised.value.code, raised.value.field) == ("duplicate-fact", "area")


def test_a_map_is_cut_where_the_rule_is() -> None:
    item = stall(
        'tiers = [{ area = "< 33.3", fine = 100 }, { area = ">= 33.3", days = "< 4", fine = 300 }, '
        '{ area = ">= 33.3", days = ">= 4", fine = "[300..900]" }]'
    )
    plot = item.map("area", "days", language="en")
    mesh = axes_of(plot).collections[0]
    corners = mesh.get_coordinates()  # type: ignore[attr-defined]
    edges = corners[0, :, 0]
    assert 33.3 in edges.round(6)
    amounts = numpy.asarray(mesh.get_array()).reshape(5, len(edges) - 1)
    for row, days in enumerate(range(1, 6)):
        for column in range(len(edges) - 1):
            middle = Decimal(str(round((edges[column] + edges[column + 1]) / 2, 1)))
            if not abs(middle - Decimal("33.3")) < 1:
                fine = item.decide(area=middle, days=days).fine
                assert fine is not None and amounts[row, column] == fine.max
    assert "fine, upper end (yuan)" in {axes.get_ylabel() for axes in plot.figure.axes}


def test_a_map_of_choices_has_its_figures(bundled: evenhand.RuleBook) -> None:
    item = bundled.on("2026-11-21")["cn.guangdong.ecology/8.28"]
    plot = item.map("region", "discharge", major_impact=False, language="en")
    fine = item.assess(region="ordinary", discharge="class_b", major_impact=False).fine
    assert fine is not None
    assert f"{fine.min:,}–{fine.max:,}" in words(plot)
    no_overlap(plot)


LICENCE = "cn.administrative-licence-law/42"
CASES: list[tuple[list[tuple[str, str]], str]] = [
    ([("accepted", "2026-01-28")], "2026-02-10"),
    ([("accepted", "2026-01-28")], "2026-03-05"),
    ([("accepted", "2026-01-28"), ("decided", "2026-02-12")], "2026-03-05"),
    ([("accepted", "2026-01-28"), ("stopped", "2026-02-03:expert-review")], "2026-02-20"),
    (
        [
            ("accepted", "2026-01-28"),
            ("stopped", "2026-02-03:expert-review"),
            ("resumed", "2026-02-25"),
            ("extended", "2026-03-10"),
            ("decided", "2026-04-20"),
        ],
        "2026-05-05",
    ),
]


@pytest.mark.parametrize(("events", "on"), CASES, ids=[on for _, on in CASES])
@pytest.mark.parametrize("dark", [False, True])
def test_a_timeline_has_room_for_all_its_words(
    bundled: evenhand.RuleBook, events: list[tuple[str, str]], on: str, dark: bool
) -> None:
    due = bundled.due(LICENCE, events, on=on)
    plot = due.plot(language="en", dark=dark)
    no_overlap(plot)
    said = words(plot)
    assert f"counted from {due.start:%m-%d}" in said
    for light, when in zip(("hint", "yellow", "red"), due.lights, strict=True):
        assert (when is not None) == (f"{light} {when:%m-%d}" in said if when else False)
    if due.due is not None:
        assert f"last day {due.due:%m-%d}" in said
    assert ("the clock stands" in said) == bool(due.stopped)
    assert ("late" in [text.get_text() for text in plot.figure.legends[0].get_texts()]) == (due.state in ("overdue", "late"))


def test_days_off_are_those_of_the_calendar(bundled: evenhand.RuleBook) -> None:
    due = bundled.due(LICENCE, {"accepted": "2026-01-28"}, on="2026-02-10")
    axes = axes_of(due.plot(language="en"))
    shaded = {
        date(1970, 1, 1) + timedelta(days=round(patch.get_x()))  # type: ignore[attr-defined]
        for patch in axes.patches
        if to_hex(patch.get_facecolor()) == _paper.LIGHT.shade
    }
    calendar = evenhand.Calendar.bundled()
    low, high = (date(1970, 1, 1) + timedelta(days=int(end)) for end in axes.get_xlim())
    days = [low + timedelta(days=place) for place in range((high - low).days)]
    assert {day for day in days if not calendar.is_working_day(day)} <= shaded
    assert not any(calendar.is_working_day(day) for day in shaded)
    assert date(2026, 2, 17) in shaded and date(2026, 2, 14) not in shaded  # Spring Festival; a Saturday that is worked


def test_a_limit_in_hours(bundled: evenhand.RuleBook) -> None:
    book = evenhand.load(VECTORS / "limits").completed_by(bundled)
    due = book.due("cn.vectors.clock/hours", {"began": "2026-03-02T09:00"}, on="2026-03-02T15:00")
    plot = due.plot(language="en")
    assert "counted from 03-02 09:00" in words(plot)
    no_overlap(plot)


def test_chinese_where_there_is_a_font(monkeypatch: pytest.MonkeyPatch) -> None:
    item = stall('fine = "10 * area"')
    monkeypatch.setattr(_paper, "chinese_font", lambda: "DejaVu Sans")
    assert "占道经营" in words(item.plot("area", language="zh"))
    monkeypatch.setattr(_paper, "chinese_font", lambda: None)
    with pytest.warns(UserWarning, match="no font with Chinese characters"):
        plot = item.plot("area", language="zh")
    assert "Stall on the pavement" in words(plot)


def test_it_is_shown_and_saved(tmp_path: Path) -> None:
    plot = stall('fine = "10 * area"').plot("area", language="en", dark=True)
    data, size = plot._repr_png_()
    assert data.startswith(b"\x89PNG\r\n") and plot._repr_png_()[0] == data
    assert size["width"] * 2 == int.from_bytes(data[16:20]) and size["height"] * 2 == int.from_bytes(data[20:24])
    plot.save(tmp_path / "fine.svg")
    assert "<svg" in (tmp_path / "fine.svg").read_text(encoding="utf-8")
    assert repr(plot) == "<Plot: Stall on the pavement>"


def alone(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=False)
    return run.stdout + run.stderr


def test_matplotlib_is_only_imported_when_it_is_needed() -> None:
    assert alone("import sys, evenhand; evenhand.load(); print('matplotlib' in sys.modules)") == "False\n"
    without = alone("import sys; sys.modules['matplotlib'] = None; import evenhand.plots")
    assert 'ImportError: plots need matplotlib: pip install "evenhand[plot]"' in without


def test_every_number_of_every_item_can_be_drawn(bundled: evenhand.RuleBook) -> None:
    """With the first value of each other fact; what the rules refuse is refused here as well."""
    drawn = 0
    for item in bundled.on("2026-11-21").items():
        for fact in item.facts:
            others = {other.name: first_value(other) for other in item.facts if other.name != fact.name}
            if fact.type != "number" or drawn >= 60 or any(value is None for value in others.values()):
                continue
            plot = item.plot(fact.name, others, language="en")
            plot.figure.canvas.draw()
            drawn += 1
            shown = axes_of(plot)
            low, high = shown.get_xlim()
            assert low < high and shown.get_ylim()[1] > 0
    assert drawn == 60


def first_value(fact: evenhand.Fact) -> Any:
    match fact.type:
        case "boolean":
            return False
        case "string":
            assert fact.values is not None
            return fact.values[0][0]
        case "number":
            return 1
        case _:
            return None

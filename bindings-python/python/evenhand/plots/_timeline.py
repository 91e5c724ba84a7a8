# pyright: basic
# (matplotlib leaves too many of its types open for the strict mode.)
"""A case on a line of days: what was counted, where the clock stood, when the lights come on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.patches import Patch

from evenhand._errors import LimitError
from evenhand.plots._paper import WIDTH, Language, Paper, Plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from evenhand import Calendar, DueOutcome

MOST_SHADED = 260
"""Days off are shown in up to so many days: beyond, they would be a grey haze."""
MARKS = {"hint": "o", "yellow": "^", "red": "D"}


def timeline(due: DueOutcome, calendar: Calendar, language: Language, dark: bool) -> Plot:
    """How a time limit stands."""
    paper = Paper.of(language, dark)
    with paper.settings():
        figure, axes = paper.figure(3.1)
        Line(axes, paper, due).draw(calendar)
        paper.head(axes, paper.say(due.title), f"{due.limit} · {due.headline(paper.language)}")
    return Plot(figure)


def at(when: date) -> float:
    """The place of a moment, or of the middle of a day."""
    place = float(date2num(when))
    return place if isinstance(when, datetime) else place + 0.5


def day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


class Line:
    """The line, and what stands beside it."""

    def __init__(self, axes: Axes, paper: Paper, due: DueOutcome) -> None:
        self.axes, self.paper, self.due = axes, paper, due
        # What is counted ends with its last day, and so does the bar.
        self.start, self.until = self.after(due.start), self.after(due.ended or due.on)
        self.last = None if due.due is None else self.after(due.due)
        self.labels: list[tuple[float, str, str, bool]] = []

    @staticmethod
    def after(when: date) -> float:
        return at(when) if isinstance(when, datetime) else at(when) + 0.5

    def draw(self, calendar: Calendar) -> None:
        due, ground, axes = self.due, self.paper.ground, self.axes
        places = [self.start - 1, self.until, self.last or self.until]
        places += [at(light) for light in due.lights if light is not None]
        places += [at(when) for when in (due.statutory, due.moved) if when is not None]
        low, high = min(places), max(places)
        room = (high - low) * 0.04
        low, high = low - room, high + room
        shaded = self.days_off(calendar, low, high)
        end = self.last if self.last is not None else self.until
        left, right = sorted((self.start, end))
        axes.barh(0, right - left, 0.34, left, color=ground.accent, alpha=0.3, linewidth=0)
        counted = min(self.until, end)
        if counted > left:
            axes.barh(0, counted - left, 0.34, left, color=ground.accent, linewidth=0)
        if self.last is not None and self.until > self.last:
            axes.barh(0, self.until - self.last, 0.34, self.last, color=ground.late, linewidth=0, hatch="////", edgecolor=ground.paper)
        self.stops(counted)
        self.events()
        above, below = self.write(low, high)
        self.key(shaded)
        axes.set_ylim(-0.5 - 0.22 * max(below, 1), 0.32 + 0.22 * max(above, 1))
        axes.set_xlim(low, high)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        locator = AutoDateLocator(minticks=4, maxticks=9)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, formats=FORMATS, zero_formats=FORMATS, show_offset=False))

    def days_off(self, calendar: Calendar, low: float, high: float) -> bool:
        """Whether they are shown."""
        first = min(day(self.due.start), day(self.due.on)) - timedelta(days=400)
        count = int(high - low) + 2
        if count > MOST_SHADED:
            return False
        begin = first + timedelta(days=int(low - float(date2num(first))))
        for place in range(count):
            shown = begin + timedelta(days=place)
            try:
                off = not calendar.is_working_day(shown)
            except LimitError:
                # Nobody has arranged that year yet.
                return place > 0
            if off:
                self.axes.axvspan(float(date2num(shown)), float(date2num(shown)) + 1, color=self.paper.ground.shade, linewidth=0, zorder=0)
        return True

    def stops(self, counted: float) -> None:
        ground, pick = self.paper.ground, self.paper.pick
        for stop in self.due.stopped:
            if stop.effect != "counted":
                continue
            begin, end = self.after(stop.stopped), self.after(stop.resumed) if stop.resumed else counted
            end = min(end, max(counted, begin))
            self.axes.barh(0, end - begin, 0.36, begin, color=ground.paper, linewidth=0, zorder=2)
            self.axes.plot([begin, end], [0, 0], color=ground.faint, linewidth=1.2, linestyle=(0, (2, 2)), zorder=3)
            words = pick("停止计算", "the clock stands")
            if stop.title is not None:
                words = f"{words}{pick('：', ': ')}{self.paper.say(stop.title)}"
            self.labels.append(((begin + end) / 2, words, ground.faint, True))

    def events(self) -> None:
        due, ground, pick = self.due, self.paper.ground, self.paper.pick
        self.mark(at(due.start), pick("起算", "counted from"), due.start, True, ground.ink)
        for extension in due.extensions:
            if extension.effect == "counted":
                unit = {"hours": pick("小时", "hours"), "days": pick("日", "days")}.get(due.unit, pick("个工作日", "working days"))
                words = pick(f"延长{extension.by}{unit}", f"extended by {extension.by} {unit}")
                self.mark(at(extension.on), words, extension.on, True, ground.ink, "P")
        if due.ended is not None:
            self.mark(at(due.ended), pick("办结", "done"), due.ended, True, ground.ink, "s")
        elif due.on != due.start:
            self.mark(at(due.on), pick("查询日", "asked on"), due.on, True, ground.ink, "v")
        if due.due is not None:
            self.mark(self.after(due.due), pick("期限届满", "last day"), due.due, True, ground.ink, "|")
        for when, words in ((due.statutory, pick("法定期限", "last day of the law")), (due.moved, pick("顺延至", "moved on"))):
            if when is not None and when != due.due:
                self.mark(self.after(when), words, when, True, ground.faint, "|")
        names = {"hint": pick("提示", "hint"), "yellow": pick("黄灯", "yellow"), "red": pick("红灯", "red")}
        for (light, words), when in zip(names.items(), due.lights):
            if when is not None:
                self.mark(at(when), words, when, False, ground.lights[light], MARKS[light])

    def mark(self, place: float, words: str, when: date, above: bool, colour: str, marker: str = "o") -> None:
        height = 0 if above else -0.3
        size = {"|": 17.0, "v": 7.0}.get(marker, 7.5)
        self.axes.plot(
            [place],
            [0.27 if marker == "v" else height],
            marker=marker,
            markersize=size,
            markeredgewidth=2.2 if marker == "|" else 0.9,
            color=colour,
            markeredgecolor=colour if marker == "|" else self.paper.ground.paper,
            linestyle="none",
            zorder=6,
            clip_on=False,
        )
        shown = when.strftime("%m-%d %H:%M") if isinstance(when, datetime) else when.strftime("%m-%d")
        self.labels.append((place, f"{words} {shown}", self.paper.ground.ink, above))

    def write(self, low: float, high: float) -> tuple[int, int]:
        """The labels, in rows in which none meets another, nor the foot of another; how many rows there are.

        On the right half a label ends at its foot, and lies farther out than those to its left that it overlaps; so no
        foot crosses a label. On the left half it is the other way round.
        """
        inches = WIDTH - 0.5
        a_letter = (high - low) / inches * (0.128 if self.paper.language == "zh" else 0.078)
        middle = (low + high) / 2
        found = [0, 0]
        for above in (True, False):
            labels = sorted((label for label in self.labels if label[3] == above), key=lambda label: label[0])
            left = [label for label in labels if label[0] < middle]
            right = [label for label in labels if label[0] >= middle]
            taken: list[tuple[float, float, int]] = []
            for place, words, colour, _ in [*reversed(left), *right]:
                to_the_right = place < middle
                wide = (len(words) + 1.5) * a_letter
                begin = place if to_the_right else place - wide
                row = 1 + max((row for a, b, row in taken if a < begin + wide and begin < b), default=-1)
                taken.append((begin, begin + wide, row))
                foot, height = (0.2, 0.4 + 0.22 * row) if above else (-0.4, -0.58 - 0.22 * row)
                self.axes.plot(
                    [place, place], [foot, height + 0.07 * (1 if above else -1)], color=self.paper.ground.faint, linewidth=0.7, zorder=1
                )
                self.axes.text(
                    place + (0.4 if to_the_right else -0.4) * a_letter,
                    height,
                    words,
                    ha="left" if to_the_right else "right",
                    va="center",
                    fontsize=8.5,
                    color=colour,
                )
                found[not above] = max(found[not above], row + 1)
        return found[0], found[1]

    def key(self, shaded: bool) -> None:
        """What the colours of the bar mean."""
        ground, pick = self.paper.ground, self.paper.pick
        late = self.last is not None and self.until > self.last
        shown = [
            (Patch(facecolor=ground.accent), pick("已计算", "counted"), True),
            (Patch(facecolor=ground.accent, alpha=0.3), pick("剩余", "left"), self.last is None or self.until < self.last),
            (Patch(facecolor=ground.late, edgecolor=ground.paper, hatch="////", linewidth=0), pick("逾期", "late"), late),
            (Patch(facecolor=ground.shade, edgecolor=ground.line), pick("休息日", "days off"), shaded),
        ]
        self.paper.legend(self.axes, [patch for patch, _, there in shown if there], [words for _, words, there in shown if there])


FORMATS = ["%Y", "%Y-%m", "%m-%d", "%m-%d\n%H:%M", "%H:%M", "%H:%M"]

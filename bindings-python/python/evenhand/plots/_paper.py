# pyright: basic
# (matplotlib leaves too many of its types open for the strict mode.)
"""What all plots are drawn on: the figure, its colours on a light and on a dark ground, its fonts."""

from __future__ import annotations

import io
import textwrap
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import matplotlib
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

if TYPE_CHECKING:
    import os
    from contextlib import AbstractContextManager

    from matplotlib.axes import Axes

    from evenhand import Bilingual

Language = Literal["zh", "en"]

WIDTH = 7.4
"""Inches: as wide as the text of a notebook."""
DOTS = 192
"""A notebook shows half of them an inch, so that a sharp screen has two for one."""

CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "DengXian",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
    "Arial Unicode MS",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
    "SimSun",
)
"""Fonts with Chinese characters, the better on a screen first."""


@dataclass(frozen=True)
class Ground:
    """The colours of a light or a dark ground. All of them can be told apart without seeing red and green."""

    paper: str
    ink: str
    faint: str
    line: str
    shade: str
    accent: str
    late: str
    lights: dict[str, str]
    tiers: tuple[float, float]
    """The part of the colour map that stands out against the paper."""


LIGHT = Ground(
    paper="#ffffff",
    ink="#1c2430",
    faint="#5d6875",
    line="#d9dee4",
    shade="#eef1f4",
    accent="#0072b2",
    late="#d55e00",
    lights={"hint": "#56b4e9", "yellow": "#e69f00", "red": "#d55e00"},
    tiers=(0.02, 0.82),
)
DARK = Ground(
    paper="#15191f",
    ink="#e8ebef",
    faint="#a2abb6",
    line="#333b45",
    shade="#232a33",
    accent="#56b4e9",
    late="#f0803c",
    lights={"hint": "#56b4e9", "yellow": "#f0b429", "red": "#f0803c"},
    tiers=(0.3, 0.98),
)


class Plot:
    """A drawing. A notebook shows it by itself; `save` writes it; `figure` is matplotlib's, to draw on."""

    figure: Figure

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def save(self, path: str | os.PathLike[str], *, dpi: int = DOTS) -> None:
        """Writes it in the format that the name ends in: .png, .svg, .pdf."""
        self.figure.savefig(path, dpi=dpi)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        data = io.BytesIO()
        # Without the version of the library that drew it: the same drawing is the same bytes.
        self.figure.savefig(data, format="png", dpi=DOTS, metadata={"Software": None})
        width, height = (round(inches * DOTS / 2) for inches in self.figure.get_size_inches())
        return data.getvalue(), {"width": width, "height": height}

    def __repr__(self) -> str:
        axes = self.figure.axes
        return f"<Plot: {axes[0].get_title(loc='left').splitlines()[0]}>" if axes else "<Plot>"


def chinese_font() -> str | None:
    """A font of this machine that has Chinese characters, if there is one."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in CHINESE_FONTS if name in known), None)


@dataclass(frozen=True)
class Paper:
    """A ground and a language, and what is said in it."""

    ground: Ground
    language: Language
    fonts: tuple[str, ...]

    @classmethod
    def of(cls, language: Language, dark: bool) -> Paper:
        ground = DARK if dark else LIGHT
        if language == "en":
            return cls(ground, "en", ("DejaVu Sans",))
        font = chinese_font()
        if font is None:
            message = (
                "no font with Chinese characters was found, so the plot is in English; "
                f"matplotlib would take one of {', '.join(CHINESE_FONTS[:4])} and others once it is installed"
            )
            warnings.warn(message, stacklevel=2)
            return cls(ground, "en", ("DejaVu Sans",))
        return cls(ground, "zh", (font, "DejaVu Sans"))

    def pick(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def say(self, words: Bilingual) -> str:
        return words.zh if self.language == "zh" else words.en

    def settings(self) -> AbstractContextManager[None]:
        """What texts and axes made inside look like."""
        ground = self.ground
        return matplotlib.rc_context(
            {
                "font.family": list(self.fonts),
                "font.size": 9.5,
                "text.color": ground.ink,
                "axes.edgecolor": ground.faint,
                "axes.labelcolor": ground.faint,
                "axes.facecolor": ground.paper,
                "axes.linewidth": 0.8,
                "axes.spines.top": False,
                "axes.spines.right": False,
                "axes.axisbelow": True,
                "axes.titlesize": 11.5,
                "axes.titleweight": "bold",
                "grid.color": ground.line,
                "grid.linewidth": 0.6,
                "xtick.color": ground.faint,
                "ytick.color": ground.faint,
                "xtick.labelcolor": ground.ink,
                "ytick.labelcolor": ground.ink,
                "xtick.major.width": 0.8,
                "ytick.major.width": 0.8,
                "hatch.linewidth": 0.6,
                "legend.frameon": False,
            }
        )

    def figure(self, height: float) -> tuple[Figure, Axes]:
        layout = ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.1)
        figure = Figure(figsize=(WIDTH, height), layout=layout, facecolor=self.ground.paper)
        FigureCanvasAgg(figure)
        return figure, figure.add_subplot()

    def head(self, axes: Axes, title: str, below: str) -> None:
        """What it is about, and in smaller letters under what conditions."""
        width = 46 if self.language == "zh" else 84
        lines = wrapped(title[:1].upper() + title[1:], width)
        small = wrapped(below, round(width * 1.25))
        axes.set_title("\n".join(lines), loc="left", pad=8 + 13 * len(small))
        below_it = axes.annotate(
            "\n".join(small),
            (0, 1),
            xytext=(0, 7),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=8.5,
            color=self.ground.faint,
            va="bottom",
            linespacing=1.25,
        )
        # It stands in the room that the title keeps, and need not make the axes narrower.
        below_it.set_in_layout(False)

    def legend(self, axes: Axes, handles: list[Any], names: list[str]) -> None:
        """Under the axes, in as many columns as fit."""
        if not names:
            return
        most = 30 if self.language == "zh" else 52
        lines = ["\n".join(wrapped(name, most)) for name in names]
        longest = max(len(line) for name in lines for line in name.splitlines())
        fit = (2 * most) // (longest + 4)
        # One row, or columns of equal height.
        columns = len(names) if len(names) <= fit else max(1, min(fit, 2))
        axes.figure.legend(
            handles, lines, loc="outside lower left", ncols=columns, fontsize=8.5, handlelength=1.4, columnspacing=1.6
        )

    def axis(self, label: str, unit: Bilingual) -> str:
        said = self.say(unit)
        return label + self.pick(f"（{said}）", f" ({said})") if said else label


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most this many letters; Chinese is broken anywhere."""
    if any("\u4e00" <= letter <= "\u9fff" for letter in text):
        return [text[start : start + width] for start in range(0, len(text), width)]
    return textwrap.wrap(text, width) or [""]


def number(value: float) -> str:
    """A number as people write it: 12,345.6, without zeros behind."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text

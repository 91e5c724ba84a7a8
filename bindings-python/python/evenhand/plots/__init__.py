"""Plots of fines and time limits: what `Item.plot`, `Item.map` and `DueOutcome.plot` draw.

It needs matplotlib: `pip install "evenhand[plot]"`. Amounts become floats here, and only here: a place on paper is no
amount.
"""

from __future__ import annotations

try:
    import matplotlib as _matplotlib
except ImportError as missing:
    raise ImportError('plots need matplotlib: pip install "evenhand[plot]"') from missing

from evenhand.plots._fine import fine
from evenhand.plots._map import fine_map
from evenhand.plots._paper import Plot
from evenhand.plots._timeline import timeline

del _matplotlib

__all__ = ["Plot", "fine", "fine_map", "timeline"]

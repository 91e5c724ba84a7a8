"""Other engines on `cn.hangzhou.shop-display/1`: a file an engine, with the rule as its own documentation has such rules
written, and called the way that it calls fast. All of them take a float, which is what they know of numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Peer:
    """An engine with the rule in it."""

    #: Its name, and the package that it comes from.
    name: str
    package: str
    #: The fine of one case.
    single: Callable[[float, bool], object]
    #: The fines of columns in one call, if it can; with what it takes to give it the columns.
    frame: Callable[[Array, Array], Sequence[object]] | None
    #: Of how many rows the time is taken.
    rows: int = 100_000

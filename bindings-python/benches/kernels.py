"""The kernels in Rust, from what `cargo bench --bench columns` printed."""

from __future__ import annotations

import re

#: Which of its benchmarks a line of the table shows.
BENCHMARKS = {
    "kernel-1": "shop_from_integers/1",
    "kernel-2": "shop_from_integers/2",
    "kernel-4": "shop_from_integers/4",
    "kernel-floats": "shop_from_floats",
    "kernel-decimals": "shop_from_decimals",
}
#: The loops by hand, for one processor or another: what the names of all of them start with.
BY_HAND = "shop_by_hand"
SCALE = {"": 1.0, "K": 1e3, "M": 1e6, "G": 1e9}


def rates(printed: str) -> dict[str, float]:
    """The items a second of each benchmark, in the median."""
    found: dict[str, float] = {}
    group = name = ""
    for text in printed.splitlines():
        if row := re.match(r"([│ ]*)[├╰]─ (\S+)(.*)", text):
            depth, own, rest = len(row[1]), row[2], row[3]
            if depth == 0:
                group = own
            # One with arguments has a line for each of them below its own.
            name = own if depth == 0 else f"{group}/{own}"
            has_time = re.search(r"\d", rest) is not None
            name = name if has_time else ""
        elif name and (cells := re.findall(r"([\d.]+) ([KMG]?)item/s", text)):
            rate, scale = cells[2]
            found[name] = float(rate) * SCALE[scale]
    return found


def measure(printed: str) -> dict[str, tuple[float, float]]:
    """The seconds a row of each line, and of the fastest loop by hand."""
    found = rates(printed)
    by_hand = max((rate for name, rate in found.items() if name.startswith(BY_HAND)), default=None)
    missing = set(BENCHMARKS.values()) - found.keys() | ({BY_HAND} if by_hand is None else set())
    if by_hand is None or missing:
        raise SystemExit(f"`cargo bench --bench columns` has no {', '.join(sorted(missing))}")
    return {key: (1 / found[name], 1 / by_hand) for key, name in BENCHMARKS.items()}

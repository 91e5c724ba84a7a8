"""The most memory that a frame needs beside what goes in and comes out, as JSON: `measure_memory.py own|polars ROWS`.

A process of its own for each, because memory that was once used is not given back. Linux only: elsewhere nobody tells the
peak since a moment.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import polars as pl
import pyarrow as pa
import tables

STATUS = Path("/proc/self/status")


def resident(kind: str) -> int:
    """Bytes: `VmRSS` now, `VmHWM` at the peak."""
    found = re.search(rf"^{kind}:\s+(\d+) kB$", STATUS.read_text(encoding="ascii"), re.MULTILINE)
    if found is None:
        raise SystemExit(f"{STATUS} has no {kind}")
    return int(found[1]) * 1024


def main() -> None:
    who, rows = sys.argv[1], int(sys.argv[2])
    if not STATUS.exists():
        raise SystemExit("the memory is measured on Linux only")
    hundredths, repeats = tables.shop(rows)
    table = pa.table({"area": pa.array(hundredths / 100), "repeat": pa.array(repeats)})
    del hundredths
    if who == "own":
        import evenhand

        item = evenhand.load().on(tables.DAY)["cn.hangzhou.shop-display/1"]

        def run(part: pa.Table) -> int:
            return pa.table(item.assess_frame(part, results=["min"])).nbytes
    else:
        import by_hand

        def run(part: pa.Table) -> int:
            return int(by_hand.polars(pl.from_arrow(part)).estimated_size())

    # What is loaded once, threads and code, is not for these rows.
    run(table.slice(0, 1000))
    before = resident("VmRSS")
    # Forgets the peak so far.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    output = run(table)
    print(json.dumps(max(resident("VmHWM") - before - output, 0)))


if __name__ == "__main__":
    main()

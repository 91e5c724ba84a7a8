"""The command over a file of OCDS releases beside OCDS Cardinal, as JSON: `measure_releases.py EVENHAND CARDINAL TENDERS`.

Both have to find the same: of each flag the same tenders, with the same tenderers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import lines
import releases
from timing import in_turns

#: Each takes seconds.
TURNS = 3
#: What the pack says; the quartiles are those of Cardinal.
SETTINGS = "currency = CNY\n[R003]\nthreshold = 15\n[R024]\n[R025]\npercentile = 75\n[R028]\n[R030]\n[R036]\n[R058]\n"
#: A flag, the tender or tenderer that it is raised for, and the tenderers that Cardinal names with it.
Found = set[tuple[str, str, tuple[str, ...]]]


def printed(command: list[str | Path], **environment: str) -> bytes:
    return subprocess.run(command, env=os.environ | environment, stdout=subprocess.PIPE, check=True).stdout


def found(report: bytes) -> Found:
    """What the library has found."""
    named = {"R024": 2, "R058": 1}

    def one(finding: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
        flag, tenderers = finding["flag"], finding["tenderers"]
        # Of a heavy discount Cardinal names the winner alone, of a disqualified bid nobody.
        tenderers = tenderers[: named.get(flag, 0 if flag == "R036" else None)]
        return flag, finding["tender"] or finding["tenderer"], tuple(sorted(set(tenderers)))

    return {one(finding) for finding in json.loads(report)["findings"]}


def found_beside(report: bytes) -> Found:
    """What Cardinal has found."""
    results = json.loads(report)
    maps = results["Maps"]
    tenders = {
        (flag, tender, tuple(sorted(maps.get(f"ocid_tenderer_{flag.lower()}", {}).get(tender, []))))
        for tender, flags in results["OCID"].items()
        for flag in flags
    }
    return tenders | {("R025", tenderer, ()) for tenderer, flags in results["Tenderer"].items() if "R025" in flags}


def main() -> None:
    evenhand, cardinal, tenders = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    measured = {}
    with tempfile.TemporaryDirectory() as folder:
        file, settings = Path(folder) / "releases.jsonl", Path(folder) / "settings.ini"
        releases.write(tenders, file)
        settings.write_text(SETTINGS, encoding="utf-8")
        screen: list[str | Path] = [evenhand, "screen", "cn.bidding-screen/cardinal", file, "--json", "--threads"]
        indicators: list[str | Path] = [cardinal, "indicators", "--settings", settings, file]
        own, beside = found(printed([*screen, "1"])), found_beside(printed([*indicators, "--map"]))
        if own != beside or not own:
            raise SystemExit(f"OCDS Cardinal finds something else: {sorted(own ^ beside)[:10]}")
        for threads in lines.RELEASE_THREADS:
            number = str(threads)
            one, other = in_turns(
                partial(printed, [*screen, number]), partial(printed, indicators, RAYON_NUM_THREADS=number), TURNS
            )
            measured[f"releases-{threads}"] = one / tenders, other / tenders
    print(json.dumps({"lines": measured, "wrong": {}}))


if __name__ == "__main__":
    main()

"""`python -m mutants TOOL ROOT TARGET [BEGINNING...]`: the code is changed in one place after the other, and a test has to notice."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mutants.build import Copy
from mutants.places import Place, listed
from mutants.trial import Trials, tests

#: Of a hundred changes, how many must be noticed in each room.
NOTICED = 90


def main() -> int:
    """Tries the changes, and fails where too few of a room are noticed."""
    parser = argparse.ArgumentParser(prog="cargo xtask mutants")
    parser.add_argument("tool", type=Path)
    parser.add_argument("root", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("beginnings", nargs="*", help="what the names of the changes begin with, as core/src/limit")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--longest", type=float, default=20, help="tests that take longer, in seconds, are not asked")
    asked = parser.parse_args()
    asked.target.mkdir(parents=True, exist_ok=True)
    places = listed(asked.tool, asked.root)
    copy = Copy(asked.root, asked.target, places)
    programs = copy.build()
    began = time.monotonic()
    known = tests(programs, asked.processes)
    print(f"xtask: {len(known)} tests, each alone, in {time.monotonic() - began:.0f} s", flush=True)
    trials = Trials(known, asked.longest)
    chosen = [place for place in places if place.told.startswith(tuple(asked.beginnings) or "")]
    tried = [place for place in chosen if place.number not in copy.left]
    began = time.monotonic()
    with ThreadPoolExecutor(asked.processes) as pool, (asked.target / "noticed.txt").open("w") as noticed, (
        asked.target / "missed.txt"
    ).open("w") as missed:
        by_room: dict[str, Counter[str]] = defaultdict(Counter)
        for done, (place, by) in enumerate(zip(tried, pool.map(lambda place: trials.notices(place.number), tried), strict=True)):
            by_room[place.room]["missed" if by is None else "noticed"] += 1
            print(place.told if by is None else f"{place.told}\t{by}", file=missed if by is None else noticed, flush=True)
            if done % 100 == 99:
                print(f"xtask: {done + 1} of {len(tried)} after {time.monotonic() - began:.0f} s", flush=True)
    return told(by_room, [place for place in chosen if place.number in copy.left], asked.target)


def told(by_room: dict[str, Counter[str]], left: list[Place], target: Path) -> int:
    """Prints what became of the changes in each room."""
    (target / "left.txt").write_text("".join(f"{place.told}\n" for place in left), encoding="utf-8")
    left_out = Counter(place.room for place in left)
    few = []
    for room, became in sorted(by_room.items()):
        total = became["noticed"] + became["missed"]
        share = became["noticed"] * 100 / total
        print(f"{room}: {became['noticed']} of {total} noticed, {share:.1f} %; {left_out[room]} do not compile, or not behind a switch")
        if share < NOTICED:
            few.append(room)
    if few:
        print(f"fewer than {NOTICED} % noticed in {', '.join(few)}; see {target / 'missed.txt'}")
    return 1 if few else 0


if __name__ == "__main__":
    sys.exit(main())

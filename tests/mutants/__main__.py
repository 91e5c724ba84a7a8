"""`python -m mutants TOOL ROOT TARGET [BEGINNING...] [--again]`: the code is changed in one place after the other, and a test has to notice."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TextIO

from mutants.build import Copy
from mutants.places import Place, listed
from mutants.trial import TOO_LONG, Trials, tests

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
    parser.add_argument("--again", action="store_true", help="try those only that no test noticed the last time")
    asked = parser.parse_args()
    asked.target.mkdir(parents=True, exist_ok=True)
    places = listed(asked.tool, asked.root)
    copy = Copy(asked.root, asked.target, places)
    programs = copy.build()
    began = time.monotonic()
    known = tests(programs, asked.processes)
    print(f"xtask: {len(known)} tests, each alone, in {time.monotonic() - began:.0f} s", flush=True)
    for test in known:
        if test.seconds > asked.longest:
            print(f"xtask: {test.name} takes {test.seconds:.0f} s, and is not asked", flush=True)
    chosen = [place for place in places if place.told.startswith(tuple(asked.beginnings) or "")]
    (asked.target / "left.txt").write_text(
        "".join(f"{place.told}\n" for place in chosen if place.number in copy.left), encoding="utf-8"
    )
    tried = [place for place in chosen if place.number not in copy.left]
    missed = asked.target / "missed.txt"
    if asked.again:
        last = set(missed.read_text(encoding="utf-8").splitlines())
        tried = [place for place in tried if place.told in last]
    with (asked.target / "noticed.txt").open("a" if asked.again else "w", encoding="utf-8") as noticed:
        run(Trials(known, asked.longest), tried, asked.processes, noticed, missed.open("w", encoding="utf-8"))
    return told(asked.target)


def run(trials: Trials, places: list[Place], processes: int, noticed: TextIO, missed: TextIO) -> None:
    """Tries changes, and writes down which were noticed, with the test that did, and which were not."""
    began = time.monotonic()
    with ThreadPoolExecutor(processes) as pool, missed:
        answers = pool.map(lambda place: trials.notices(place.number), places)
        for done, (place, by) in enumerate(zip(places, answers, strict=True)):
            print(place.told if by is None else f"{place.told}\t{by}", file=missed if by is None else noticed, flush=True)
            if done % 100 == 99:
                print(f"xtask: {done + 1} of {len(places)} after {time.monotonic() - began:.0f} s", flush=True)


def told(target: Path) -> int:
    """Prints what became of the changes in each room; one if there are few of a room that were noticed."""
    by_room: dict[str, Counter[str]] = defaultdict(Counter)
    for became in ("noticed", "missed", "left"):
        for line in (target / f"{became}.txt").read_text(encoding="utf-8").splitlines():
            room = by_room[line.removeprefix("core/src/").split("/")[0]]
            room[became] += 1
            room[TOO_LONG] += line.endswith(f"\t{TOO_LONG}")
    few = []
    for room, became in sorted(by_room.items()):
        total = became["noticed"] + became["missed"]
        print(
            f"{room}: {became['noticed']} of {total} noticed, {became['noticed'] * 100 / max(total, 1):.1f} %, "
            f"{became[TOO_LONG]} of them as the tests take too long; "
            f"{became['left']} do not compile, or cannot be switched"
        )
        if became["noticed"] * 100 < total * NOTICED:
            few.append(room)
    if few:
        print(f"fewer than {NOTICED} % noticed in {', '.join(few)}; see {target / 'missed.txt'}")
    return 1 if few else 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m differential --cases N [--seed S] [--processes P]`: random packs and facts through all evaluators."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache

from differential.draw import drawn
from differential.draw_law import drawn_law
from differential.engines import WebAssembly
from differential.hold import Held, hold
from differential.kept import keep
from differential.shrink import shrunk

CASES_OF_A_PACK = 40
PACKS_OF_A_TASK = 25


@cache
def wasm() -> WebAssembly:
    """The Node of this process."""
    return WebAssembly()


def collect_rarely() -> None:
    """Packs and cases are many small objects without cycles: looking for these takes a fifth of the time."""
    gc.set_threshold(200_000, 50, 50)


def task(seed: int, first: int) -> Held:
    """Some packs of a seed."""
    held = Held()
    for place in range(first, first + PACKS_OF_A_TASK):
        name = f"{seed}/{place}"
        if place % 5 == 4:
            law = drawn_law(name, CASES_OF_A_PACK)
            held.add(hold(law.packs, law.cases, wasm(), name))
        else:
            found = drawn(name, CASES_OF_A_PACK)
            held.add(hold(found.pack, found.cases, wasm(), name))
    return held


def main() -> int:
    """Runs until enough cases were compared; 1 where something differed."""
    parser = argparse.ArgumentParser(prog="differential", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    began, total, next_pack = time.monotonic(), Held(), 0
    with ProcessPoolExecutor(asked.processes, initializer=collect_rarely) as pool:
        while total.cases < asked.cases and not total.differences:
            # As many tasks as are still needed if no pack is refused, but not so many that a difference is told late.
            missing = (asked.cases - total.cases) // (CASES_OF_A_PACK * PACKS_OF_A_TASK) + 1
            firsts = range(next_pack, next_pack + min(missing, 50 * asked.processes) * PACKS_OF_A_TASK, PACKS_OF_A_TASK)
            next_pack = firsts.stop
            for held in pool.map(task, [asked.seed] * len(firsts), firsts):
                total.add(held)
            print(f"{total.cases} cases, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    report(total, time.monotonic() - began)
    for difference in total.differences[:3]:
        small = shrunk(difference, wasm())
        print(f"{small.between}: {keep(small)}\n  expected {small.expected}\n  found    {small.found}")
    return 1 if total.differences else 0


def report(total: Held, seconds: float) -> None:
    """What was compared."""
    print(f"{total.cases} cases of {total.packs} packs in {seconds:.0f} s, {total.whole} of them under a general law")
    print(f"{total.refused} packs were refused by the library")
    print("what follows: " + ", ".join(f"{word} {count}" for word, count in total.outcomes.most_common()))
    print(f"{len(total.differences)} differences")


if __name__ == "__main__":
    sys.exit(main())

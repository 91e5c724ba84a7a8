"""Whether a test notices a change: the quickest first, of those that come by it."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from mutants.build import Program

#: Seconds that a process of tests may take beside what they took without a change, and how many times that.
PATIENCE, TIMES = 20, 8
MEMORY = 4 << 30
TOO_LONG = "takes too long"
#: The seconds of the tests that are tried together: the first ones soon tell.
TOGETHER = (0.3, 1, 3, 10)


@dataclass(frozen=True)
class Test:
    """One test, how long it takes, and the changes that it comes by."""

    program: Program
    name: str
    seconds: float
    met: frozenset[int]


def run(program: Program, names: list[str], environment: dict[str, str], patience: float) -> tuple[bool, str]:
    """Whether tests pass, and what they print."""
    command = [program.path, "--exact", "--test-threads", "1", *names]
    fixed = {"PROPTEST_DISABLE_FAILURE_PERSISTENCE": "true", "INSTA_UPDATE": "no", "RUST_BACKTRACE": "0"}
    try:
        done = subprocess.run(
            command,
            cwd=program.folder,
            env=os.environ | fixed | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=patience,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        )
    except subprocess.TimeoutExpired:
        return False, TOO_LONG
    return done.returncode == 0, done.stdout.decode(errors="replace")


def tests(programs: list[Program], processes: int) -> list[Test]:
    """Every test that passes where nothing is changed, with what it comes by."""
    names = []
    for program in programs:
        command = [program.path, "--list", "--format", "terse"]
        told = subprocess.run(command, cwd=program.folder, stdout=subprocess.PIPE, check=True).stdout.decode()
        names += [(program, line.removesuffix(": test")) for line in told.splitlines() if line.endswith(": test")]

    def traced(test: tuple[Program, str]) -> Test | None:
        program, name = test
        with tempfile.TemporaryDirectory() as folder:
            met = Path(folder) / "met"
            began = time.monotonic()
            passed, _ = run(program, [name], {"EVENHAND_CHANGES_MET": str(met)}, 1800)
            seconds = time.monotonic() - began
            numbers = frozenset(map(int, met.read_text().split())) if met.exists() else frozenset()
        if not passed:
            print(f"xtask: {name} fails where nothing is changed, and is not asked", flush=True)
            return None
        return Test(program, name, seconds, numbers)

    with ThreadPoolExecutor(processes) as pool:
        return [test for test in pool.map(traced, names) if test is not None]


class Trials:
    """The tests that are asked, those first that noticed what was tried lately."""

    def __init__(self, tests: list[Test], longest: float) -> None:
        self.tests = sorted((test for test in tests if test.seconds <= longest), key=lambda test: test.seconds)
        self.lately: deque[str] = deque(maxlen=24)
        self.lock = Lock()

    def notices(self, number: int) -> str | None:
        """The test that notices a change; none if all of them pass."""
        for program, together in self.parts(number):
            expected = sum(test.seconds for test in together)
            names = [test.name for test in together]
            passed, told = run(program, names, {"EVENHAND_CHANGE": str(number)}, PATIENCE + TIMES * expected)
            if passed:
                continue
            failed = re.findall(r"^test (\S+) .*FAILED$", told, re.MULTILINE)
            with self.lock:
                self.lately.extend(failed[:2])
            return failed[0] if failed else told.splitlines()[-1] if told else "died"
        return None

    def parts(self, number: int) -> Iterator[tuple[Program, list[Test]]]:
        """Tests that come by a change, of one program each, more and more of them."""
        with self.lock:
            lately = set(self.lately)
        asked = sorted((test for test in self.tests if number in test.met), key=lambda test: test.name not in lately)
        together: list[Test] = []
        seconds, step = 0.0, 0
        for test in asked:
            together.append(test)
            seconds += test.seconds
            if seconds >= TOGETHER[min(step, len(TOGETHER) - 1)]:
                yield from by_program(together)
                together, seconds, step = [], 0.0, step + 1
        yield from by_program(together)


def by_program(tests: list[Test]) -> Iterator[tuple[Program, list[Test]]]:
    """Tests by the program that they are in."""
    for program in dict.fromkeys(test.program for test in tests):
        yield program, [test for test in tests if test.program == program]

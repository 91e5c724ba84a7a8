"""A copy of the project whose core has all changes at once, and the tests that are built with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from mutants.places import Place
from mutants.rewrite import Stretch, end_of_match, rewritten

HERE = Path(__file__).parent
PACKAGES = ("--package", "evenhand", "--package", "evenhand-tests", "--all-features", "--profile", "mutants")
#: After so many rounds without an end something else is wrong.
ROUNDS = 40
#: What the compiler calls a match in which an arm with a condition was needed.
NOT_EXHAUSTIVE = "E0004"


@dataclass(frozen=True)
class Program:
    """A file of tests, and the folder that cargo would run it in."""

    path: Path
    folder: Path


class Copy:
    """The copy, and which changes it has."""

    def __init__(self, root: Path, target: Path, places: list[Place]) -> None:
        self.root, self.folder, self.target = root, target / "copy", target / "built"
        self.places = {place.number: place for place in places}
        #: By number, why a change cannot be tried.
        self.left: dict[int, str] = {}
        self.stretches: dict[str, list[Stretch]] = {}
        shutil.rmtree(self.folder, ignore_errors=True)
        tracked = subprocess.run(["git", "ls-files", "-z"], cwd=root, stdout=subprocess.PIPE, check=True).stdout
        for name in tracked.decode().rstrip("\0").split("\0"):
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, self.folder / name)
        core = self.folder / "core" / "src"
        switches = (HERE / "switches.rs").read_text(encoding="utf-8")
        count = max(self.places, default=0) + 1
        (core / "mutant.rs").write_text(switches.replace("CHANGES_OF_THIS_COPY", str(count)), encoding="utf-8")
        library = core / "lib.rs"
        text = library.read_text(encoding="utf-8")
        library.write_text(f"#![feature(core_intrinsics, const_eval_select)]\n{text}\nmod mutant;\n", encoding="utf-8")
        for file in {place.file for place in places}:
            self.write(file)

    def write(self, file: str) -> None:
        """Writes a file of the core with the changes that it can have."""
        source = (self.root / file).read_bytes()
        places = [place for place in self.places.values() if place.file == file and place.number not in self.left]
        text, self.stretches[file], left = rewritten(source, places)
        (self.folder / file).write_bytes(text)
        for place in left:
            self.left[place.number] = "cannot be switched"

    def cargo(self, *arguments: str) -> list[dict]:
        """What cargo tells, a message a line."""
        environment = os.environ | {
            "RUSTFLAGS": "--cap-lints=allow",
            # The switches are for functions that the compiler works out as well, which has no stable name.
            "RUSTC_BOOTSTRAP": "1",
            "CARGO_INCREMENTAL": "1",
            "CARGO_TARGET_DIR": str(self.target),
        }
        command = ["cargo", *arguments, "--message-format", "json"]
        done = subprocess.run(command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        messages = [json.loads(line) for line in done.stdout.decode().splitlines() if line.startswith("{")]
        failed = done.returncode != 0
        if failed and not any(message.get("message", {}).get("level") == "error" for message in messages):
            raise SystemExit(done.stderr.decode())
        return messages

    def build(self) -> list[Program]:
        """The tests, after every change that does not compile has been left out."""
        for arguments in (("check", "--package", "evenhand", "--lib", "--all-features"), ("test", "--no-run", "--tests", *PACKAGES)):
            for _ in range(ROUNDS):
                messages = self.cargo(*arguments)
                errors = [message["message"] for message in messages if message.get("message", {}).get("level") == "error"]
                if not errors:
                    break
                self.leave_out(errors)
            else:
                raise SystemExit("the copy does not compile")
        return [
            Program(Path(message["executable"]), Path(message["manifest_path"]).parent)
            for message in messages
            if message.get("executable") and message["profile"]["test"]
        ]

    def leave_out(self, errors: list[dict]) -> None:
        """Leaves the changes out that the compiler refuses."""
        files = set()
        for error in errors:
            spans = [span for part in [error, *error["children"]] for span in part["spans"]]
            primary = [span for span in spans if span["is_primary"]]
            without = (error["code"] or {}).get("code") == NOT_EXHAUSTIVE
            numbers = self.arms(primary[0]) if without else self.numbers(primary) or self.numbers(spans)
            if spans and not numbers:
                raise SystemExit(error["rendered"])
            for number in numbers:
                self.left[number] = "does not compile"
                files.add(self.places[number].file)
        for file in files:
            self.write(file)
        print(f"xtask: {len(self.left)} changes are left out", flush=True)

    def numbers(self, spans: list[dict]) -> frozenset[int]:
        """The changes in the narrowest stretch around what the compiler points at."""
        around = [
            stretch
            for span in spans
            for stretch in self.stretches.get(span["file_name"], [])
            if stretch.start <= span["byte_start"] and span["byte_end"] <= stretch.end
        ]
        return min(around, key=lambda stretch: stretch.end - stretch.start).numbers if around else frozenset()

    def arms(self, span: dict) -> frozenset[int]:
        """The changes that leave out an arm of the match that asks what the compiler points at."""
        file = span["file_name"]
        end = end_of_match((self.folder / file).read_bytes(), span["byte_start"])
        within = [stretch for stretch in self.stretches[file] if span["byte_end"] <= stretch.start and stretch.end <= end]
        numbers = {number for stretch in within for number in stretch.numbers}
        return frozenset(number for number in numbers if self.places[number].genre == "MatchArm")

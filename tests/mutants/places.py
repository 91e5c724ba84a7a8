"""The places at which the code can be changed, as cargo-mutants lists them."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Place:
    """One change: what stands between two offsets of a file gives way to something else."""

    number: int
    file: str
    start: int
    end: int
    genre: str
    replacement: str
    told: str


def listed(tool: Path, root: Path) -> list[Place]:
    """Every place in the rooms that `.cargo/mutants.toml` names, in the order of the tool."""
    command = [tool, "mutants", "--list", "--json"]
    told = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, check=True).stdout
    lines: dict[str, list[str]] = {}
    places = []
    for number, mutant in enumerate(json.loads(told)):
        file, span = mutant["file"], mutant["span"]
        if file not in lines:
            lines[file] = (root / file).read_text(encoding="utf-8").splitlines(keepends=True)
        start, end = (offset(lines[file], span[side]) for side in ("start", "end"))
        places.append(Place(number, file, start, end, mutant["genre"], mutant["replacement"], mutant["name"]))
    return places


def offset(lines: list[str], at: dict[str, Any]) -> int:
    """The byte of a line and a column, both from one, the column in characters."""
    before = "".join(lines[: at["line"] - 1]) + lines[at["line"] - 1][: at["column"] - 1]
    return len(before.encode())

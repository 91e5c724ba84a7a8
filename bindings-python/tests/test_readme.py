"""What the READMEs show in Python works, and prints what they say: a comment `# …` behind a `print` is its output."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest
from readme_blocks import blocks

ROOT = Path(__file__).parents[2]
FILES = ["README.md", "README.zh-CN.md", "bindings-python/README.md", "docs/tutorial.md"]
BLOCKS = [(file, block) for file in FILES for block in blocks(ROOT / file)]


@pytest.mark.parametrize(("file", "block"), BLOCKS, ids=[file for file, _ in BLOCKS])
def test_block(file: str, block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(block, file, "exec"), {})
    promised = re.findall(r"print\(.*\)  # (.*)$", block, re.MULTILINE)
    assert promised
    assert shown.getvalue().splitlines() == promised


def test_each_readme_has_a_block() -> None:
    assert {file for file, _ in BLOCKS} == set(FILES)

"""The differential run itself: what was found once, and that it can find something."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
import tomllib

from differential import hold, shrink
from differential.draw import drawn
from differential.draw_law import drawn_law
from differential.engines import WebAssembly, in_columns, item_of, one_by_one, whole_cases
from differential.kept import kept
from differential.write import written
from reference.exact import Rounding
from reference.pack import read_pack


@pytest.fixture(scope="module")
def wasm() -> WebAssembly:
    return WebAssembly()


@pytest.mark.parametrize("vector", kept(), ids=lambda vector: vector["file"])
def test_kept(vector: dict[str, Any], wasm: WebAssembly) -> None:
    texts, cases = vector["packs"], [vector["facts"]]
    answers = one_by_one(item_of(texts[0]), cases) if len(texts) == 1 else whole_cases(texts, cases)
    assert answers.seen == [vector["expect"]]
    book = [read_pack(text) for text in texts]
    if len(texts) == 1:
        assert hold.expected(book[0].items[hold.ITEM], vector["facts"]) == vector["expect"]
        row = in_columns(item_of(texts[0]), cases, "kept")[0]
        assert row is None or row == {key: answers.seen[0].get(key) for key in row}
    else:
        assert hold.expected_of_whole(book, vector["facts"]) == vector["expect"]
    assert wasm.agrees(texts, cases, answers)


def test_the_same_seed_draws_the_same() -> None:
    assert drawn("7/7", 5) == drawn("7/7", 5)
    assert drawn("7/7", 5) != drawn("7/8", 5)
    assert drawn_law("7/7", 5) == drawn_law("7/7", 5)


def test_packs_are_toml() -> None:
    for place in range(50):
        text = written(drawn(f"text/{place}", 1).pack)
        assert tomllib.loads(text)["id"] == "xx.drawn"


def test_a_wrong_reference_is_found_and_made_small(wasm: WebAssembly, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever rounds halves down where they go up must be told."""
    right = Rounding.__call__

    def wrong(self: Rounding, value: Any) -> Any:
        mode = "half-down" if self.mode == "half-up" else self.mode
        return right(dataclasses.replace(self, mode=mode), value)

    monkeypatch.setattr(Rounding, "__call__", wrong)
    differences: list[hold.Difference] = []
    place = 0
    while not differences:
        found = drawn(f"wrong/{place}", 40)
        differences = hold.hold(found.pack, found.cases, wasm, "wrong").differences
        place += 1
    small = shrink.shrunk(differences[0], wasm)
    assert small.between == "reference and library"
    assert len(written(small.pack)) <= len(written(differences[0].pack))

"""The four evaluators, held against each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import evenhand
from differential.draw import ITEM, Table
from differential.engines import Answers, Cases, WebAssembly, in_columns, item_of, one_by_one, whole_cases
from differential.seen import Seen, of_fault, of_reference, of_whole
from differential.write import written
from reference.fault import Fault
from reference.law import Days, assess_case
from reference.outcome import assess
from reference.pack import Item, Pack, read_pack


@dataclass(frozen=True)
class Difference:
    """Two evaluators that do not agree about a case."""

    between: str
    pack: Table | list[Table]
    case: dict[str, str]
    expected: Seen
    found: Any


@dataclass
class Held:
    """What came of some packs."""

    packs: int = 0
    refused: int = 0
    cases: int = 0
    whole: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def add(self, other: Held) -> None:
        """Takes over what came of others."""
        self.packs += other.packs
        self.refused += other.refused
        self.cases += other.cases
        self.whole += other.whole
        self.outcomes += other.outcomes
        self.differences += other.differences


def hold(pack: Table | list[Table], cases: Cases, wasm: WebAssembly, seed: str) -> Held:
    """All evaluators over all cases of a pack; of several packs, over whole cases."""
    if isinstance(pack, list):
        return hold_law(pack, cases, wasm)
    text = written(pack)
    try:
        item = item_of(text)
    except evenhand.RulesError:
        return Held(refused=1)
    held = Held(packs=1, cases=len(cases))
    declared = read_pack(text).items[ITEM]
    answers = one_by_one(item, cases)
    columns = in_columns(item, cases, seed)
    for case, library, row in zip(cases, answers.seen, columns, strict=True):
        reference = expected(declared, case)
        held.outcomes[reference.get("error") or reference["outcome"]] += 1
        if not same(reference, library, case):
            held.differences.append(Difference("reference and library", pack, case, reference, library))
        if row is not None and row != {key: library.get(key) for key in row}:
            held.differences.append(Difference("library and columns", pack, case, library, row))
    if not wasm.agrees([text], cases, answers):
        held.differences += of_wasm(pack, [text], cases, answers, wasm)
    return held


def hold_law(packs: list[Table], cases: Cases, wasm: WebAssembly) -> Held:
    """All evaluators over whole cases: an item, and the general law above it."""
    if len(packs) < 2:
        raise ValueError("a whole case needs a law above its item")
    texts = [written(pack) for pack in packs]
    try:
        answers = whole_cases(texts, cases)
    except evenhand.RulesError:
        return Held(refused=1)
    held = Held(packs=1, cases=len(cases), whole=len(cases))
    book = [read_pack(text) for text in texts]
    for case, library in zip(cases, answers.seen, strict=True):
        reference = expected_of_whole(book, case)
        held.outcomes[reference.get("error") or reference["outcome"]] += 1
        if not same(reference, library, case):
            held.differences.append(Difference("reference and library", packs, case, reference, library))
    if not wasm.agrees(texts, cases, answers):
        held.differences += of_wasm(packs, texts, cases, answers, wasm)
    return held


def expected_of_whole(book: list[Pack], case: dict[str, str]) -> Seen:
    """What the reference says of a whole case."""
    days = {name.removesuffix(" day"): date.fromisoformat(text) for name, text in case.items() if name.endswith(" day")}
    facts = {name: text for name, text in case.items() if not name.endswith(" day")}
    try:
        return of_whole(assess_case(ITEM, book, Days(**days), facts))
    except Fault as fault:
        return of_fault(fault)


def expected(item: Item, case: dict[str, str]) -> Seen:
    """What the reference says."""
    try:
        return of_reference(assess(item, case))
    except Fault as fault:
        return of_fault(fault)


# Where a row has no amount and another hangs on a fact that is not given, which is told first nobody has laid down.
OF_EQUAL_RANK = {"missing-fact", "invalid-amount"}


def same(reference: Seen, library: Seen, case: dict[str, str]) -> bool:
    """Whether both say the same. Of several facts that are missing, either may be asked for first."""
    if {reference.get("error"), library.get("error")} <= OF_EQUAL_RANK:
        return library["field"] not in case
    return reference == library


def of_wasm(pack: Table | list[Table], texts: list[str], cases: Cases, answers: Answers, wasm: WebAssembly) -> list[Difference]:
    """The cases in which WebAssembly differs."""
    found = wasm.ask(texts, cases, whole=True)
    differences = [
        Difference("library and wasm", pack, case, {"json": ours}, theirs)
        for case, ours, theirs in zip(cases, answers.texts, found["answers"], strict=True)
        if ours != theirs
    ]
    if found["columns"]:
        differences += [
            Difference("wasm and its columns", pack, case, {}, None)
            for case in cases
            if wasm.ask(texts, [case], whole=True)["columns"]
        ]
    return differences

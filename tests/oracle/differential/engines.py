"""The library through its packages: case by case, in columns, and as WebAssembly."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow

import evenhand
from differential.draw import DAY, ITEM
from differential.seen import Seen, of_record, of_whole_record

Case = dict[str, str]
Cases = Sequence[Case]
WASM = Path(__file__).parents[3] / "bindings-wasm" / "dist"
PREFIXES = {"fine": "", "statutory": "statutory_", "persons": "persons_"}
RESULTS: list[Any] = [f"{prefix}{end}" for prefix in PREFIXES.values() for end in ("min", "max")]
RESULTS += ["tier", "outcome", "error", "clamped"]


@dataclass(frozen=True)
class Answers:
    """What the package for Python says, as the bytes that are its JSON, and read."""

    texts: list[str]
    seen: list[Seen]


def item_of(text: str) -> evenhand.Item:
    """The item of a pack; an `evenhand.RulesError` where the library refuses the pack."""
    return evenhand.RuleBook.load([("drawn.toml", text.encode())]).on(DAY)[ITEM]


def one_by_one(item: evenhand.Item, cases: Cases) -> Answers:
    """Every case for itself."""
    texts, seen = [], []
    for case in cases:
        try:
            texts.append(item.assess(case).to_json())
            seen.append(of_record(json.loads(texts[-1])))
        except evenhand.AssessError as error:
            texts.append(json.dumps([error.code, error.field], separators=(",", ":")))
            seen.append({"error": error.code, "field": error.field})
    return Answers(texts, seen)


def whole_cases(texts: Sequence[str], cases: Cases) -> Answers:
    """Whole cases under all packs together; an `evenhand.RulesError` where the library refuses one of them."""
    book = evenhand.RuleBook.load([(f"{place}.toml", text.encode()) for place, text in enumerate(texts)])
    found, seen = [], []
    for case in cases:
        facts = {name: text for name, text in case.items() if not name.endswith(" day")}
        days = {name.removesuffix(" day"): text for name, text in case.items() if name.endswith(" day")}
        try:
            found.append(book.assess(ITEM, evenhand.Case(facts, **days)).to_json())
            seen.append(of_whole_record(json.loads(found[-1])))
        except evenhand.AssessError as error:
            found.append(json.dumps([error.code, error.field], separators=(",", ":")))
            seen.append({"error": error.code, "field": error.field})
    return Answers(found, seen)


def in_columns(item: evenhand.Item, cases: Cases, seed: str) -> list[Seen | None]:
    """All cases as a frame; none for a case that no column can hold."""
    random = Random(seed)
    kinds = {fact.name: fact for fact in item.facts}
    columns = {name: column(fact, [case.get(name) for case in cases], random) for name, fact in kinds.items()}
    fits = [
        set(case) <= set(kinds) and all(found[row] is not UNFIT for found, _ in columns.values())
        for row, case in enumerate(cases)
    ]
    rows = [row for row, fit in enumerate(fits) if fit]
    names = {name: pyarrow.array([found[row] for row in rows], kind) for name, (found, kind) in columns.items()}
    if not names or not rows:
        return [None] * len(cases)
    frame = pyarrow.table(item.assess_frame(pyarrow.table(names), results=RESULTS, language="zh")).to_pylist()
    found: list[Seen | None] = [None] * len(cases)
    for row, values in zip(rows, frame, strict=True):
        found[row] = of_row(values)
    return found


UNFIT = object()


def column(fact: evenhand.Fact, texts: list[str | None], random: Random) -> tuple[list[Any], pyarrow.DataType]:
    """The values of a fact in a column of some type that can hold them, `UNFIT` for those that it cannot."""
    match fact.type:
        case "boolean":
            return [read(text, {"true": True, "false": False}.get) for text in texts], pyarrow.bool_()
        case "date":
            return [read(text, day) for text in texts], pyarrow.date32()
        case "string":
            kind = random.choice([pyarrow.string(), pyarrow.dictionary(pyarrow.int8(), pyarrow.string())])
            return list(texts), kind
    match random.choice(["text", "decimal", "float", "integer"]):
        case "decimal":
            return [read(text, number) for text in texts], pyarrow.decimal128(38, 9)
        case "float":
            values = [read(text, number) for text in texts]
            return [value if value in (None, UNFIT) else float(value) for value in values], pyarrow.float64()
        case "integer":
            return [read(text, whole) for text in texts], pyarrow.int64()
    return list(texts), pyarrow.string()


def read(text: str | None, of: Any) -> Any:
    """A value of a column: none where nothing was given."""
    if text is None:
        return None
    value = of(text)
    return UNFIT if value is None else value


def number(text: str) -> Decimal | None:
    """A number, if the text is one."""
    return Decimal(text) if text.removeprefix("-").replace(".", "", 1).isdigit() and text[-1] != "." else None


def whole(text: str) -> int | None:
    """A whole number, if the text is one."""
    return int(text) if text.removeprefix("-").isdigit() else None


def day(text: str) -> date | None:
    """A day, if the text is one."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def of_row(row: dict[str, Any]) -> Seen:
    """What a row of results says."""
    if row["error"] is not None:
        return {"error": row["error"]}
    found: Seen = {"outcome": row["outcome"], "tier": row["tier"], "clamped": row["clamped"]}
    for name, prefix in PREFIXES.items():
        ends = (row[f"{prefix}min"], row[f"{prefix}max"])
        found[name] = None if ends[0] is None else [plain(end) for end in ends]
    return found


def plain(amount: Decimal) -> str:
    """An amount as every JSON has it: without zeros at its end."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class WebAssembly:
    """A Node that has the package for JavaScript."""

    def __init__(self) -> None:
        self.node = subprocess.Popen(
            ["node", str(Path(__file__).with_name("cases.mjs")), str(WASM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, texts: Sequence[str], cases: Cases, whole: bool) -> dict[str, Any]:
        """The answers to all cases, or their digest. Under several packs they are whole cases, else those of the item alone."""
        assert self.node.stdin and self.node.stdout
        on = DAY if len(texts) == 1 else None
        asked = {"texts": list(texts), "item": ITEM, "on": on, "facts": list(cases), "whole": whole}
        self.node.stdin.write(json.dumps(asked) + "\n")
        self.node.stdin.flush()
        answer = self.node.stdout.readline()
        if not answer:
            raise RuntimeError("the package for JavaScript broke off")
        found: dict[str, Any] = json.loads(answer)
        return found

    def agrees(self, texts: Sequence[str], cases: Cases, answers: Answers) -> bool:
        """Whether it gives the same bytes as the package for Python, and its columns what it says row by row."""
        digest = hashlib.sha256()
        for answer in answers.texts:
            digest.update(answer.encode() + b"\n")
        found = self.ask(texts, cases, whole=False)
        return bool(found["digest"] == digest.hexdigest() and not found["columns"])

"""The tables of cases that are measured, drawn the same each time."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa

import evenhand

DAY = "2026-11-21"
#: Where the items of the mixed table come from.
DOCUMENTS = ("cn.hangzhou.shop-display", "cn.dongying.city-appearance", "cn.shenzhen.city-management")


def shop(rows: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Areas in hundredths up to 15 square metres, so that every tier comes up, and a quarter repeated."""
    draw = np.random.default_rng(1)
    return draw.integers(1, 1501, rows), draw.random(rows) < 0.25


def decimals(hundredths: np.ndarray[Any, Any]) -> pa.Array:
    """As Arrow's 128-bit decimals, which have the higher half behind the lower one."""
    halves = np.zeros((len(hundredths), 2), np.int64)
    halves[:, 0] = hundredths
    return pa.Array.from_buffers(pa.decimal128(10, 2), len(hundredths), [None, pa.py_buffer(halves)])


def weights(rows: int) -> list[np.ndarray[Any, Any]]:
    """The levels of eight factors, five each."""
    draw = np.random.default_rng(2)
    return [draw.integers(0, 5, rows, dtype=np.int8) for _ in range(8)]


def draw_fact(fact: evenhand.Fact, rows: int, draw: np.random.Generator) -> pa.Array:
    """Values that fit a fact: of a number, the lower ones."""
    if fact.type == "boolean":
        return pa.array(draw.random(rows) < 0.5)
    if fact.type == "string":
        names = [name for name, _ in fact.values or ()]
        codes = pa.array(draw.integers(0, len(names), rows, dtype=np.int8))
        return pa.DictionaryArray.from_arrays(codes, names)
    match = re.fullmatch(r"[\[(](\d+)\.\.(\d+)[\])]", fact.range or "")
    if fact.type != "number" or match is None or fact.decimals is None:
        raise SystemExit(f"the benchmark cannot draw the fact {fact.name}: {fact.expected}")
    least, most = int(match[1]), min(int(match[2]), int(match[1]) + 20)
    scale = 10**fact.decimals
    return pa.array(draw.integers(least * scale + 1, most * scale, rows) / scale)


def mixed(book: evenhand.RuleBook, rows: int) -> tuple[pa.Table, int]:
    """Cases of many items in no order, with a column for every fact that one of them asks for, and how many items."""
    draw = np.random.default_rng(3)
    items = [item for item in book.on(DAY).items() if item.document.id in DOCUMENTS]
    facts = {fact.name: fact for item in items for fact in item.facts}
    columns = {name: draw_fact(fact, rows, draw) for name, fact in facts.items()}
    codes = pa.array(draw.integers(0, len(items), rows, dtype=np.int16))
    columns["item"] = pa.DictionaryArray.from_arrays(codes, [item.id for item in items])
    return pa.table(columns), len(items)

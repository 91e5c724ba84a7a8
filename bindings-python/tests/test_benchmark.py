"""The benchmark shows what it says: its fractions are the rule's, the table has its lines, and so have the READMEs."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import exact
import kernels
import lines
import pytest
import table

import evenhand

ROOT = Path(__file__).parents[2]
READMES: list[tuple[str, lines.Language]] = [("README.md", "en"), ("README.zh-CN.md", "zh")]
PRINTED = """\
columns                fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ shop_by_hand        20 ms         │ 40 ms         │ 25 ms         │ 30 ms         │ 3       │ 3
│                      500 Mitem/s   │ 250 Mitem/s   │ 400 Mitem/s   │ 333 Mitem/s   │         │
├─ shop_by_hand_other  20 ms         │ 40 ms         │ 25 ms         │ 30 ms         │ 3       │ 3
│                      500 Mitem/s   │ 250 Mitem/s   │ 200 Mitem/s   │ 333 Mitem/s   │         │
├─ shop_from_decimals  50 ms         │ 50 ms         │ 50 ms         │ 50 ms         │ 3       │ 3
│                      200 Mitem/s   │ 200 Mitem/s   │ 200 Mitem/s   │ 200 Mitem/s   │         │
├─ shop_from_floats    50 ms         │ 50 ms         │ 50 ms         │ 50 ms         │ 3       │ 3
│                      200 Mitem/s   │ 200 Mitem/s   │ 200 Mitem/s   │ 200 Mitem/s   │         │
╰─ shop_from_integers                │               │               │               │         │
   ├─ 1                10 ms         │ 10 ms         │ 10 ms         │ 10 ms         │ 3       │ 3
   │                   999 Kitem/s   │ 999 Kitem/s   │ 1 Gitem/s     │ 999 Kitem/s   │         │
   ├─ 2                10 ms         │ 10 ms         │ 10 ms         │ 10 ms         │ 3       │ 3
   │                   999 Kitem/s   │ 999 Kitem/s   │ 2 Gitem/s     │ 999 Kitem/s   │         │
   ╰─ 4                10 ms         │ 10 ms         │ 10 ms         │ 10 ms         │ 3       │ 3
                       999 Kitem/s   │ 999 Kitem/s   │ 4 Gitem/s     │ 999 Kitem/s   │         │
"""


def test_the_fractions_are_those_of_the_examples_and_of_the_library(bundled: evenhand.RuleBook) -> None:
    exact.check_examples()
    item = bundled.on("2026-11-21")["cn.hangzhou.shop-display/1"]
    for area, repeat in exact.CASES:
        decided = item.decide(area=area, repeat=repeat).fine
        assert decided is not None
        assert decided.min == exact.fine(area, repeat)


def test_a_fine_that_is_off_by_a_hundredth_counts_as_wrong() -> None:
    fines = [exact.fine(*case) for case in exact.CASES]
    assert exact.wrong(fines) == 0
    # A float that is next to the fine says the fine.
    assert exact.wrong(float(fine) + 1e-9 for fine in fines) == 0
    fines[7] += Decimal("0.01")
    assert exact.wrong(fines) == 1 / 3000


def test_the_rates_of_the_kernels_are_the_medians() -> None:
    measured = kernels.measure(PRINTED)
    assert measured["kernel-floats"] == pytest.approx((5e-9, 2.5e-9))
    assert [measured[f"kernel-{threads}"][0] for threads in (1, 2, 4)] == pytest.approx([1e-9, 5e-10, 2.5e-10])
    with pytest.raises(SystemExit, match="has no shop_by_hand"):
        kernels.measure(PRINTED.replace("shop_by_hand", "another"))


def test_amounts_have_two_digits() -> None:
    assert [table.amount(value, "call", "en") for value in (4.26e-3, 4.26e-5, 0.5e-9)] == [
        "4.3 ms a call",
        "43 µs a call",
        "0.5 ns a call",
    ]
    assert table.amount(421_300, "module", "zh") == "421 KB"
    assert [table.amount(value, "memory", "en") for value in (0, 42_400_000)] == ["< 1 MB", "42 MB"]
    assert [table.times(2, value) for value in (0.0086, 3, 2622)] == ["0.0043", "1.5", "1311"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_line_is_in_the_table(language: lines.Language) -> None:
    assert len({line.key for line in lines.LINES}) == len({line.told(language) for line in lines.LINES})
    wrong = {name: 0.0147 for line in lines.LINES if (name := table.rival(line)) is not None}
    in_node = {"node-by-hand", *(f"node-{key}" for key in lines.NODE_PEERS)}
    assert {"polars", "numpy-floats", "numpy-integers", "decimal", *lines.PEERS, *in_node} == wrong.keys()
    measured = table.Measured({line.key: (2e-9, 5e-8) for line in lines.LINES}, wrong, {})
    rows = table.rows_of(measured, language)
    assert titles(table.markdown(rows, language), language) == [line.told(language) for line in lines.LINES]
    frame = dict(zip(table.HEADINGS["en"], rows[5], strict=True))
    times = {"en": ("2.0 ns a row", "50 ns a row"), "zh": ("每行 2.0 纳秒", "每行 50 纳秒")}[language]
    assert (frame["Evenhand"], frame["takes"], frame["times"], frame["wrong fines"]) == (*times, "25", "1.5%")


@pytest.mark.parametrize(("name", "language"), READMES)
def test_the_readme_has_every_line(name: str, language: lines.Language) -> None:
    found = titles((ROOT / name).read_text(encoding="utf-8"), language)
    assert found == [line.told(language) for line in lines.LINES]


def titles(text: str, language: lines.Language) -> list[tuple[str, str]]:
    """What each line of the benchmark's table measures, and beside what."""
    heading = re.escape(f"| {' | '.join(table.HEADINGS[language])} |")
    found = re.search(rf"^{heading}\n\|[-|: ]+\|\n((?:\|.*\n?)*)", text, re.MULTILINE)
    assert found is not None, f"no table with the headings {heading}"
    cells = [row.strip("|").split("|") for row in found[1].splitlines()]
    return [(row[0].strip(), row[2].strip()) for row in cells]

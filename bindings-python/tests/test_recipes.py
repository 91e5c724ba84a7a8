"""The recipes of `docs/recipes.md` give every row what its case alone gets, and some of them in less memory than the file
has. The one for Spark is run by `cargo xtask spark`.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from readme_blocks import blocks

import evenhand

RECIPES = Path(__file__).parents[2] / "docs" / "recipes.md"
ITEM = "cn.hangzhou.shop-display/1"
#: Of the large file, and the bytes that whoever reads it may have in use.
ROWS = 8_000_000
LIMIT = 500_000_000
#: 185, 1,000, 2,000 and 1,202.50 yuan, as in the rule's own examples.
FINES = Decimal("4387.50") * (ROWS // 4)


def block(word: str) -> str:
    """The recipe with this word in it."""
    (found,) = [text for text in blocks(RECIPES) if word in text]
    return found


PANDAS, POLARS, LAZY, DUCKDB = block("pandas"), block("polars.read_parquet"), block("scan_parquet"), block("import duckdb")


def test_there_is_no_other_recipe() -> None:
    assert set(blocks(RECIPES)) == {PANDAS, POLARS, LAZY, DUCKDB, block("SparkSession")}


@pytest.mark.parametrize("recipe", [PANDAS, POLARS, LAZY, DUCKDB], ids=["pandas", "polars", "lazy", "duckdb"])
def test_every_row_is_what_its_case_gets(recipe: str, tmp_path: Path) -> None:
    areas = [Decimal(hundredths * 7).scaleb(-2) for hundredths in range(1, 201)]
    repeats = [place % 3 == 0 for place in range(len(areas))]
    # In parts, one row has a fault.
    areas[150] = Decimal(-1)
    table = pa.table({"case": range(len(areas)), "area": areas, "repeat": repeats})
    pq.write_table(table, tmp_path / "cases.parquet", row_group_size=30)
    run(recipe, tmp_path)
    rows = pq.read_table(tmp_path / "fines.parquet").sort_by("case").to_pylist()
    assert [row["case"] for row in rows] == list(range(len(areas)))
    item = evenhand.load()[ITEM]
    assert rows.pop(150)["min"] is None
    for row in rows:
        outcome = item.assess(area=areas[row["case"]], repeat=repeats[row["case"]])
        assert outcome.fine is not None
        assert outcome.tier is not None
        assert (row["min"], row["tier"]) == (outcome.fine.min, outcome.tier.en)
        assert row["reason"] == outcome.explanation("en")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process has in use")
@pytest.mark.parametrize(
    ("recipe", "before"),
    [(LAZY, ""), (DUCKDB, "import duckdb\nduckdb.sql(\"set memory_limit = '200MB'\")\n")],
    ids=["lazy", "duckdb"],
)
def test_a_file_larger_than_the_memory(recipe: str, before: str, large: Path, tmp_path: Path) -> None:
    (tmp_path / "cases.parquet").symlink_to(large)
    peak = run(before + recipe.replace(', "reason"', ""), tmp_path)
    assert peak < LIMIT < large.stat().st_size
    found = duckdb.connect().sql(f"select count(*), count(min), sum(min) from '{tmp_path}/fines.parquet'").fetchall()
    assert found == [(ROWS, ROWS, FINES)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process has in use")
def test_what_reads_the_whole_file_needs_more(large: Path, tmp_path: Path) -> None:
    (tmp_path / "cases.parquet").symlink_to(large)
    assert run("import polars\nprint(polars.read_parquet('cases.parquet').shape)", tmp_path) > LIMIT


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """600 MB of cases that no compression makes smaller: random bytes stand for what offices keep beside the facts."""
    path = tmp_path_factory.mktemp("large") / "cases.parquet"
    rows = 100_000
    areas = pa.array([Decimal(area) for area in ("1", "5.01", "10.82", "5")] * (rows // 4), pa.decimal128(10, 2))
    repeats = pa.array([False, False, False, True] * (rows // 4))
    columns: list[tuple[str, pa.DataType]] = [("case", pa.int64()), ("area", areas.type)]
    columns += [("repeat", pa.bool_()), ("address", pa.binary(64))]
    schema = pa.schema(columns)
    draw = random.Random(1)
    with pq.ParquetWriter(path, schema, compression="none") as file:
        for first in range(0, ROWS, rows):
            addresses = pa.Array.from_buffers(pa.binary(64), rows, [None, pa.py_buffer(draw.randbytes(64 * rows))])
            cases = pa.array(range(first, first + rows))
            file.write_table(pa.Table.from_arrays([cases, areas, repeats, addresses], schema=schema))
    return path


def run(recipe: str, folder: Path) -> int:
    """Runs a recipe in a process of its own, as English speakers see it, and tells the most memory that it had in use."""
    environment = dict(os.environ, LC_ALL="C", LANG="C")
    process = subprocess.Popen([sys.executable, "-c", recipe], cwd=folder, env=environment)
    peak = 0
    while process.poll() is None:
        # Gone when the process is, and not there elsewhere.
        status = Path(f"/proc/{process.pid}/status")
        found = re.search(r"^RssAnon:\s+(\d+) kB$", status.read_text(), re.MULTILINE) if status.exists() else None
        peak = max(peak, int(found[1]) * 1024 if found else 0)
        time.sleep(0.005)
    assert process.returncode == 0
    return peak

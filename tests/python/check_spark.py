"""Runs the recipe for Spark in `docs/recipes.md` on a cluster of its own: a master and two workers, each a process.

Every row has to be what its case alone gets. `cargo xtask spark` looks for Java first, without which Spark does not start.

    check_spark.py
"""

import os
import re
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import evenhand

RECIPES = Path(__file__).resolve().parents[2] / "docs" / "recipes.md"
ITEM = "cn.hangzhou.shop-display/1"


def recipe():
    """The block with Spark in it."""
    found = re.findall(r"^```python\n(.*?)^```", RECIPES.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (block,) = [block for block in found if "SparkSession" in block]
    return block


def cases():
    """Areas in all tiers, and one that is none."""
    areas = [Decimal(hundredths * 7).scaleb(-2) for hundredths in range(1, 201)]
    areas[150] = Decimal("-1.00")
    return areas, [place % 3 == 0 for place in range(len(areas))]


def run(folder):
    """The rows that Spark writes."""
    areas, repeats = cases()
    table = pa.table({"case": range(len(areas)), "area": areas, "repeat": repeats})
    # Files of their own, so that both workers have something to do.
    (folder / "cases.parquet").mkdir()
    for start in range(0, len(areas), 50):
        pq.write_table(table.slice(start, 50), folder / "cases.parquet" / f"{start}.parquet")
    settings = ("spark.executor.memory=1g", "spark.ui.enabled=false", "spark.log.level=ERROR")
    submit = " ".join(["--master local-cluster[2,1,1024]", *(f"--conf {setting}" for setting in settings), "pyspark-shell"])
    environment = dict(os.environ, PYSPARK_PYTHON=sys.executable, PYSPARK_SUBMIT_ARGS=submit, LC_ALL="C", LANG="C")
    # Without its end, workers are still being started anew while their master is going away.
    program = recipe() + "spark.stop()\n"
    subprocess.run([sys.executable, "-c", program], cwd=folder, env=environment, check=True, timeout=600)
    return pq.read_table(folder / "fines.parquet").sort_by("case").to_pylist()


def main():
    with tempfile.TemporaryDirectory() as folder:
        rows = run(Path(folder))
    areas, repeats = cases()
    item = evenhand.load()[ITEM]
    if [row["case"] for row in rows] != list(range(len(areas))):
        sys.exit(f"Spark wrote the cases {[row['case'] for row in rows]}")
    for row, area, repeat in zip(rows, areas, repeats, strict=True):
        try:
            outcome = item.assess(area=area, repeat=repeat)
            expected = (outcome.fine.min, outcome.tier.en, outcome.explanation("en"))
        except evenhand.AssessError as error:
            expected = (None, None, str(error))
        found = (row["min"], row["tier"], row["reason"])
        if found != expected:
            sys.exit(f"case {row['case']}: Spark has {found}, alone it gets {expected}")
    print(f"check_spark.py: {len(rows)} rows as alone, Spark on two workers")


if __name__ == "__main__":
    main()

"""The vectors of statistics are what the script of the formulas gives."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "tests" / "python" / "screen_statistics.py"


def test_the_statistics_of_the_vectors_are_those_of_the_formulas() -> None:
    subprocess.run([sys.executable, str(SCRIPT)], check=True)

"""The vectors of statistics are what the script of the formulas gives."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "tests" / "python"


@pytest.mark.parametrize("script", ["screen_statistics.py", "payment_statistics.py"])
def test_the_statistics_of_the_vectors_are_those_of_the_formulas(script: str) -> None:
    subprocess.run([sys.executable, str(SCRIPTS / script)], check=True)

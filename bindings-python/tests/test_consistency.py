"""The vectors of many decisions are what the script of the definitions gives."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "tests" / "python" / "consistency_statistics.py"


def test_the_statistics_of_the_vectors_are_those_of_the_definitions() -> None:
    subprocess.run([sys.executable, str(SCRIPT)], check=True)

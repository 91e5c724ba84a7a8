"""A short run of what ``cargo xtask soak`` runs for long."""

import subprocess
import sys
from pathlib import Path


def test_memory_stays_flat_over_every_entry() -> None:
    # In a process of its own: what other tests leave behind is not asked about here.
    done = subprocess.run([sys.executable, str(Path(__file__).parent / "soak.py"), "15"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

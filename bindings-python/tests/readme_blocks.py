"""The Python blocks of a text."""

from __future__ import annotations

import re
from pathlib import Path


def blocks(file: Path) -> list[str]:
    """Each block of Python in a file, in order."""
    return re.findall(r"^```python\n(.*?)^```", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)

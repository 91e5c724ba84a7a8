"""Differences that were found once, as vectors: every evaluator must give what is kept there."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from differential.hold import Difference
from differential.write import written

FOLDER = Path(__file__).parents[2] / "vectors" / "differential"


def keep(difference: Difference) -> Path:
    """Writes a difference down, with what the first of the two says."""
    packs = difference.pack if isinstance(difference.pack, list) else [difference.pack]
    texts = [written(pack) for pack in packs]
    vector = {
        "between": difference.between,
        "packs": texts,
        "facts": difference.case,
        "expect": difference.expected,
        "found": difference.found,
    }
    name = hashlib.sha256(json.dumps([texts, difference.case]).encode()).hexdigest()[:12]
    file = FOLDER / f"{name}.json"
    FOLDER.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(vector, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def kept() -> list[dict[str, Any]]:
    """All that were written down."""
    return [json.loads(file.read_text(encoding="utf-8")) | {"file": file.name} for file in sorted(FOLDER.glob("*.json"))]

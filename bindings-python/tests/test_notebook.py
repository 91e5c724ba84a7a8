"""The notebooks of `docs` run, and what stands below their cells is what comes out.

With `EVENHAND_BLESS=1` the outputs are written instead of compared; read them afterwards.
"""

from __future__ import annotations

import os
import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

DOCS = Path(__file__).parents[2] / "docs"
# Of each notebook: its tables, its pictures, and the cells that are not compared.
NOTEBOOKS = {"python.ipynb": (8, 5, 1), "supervision.ipynb": (6, 2, 0)}


def shown(notebook: Any) -> list[list[dict[str, Any]]]:
    """What each cell shows, without the digests of packs, which any change of a pack moves. Of a plot its size: what is
    drawn `test_plots.py` looks into, and other processors draw other shades."""

    def data(output: Any) -> dict[str, Any]:
        if output.output_type == "stream":
            return {"text": output.text}
        shown: dict[str, Any] = {kind: re.sub(r"sha256 [0-9a-f]{12}", "sha256 …", text) for kind, text in output.data.items()}
        if "image/png" in shown:
            picture = b64decode(shown["image/png"])
            shown["image/png"] = [int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])]
        return shown

    return [[data(output) for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]


def compared(notebook: Any, skipped: int) -> list[list[dict[str, Any]]]:
    """The same without the cells that every new check of rules would change."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = ["not-compared" in cell.metadata.get("tags", []) for cell in cells]
    assert tagged.count(True) == skipped
    return [output for output, skip in zip(shown(notebook), tagged, strict=True) if not skip]


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_notebook_shows_what_comes_out(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.chdir(DOCS)
    tables, pictures, skipped = NOTEBOOKS[name]
    kept = nbformat.read(DOCS / name, as_version=4)
    ran = nbformat.read(DOCS / name, as_version=4)
    NotebookClient(ran, timeout=60, kernel_name="python3", record_timing=False).execute()
    if os.environ.get("EVENHAND_BLESS") == "1":
        nbformat.write(ran, DOCS / name)
        return
    assert compared(ran, skipped) == compared(kept, skipped)
    pages = [output for cell in shown(ran) for output in cell if "text/html" in output]
    assert len(pages) == tables
    assert sum("image/png" in output for cell in shown(ran) for output in cell) == pictures
    assert all("<table" in page["text/html"] for page in pages)

"""What is installed beside the code: the licences, and what an index of packages shows."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def test_the_licences_are_those_of_the_project() -> None:
    for name in ("LICENSE-APACHE", "LICENSE-MIT"):
        text = (PACKAGE / name).read_bytes()
        assert text == (PACKAGE.parent / name).read_bytes()
        installed = [file for file in distribution("evenhand").files or [] if file.name == name]
        assert [Path(file.locate()).read_bytes() for file in installed] == [text]


def test_the_metadata_is_whole() -> None:
    metadata = distribution("evenhand").metadata
    assert metadata["License-Expression"] == "MIT OR Apache-2.0"
    assert metadata.get_all("License-File") == ["LICENSE-APACHE", "LICENSE-MIT"]
    assert metadata.get_all("Provides-Extra") == ["plot"]
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Summary"]
    (written,) = [file for file in distribution("evenhand").files or [] if file.name == "METADATA"]
    assert (PACKAGE / "README.md").read_text(encoding="utf-8").strip() in written.read_text(encoding="utf-8")
    for every in metadata.get_all("Requires-Dist") or []:
        assert "extra == 'plot'" in every or 'extra == "plot"' in every

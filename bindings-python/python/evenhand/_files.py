"""The pack files below a folder. Apart, because most callers need no files."""

from __future__ import annotations

from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os


def packs(path: str | os.PathLike[str]) -> list[tuple[str, bytes]]:
    """Each pack at or below a path, with its name and its bytes."""
    place = Path(path)
    files = sorted(place.rglob("*.toml")) if place.is_dir() else [place]
    if not files:
        raise FileNotFoundError(f"no .toml file in {place}")
    return [(str(file), file.read_bytes()) for file in files]


def signed(packs: list[tuple[str, bytes]]) -> list[tuple[str, bytes, str | None]]:
    """The same with the signature beside each pack, if there is one."""

    def signature(name: str) -> str | None:
        file = Path(f"{name}.minisig")
        return file.read_text(encoding="utf-8") if file.exists() else None

    return [(name, data, signature(name)) for name, data in packs]

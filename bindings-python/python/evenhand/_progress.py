"""A bar for long work, drawn by tqdm or rich, whichever is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Progress = Callable[[int, int | None], object]


class Bar:
    """Takes the rows done and all rows, if that is known; closes itself when all are done."""

    def __init__(self) -> None:
        self._update = _tqdm() or _rich()
        if self._update is None:
            raise ImportError("`progress=True` needs tqdm or rich; a callable needs neither")

    def __call__(self, done: int, all_rows: int | None) -> None:
        assert self._update is not None
        self._update(done, all_rows)


def _tqdm() -> Progress | None:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    bar: tqdm[Any] = tqdm(unit=" rows", unit_scale=True)

    def update(done: int, all_rows: int | None) -> None:
        bar.total = all_rows
        bar.update(done - bar.n)
        if done == all_rows:
            bar.close()

    return update


def _rich() -> Progress | None:
    try:
        from rich.progress import Progress as Display
    except ImportError:
        return None
    display = Display()
    task = display.add_task("rows", total=None)
    display.start()

    def update(done: int, all_rows: int | None) -> None:
        display.update(task, completed=done, total=all_rows)
        if done == all_rows:
            display.stop()

    return update

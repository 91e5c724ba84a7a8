"""What several tests need: the files of the shared vectors, and the books."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import evenhand

VECTORS = Path(__file__).parents[2] / "tests" / "vectors"


@pytest.fixture(scope="session")
def bundled() -> evenhand.RuleBook:
    return evenhand.load()


@pytest.fixture(scope="session")
def vectors() -> evenhand.RuleBook:
    return evenhand.load(VECTORS / "packs")


@pytest.fixture(scope="session")
def stalls(bundled: evenhand.RuleBook) -> evenhand.Item:
    return bundled.on("2026-11-21")["cn.dongying.city-appearance/46-4"]


@pytest.fixture
def interrupt_soon() -> Iterator[Callable[[], None]]:
    """Presses the key that interrupts, a moment after it is called. Whoever started the tests in the background may have had
    them ignore that key: they do not here."""

    def press() -> None:
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    thread = threading.Thread(target=press)
    yield thread.start
    thread.join()
    signal.signal(signal.SIGINT, before)

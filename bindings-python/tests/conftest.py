"""What several tests need: the files of the shared vectors, and the books."""

from __future__ import annotations

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

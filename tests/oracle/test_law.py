"""The reference gives what the cases under a general law say: outcome, fine, what is below it, circumstances, law of the day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import PACKS, VECTORS, vectors

from reference.exact import Ends, written
from reference.fault import Fault
from reference.law import Days, Result, Whole, assess_case
from reference.pack import read_pack

BOOK = [
    read_pack(file.read_text(encoding="utf-8")) for file in [*PACKS, *sorted((VECTORS / "general").glob("*.toml"))]
]
# Procedures and most warnings are not in the reference.
LEFT_OUT = {"procedure", "decides", "warnings"}


def ends(found: Ends | None) -> dict[str, str] | None:
    return found and {"min": written(found[0]), "max": written(found[1])}


def allowed(result: Result) -> dict[str, Any]:
    short: dict[str, Any] = {"outcome": result.outcome} | (ends(result.fine) or {})
    return short | ({"reduced": ends(result.reduced)} if result.reduced else {})


def observed(whole: Whole) -> dict[str, Any]:
    listed = [
        {"id": one.id, "may": one.may} | ({"allows": allowed(allows)} if allows else {}) for one, allows in whole.circumstances
    ]
    return {
        "outcome": whole.result.outcome,
        "fine": ends(whole.result.fine),
        "reduced": ends(whole.result.reduced),
        "law": whole.applied,
        "limitation": whole.limitation,
        "circumstances": sorted(listed, key=str),
    }


@pytest.mark.parametrize("case", vectors("cases.json")["cases"], ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    days = Days(**{name: date.fromisoformat(day) for name, day in case["days"].items()})
    facts = {name: str(value).lower() if isinstance(value, bool) else value for name, value in case["facts"].items()}
    expect = case["expect"]
    if "error" in expect:
        with pytest.raises(Fault) as raised:
            assess_case(case["item"], BOOK, days, facts)
        assert raised.value.code == expect["error"]
        return
    whole = assess_case(case["item"], BOOK, days, facts)
    wanted = {"fine": None, "reduced": None} | {key: of for key, of in expect.items() if key not in LEFT_OUT}
    if "circumstances" in wanted:
        wanted["circumstances"] = sorted(wanted["circumstances"], key=str)
    found = observed(whole)
    assert {key: found[key] for key in wanted} == wanted
    if "warnings" in expect:
        assert whole.conflict == ("circumstances-conflict" in expect["warnings"])

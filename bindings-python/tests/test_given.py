"""What can be given for a fact or a day, and what is refused."""

from __future__ import annotations

import collections
import types
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

import evenhand


@pytest.mark.parametrize(
    "area",
    [
        "16.8",
        "16.80",
        16.8,
        Decimal("16.8"),
        Decimal("16.80"),
        Decimal("168E-1"),
        Decimal("1.680E+1"),
        Decimal("16.8000000000000000000000000000000000000000"),
    ],
)
def test_a_number_in_each_form(stalls: evenhand.Item, area: Any) -> None:
    assert stalls.decide(area=area).fine == stalls.decide({"area": "16.8"}).fine
    outcome = stalls.assess(area=area)
    assert outcome.fine is not None
    assert (outcome.fine.min, outcome.fine.max) == (Decimal(1680), Decimal(1680))
    assert isinstance(outcome.fine.max, Decimal)
    assert str(outcome.fine.max) == "1680"


def test_a_float_counts_as_its_shortest_text(stalls: evenhand.Item) -> None:
    # 0.1 + 0.2 is 0.30000000000000004: too many decimals, not 0.3.
    with pytest.raises(evenhand.AssessError) as raised:
        stalls.assess(area=0.1 + 0.2)
    assert (raised.value.code, raised.value.field) == ("too-many-decimals", "area")
    assert "0.30000000000000004" in str(raised.value)
    assert stalls.decide(area=1e1).fine == stalls.decide(area=10).fine
    with pytest.raises(evenhand.AssessError, match=r"0\.0000001"):
        stalls.assess(area=1e-7)


def test_a_float_is_refused_under_strict(stalls: evenhand.Item) -> None:
    for call in (stalls.assess, stalls.decide):
        with pytest.raises(evenhand.AssessError, match="the fact `area` is the float 16.8") as raised:
            call(area=16.8, strict=True)
        assert (raised.value.code, raised.value.field) == ("wrong-type", "area")
        assert call(area=Decimal("16.8"), strict=True)
    with pytest.raises(evenhand.AssessError):
        evenhand.Case({"area": 16.8}, "2026-11-21", strict=True)


@pytest.mark.parametrize("area", [float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number(stalls: evenhand.Item, area: Any) -> None:
    with pytest.raises(evenhand.AssessError, match="expected a number such as 16.8") as raised:
        stalls.assess(area=area)
    assert (raised.value.code, raised.value.field) == ("wrong-type", "area")


@pytest.mark.parametrize("area", [10**40, -(10**40), 1e300, Decimal("1E+400")])
def test_too_large_to_be_exact(stalls: evenhand.Item, area: Any) -> None:
    with pytest.raises(evenhand.AssessError, match="more digits than an exact decimal holds"):
        stalls.assess(area=area)


class Index:
    def __index__(self) -> int:
        return 3


def test_whole_numbers_of_other_libraries(stalls: evenhand.Item) -> None:
    area: Any = Index()
    assert stalls.decide(area=area).fine == stalls.decide(area=3).fine


@pytest.mark.parametrize("area", [None, [1], b"16.8", 1j, datetime(2026, 11, 21, 8, 0)])
def test_other_types_are_named(stalls: evenhand.Item, area: Any) -> None:
    with pytest.raises(evenhand.AssessError, match=f"found a {type(area).__name__}") as raised:
        stalls.assess(area=area)
    assert (raised.value.code, raised.value.field) == ("wrong-type", "area")


@pytest.mark.parametrize("area", [True, date(2026, 11, 21), "many"])
def test_wrong_types_are_told_by_the_item(stalls: evenhand.Item, area: Any) -> None:
    with pytest.raises(evenhand.AssessError) as raised:
        stalls.assess(area=area)
    assert (raised.value.code, raised.value.field) == ("wrong-type", "area")


def test_mappings_and_names_together(stalls: evenhand.Item) -> None:
    facts: dict[str, Any] = {"area": 20}
    for mapping in (facts, types.MappingProxyType(facts), collections.ChainMap(facts)):
        assert stalls.decide(mapping, refused_to_correct=True).fine == stalls.decide(area=20).fine
    with pytest.raises(evenhand.AssessError, match="the fact `area` is given twice") as raised:
        stalls.assess(facts, area=20)
    assert raised.value.code == "duplicate-fact"
    wrong: Any = [("area", 20)]
    with pytest.raises(TypeError):
        stalls.assess(wrong)


def test_days(bundled: evenhand.RuleBook) -> None:
    assert bundled.on("2026-11-21").day == date(2026, 11, 21) == bundled.on(date(2026, 11, 21)).day
    assert bundled.on(date.max).day == date.max
    for day in ("2026-11-31", "21.11.2026", datetime(2026, 11, 21), 20261121, None):
        wrong: Any = day
        with pytest.raises(evenhand.AssessError) as raised:
            bundled.on(wrong)
        assert (raised.value.code, raised.value.field) == ("wrong-type", "day")
    with pytest.raises(evenhand.AssessError, match="the day `acted`") as raised:
        evenhand.Case({}, "2026-11-21", acted="2026-02-30")
    assert raised.value.field == "acted"
    case = evenhand.Case({}, "2026-11-21", acted="2026-11-01", ended=date(2026, 11, 2), found="2026-11-03")
    assert [case.acted, case.ended, case.found] == [date(2026, 11, day) for day in (1, 2, 3)]

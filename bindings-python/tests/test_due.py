"""Time limits: the shared vectors of `due.json`, and what Python adds."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from conftest import VECTORS

import evenhand

CASES: list[dict[str, Any]] = json.loads((VECTORS / "due.json").read_text(encoding="utf-8"))
LICENCE = "cn.administrative-licence-law/42"


@pytest.fixture(scope="session")
def calendar() -> evenhand.Calendar:
    return evenhand.Calendar.bundled("cn")


@pytest.fixture(scope="session")
def limits(bundled: evenhand.RuleBook) -> evenhand.RuleBook:
    folder = sorted((VECTORS / "limits").glob("*.toml"))
    return evenhand.RuleBook.load([(str(file), file.read_bytes()) for file in folder]).completed_by(bundled)


def observed(outcome: dict[str, Any], key: str, expected: Any) -> Any:
    """The part of an outcome's JSON that a key of `expect` speaks of."""
    match key:
        case "warnings":
            return [warning["code"] for warning in outcome["warnings"] if warning["code"] in expected]
        case "stages":
            return {s["name"]: s["due"] for s in outcome["stages"] if s["state"] != "waiting"}
        case "due" | "raw" | "moved" | "used" | "left" | "light" | "lights" | "state" | "in_time" | "start":
            return outcome[key]
        case "statutory" | "late" | "capped" | "deemed" | "length" | "unit":
            return outcome[key]
        case _:
            raise AssertionError(f"`expect` has no key `{key}`")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(limits: evenhand.RuleBook, calendar: evenhand.Calendar, case: dict[str, Any]) -> None:
    events = [(name, when) for name, when in case["events"]]
    if "error" in case:
        with pytest.raises(evenhand.LimitError) as raised:
            limits.due(case["limit"], events, on=case["on"], calendar=calendar)
        assert {"code": raised.value.code, "event": raised.value.field} == case["error"]
        return
    outcome = limits.due(case["limit"], events, on=case["on"], calendar=calendar)
    written = outcome.to_json()
    found = json.loads(written)
    for key, value in case["expect"].items():
        assert observed(found, key, value) == value, key
    # The same days as Python's own values.
    own = [(name, own_value(when)) for name, when in events]
    asked = own_value(case["on"])
    assert limits.due(case["limit"], own, on=asked, calendar=calendar).to_json() == written
    same_as_json(outcome, found)


def own_value(text: str) -> Any:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text  # with a reason or a length


def day(when: date | None) -> str | None:
    if isinstance(when, datetime):
        return when.isoformat(timespec="minutes")
    return None if when is None else when.isoformat()


def same_as_json(outcome: evenhand.DueOutcome, found: dict[str, Any]) -> None:
    """What the object says is what the JSON says."""
    for name in ("due", "raw", "moved", "statutory", "start", "ended", "on"):
        assert day(getattr(outcome, name)) == found[name], name
    for name in ("limit", "state", "used", "left", "unit", "in_time", "light", "late"):
        assert getattr(outcome, name) == found[name], name
    assert [day(light) for light in outcome.lights] == list(found["lights"].values())
    assert [(s.name, s.state, day(s.due), day(s.ended)) for s in outcome.stages] == [
        (s["name"], s["state"], s["due"], s["ended"]) for s in found["stages"]
    ]
    assert [(day(s.stopped), day(s.resumed), s.days, s.reason, s.effect) for s in outcome.stopped] == [
        (s["from"], s["until"], s["days"], s["reason"], s["effect"]) for s in found["stopped"]
    ]
    assert [(s.step, day(s.day), s.text.zh, s.text.en) for s in outcome.trace] == [
        (s["step"], s["day"], s["zh"], s["en"]) for s in found["trace"]
    ]
    assert [warning.code for warning in outcome.warnings] == [w["code"] for w in found["warnings"]]
    assert [assumed.fact for assumed in outcome.assumptions] == [a["fact"] for a in found["assumptions"]]
    assert outcome.explanation("zh") == found["explanation"]["zh"]


def test_a_limit(bundled: evenhand.RuleBook) -> None:
    limit = bundled.limit(LICENCE)
    assert (limit.id, limit.basis.zh) == (LICENCE, bundled.on("2026-11-21").limit(LICENCE).basis.zh)
    assert "accepted" in [name for name, _ in limit.events]
    outcome = limit.due({"accepted": date(2026, 1, 28)}, on="2026-02-10")
    assert (outcome.due, outcome.used, outcome.left) == (date(2026, 3, 3), 9, 11)
    assert LICENCE in bundled.on("2026-11-21").limits()
    with pytest.raises(evenhand.LimitError) as raised:
        bundled.limit("cn.administrative-licence-law/424")
    assert raised.value.code == "unknown-limit"


def test_events_that_do_not_fit(bundled: evenhand.RuleBook) -> None:
    limit = bundled.limit(LICENCE)
    for log, field in [({"accepted": "2026-02-30"}, "accepted"), ({"acepted": "2026-01-28"}, "acepted")]:
        with pytest.raises(evenhand.LimitError) as raised:
            limit.due(log, on="2026-02-10")
        assert raised.value.field == field
    for when in (datetime(2026, 1, 28, 8, 0, 30), 20260128, None):
        wrong: Any = {"accepted": when}
        with pytest.raises(evenhand.EvenhandError, match="the day `accepted` must be") as found:
            limit.due(wrong, on="2026-02-10")
        assert (found.value.code, found.value.field) == ("wrong-type", "accepted")


def test_every_working_day_since_2007(calendar: evenhand.Calendar) -> None:
    lines = (VECTORS / "working-days-cn.txt").read_text(encoding="utf-8").splitlines()
    years = [line.split() for line in lines if line and not line.startswith("#")]
    assert [int(year) for year, _ in years] == list(range(2007, 2027))
    for year, digits in years:
        first = date(int(year), 1, 1)
        days = [first + timedelta(number) for number in range(len(digits))]
        assert days[-1] == date(int(year), 12, 31)
        assert [calendar.is_working_day(day) for day in days] == [digit == "1" for digit in digits]


def test_calendars(calendar: evenhand.Calendar) -> None:
    assert calendar.id == "cn"
    assert calendar.is_working_day("2026-02-14")  # worked instead, before the Spring Festival
    assert not calendar.is_working_day(date(2026, 2, 17))
    assert calendar.plus_working_days("2026-01-28", 20) == date(2026, 3, 3)
    assert calendar.working_days_between("2026-01-28", "2026-03-03") == 20
    with pytest.raises(evenhand.LimitError) as raised:
        calendar.is_working_day("2035-01-01")
    assert raised.value.code == "missing-year"
    with pytest.raises(evenhand.LimitError):
        evenhand.Calendar.bundled("xx")
    closed = """
    format = 1
    id = "cn.office"
    title = { zh = "某局", en = "office" }
    based-on = "cn"
    days = [{ name = { zh = "停办", en = "closed" }, off = ["2026-03-03"] }]
    """
    office = calendar.with_(evenhand.Calendar.read("office.toml", closed.encode()))
    assert office.plus_working_days("2026-01-28", 20) == date(2026, 3, 4)
    with pytest.raises(evenhand.RulesError):
        evenhand.Calendar.read("office.toml", b"format = 2")

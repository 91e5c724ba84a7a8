"""The shared vectors of `tests/vectors`, as `README.md` there says: Python gives what Rust gives, byte for byte."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from conftest import VECTORS

import evenhand


def read(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


ASSESSMENTS = read("assess.json")
WHOLE = read("outcomes/index.json")
CASES = read("cases.json")["cases"]


def own_value(item: evenhand.Item, name: str, text: str) -> Any:
    """A fact as Python's own number, truth value or day, where the text is one."""
    kinds = {fact.name: fact.type for fact in item.facts}
    match kinds.get(name):
        case "number":
            return Decimal(text)
        case "boolean":
            return {"true": True, "false": False}[text]
        case "date":
            return date.fromisoformat(text)
        case _:
            return text


def observed(outcome: dict[str, Any], key: str) -> Any:
    """The part of an outcome's JSON that a key of `expect` speaks of."""
    amounts = {"": "fine", "statutory_": "statutory", "persons_": "persons"}
    for prefix, name in amounts.items():
        if key in (f"{prefix}min", f"{prefix}max"):
            return outcome[name] and outcome[name][key.removeprefix(prefix)]
    match key:
        case "outcome" | "tier" | "may":
            return outcome[key]
        case "currency":
            return outcome["fine"] and outcome["fine"]["currency"]
        case "clamped":
            return "clamped" in [warning["code"] for warning in outcome["warnings"]]
        case "assumed":
            return sorted(assumption["fact"] for assumption in outcome["assumptions"])
        case "measures":
            return [measure["measure"] for measure in outcome["measures"]]
        case "in_force":
            return outcome["version"]["in_force"]
    raise AssertionError(f"`expect` has no key `{key}`")


@pytest.mark.parametrize("case", ASSESSMENTS, ids=lambda case: case["name"])
def test_assessment(vectors: evenhand.RuleBook, case: dict[str, Any]) -> None:
    assert case.keys() <= {"name", "item", "on", "facts", "expect", "error", "working"}
    if "error" in case:
        with pytest.raises(evenhand.AssessError) as raised:
            vectors.on(case["on"])[case["item"]].assess(case["facts"])
        assert case["error"].keys() <= {"code", "field"}
        for key, value in case["error"].items():
            assert getattr(raised.value, key) == value
        return
    item = vectors.on(case["on"])[case["item"]]
    outcome = item.assess(case["facts"])
    written = outcome.to_json()
    found = json.loads(written)
    for key, value in case["expect"].items():
        assert observed(found, key) == (sorted(value) if key == "assumed" else value), key
    # The same facts as Python's own values give the same bytes, and so does the outcome's own record.
    own = {name: own_value(item, name, text) for name, text in case["facts"].items()}
    assert item.assess(own).to_json() == written
    assert vectors.on(found["version"]["in_force"])[found["item"]].assess(found["facts"]).to_json() == written
    same_as_json(outcome, found)


def same_as_json(outcome: evenhand.Outcome, found: dict[str, Any]) -> None:
    """What the object says is what the JSON says."""
    for name in ("fine", "statutory", "persons", "reduced"):
        ends: evenhand.Ends | None = getattr(outcome, name)
        if found[name] is None:
            assert ends is None
        else:
            assert ends is not None
            assert [str(ends.min), str(ends.max)] == [found[name]["min"], found[name]["max"]]
    assert outcome.kind == found["outcome"]
    assert (outcome.tier and outcome.tier.zh) == found["tier"]
    assert outcome.facts == found["facts"]
    assert [(step.step, step.text.zh, step.text.en) for step in outcome.trace] == [
        (step["step"], step["zh"], step["en"]) for step in found["trace"]
    ]
    for step, kept in zip(outcome.trace, found["trace"], strict=True):
        value = kept.get("value")
        assert (step.value and [str(end) for end in step.value.exact]) == (
            value and [str_of_fraction(value["min"]), str_of_fraction(value["max"])]
        )
    assert [measure.measure for measure in outcome.measures] == [m["measure"] for m in found["measures"]]
    assert [assumed.fact for assumed in outcome.assumptions] == [a["fact"] for a in found["assumptions"]]
    assert [warning.code for warning in outcome.warnings] == [w["code"] for w in found["warnings"]]
    assert outcome.explanation("zh") == found["explanation"]["zh"]
    assert outcome.explanation("en") == found["explanation"]["en"]


def str_of_fraction(text: str) -> str:
    from fractions import Fraction

    return str(Fraction(text))


def test_all_of_them_are_here() -> None:
    assert len({case["name"] for case in ASSESSMENTS}) == len(ASSESSMENTS) > 100
    assert len({case["name"] for case in CASES}) == len(CASES) > 100
    assert WHOLE


@pytest.mark.parametrize("case", WHOLE, ids=lambda case: case["file"])
def test_whole_outcome(vectors: evenhand.RuleBook, case: dict[str, Any]) -> None:
    kept = (VECTORS / "outcomes" / case["file"]).read_bytes()
    outcome = vectors.on(case["on"])[case["item"]].assess(case["facts"])
    assert outcome.to_json().encode() == kept


@pytest.fixture(scope="session")
def with_general_laws(bundled: evenhand.RuleBook) -> evenhand.RuleBook:
    folder = sorted((VECTORS / "general").glob("*.toml"))
    return evenhand.RuleBook.load([(str(file), file.read_bytes()) for file in folder]).completed_by(bundled)


def case_observed(outcome: dict[str, Any], key: str) -> Any:
    def ends(amount: dict[str, str] | None) -> Any:
        return amount and {"min": amount["min"], "max": amount["max"]}

    def circumstance(found: dict[str, Any]) -> dict[str, Any]:
        short: dict[str, Any] = {"id": found["circumstance"], "may": found["may"]}
        if allows := found["allows"]:
            short["allows"] = {"outcome": allows["outcome"]} | (ends(allows["fine"]) or {})
            if allows["reduced"]:
                short["allows"]["reduced"] = ends(allows["reduced"])
        return short

    match key:
        case "outcome":
            return outcome["outcome"]
        case "fine" | "reduced":
            return ends(outcome[key])
        case "law":
            return outcome["law_of_the_day"]["applied"]
        case "limitation":
            return outcome["limitation"] and outcome["limitation"]["state"]
        case "circumstances":
            return [circumstance(found) for found in outcome["circumstances"]]
        case "procedure" | "decides":
            return outcome["procedure"] and outcome["procedure"][key]
        case "warnings":
            return [warning["code"] for warning in outcome["warnings"]]
    raise AssertionError(f"`expect` has no key `{key}`")


def in_any_order(value: Any) -> Any:
    return sorted(value, key=lambda entry: json.dumps(entry, sort_keys=True)) if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(with_general_laws: evenhand.RuleBook, case: dict[str, Any]) -> None:
    days: dict[str, Any] = {name: date.fromisoformat(day) for name, day in case["days"].items()}
    expect = case["expect"]
    if "error" in expect:
        with pytest.raises(evenhand.AssessError) as raised:
            with_general_laws.assess(case["item"], evenhand.Case(case["facts"], **days))
        assert raised.value.code == expect["error"]
        return
    of_case = evenhand.Case(case["facts"], **days)
    outcome = with_general_laws.assess(case["item"], of_case)
    found = json.loads(outcome.to_json())
    for key, value in ({"fine": None, "reduced": None} | expect).items():
        assert in_any_order(case_observed(found, key)) == in_any_order(value), f"{key}: {case['note']}"
    assert with_general_laws.decide(case["item"], of_case) == outcome.decision
    same_as_json(outcome, found)
    same_law(outcome, found)


def same_law(outcome: evenhand.Outcome, found: dict[str, Any]) -> None:
    """What the object says of the general law is what the JSON says."""
    law, limitation, procedure = outcome.law_of_the_day, outcome.limitation, outcome.procedure
    assert law is not None
    assert law.applied == found["law_of_the_day"]["applied"]
    other = found["law_of_the_day"]["other"]
    assert (law.other and law.other.kind) == (other and other["result"]["outcome"])
    assert [(c.id, c.may, c.effect) for c in outcome.circumstances] == [
        (c["circumstance"], c["may"], c["effect"]) for c in found["circumstances"]
    ]
    if found["limitation"] is None:
        assert limitation is None
    else:
        assert limitation is not None
        assert {
            "period": limitation.period,
            "from": limitation.counted_from.isoformat(),
            "last_day": limitation.last_day.isoformat(),
            "state": limitation.state,
            "basis": {"zh": limitation.basis.zh, "en": limitation.basis.en},
        } == found["limitation"]
    if found["procedure"] is None:
        assert procedure is None
    else:
        assert procedure is not None
        assert (procedure.procedure, procedure.decides) == (
            found["procedure"]["procedure"],
            found["procedure"]["decides"],
        )
        assert [(s.by, s.open is None, s.title.zh) for s in procedure.steps] == [
            (s["by"], s["due"], s["zh"]) for s in found["procedure"]["steps"]
        ]

"""What of an outcome is compared, whoever gave it: tables of texts."""

from __future__ import annotations

from typing import Any

from reference.exact import Ends, written
from reference.fault import Fault
from reference.law import Result, Whole
from reference.outcome import Outcome

Seen = dict[str, Any]


def of_reference(outcome: Outcome) -> Seen:
    """What the reference says."""
    return {
        "outcome": outcome.kind,
        "facts": outcome.facts,
        "may": outcome.may,
        "tier": outcome.tier,
        "fine": ends(outcome.fine),
        "statutory": ends(outcome.statutory),
        "persons": ends(outcome.persons),
        "adjustments": [ends(times) for times in outcome.adjustments],
        "measures": [list(measure) for measure in outcome.measures],
        "assumptions": sorted(outcome.assumed),
        "clamped": outcome.clamped,
        "trace": [[step, ends(value)] for step, value in outcome.steps],
    }


def of_record(record: dict[str, Any]) -> Seen:
    """What the JSON of an outcome says."""
    return {
        **{key: record[key] for key in ("outcome", "facts", "may", "tier")},
        **{key: of_json(record[key]) for key in ("fine", "statutory", "persons")},
        "adjustments": [of_json(adjustment["times"]) for adjustment in record["adjustments"]],
        "measures": [[measure["measure"], measure["may"]] for measure in record["measures"]],
        "assumptions": sorted({assumption["fact"] for assumption in record["assumptions"]}),
        "clamped": any(warning["code"] == "clamped" for warning in record["warnings"]),
        "trace": [[step["step"], of_json(step.get("value"))] for step in record["trace"]],
    }


def of_whole(whole: Whole) -> Seen:
    """What the reference says of a whole case; circumstances in any order."""
    listed = [[one.id, one.may, allows and of_result(allows)] for one, allows in whole.circumstances]
    return {
        **of_result(whole.result),
        "circumstances": sorted(listed, key=str),
        "law": whole.applied,
        "limitation": whole.limitation,
        "conflict": whole.conflict,
    }


def of_result(result: Result) -> Seen:
    """What follows, in short."""
    return {"outcome": result.outcome, "fine": ends(result.fine), "reduced": ends(result.reduced)}


def of_whole_record(record: dict[str, Any]) -> Seen:
    """What the JSON of a whole case says."""
    listed = [[one["circumstance"], one["may"], one["allows"] and short(one["allows"])] for one in record["circumstances"]]
    return {
        **short(record),
        "circumstances": sorted(listed, key=str),
        "law": record["law_of_the_day"]["applied"],
        "limitation": record["limitation"] and record["limitation"]["state"],
        "conflict": any(warning["code"] == "circumstances-conflict" for warning in record["warnings"]),
    }


def short(record: dict[str, Any]) -> Seen:
    """What follows, in short, in JSON."""
    return {"outcome": record["outcome"], "fine": of_json(record["fine"]), "reduced": of_json(record["reduced"])}


def of_fault(fault: Fault) -> Seen:
    """Why the reference says nothing."""
    return {"error": fault.code, "field": fault.field}


def ends(value: Ends | None) -> list[str] | None:
    """Both ends as texts."""
    return None if value is None else [written(value[0]), written(value[1])]


def of_json(value: dict[str, str] | None) -> list[str] | None:
    """Both ends of an amount in JSON."""
    return None if value is None else [value["min"], value["max"]]

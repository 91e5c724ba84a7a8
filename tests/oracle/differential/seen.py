"""What of an outcome is compared, whoever gave it: tables of texts."""

from __future__ import annotations

from typing import Any

from reference.exact import Ends, written
from reference.fault import Fault
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


def of_fault(fault: Fault) -> Seen:
    """Why the reference says nothing."""
    return {"error": fault.code, "field": fault.field}


def ends(value: Ends | None) -> list[str] | None:
    """Both ends as texts."""
    return None if value is None else [written(value[0]), written(value[1])]


def of_json(value: dict[str, str] | None) -> list[str] | None:
    """Both ends of an amount in JSON."""
    return None if value is None else [value["min"], value["max"]]

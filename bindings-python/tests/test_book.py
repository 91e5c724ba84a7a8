"""Books, items, checks, errors: what is not in the vectors."""

from __future__ import annotations

import hashlib
import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import VECTORS

import evenhand

PACK = """
format = 1
id = "xx.town.stalls"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-22 }
in-force = { from = 2026-01-01 }
facts.area = { type = "number", unit = "m2", range = "(0..100]", decimals = 2 }

[penalty.1]
title = { zh = "占道经营", en = "stall on the pavement" }
basis = "article 1"
tiers = [{ area = "< 10", fine = 100 }, { area = "> 10", fine = 200 }]
"""


def test_an_item(bundled: evenhand.RuleBook) -> None:
    item = bundled["cn.dongying.city-appearance/46-4"]
    assert item.id == "cn.dongying.city-appearance/46-4"
    assert item.document.id == "cn.dongying.city-appearance"
    assert item.document.in_force_from == date(2016, 12, 1)
    assert not item.document.illustration
    facts = {fact.name: fact for fact in item.facts}
    assert facts["area"].type == "number"
    assert facts["area"].unit == "m2"
    assert facts["area"].label.get("en") == "area occupied"
    assert repr(item.basis).startswith("Bilingual(zh='")


def test_items_of_a_day(bundled: evenhand.RuleBook) -> None:
    rules = bundled.on("2026-11-21")
    ids = [item.id for item in rules.items()]
    assert ids == [power["id"] for power in json.loads(rules.to_json())["powers"]]
    assert "cn.dongying.city-appearance/46-4" in rules
    assert "cn.dongying.city-appearance/46-4" not in bundled.on("1999-01-01")
    assert rules.item(ids[0]).id == ids[0]


def test_unknown_items(bundled: evenhand.RuleBook) -> None:
    with pytest.raises(evenhand.ItemError, match="did you mean `cn.dongying.city-appearance/46-4`") as raised:
        bundled["cn.dongying.city-appearance/46-44"]
    assert raised.value.code == "unknown-item"
    with pytest.raises(LookupError):
        bundled.on("1999-01-01")["cn.dongying.city-appearance/46-4"]


def test_errors_derive_from_value_error_and_can_be_pickled(stalls: evenhand.Item) -> None:
    with pytest.raises(ValueError, match="did you mean `area`") as raised:
        stalls.assess(aera=16.8)
    error = raised.value
    assert isinstance(error, evenhand.AssessError)
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.field, again.diagnostics, str(again)) == ("unknown-fact", "aera", (), str(error))


def test_own_rules_under_the_general_law(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "stalls.toml").write_text(PACK.replace("xx.town", "cn.town"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no pack", encoding="utf-8")
    for path in (tmp_path, str(tmp_path), tmp_path / "below" / "stalls.toml"):
        book = evenhand.load(path)
        assert {"cn.town.stalls", "cn.administrative-penalty-law"} <= set(book.documents())
        outcome = book.assess("cn.town.stalls/1", evenhand.Case({"area": 5, "age": 13}, "2026-11-21"))
        assert outcome.kind == "no-penalty"
        assert [found.id for found in outcome.circumstances] == ["cn.administrative-penalty-law/30-1"]


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no .toml file"):
        evenhand.load(tmp_path)
    with pytest.raises(FileNotFoundError):
        evenhand.load(tmp_path / "nothing.toml")


def test_faults_of_rules() -> None:
    wrong = PACK.replace("< 10", "< ten").encode()
    with pytest.raises(evenhand.RulesError) as raised:
        evenhand.RuleBook.load([("stalls.toml", wrong)])
    error = raised.value
    assert (error.code, error.field) == ("invalid-rules", None)
    (fault,) = error.diagnostics
    assert (fault.file, fault.line) == ("stalls.toml", 12)
    assert fault.code.startswith("E")
    assert "stalls.toml:12" in str(fault)
    assert str(fault) == str(error)


def test_checks() -> None:
    book = evenhand.RuleBook.load([("stalls.toml", PACK.encode())])
    findings = book.check()
    gaps = [finding for finding in findings if finding.check == "gap"]
    (gap,) = gaps
    assert (gap.code, gap.severity, gap.item) == ("C0101", "error", "xx.town.stalls/1")
    assert gap.witness == {"area": "10"}
    assert gap.places[0][0] == "stalls.toml"
    assert gap.to_json() == json.dumps(json.loads(gap.to_json()), ensure_ascii=False, separators=(",", ":"))
    assert "stalls.toml" in gap.report("en")
    assert len(findings) == len(list(findings))
    with pytest.raises(evenhand.AssessError) as raised:
        book.on("2026-11-21")["xx.town.stalls/1"].assess(gap.witness)
    assert raised.value.code == "no-tier"


def test_one_act_under_two_rules(bundled: evenhand.RuleBook) -> None:
    ids = ["cn.dongying.city-appearance/46-4", "cn.dongying.city-appearance/46-5"]
    together = bundled.assess_one_act(ids, evenhand.Case({"area": 25}, "2026-11-21"))
    assert together.precedence == "higher-minimum"
    assert together.applied is not None
    assert together.applied.item.id == ids[0]
    assert [outcome.item.id for outcome in together.outcomes] == ids
    assert json.loads(together.to_json())["applied"] == ids[0]


def test_bounds_of_amounts_that_no_decimal_ends(bundled: evenhand.RuleBook) -> None:
    item = bundled.on("2026-11-21")["cn.guangdong.ecology/4.7"]
    outcome = item.assess(tonnes=5, days=4, disposal_cost=50000, region="ordinary")
    (weights,) = [step for step in outcome.trace if step.step == "weights"]
    assert weights.value is not None
    assert str(weights.value.exact[0]) == "7/12"
    with pytest.raises(evenhand.EvenhandError, match="take `exact`") as raised:
        _ = weights.value.min
    assert raised.value.code == "no-decimal"
    assert outcome.fine is not None
    assert outcome.fine.max == Decimal(175000)


def test_threads_get_the_same_answers(bundled: evenhand.RuleBook) -> None:
    rules = bundled.on("2026-11-21")

    def work(number: int) -> str:
        return rules["cn.dongying.city-appearance/46-4"].assess(area=Decimal(number % 50 + 1)).to_json()

    with ThreadPoolExecutor(8) as pool:
        several = list(pool.map(work, range(400)))
    assert several == [work(number) for number in range(400)]


def test_objects_are_frozen(stalls: evenhand.Item) -> None:
    outcome: Any = stalls.assess(area=5)
    for name in ("fine", "tier", "note"):
        with pytest.raises(AttributeError):
            setattr(outcome, name, None)


def test_the_import_brings_no_large_modules() -> None:
    script = "import sys; before = set(sys.modules); import evenhand; print(*(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, check=True, text=True)
    brought = set(ran.stdout.split())
    assert {name for name in brought if not name.startswith("evenhand")} <= {"__future__"}


def test_the_vectors_are_read_as_a_folder(vectors: evenhand.RuleBook) -> None:
    ids = {file.stem.split("-")[0] for file in (VECTORS / "packs").glob("*.toml")}
    assert set(vectors.documents()) == {f"xx.vectors.{name}" for name in ids}


def test_only_packs_that_are_trusted_are_taken(tmp_path: Path) -> None:
    pack = tmp_path / "stalls.toml"
    pack.write_text(PACK, encoding="utf-8")
    digest = hashlib.sha256(pack.read_bytes()).hexdigest()
    book = evenhand.load(pack, digests=[digest])
    fine = book["xx.town.stalls/1"].assess(area=5).fine
    assert fine is not None
    assert fine.max == 100
    key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
    assert codes(evenhand.load, pack, digests=["0" * 64]) == ["E0901"]
    assert codes(evenhand.load, pack, keys=[key]) == ["E0902"]
    (tmp_path / "stalls.toml.minisig").write_text("signed", encoding="utf-8")
    assert codes(evenhand.load, pack, keys=[key]) == ["E0903"]
    with pytest.raises(ValueError, match="expected a digest"):
        evenhand.load(pack, digests=["mine"])
    with pytest.raises(ValueError, match="bundled rules"):
        evenhand.load(digests=[digest])


def codes(load: Any, *arguments: Any, **named: Any) -> list[str]:
    with pytest.raises(evenhand.RulesError) as caught:
        load(*arguments, **named)
    return [fault.code for fault in caught.value.diagnostics]


def test_a_kept_outcome_is_verified(bundled: evenhand.RuleBook) -> None:
    kept = bundled["cn.dongying.city-appearance/46-4"].assess(area=16.8).to_json()
    assert bundled.verify(kept) is None
    assert bundled.verify(json.dumps(json.loads(kept))) is None
    assert bundled.verify(kept.replace('"max": "1680"', '"max": "1690"', 1)) == ("fine.max", '"1690"', '"1680"')
    with pytest.raises(ValueError, match="not the record of an outcome"):
        bundled.verify("{}")
    with pytest.raises(evenhand.AssessError):
        bundled.verify(kept.replace("46-4", "46-44"))

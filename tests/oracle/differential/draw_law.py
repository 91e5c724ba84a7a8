"""Random general laws above a random item, and cases with their days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from differential.draw import WORDS, Packs, Table, facts, given
from differential.formula import Formulas
from differential.write import written
from reference.day import Period, plus
from reference.pack import read_pack

EFFECTS = ["no-penalty", "reduced", "mitigated-or-reduced", "mitigated", "mitigated", "aggravated", "aggravated", "tier-up", "times"]
CHANGE = date(2024, 1, 1)


@dataclass(frozen=True)
class DrawnLaw:
    """A pack with an item, the versions of the law above it, and cases: facts, and days under names such as `acted day`."""

    packs: list[Table]
    cases: list[dict[str, str]]


def drawn_law(seed: str, cases: int) -> DrawnLaw:
    """The packs of a seed, and so many cases of them."""
    random = Random(seed)
    formulas = Formulas(random, facts(random))
    pack = Packs(random, formulas).pack()
    # What becomes of a part that is smaller than a coarse step, nobody has laid down.
    pack.pop("round", None)
    pack["penalty"]["1"].pop("round", None)
    item = read_pack(written(pack)).items["xx.drawn/1"]
    laws = [law(random, number) for number in range(random.choice([1, 1, 2]))]
    if len(laws) == 2:
        laws[0]["in-force"]["until"] = CHANGE - timedelta(days=1)
        laws[1]["in-force"]["from"] = CHANGE
    asked = given(random, formulas, item.facts)
    established = random.choice([0.2, 0.4])
    found: list[dict[str, str]] = []
    for _ in range(cases):
        above = {f"{word}_fact": str(random.random() < established).lower() for word in "pqrs" if random.random() < 0.7}
        known = {f"{name}_fact" for one in laws for name in "pqrs" if f"{name}_fact" in one["facts"]}
        found.append(days(random) | next(asked) | {name: text for name, text in above.items() if name in known})
    return DrawnLaw([pack, *laws], found)


def law(random: Random, number: int) -> Table:
    """One version of a general law."""
    names = [f"{word}_fact" for word in random.sample("pqrs", random.randint(1, 4))]
    table: Table = {
        "format": 1,
        "id": "xx.above",
        "title": WORDS,
        "governs": [random.choice(["xx", "xx.drawn"])],
        "source": {"kind": "illustration", "issuer": "Evenhand", "checked": date(2026, 11, 21)},
        "in-force": {"from": date(2010, 1, 1)},
    }
    if random.random() < 0.5:
        table["conventions.parts"] = parts(random)
    table["facts"] = {name: {"type": "boolean", "label": WORDS} for name in names}
    table["circumstance"] = {str(place): circumstance(random, name, names) for place, name in enumerate(names)}
    if random.random() < 0.4:
        table["limitation"] = {"basis": "甲", "period": random.choice(["P6M", "P1Y", "P2Y"])}
    return table


def circumstance(random: Random, name: str, names: list[str]) -> Table:
    """A circumstance that a fact establishes, or that several do, or the absence of one."""
    effect, other = random.choice(EFFECTS), random.choice(names)
    alone = [name] * 4
    several = [f"{name} and not({other})", f"not({name})", f"{name} or {other}", f"if {name} then {other} else not({other})"]
    table: Table = {"title": WORDS, "basis": "甲", "when": random.choice(alone + several), "effect": effect}
    if effect == "times":
        table["times"] = random.choice(["50%", "[50%..70%]", "80%", "1/3"])
    if random.random() < 0.3:
        table["may"] = True
    return table


def parts(random: Random) -> Table:
    """Parts of a range."""
    table: Table = {"of": random.choice(["tier", "statutory"])}
    words = {
        "mitigated": ["[0%..30%)", "[0%..30%]", "0%", "[0%..50%)"],
        "ordinary": ["[30%..70%]", "50%", "[30%..70%)"],
        "aggravated": ["(70%..100%]", "[70%..100%]", "100%", "(50%..100%]"],
    }
    for word, choices in words.items():
        if random.random() < 0.8:
            table[word] = random.choice(choices)
    if len(table) > 1 and random.random() < 0.3:
        table["without-minimum"] = {"mitigated": "20%", "aggravated": "[50%..100%]"}
    return table


def days(random: Random) -> dict[str, str]:
    """The days of a case, on and beside the change of the law and the ends of periods."""
    acted = random.choice([CHANGE, date(2023, 8, 31), date(2024, 2, 29), date(2023, 3, 15)])
    acted += timedelta(days=random.choice([-1, 0, 0, 1]))
    found = plus(acted, random.choice([Period(6, 0), Period(12, 0), Period(24, 0), Period(0, 1)]))
    found += timedelta(days=random.choice([-1, 0, 1]))
    decided = max(found, acted) + timedelta(days=random.choice([0, 1, 100]))
    known = {"decided day": str(decided)}
    if random.random() < 0.9:
        known["acted day"] = str(acted)
        if random.random() < 0.6:
            known["found day"] = str(max(found, acted))
        if random.random() < 0.1:
            known["ended day"] = str(min(acted + timedelta(days=5), decided))
    return known

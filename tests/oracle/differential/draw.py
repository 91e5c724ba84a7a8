"""Random packs of one item, and facts on and around the boundaries in them."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from differential.formula import Formulas
from differential.write import written as written_pack
from reference.exact import written
from reference.pack import read_pack

Table = dict[str, Any]
ITEM = "xx.drawn/1"
DAY = "2026-08-01"
WORDS = {"zh": "甲", "en": "drawn"}
MEASURES = ["warning", "confiscate-gains", "revoke-licence", "order-to-correct", "order-to-remove"]


@dataclass(frozen=True)
class Drawn:
    """A pack, and the facts of the cases that it is asked."""

    pack: Table
    cases: list[dict[str, str]]


def drawn(seed: str, cases: int) -> Drawn:
    """The pack of a seed, and so many cases of it."""
    random = Random(seed)
    formulas = Formulas(random, facts(random))
    pack = Packs(random, formulas).pack()
    item = read_pack(written_pack(pack)).items[ITEM]
    return Drawn(pack, [case for _, case in zip(range(cases), given(random, formulas, item.facts))])


def facts(random: Random) -> Table:
    """Two to five facts, with the ends of their ranges beside what a pack declares."""
    found: Table = {}
    for name in random.sample("abcdefgh", random.randint(2, 5)):
        kind = random.choice(["number", "number", "number", "boolean", "string", "date"])
        found[name] = {"type": kind}
        match kind:
            case "number":
                found[name] |= number(random)
            case "string":
                values = random.sample(["light", "ordinary", "in_use", "grave"], random.randint(2, 4))
                found[name]["values"] = {value: WORDS for value in values}
        found[name]["label"] = WORDS
    return found


def number(random: Random) -> Table:
    """A number, with its unit, its decimals and its range."""
    decimals = random.choice([0, 0, 1, 2, 3])
    low = Fraction(random.choice([0, 0, 0, 1, -5]))
    high = low + random.choice([3, 10, 100, 1000, 100000])
    fact: Table = {"range": f"{random.choice('[(')}{low}..{high}]", "low": low, "high": high}
    if unit := random.choice(["CNY", "m2", "time", None]):
        fact["unit"] = unit
    return fact | ({"decimals": decimals} if decimals else {})


class Packs:
    """Draws packs over the facts of formulas."""

    def __init__(self, random: Random, formulas: Formulas) -> None:
        self.random = random
        self.formulas = formulas
        self.plain = False

    def chance(self, share: float) -> bool:
        """Whether something that comes about so often does."""
        return self.random.random() < share

    def pack(self) -> Table:
        """A whole pack."""
        conventions: Table = {}
        if self.chance(0.3):
            conventions["unknown-fact"] = "lightest"
            # What a table does with a possible row that has no amount, nobody has laid down.
            self.plain = True
        item = self.item()
        if self.chance(0.2):
            conventions["when-several"] = self.random.choice(["unique", "first", "heaviest"])
        shown = {
            name: {key: of for key, of in fact.items() if key not in ("low", "high")}
            for name, fact in self.formulas.facts.items()
        }
        pack: Table = {"format": 1, "id": "xx.drawn", "title": WORDS}
        if self.chance(0.2):
            pack["round"] = self.rounding()
        pack["source"] = {"kind": "illustration", "issuer": "Evenhand", "checked": date(2026, 11, 21)}
        pack["in-force"] = {"from": date(2020, 1, 1)}
        return pack | {"conventions": conventions, "facts": shown, "penalty": {"1": item}}

    def item(self) -> Table:
        """An item of any kind, with anything that an item can have."""
        item: Table = {"title": WORDS, "basis": "甲"}
        kind = self.random.choice(["fine", "tiers", "tiers", "tiers", "base", "place", "statutory"])
        if kind in ("place", "statutory") or self.chance(0.4):
            item["statutory"] = self.amount(1)
        if kind == "fine" or kind == "tiers" and self.chance(0.3):
            item["fine"] = self.amount()
        if kind == "tiers":
            item["tiers"] = [self.row(item) for _ in range(self.random.randint(1, 5))]
            if self.chance(0.6):
                item["when-several"] = self.random.choice(["unique", "first", "heaviest"])
        if kind == "base":
            item["base"] = self.formulas.money(1)
        if kind in ("base", "place"):
            item["weights"] = self.weights()
        if self.chance(0.25):
            item["requires"] = [
                WORDS | {"when": self.random.choice(["met", self.formulas.condition(1)])}
                for _ in range(self.random.randint(1, 2))
            ]
        if self.chance(0.3):
            item["adjust"] = [self.adjustment() for _ in range(self.random.randint(1, 2))]
        if self.chance(0.25):
            item["within"] = self.amount(0)
        if self.chance(0.4):
            item["round"] = self.rounding()
        if self.chance(0.2):
            item["may"] = True
        if self.chance(0.25):
            item["also"] = self.measures()
        if self.chance(0.25) or any("persons" in row for row in item.get("tiers", ())):
            item["persons"] = {"title": WORDS, "fine": self.of_persons()}
        return item

    def row(self, item: Table) -> Table:
        """A row of a table."""
        row: Table = {"tier": f"第{self.random.randint(1, 999)}档"} if self.chance(0.9) else {}
        row |= self.conditions(self.random.randint(0, 2))
        if self.chance(0.2):
            row["any"] = [self.conditions(self.random.randint(1, 2)) for _ in range(self.random.randint(1, 3))]
        if self.chance(0.1):
            row["statutory"] = self.amount(1)
        ways = ["fine", "fine", "fine", "no-penalty", "measures"]
        if "statutory" in item or "statutory" in row:
            ways += ["band", "nothing"]
        match self.random.choice(ways):
            case "fine":
                row["fine"] = self.amount()
            case "band":
                low, high = sorted(self.random.sample([0, 10, 30, 50, 70, 100], 2))
                row["band"] = f"[{low}%..{high}%]"
            case "nothing" if "fine" in item:
                # A row with a range of its own has to say what its fine is.
                row.pop("statutory", None)
            case "nothing":
                pass
            case outcome:
                row = {key: of for key, of in row.items() if key != "statutory"} | {"outcome": outcome}
        if self.chance(0.15):
            row["also"] = self.measures()
        if "outcome" not in row:
            if self.chance(0.15):
                row["within"] = self.amount(0)
            if self.chance(0.1):
                row["may"] = self.chance(0.5)
            if self.chance(0.1):
                row["persons"] = self.of_persons()
        return row

    def conditions(self, cells: int) -> Table:
        """So many cells, and perhaps a formula."""
        names = list(self.formulas.facts)
        found = {name: self.formulas.cell(name) for name in self.random.sample(names, min(cells, len(names)))}
        if not found or self.chance(0.15):
            found["when"] = self.formulas.condition()
        return found

    def amount(self, depth: int = 2) -> str:
        """An amount: a number, a range, or a choice between such."""
        if self.plain:
            low, high = sorted(self.random.sample([0, 1, 50, 100, 333, 1000, 5000], 2))
            return f"[{low}..{high}]" if self.chance(0.5) else str(high)
        if depth and self.chance(0.15):
            return f"if {self.formulas.condition(1)} then {self.amount(0)} else {self.amount(0)}"
        if self.chance(0.5):
            return self.formulas.money(depth)
        low = self.formulas.money(depth)
        if self.chance(0.7):
            return f"[{low}..{self.random.choice(['2 * (' + low + ')', low + ' + 500', 'max(' + low + ', 1000)'])}]"
        return f"[{low}..{self.formulas.money(depth)}]"

    def weights(self) -> Table:
        """A weighted table."""
        weights: Table = {"factors": [self.factor() for _ in range(self.random.randint(1, 3))]}
        if self.chance(0.5):
            weights["start"] = self.formulas.share()
        if self.chance(0.3):
            weights["floor"] = self.random.choice(["0", "10%", "1/4"])
        if self.chance(0.3):
            weights["cap"] = self.random.choice(["100%", "2/3", "1.5"])
        return weights

    def factor(self) -> Table:
        """A factor: levels of a fact, or an expression."""
        name = self.random.choice(list(self.formulas.facts))
        fact = self.formulas.facts[name]
        share = self.formulas.share
        match fact["type"]:
            case "boolean":
                return {"fact": name, "weight": {"true": share(), "false": f"-{share()}"}}
            case "string":
                values = list(fact["values"])
                levels = {value: share() for value in values[:-1]}
                return {"fact": name, "weight": levels | {self.random.choice(["-", values[-1]]): share()}}
            case "date":
                day = self.formulas.day_of(name)
                return {"fact": name, "weight": {f"< {day}": share(), f">= {day}": share()}}
        if "unit" not in fact and self.chance(0.5):
            return {"title": "甲", "weight": f"{name} / {self.random.choice([7, 100, 1000])}"}
        marks = sorted({self.formulas.number_of(name) for _ in range(self.random.randint(1, 3))}, key=Fraction)
        levels = {f"< {marks[0]}": share()}
        for low, high in zip(marks, marks[1:]):
            levels[f"[{low}..{high})"] = share()
        levels[self.random.choice([f">= {marks[-1]}", f"> {marks[-1]}", "-"])] = share()
        return {"fact": name, "weight": levels}

    def adjustment(self) -> Table:
        """An adjustment."""
        times = self.random.choice([self.formulas.share(), "[50%..80%]", "1.5", "1/3", "[1..2]"])
        found = {"title": WORDS, "times": times}
        return found | ({"when": self.formulas.condition(1)} if self.chance(0.8) else {})

    def measures(self) -> list[Any]:
        """Measures beside the fine."""
        found: list[Any] = []
        for measure in self.random.sample(MEASURES, self.random.randint(1, 3)):
            table: Table = {"measure": measure}
            if self.chance(0.5):
                table["when"] = self.formulas.condition(1)
            if self.chance(0.3):
                table["may"] = True
            found.append(table if len(table) > 1 else measure)
        return found

    def of_persons(self) -> str:
        """The fine of persons."""
        money = self.formulas.money(0)
        return self.random.choice(["5% * fine", "[5% * fine..10% * fine]", "min(fine, 100)", money, f"[0..{money}]"])

    def rounding(self) -> Table:
        """A rounding."""
        mode = self.random.choice(["up", "down", "half-up", "half-down"])
        return {"to": self.random.choice(["0.01", "0.05", "0.1", "1", "10", "100"]), "mode": mode}


def given(random: Random, formulas: Formulas, named: Container[str]) -> Iterator[dict[str, str]]:
    """Facts of cases without end: on the landmarks of the formulas, beside them, anywhere; some missing, a few at fault."""
    missing = random.choice([0, 0, 0.1, 0.3])
    while True:
        case = {
            name: value(random, fact, formulas.landmarks[name])
            for name, fact in formulas.facts.items()
            if name in named and random.random() >= missing
        }
        if "met" in named and random.random() < 0.7:
            case["met"] = random.choice(["true", "true", "false"])
        # One at most: which of several faults is told first, nobody has laid down.
        if random.random() < 0.04:
            name = random.choice([*case, "nobody_asks"])
            case[name] = random.choice(["", "1e3", "yes", "2024-02-30", "-7", "99999999", "0.1234567", "nothing"])
        yield case


def value(random: Random, fact: Table, landmarks: set[Any]) -> str:
    """The value of a fact."""
    match fact["type"]:
        case "boolean":
            return random.choice(["true", "false"])
        case "string":
            return random.choice(list(fact["values"]))
        case "date":
            day = random.choice(sorted(landmarks) or [date(2024, 6, 30)])
            return str(day + timedelta(days=random.choice([-365, -31, -1, 0, 0, 1, 30, 366])))
    step = Fraction(1, 10 ** fact.get("decimals", 0))
    if landmarks and random.random() < 0.7:
        near = random.choice(sorted(landmarks)) + random.choice([-1, 0, 0, 1]) * step
    elif random.random() < 0.3:
        near = random.choice([fact["low"], fact["low"] + step, fact["high"], fact["high"] - step])
    else:
        near = fact["low"] + random.randint(0, int((fact["high"] - fact["low"]) / step)) * step
    least = fact["low"] + (step if fact["range"].startswith("(") else 0)
    return written(min(max(near, least), fact["high"]))

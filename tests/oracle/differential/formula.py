"""Random formulas over declared facts, as texts. Every constant that a fact is held against is a landmark of that fact."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from reference.exact import written

Facts = dict[str, dict[str, Any]]
FIRST_DAY = date(2023, 1, 1)


class Formulas:
    """Draws formulas."""

    def __init__(self, random: Random, facts: Facts) -> None:
        self.random = random
        self.facts = facts
        self.landmarks: defaultdict[str, set[Any]] = defaultdict(set)

    def named(self, kind: str) -> list[str]:
        """The facts of a type."""
        return [name for name, fact in self.facts.items() if fact["type"] == kind]

    def share(self) -> str:
        """A constant between 0 and 2, in one of the ways that packs write it."""
        draw = self.random
        return draw.choice(
            [
                f"{draw.randint(0, 150)}%",
                f"{draw.randint(1, 999)}‰",
                f"{draw.randint(1, 7)}/{draw.choice([2, 3, 6, 7, 8, 12, 24])}",
                written(Fraction(draw.randint(0, 200), 100)),
            ]
        )

    def number_of(self, name: str) -> str:
        """A constant in or near the range of a number, and a landmark of it."""
        fact = self.facts[name]
        low, high = fact["low"], fact["high"]
        step = Fraction(1, 10 ** fact.get("decimals", 0))
        near = low + Fraction(self.random.randint(0, 20), 20) * (high - low)
        value = near // step * step
        self.landmarks[name].add(value)
        return written(value)

    def day_of(self, name: str) -> str:
        """A day, and a landmark of it."""
        day = FIRST_DAY + timedelta(days=self.random.randint(0, 1200))
        if self.random.random() < 0.2:
            day = self.random.choice([date(2024, 2, 29), date(2024, 1, 31), date(2025, 2, 28), date(2024, 12, 31)])
        self.landmarks[name].add(day)
        return f'date("{day}")'

    def money(self, depth: int = 2) -> str:
        """An amount of money."""
        draw = self.random
        numbers = self.named("number")
        leaves = [lambda: written(Fraction(draw.choice([0, 1, 5, 10, 33, 50, 100, 200, 333, 1000, 2000, 12345])))]
        if numbers:
            leaves += [lambda: self.rate(draw.choice(numbers))] * 3
        if depth == 0 or draw.random() < 0.35:
            return draw.choice(leaves)()
        inner = lambda: self.money(depth - 1)  # noqa: E731
        several = lambda: ", ".join(inner() for _ in range(draw.randint(2, 3)))  # noqa: E731
        return draw.choice(
            [
                lambda: f"min({several()})",
                lambda: f"max({several()})",
                lambda: f"{inner()} + {inner()}",
                lambda: f"({inner()} - {inner()})",
                lambda: f"{self.share()} * ({inner()})",
                lambda: f"({inner()}) / {draw.choice(['2', '3', '7', '0.3', '8'])}",
                lambda: f"(if {self.condition(1)} then {inner()} else {inner()})",
                lambda: f"{draw.choice(['sum', 'mean', 'median'])}({several()})",
                # Of amounts without roots: a root has twenty decimals, and its square too many digits.
                lambda: f"stddev({self.money(0)}, {self.money(0)})",
                lambda: f"abs({inner()} - {inner()})",
                lambda: f"{draw.choice(['floor', 'ceiling'])}({inner()}{draw.choice(['', ', 1', ', -1'])})",
                lambda: f"round {draw.choice(['up', 'down', 'half up', 'half down'])}({inner()}, {draw.choice([-2, -1, 0, 1, 2])})",
                lambda: f"modulo({inner()}, {draw.choice([7, 30, 250])})",
                lambda: f"-(-({inner()}))",
            ]
        )()

    def rate(self, name: str) -> str:
        """Money in proportion to a number."""
        if self.facts[name].get("unit") == "CNY":
            return self.random.choice([name, f"{self.share()} * {name}", f"{name} / 3"])
        rate = written(Fraction(self.random.choice([1, 5, 10, 50, 99, 100, 185, 1000])))
        return self.random.choice([f"{rate} * {name}", f"{name} * {rate}", f"{rate} * ({name} + {self.number_of(name)})"])

    def condition(self, depth: int = 2) -> str:
        """A condition."""
        draw = self.random
        if depth > 0 and draw.random() < 0.4:
            left, right = self.condition(depth - 1), self.condition(depth - 1)
            return draw.choice([f"{left} and {right}", f"{left} or {right}", f"({left} or {right})", f"not({left})"])
        name = draw.choice(list(self.facts))
        match self.facts[name]["type"]:
            case "boolean":
                return draw.choice([name, f"not({name})", f"{name} = {draw.choice(['true', 'false'])}"])
            case "string":
                values = list(self.facts[name]["values"])
                one, other = draw.choice(values), draw.choice(values)
                return draw.choice([f'{name} = "{one}"', f'{name} != "{one}"', f'{name} in ("{one}", "{other}")'])
            case "date":
                return self.of_days(name)
        sign = draw.choice(["<", "<=", ">", ">=", "=", "!="])
        low, high = sorted([self.number_of(name), self.number_of(name)], key=Fraction)
        others = [other for other in self.named("number") if self.facts[other].get("unit") == self.facts[name].get("unit")]
        return draw.choice(
            [
                f"{name} {sign} {self.number_of(name)}",
                f"{name} {sign} {self.number_of(name)}",
                f"{name} in {draw.choice('[(')}{low}..{high}{draw.choice(')]')}",
                f"{name} in ({low}, > {high})",
                f"{name} between {low} and {high}",
                f"{name} {sign} {draw.choice(others)}",
                f"2 * {name} {sign} {self.number_of(name)}",
                f"{name} + {draw.choice(others)} {sign} {self.number_of(name)}",
            ]
        )

    def of_days(self, name: str) -> str:
        """A condition about a day."""
        draw = self.random
        other = draw.choice(self.named("date"))
        sign = draw.choice(["<", "<=", ">", ">=", "="])
        period = draw.choice(["P1M", "P6M", "P2Y", "P30D", "P1D", "P1Y6M"])
        return draw.choice(
            [
                f"{name} {sign} {self.day_of(name)}",
                f'{name} {sign} {other} + duration("{period}")',
                f'{name} - duration("{period}") {sign} {self.day_of(name)}',
                f'({name} - {other}) / duration("P1D") {sign} {draw.choice([0, 1, 30, 365])}',
                f"{name} in [{self.day_of(name)}..{self.day_of(name)}]",
            ]
        )

    def cell(self, name: str) -> Any:
        """A cell of a fact."""
        draw = self.random
        match self.facts[name]["type"]:
            case "boolean":
                return draw.choice([True, False, "-"])
            case "string":
                values = list(self.facts[name]["values"])
                one, other = draw.choice(values), draw.choice(values)
                return draw.choice([one, f'"{one}"', f'"{one}", "{other}"', f'not("{one}")', "-"])
            case "date":
                return f"{draw.choice(['<', '<=', '>', '>='])} {self.day_of(name)}"
        low, high = sorted([self.number_of(name), self.number_of(name)], key=Fraction)
        sign = draw.choice(["<", "<=", ">", ">="])
        return draw.choice(
            [
                f"{sign} {self.number_of(name)}",
                f"{draw.choice('[(')}{low}..{high}{draw.choice(')]')}",
                f"{low}, {sign} {high}",
                f"not({draw.choice('[(')}{low}..{high}{draw.choice(')]')})",
                low,
                "-",
            ]
        )

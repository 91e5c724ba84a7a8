"""The tree of a formula. Every node can tell its value for the facts of a case, and asks for no more facts than it needs."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from reference.day import Period, plus
from reference.fault import Fault, Missing

Value = Any  # Fraction, bool, str, date or Period
Facts = Mapping[str, Value]


class Node:
    """A part of a formula."""

    def value(self, facts: Facts) -> Value:
        """Its value; `Missing` where a fact is needed that was not given."""
        raise NotImplementedError

    def parts(self) -> tuple[Node, ...]:
        """The nodes below it."""
        return ()

    def names(self) -> set[str]:
        """The facts that it names."""
        return set().union(*(part.names() for part in self.parts()))


@dataclass(frozen=True)
class Constant(Node):
    """A number, text, truth value, day or period."""

    constant: Value

    def value(self, facts: Facts) -> Value:
        return self.constant


@dataclass(frozen=True)
class Name(Node):
    """A fact."""

    name: str

    def value(self, facts: Facts) -> Value:
        try:
            return facts[self.name]
        except KeyError:
            raise Missing(self.name) from None

    def names(self) -> set[str]:
        return {self.name}


@dataclass(frozen=True)
class Negation(Node):
    """A minus before a number or a period."""

    of: Node

    def value(self, facts: Facts) -> Value:
        return -self.of.value(facts)

    def parts(self) -> tuple[Node, ...]:
        return (self.of,)


@dataclass(frozen=True)
class Arithmetic(Node):
    """Two numbers, or days and periods, joined by one of `+ - * / **`."""

    sign: str
    left: Node
    right: Node

    def value(self, facts: Facts) -> Value:
        left, right = self.left.value(facts), self.right.value(facts)
        match self.sign:
            case "+" if isinstance(left, date):
                return plus(left, right)
            case "+" if isinstance(right, date):
                return plus(right, left)
            case "+":
                return left + right
            case "-" if isinstance(left, date) and isinstance(right, date):
                return Period(0, (left - right).days)
            case "-" if isinstance(left, date):
                return plus(left, -right)
            case "-":
                return left + -right
            case "*":
                return left * right
            case "/":
                return divided(left, right)
            case "**":
                if left == 0 and right < 0:
                    raise Fault("E0305")
                return Fraction(left) ** int(right)
        raise AssertionError(self.sign)

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


COMPARED: dict[str, Callable[[Value, Value], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Comparison(Node):
    """Two values, compared."""

    sign: str
    left: Node
    right: Node

    def value(self, facts: Facts) -> bool:
        return COMPARED[self.sign](self.left.value(facts), self.right.value(facts))

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True)
class Junction(Node):
    """`and`, `or`: one side may be unknown if the other one decides."""

    word: str
    left: Node
    right: Node

    def value(self, facts: Facts) -> bool:
        decides = self.word == "or"
        try:
            left = self.left.value(facts)
        except Missing as missing:
            try:
                if self.right.value(facts) == decides:
                    return decides
            except Missing as further:
                raise Missing(*missing.names, *further.names) from None
            raise
        return decides if left == decides else self.right.value(facts)

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True)
class Not(Node):
    """`not( )` of a truth value."""

    of: Node

    def value(self, facts: Facts) -> bool:
        return not self.of.value(facts)

    def parts(self) -> tuple[Node, ...]:
        return (self.of,)


@dataclass(frozen=True)
class Choice(Node):
    """`if … then … else …`: only the branch that is taken is asked."""

    condition: Node
    then: Node
    otherwise: Node

    def value(self, facts: Facts) -> Value:
        return (self.then if self.condition.value(facts) else self.otherwise).value(facts)

    def parts(self) -> tuple[Node, ...]:
        return (self.condition, self.then, self.otherwise)


@dataclass(frozen=True)
class Interval(Node):
    """From one value to another, each with or without itself. As a test of a value, and as an amount."""

    low: Node
    high: Node
    with_low: bool = True
    with_high: bool = True

    def holds(self, tested: Value, facts: Facts) -> bool:
        low, high = self.low.value(facts), self.high.value(facts)
        return (low <= tested if self.with_low else low < tested) and (
            tested <= high if self.with_high else tested < high
        )

    def parts(self) -> tuple[Node, ...]:
        return (self.low, self.high)


@dataclass(frozen=True)
class Against(Node):
    """A test such as `> 5`, or `= 5` where only a value stands."""

    sign: str
    other: Node

    def holds(self, tested: Value, facts: Facts) -> bool:
        return COMPARED[self.sign](tested, self.other.value(facts))

    def parts(self) -> tuple[Node, ...]:
        return (self.other,)


Test = Interval | Against


@dataclass(frozen=True)
class Membership(Node):
    """`x in …` and `x between … and …`: whether one of the tests holds."""

    tested: Node
    tests: tuple[Test, ...]

    def value(self, facts: Facts) -> bool:
        tested = self.tested.value(facts)
        return any([test.holds(tested, facts) for test in self.tests])

    def parts(self) -> tuple[Node, ...]:
        return (self.tested, *self.tests)


@dataclass(frozen=True)
class Call(Node):
    """A function and its arguments."""

    function: Callable[..., Value]
    arguments: tuple[Node, ...]

    def value(self, facts: Facts) -> Value:
        return self.function(*[argument.value(facts) for argument in self.arguments])

    def parts(self) -> tuple[Node, ...]:
        return self.arguments


def divided(left: Fraction | Period, right: Fraction | Period) -> Fraction:
    """A quotient of numbers, or of two periods of one kind."""
    if isinstance(left, Period):
        return divided(left.count, right.count)
    if right == 0:
        raise Fault("E0305")
    return Fraction(left) / right

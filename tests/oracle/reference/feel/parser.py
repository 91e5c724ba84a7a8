"""From the text of a formula to its tree.

    expression = "if" … | alternative
    alternative = both { "or" both }           both = relation { "and" relation }
    relation = sum [ sign sum | "between" sum "and" sum | "in" tests ]
    sum = product { ("+"|"-") product }        product = power { ("*"|"/") power }
    power = signed { "**" signed }             signed = "-" signed | operand [ "%" | "‰" ]
"""

from collections.abc import Callable
from functools import lru_cache
from fractions import Fraction

from reference.day import Period, day
from reference.fault import Fault
from reference.feel.function import FUNCTIONS, OF_LISTS
from reference.feel.token import Token, tokens
from reference.feel.tree import (
    Against,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Constant,
    Interval,
    Junction,
    Membership,
    Name,
    Negation,
    Node,
    Not,
    Test,
    Value,
)

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
WORDS = {"and", "or", "not", "if", "then", "else", "in", "between", "true", "false", "null"}
LEVELS = 100


class Parser:
    """Reads one formula from left to right."""

    def __init__(self, formula: str) -> None:
        self.tokens = tokens(formula)
        self.place = 0
        self.levels = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self, *texts: str) -> str | None:
        """The next sign or word, if it is one of these."""
        token = self.next
        if token.kind in ("sign", "name") and token.text in texts:
            self.place += 1
            return token.text
        return None

    def need(self, text: str) -> None:
        if not self.take(text):
            raise Fault("E0301")

    def whole(self, read: Callable[[], Node]) -> Node:
        """What is read must be the whole text."""
        node = read()
        if self.next.kind != "end":
            raise Fault("E0301")
        return node

    def expression(self) -> Node:
        self.levels += 1
        if self.levels > LEVELS:
            raise Fault("E0306")
        node = self.choice(self.expression) if self.take("if") else self.alternative()
        self.levels -= 1
        return node

    def choice(self, branch: Callable[[], Node]) -> Node:
        condition = self.expression()
        self.need("then")
        then = branch()
        self.need("else")
        return Choice(condition, then, branch())

    def amount(self) -> Node:
        """An expression, `[e..e]`, or `if … then … else …` of amounts."""
        if self.take("if"):
            return self.choice(self.amount)
        if self.take("["):
            low = self.expression()
            self.need("..")
            high = self.expression()
            self.need("]")
            return Interval(low, high)
        return self.expression()

    def alternative(self) -> Node:
        node = self.both()
        while self.take("or"):
            node = Junction("or", node, self.both())
        return node

    def both(self) -> Node:
        node = self.relation()
        while self.take("and"):
            node = Junction("and", node, self.relation())
        return node

    def relation(self) -> Node:
        node = self.sum()
        if sign := self.take(*COMPARISONS):
            return Comparison(sign, node, self.sum())
        if self.take("between"):
            low = self.sum()
            self.need("and")
            return Membership(node, (Interval(low, self.sum()),))
        if self.take("in"):
            return Membership(node, self.tests())
        return node

    def tests(self) -> tuple[Test, ...]:
        """What stands behind `in`: one test, a list of tests in brackets, or an interval."""
        if self.next.text not in ("(", "["):
            return (self.test(),)
        open_bracket = self.take("(", "[")
        first = self.test()
        if self.take(".."):
            return (self.interval(open_bracket, first),)
        found = [first]
        while self.take(","):
            found.append(self.test())
        self.need(")" if open_bracket == "(" else "]")
        return tuple(found)

    def test(self) -> Test:
        """`> 5`, `[1..3)`, or a value."""
        if sign := self.take(*COMPARISONS):
            return Against(sign, self.sum())
        start = self.place
        if open_bracket := self.take("(", "["):
            low = self.sum()
            if self.take(".."):
                return self.interval(open_bracket, Against("=", low))
            self.place = start
        return Against("=", self.sum())

    def interval(self, open_bracket: str | None, first: Test) -> Interval:
        """The rest of an interval, behind its `..`."""
        if not isinstance(first, Against) or first.sign != "=":
            raise Fault("E0301")
        high = self.sum()
        close_bracket = self.take(")", "]")
        if not close_bracket:
            raise Fault("E0301")
        return Interval(first.other, high, open_bracket == "[", close_bracket == "]")

    def sum(self) -> Node:
        node = self.product()
        while sign := self.take("+", "-"):
            node = Arithmetic(sign, node, self.product())
        return node

    def product(self) -> Node:
        node = self.power()
        while sign := self.take("*", "/"):
            node = Arithmetic(sign, node, self.power())
        return node

    def power(self) -> Node:
        node = self.signed()
        while self.take("**"):
            node = Arithmetic("**", node, self.signed())
        return node

    def signed(self) -> Node:
        if self.take("-"):
            return Negation(self.signed())
        node = self.operand()
        if isinstance(node, Constant) and isinstance(node.constant, Fraction):
            if self.take("%"):
                return Constant(node.constant / 100)
            if self.take("‰"):
                return Constant(node.constant / 1000)
        return node

    def operand(self) -> Node:
        token = self.next
        self.place += 1
        match token.kind:
            case "number":
                return Constant(Fraction(token.text))
            case "text":
                return Constant(token.text[1:-1].replace('\\"', '"').replace("\\\\", "\\"))
            case "name" if token.text in ("true", "false"):
                return Constant(token.text == "true")
            case "name" if token.text == "not":
                self.need("(")
                node = self.expression()
                self.need(")")
                return Not(node)
            case "name" if token.text not in WORDS:
                return self.named(token.text)
            case "sign" if token.text == "(":
                node = self.expression()
                self.need(")")
                # Not a constant any more: `(5)%` is no percentage.
                return node
        raise Fault("E0301")

    def named(self, name: str) -> Node:
        """A fact, or a function, whose name can have several words."""
        if name == "round":
            while self.next.kind == "name" and self.next.text in ("up", "down", "half"):
                name = f"{name} {self.next.text}"
                self.place += 1
        if not self.take("("):
            return Name(name)
        if name in ("date", "duration"):
            return self.dated(name)
        if name not in FUNCTIONS:
            raise Fault("E0301")
        function, fewest, most = FUNCTIONS[name]
        listed = name in OF_LISTS and self.take("[")
        arguments = self.arguments("]" if listed else ")")
        if listed:
            self.need(")")
        if not fewest <= len(arguments) <= most or name == "count" and not listed:
            raise Fault("E0308")
        return Call(function, tuple(arguments))

    def arguments(self, end: str) -> list[Node]:
        found: list[Node] = []
        while not self.take(end):
            if found:
                self.need(",")
            found.append(self.expression())
        return found

    def dated(self, name: str) -> Node:
        """`date("2026-01-01")` or `duration("P3M")`."""
        arguments = self.arguments(")")
        if len(arguments) != 1:
            raise Fault("E0308")
        text = arguments[0]
        if not isinstance(text, Constant):
            raise Fault("E0307")
        constant: Value = (day if name == "date" else Period.read)(text.constant)
        if constant is None:
            raise Fault("E0301")
        return Constant(constant)


@lru_cache(maxsize=4096)
def expression(formula: str) -> Node:
    """The tree of an expression or a condition."""
    parser = Parser(formula)
    return parser.whole(parser.expression)


@lru_cache(maxsize=4096)
def amount(formula: str) -> Node:
    """The tree of an amount."""
    parser = Parser(formula)
    return parser.whole(parser.amount)


def constant(formula: str) -> Fraction:
    """The number that an expression without facts has."""
    value = expression(formula).value({})
    if not isinstance(value, Fraction):
        raise Fault("E0303")
    return value

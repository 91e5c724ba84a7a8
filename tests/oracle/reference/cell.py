"""Cells of tables, and ranges: tests of constants."""

from dataclasses import dataclass
from functools import lru_cache

from reference.fault import Fault
from reference.feel.parser import Parser
from reference.feel.tree import Against, Constant, Interval, Name, Test, Value


@dataclass(frozen=True)
class Cell:
    """Holds for a value if one of the tests does; negated, if none does. Without tests it is `-` and holds for all."""

    tests: tuple[Test, ...]
    negated: bool = False

    @property
    def any_value(self) -> bool:
        return not self.tests

    def holds(self, value: Value) -> bool:
        return self.any_value or any(test.holds(value, {}) for test in self.tests) != self.negated


@lru_cache(maxsize=4096, typed=True)
def read(value: object, values: tuple[str, ...] = ()) -> Cell:
    """A cell from a pack; of a fact that has `values`, they may stand without quotes."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if text.strip() == "-":
        return Cell(())
    if text in values:
        return Cell((Against("=", Constant(text)),))
    parser = Parser(text)
    negated = parser.take("not") is not None
    if negated:
        parser.need("(")
    tests = [parser.test()]
    while parser.take(","):
        tests.append(parser.test())
    if negated:
        parser.need(")")
    if parser.next.kind != "end":
        raise Fault("E0301")
    return Cell(tuple(bare(test) for test in tests) if values else tuple(tests), negated)


def bare(test: Test) -> Test:
    """The same test, with a word in place of the name that it was read as."""
    if isinstance(test, Against) and isinstance(test.other, Name):
        return Against(test.sign, Constant(test.other.name))
    return test


def interval(text: str) -> Interval:
    """A range of constants with two ends, such as `[30%..70%]`; a single constant is both its ends."""
    test = read(text).tests[0]
    if isinstance(test, Interval):
        return test
    if isinstance(test, Against) and test.sign == "=":
        return Interval(test.other, test.other)
    raise Fault("E0301")

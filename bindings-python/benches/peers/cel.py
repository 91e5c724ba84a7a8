"""CEL in two packages: one in Rust, one in Python. CEL has neither minimum, maximum nor rounding to decimals; what a
value is called within an expression is the usual list of one element.
"""

from __future__ import annotations

import cel
import celpy
from celpy.celtypes import BoolType, DoubleType

from . import Peer


def within(amount: str, least: str, most: str) -> str:
    return f"({amount} < {least} ? {least} : {amount} > {most} ? {most} : {amount})"


EXPRESSION = (
    "[185.0 * area]"
    f".map(amount, area <= 1.0 ? {within('amount', '50.0', '200.0')}"
    f" : area <= 3.0 ? {within('amount', '200.0', '500.0')}"
    f" : area <= 5.0 ? {within('amount', '500.0', '1000.0')}"
    f" : {within('amount', '1000.0', '2000.0')})"
    ".map(tiered, repeat ? tiered * 1.3 : tiered)"
    f".map(adjusted, {within('adjusted', '50.0', '2000.0')})"
    ".map(fine, double(int(fine * 100.0 + 0.5)) / 100.0)[0]"
)
PROGRAM = cel.compile(EXPRESSION)
ENVIRONMENT = celpy.Environment()
PYTHON_PROGRAM = ENVIRONMENT.program(ENVIRONMENT.compile(EXPRESSION))


def single(area: float, repeat: bool) -> object:
    return PROGRAM.execute({"area": area, "repeat": repeat})


def single_in_python(area: float, repeat: bool) -> object:
    return float(PYTHON_PROGRAM.evaluate({"area": DoubleType(area), "repeat": BoolType(repeat)}))


PEER = Peer("CEL", "common-expression-language", single, None)
PYTHON_PEER = Peer("CEL in Python", "cel-python", single_in_python, None)

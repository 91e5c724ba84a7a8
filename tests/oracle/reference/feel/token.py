"""Words, numbers, texts and signs of a formula."""

import re
from dataclasses import dataclass

from reference.fault import Fault

TOKEN = re.compile(
    r"(?P<blank>\s+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"|(?P<name>[^\W\d]\w*)"
    r'|(?P<text>"(?:[^"\\]|\\.)*")'
    r"|(?P<sign>\*\*|\.\.|!=|<=|>=|[-+*/=<>(),\[\]%‰])"
)


@dataclass(frozen=True)
class Token:
    """A piece of a formula; at its end stands one of the kind `end`."""

    kind: str
    text: str


def tokens(formula: str) -> list[Token]:
    """All pieces of a formula."""
    if len(formula.encode()) > 16 * 1024:
        raise Fault("E0306")
    found, place = [], 0
    while place < len(formula):
        match = TOKEN.match(formula, place)
        if match is None or match.lastgroup is None:
            raise Fault("E0301")
        if match.lastgroup != "blank":
            found.append(Token(match.lastgroup, match.group()))
        place = match.end()
    return [*found, Token("end", "")]

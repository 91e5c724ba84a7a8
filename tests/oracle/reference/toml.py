"""TOML 1.1 for `tomllib`, which reads TOML 1.0: line ends, comments and a last comma in inline tables."""

import re
import tomllib
from decimal import Decimal
from typing import Any

PIECE = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[{}\[\]\n]|[^"\'#{}\[\]\n]+',
    re.DOTALL,
)
LAST_COMMA = re.compile(r",\s*$")


def read(text: str) -> dict[str, Any]:
    """The tables of a file; numbers with a point are decimals."""
    return tomllib.loads(plain(text), parse_float=Decimal)


def plain(text: str) -> str:
    """The same file as TOML 1.0."""
    written: list[str] = []
    open_brackets: list[str] = []
    for piece in PIECE.findall(text):
        inside = "{" in open_brackets
        if piece in ("{", "["):
            open_brackets.append(piece)
        elif piece in ("}", "]"):
            if piece == "}":
                without_last_comma(written)
            if open_brackets:
                open_brackets.pop()
        elif inside and (piece == "\n" or piece.startswith("#")):
            piece = " "
        written.append(piece)
    return "".join(written)


def without_last_comma(written: list[str]) -> None:
    """Takes the comma away that stands before a brace, and blanks with it."""
    while written and not written[-1].strip():
        written.pop()
    if written:
        written[-1] = LAST_COMMA.sub("", written[-1])

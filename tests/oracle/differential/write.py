"""A pack as TOML."""

from datetime import date
from fractions import Fraction
from typing import Any

Table = dict[str, Any]


def written(pack: Table) -> str:
    """The text of a file."""
    lines: list[str] = []
    for key, value in pack.items():
        if not isinstance(value, dict) or set(value) == {"zh", "en"} or key == "round":
            lines.append(f"{key} = {inline(value)}")
    for key, value in pack.items():
        if isinstance(value, dict) and set(value) != {"zh", "en"} and key != "round":
            section(key, value, lines)
    return "\n".join(lines) + "\n"


def section(name: str, table: Table, lines: list[str]) -> None:
    """A table with a heading; those of items get headings of their own."""
    if name in ("penalty", "circumstance", "procedure"):
        for key, value in table.items():
            section(f"{name}.{key}", value, lines)
        return
    lines += ["", f"[{name}]", *(f"{quoted(key)} = {inline(value)}" for key, value in table.items())]


def inline(value: Any) -> str:
    """A value in one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | date():
            return str(value)
        case Fraction():
            raise TypeError("a fraction has to be written as a text")
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case list():
            return "[" + ", ".join(inline(of) for of in value) + "]"
        case dict():
            return "{ " + ", ".join(f"{quoted(key)} = {inline(of)}" for key, of in value.items()) + " }"
    raise TypeError(f"no value of TOML: {value!r}")


def quoted(key: str) -> str:
    """A key, in quotes where it has to be."""
    return key if key.replace("-", "").replace("_", "").isascii() and key.replace("-", "").replace("_", "").isalnum() else inline(key)

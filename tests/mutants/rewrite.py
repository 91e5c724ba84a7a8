"""A file with all of its changes at once, each behind a switch: where none is on, it computes what it did.

A change of an expression stands beside the expression as it was: `a + b` becomes
`(if is(7) { a - b } else { a + b })`, and what is changed within `a` and `b` only in the last of the two. A function
that hands back another value does so first; an arm of a match that is left out has a condition that fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import tree_sitter_rust
from tree_sitter import Language, Node, Parser

from mutants.places import Place

PARSER = Parser(Language(tree_sitter_rust.language()))
IS = "crate::mutant::is"
HOLDERS = {
    "BinaryOperator": {"binary_expression", "compound_assignment_expr"},
    "UnaryOperator": {"unary_expression"},
    "StructField": {"struct_expression"},
}
#: What the compiler works out, so that no switch can change it.
CONSTANTS = {"const_item", "static_item"}


@dataclass
class Site:
    """Something of a file, and by the number of a change what comes before it, or stands instead of it."""

    start: int
    end: int
    before: list[tuple[int, str]] = field(default_factory=list)
    instead: list[tuple[int, str]] = field(default_factory=list)
    after: str = ""


@dataclass(frozen=True)
class Stretch:
    """Where a change, or a site with several, came to stand in the file with the switches."""

    start: int
    end: int
    numbers: frozenset[int]


def rewritten(source: bytes, places: list[Place]) -> tuple[bytes, list[Stretch], list[Place]]:
    """The file with its switches, where each stands, and the changes that cannot be put behind one."""
    nodes = list(walk(PARSER.parse(source).root_node))
    sites: dict[tuple[int, int], Site] = {}
    left = []
    for place in places:
        found = site(source, nodes, place)
        if found is None:
            left.append(place)
            continue
        kept = sites.setdefault((found.start, found.end), Site(found.start, found.end))
        kept.before += found.before
        kept.instead += found.instead
        kept.after += found.after
    writing = Writing(source)
    # What has no width goes before what begins there, and what surrounds before what is within.
    writing.write(sorted(sites.values(), key=lambda site: (site.start, site.start != site.end, -site.end)), 0, len(source))
    return bytes(writing.text), writing.stretches, left


def walk(node: Node) -> Iterator[Node]:
    """A node and all within it."""
    yield node
    for child in node.children:
        yield from walk(child)


def site(source: bytes, nodes: list[Node], place: Place) -> Site | None:
    """Where a change goes, and what goes there; none where the place is within a constant, a
    macro or a chain with `let`, or a function would hand back two types of iterators."""
    number = place.number
    if any(node.type in CONSTANTS and node.start_byte <= place.start < node.end_byte for node in nodes):
        return None
    if place.genre == "FnValue" and place.replacement.startswith("::std::iter::"):
        return None
    if place.genre == "FnValue":
        return Site(place.start, place.start, before=[(number, f"if {IS}({number}) {{ return {place.replacement}; }} ")])
    if place.genre in {"MatchArm", "MatchArmGuard"}:
        return condition(nodes, place)
    holders = [node for node in nodes if node.type in HOLDERS[place.genre] and holds(node, place)]
    if not holders:
        return None
    node = min(holders, key=lambda node: node.end_byte - node.start_byte)
    other = source[node.start_byte : place.start] + place.replacement.encode() + source[place.end : node.end_byte]
    return Site(node.start_byte, node.end_byte, instead=[(number, other.decode())])


def holds(node: Node, place: Place) -> bool:
    """Whether an expression is that of an operator, or has a field within it."""
    if place.genre == "StructField":
        return node.start_byte < place.start and place.end < node.end_byte
    return any(not child.is_named and child.start_byte == place.start for child in node.children)


def condition(nodes: list[Node], place: Place) -> Site | None:
    """The condition of an arm that is left out, or decided beforehand."""
    for arm in (node for node in nodes if node.type == "match_arm"):
        pattern = arm.child_by_field_name("pattern")
        guard = None if pattern is None else pattern.child_by_field_name("condition")
        begins = arm if place.genre == "MatchArm" else guard
        if pattern is None or begins is None or begins.start_byte != place.start:
            continue
        if guard is None:
            return Site(pattern.end_byte, pattern.end_byte, before=[(place.number, f" if !{IS}({place.number})")])
        if any(node.type.startswith("let_") for node in walk(guard)):
            return None
        switch = f"{IS}({place.number}) || " if place.replacement == "true" else f"!{IS}({place.number}) && "
        return Site(guard.start_byte, guard.end_byte, before=[(place.number, f"({switch}(")], after="))")
    return None


def end_of_match(text: bytes, start: int) -> int:
    """Where the match ends that asks what begins at an offset."""
    matches = (node for node in walk(PARSER.parse(text).root_node) if node.type == "match_expression")
    asking = (node for node in matches if (value := node.child_by_field_name("value")) and value.start_byte == start)
    return next(asking).end_byte


class Writing:
    """A file as it is written, and where the changes came to stand."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.text = bytearray()
        self.stretches: list[Stretch] = []

    def write(self, sites: list[Site], start: int, end: int) -> None:
        """What stands between two offsets, with the sites there."""
        while sites:
            site, *rest = sites
            within = [other for other in rest if other.start < site.end]
            sites = rest[len(within) :]
            self.text += self.source[start : site.start]
            self.write_site(site, within)
            start = site.end
        self.text += self.source[start:end]

    def write_site(self, site: Site, within: list[Site]) -> None:
        """A site with what comes before it, stands instead of it and comes after it."""
        first = len(self.text)
        for number, text in site.before:
            self.write_change(number, text)
        if site.instead:
            self.text += b"("
            for number, text in site.instead:
                self.write_change(number, f"if {IS}({number}) {{ {text} }} else ")
            self.text += b"{ "
        self.write(within, site.start, site.end)
        self.text += b" })" if site.instead else b""
        self.text += site.after.encode()
        numbers = frozenset(number for number, _ in site.before + site.instead)
        self.stretches.append(Stretch(first, len(self.text), numbers))

    def write_change(self, number: int, text: str) -> None:
        """A change, and where it came to stand."""
        first = len(self.text)
        self.text += text.encode()
        self.stretches.append(Stretch(first, len(self.text), frozenset({number})))

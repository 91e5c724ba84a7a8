"""Zen (GoRules), in a graph as its editor writes them: a table that finds the tier, and a node of expressions.

Loaded once by an engine, which keeps it compiled; a decision of its own (`create_decision`) is slower a hundred times.
Its numbers are decimals inside, so it may well be exact; what comes back is a float.
"""

from __future__ import annotations

import zen

from . import Array, Peer

TABLE = {
    "hitPolicy": "first",
    "passThrough": True,
    "inputs": [{"id": "area", "name": "area", "field": "area"}],
    "outputs": [{"id": "least", "name": "least", "field": "least"}, {"id": "most", "name": "most", "field": "most"}],
    "rules": [
        {"_id": "1", "area": "<= 1", "least": "50", "most": "200"},
        {"_id": "2", "area": "(1..3]", "least": "200", "most": "500"},
        {"_id": "3", "area": "(3..5]", "least": "500", "most": "1000"},
        {"_id": "4", "area": "> 5", "least": "1000", "most": "2000"},
    ],
}
EXPRESSIONS = {
    "expressions": [
        {"id": "1", "key": "tiered", "value": "max([min([185 * area, most]), least])"},
        {"id": "2", "key": "adjusted", "value": "repeat ? $.tiered * 1.3 : $.tiered"},
        {"id": "3", "key": "fine", "value": "round(max([min([$.adjusted, 2000]), 50]), 2)"},
    ]
}


def node(name: str, kind: str, content: dict[str, object]) -> dict[str, object]:
    return {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}, "content": content}


GRAPH = {
    "nodes": [
        node("facts", "inputNode", {}),
        node("tier", "decisionTableNode", TABLE),
        node("fine", "expressionNode", EXPRESSIONS),
        node("result", "outputNode", {}),
    ],
    "edges": [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target}
        for source, target in (("facts", "tier"), ("tier", "fine"), ("fine", "result"))
    ],
}
ENGINE = zen.ZenEngine({"loader": {"type": "static", "content": {"shop": GRAPH}}})


def single(area: float, repeat: bool) -> object:
    return ENGINE.evaluate("shop", {"area": area, "repeat": repeat})["result"]["fine"]


def frame(areas: Array, repeats: Array) -> list[object]:
    pairs = zip(areas.tolist(), repeats.tolist(), strict=True)
    cases = [{"key": "shop", "context": {"area": area, "repeat": repeat}} for area, repeat in pairs]
    return [answer["data"]["result"]["fine"] for answer in ENGINE.evaluate_batch(cases)]


PEER = Peer("Zen", "zen-engine", single, frame)

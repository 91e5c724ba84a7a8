"""datalogic, which runs JSON Logic. It has no rounding to decimals, so the fine is rounded by hand, half up."""

from __future__ import annotations

from datalogic_py import DataHandle, Engine

from . import Array, Peer

AREA = {"var": "area"}


def within(amount: object, least: int, most: int) -> dict[str, object]:
    return {"max": [least, {"min": [most, amount]}]}


AMOUNT = {"*": [185, AREA]}
TIERED = {
    "if": [
        {"<=": [AREA, 1]},
        within(AMOUNT, 50, 200),
        {"<=": [AREA, 3]},
        within(AMOUNT, 200, 500),
        {"<=": [AREA, 5]},
        within(AMOUNT, 500, 1000),
        within(AMOUNT, 1000, 2000),
    ]
}
ADJUSTED = within({"*": [TIERED, {"if": [{"var": "repeat"}, 1.3, 1]}]}, 50, 2000)
ENGINE = Engine()
RULE = ENGINE.compile({"/": [{"floor": {"+": [{"*": [ADJUSTED, 100]}, 0.5]}}, 100]})
SESSION = ENGINE.session()


def single(area: float, repeat: bool) -> object:
    return SESSION.evaluate(RULE, {"area": area, "repeat": repeat})


def frame(areas: Array, repeats: Array) -> list[object]:
    pairs = zip(areas.tolist(), repeats.tolist(), strict=True)
    cases = [DataHandle({"area": area, "repeat": repeat}) for area, repeat in pairs]
    return list(SESSION.evaluate_batch(RULE, cases))


PEER = Peer("datalogic", "datalogic-py", single, frame)

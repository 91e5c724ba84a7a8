"""One case at a time, and the other engines, as JSON: `measure_cases.py`."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import by_hand
import exact
import lines
import pyarrow as pa
import tables
from peers import Peer, cel, datalogic, openfisca, zen
from timing import TURNS, in_turns, repeated, seconds

import evenhand

PEERS: dict[str, Peer] = {
    "zen": zen.PEER,
    "openfisca": openfisca.PEER,
    "datalogic": datalogic.PEER,
    "cel": cel.PEER,
    "cel-python": cel.PYTHON_PEER,
}
AREA, REPEAT = 2.57, True


def per_call(own: Callable[[], object], beside: Callable[[], object]) -> tuple[float, float]:
    """Seconds a call of each: as many calls in a turn as take about a twentieth of a second."""

    def times(run: Callable[[], object]) -> int:
        run()
        return max(1, round(0.05 / min(seconds(run) for _ in range(TURNS))))

    counts = times(own), times(beside)
    first, second = in_turns(repeated(own, counts[0]), repeated(beside, counts[1]))
    return first / counts[0], second / counts[1]


def main() -> None:
    if PEERS.keys() != lines.PEERS.keys():
        raise SystemExit("the engines are not those of lines.py")
    item = evenhand.load().on(tables.DAY)["cn.hangzhou.shop-display/1"]
    exact_area = Decimal("2.57")
    measured = {
        "decide": per_call(lambda: item.decide(area=AREA, repeat=REPEAT), lambda: by_hand.decimal(exact_area, REPEAT)),
        "assess": per_call(lambda: item.assess(area=AREA, repeat=REPEAT), lambda: by_hand.decimal(exact_area, REPEAT)),
    }
    wrong = {
        "decide": exact.wrong_one_by_one(lambda area, repeat: item.decide(area=area, repeat=repeat).fine.min),
        "decimal": exact.wrong(by_hand.decimal(*case) for case in exact.CASES),
    }
    for key, peer in PEERS.items():
        single = peer.single
        decide = per_call(lambda: item.decide(area=AREA, repeat=REPEAT), lambda single=single: single(AREA, REPEAT))
        measured[f"decide-{key}"] = decide
        wrong[key] = exact.wrong_one_by_one(single)
        if peer.frame is None:
            continue
        hundredths, repeats = tables.shop(peer.rows)
        metres = hundredths / 100
        table = pa.table({"area": pa.array(metres), "repeat": pa.array(repeats)})
        one, other = in_turns(
            lambda table=table: pa.table(item.assess_frame(table, results=["min"], threads=1)),
            lambda frame=peer.frame, metres=metres, repeats=repeats: frame(metres, repeats),
        )
        measured[f"frame-{key}"] = one / peer.rows, other / peer.rows
    print(json.dumps({"lines": measured, "wrong": wrong}))


if __name__ == "__main__":
    main()

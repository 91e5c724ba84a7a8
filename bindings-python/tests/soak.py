"""Every way into the package over and over, right and wrong, and whether memory stays flat: ``python soak.py SECONDS``."""

from __future__ import annotations

import gc
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from statistics import median

import pyarrow as pa

import evenhand

VECTORS = Path(__file__).parents[2] / "tests" / "vectors"
DAY = "2026-11-21"
STALL = "cn.dongying.city-appearance/46-4"
SHOP = "cn.hangzhou.shop-display/1"
LICENCE = "cn.administrative-licence-law/42"
FINE = "cn.administrative-penalty-law/72"

# The part of a run after which memory must be flat, and by how much it may grow then.
WARM = 0.3
GROWTH = 0.01


def resident() -> int:
    """The bytes that this process has in memory, once all that nobody holds any more has gone."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


def refused(run: Callable[[], object]) -> None:
    """Runs what must be an error of the package."""
    try:
        run()
    except (evenhand.EvenhandError, ValueError):
        return
    raise AssertionError(f"expected an error of {run}")


def schemes(book: evenhand.RuleBook) -> Callable[[], None]:
    """Once through everything that takes a frame of records, right and wrong."""
    cases = pa.table(
        {
            "case": [str(row) for row in range(200)],
            "item": [STALL] * 200,
            "facts": [f'{{"area": {row % 40 + 1}, "refused_to_correct": true}}' for row in range(200)],
            "decided": ["2026-06-01"] * 200,
            "fine": ["3000", "many"] * 100,
        }
    )
    decisions = pa.table(
        {
            "item": ["x/1"] * 200,
            "officer": ["Li", "Wu"] * 100,
            "facts": pa.array([{"area": float(row % 20)} for row in range(200)]),
            "decided": [f"2026-{row % 12 + 1:02}-02" for row in range(200)],
            "min": [200] * 200,
            "max": [2000] * 200,
            "fine": [400 + row for row in range(200)],
        }
    )
    bids = pa.table(
        {
            "tender": [str(row // 4) for row in range(200)],
            "tenderer": ["u", "v", "w", "x"] * 50,
            "amount": [-5 if row == 9 else 100 + row % 7 for row in range(200)],
            "status": ["valid"] * 200,
            "currency": ["CNY"] * 200,
        }
    )
    matters = pa.table(
        {"matter": [str(row // 2) for row in range(100)], "day": ["2026-05-20"] * 100, "guests": [row % 15 for row in range(100)]}
    )
    events = pa.table({"matter": ["2", "none"], "event": ["approved"] * 2, "day": ["2026-05-08"] * 2, "by": ["head"] * 2})
    payments = pa.table(
        {
            "id": [f"V-{row // 2 if row > 190 else row}" for row in range(200)],
            "day": [f"2026-03-{row % 28 + 1:02}" for row in range(200)],
            "amount": [-5 if row == 9 else 26000 + row for row in range(200)],
            "from": ["finance", "builder"] * 100,
            "to": ["builder", "finance"] * 100,
            "group": ["irrigation"] * 200,
        }
    )
    offices = pa.table({"office": ["North", "South"] * 50, "red_time": ["1", "many"] * 50})
    points = pa.table(
        {
            "subject": [f"S{row // 4}" for row in range(100)],
            "name": ["attended", "gifts", "loyalty", "loyalty"] * 25,
            "assessor": [None, None, "peers", "staff"] * 25,
            "value": ["9", "0", "90", "many"] * 25,
        }
    )
    asked = pa.table({"accepted": [f"2026-01-{row % 28 + 1:02}" for row in range(100)]})
    applications = pa.table({"case": [*map(str, range(100))], "limit": [LICENCE] * 100, "fee": ["20", "much"] * 50})
    decided = pa.table({"case": [*map(str, range(101))], "event": ["accepted"] * 101, "day": ["2026-01-28"] * 101})
    reception = "cn.official-reception-regulation/reception"

    def one() -> None:
        caseload = book.supervise_frame(cases, on=DAY)
        assert caseload.read == caseload.judged + caseload.not_judged + caseload.refused == 200
        assert pa.table(caseload.findings).num_rows > 0
        caseload.to_html("zh")
        approvals = book.applications_frame(applications, events=decided, on="2026-03-02")
        assert (approvals.read, approvals.refused, approvals.events_without_case) == (100, 50, 1)
        assert pa.table(approvals.findings).num_rows > 50
        approvals.to_html("zh")
        consistency = book.consistency_frame(decisions, on=DAY)
        assert consistency.read == 200
        pa.table(consistency.unlike)
        screened = book.screen_frame(bids, "cn.bidding-screen/prices", on=DAY)
        assert screened.read == screened.judged + screened.refused == 50
        pa.table(screened.findings)
        reviewed = book.compliance_frame(matters, reception, facts=["guests"], events=events, on="2026-11-22")
        assert (reviewed.read, reviewed.refused, reviewed.events_without_matter) == (100, 50, 1)
        pa.table(reviewed.open)
        paid = book.payments_frame(payments, "cn.special-funds/payments", on="2026-11-22")
        assert (paid.read, paid.refused) == (200, 10)
        pa.table(paid.findings)
        paid.to_html("zh")
        assert pa.table(book.score_frame(offices, "cn.approval-score/monthly", keep=["office"], on=DAY)).num_rows == 100
        assert pa.table(book.index_frame(points, "cn.qinhuangdao.integrity-index/leader", on=DAY)).num_rows == 25
        # As texts, S10 stands before S2: what is not sorted is refused on the way.
        refused(lambda: list(book.index_stream(points.to_reader(7), "cn.qinhuangdao.integrity-index/leader", on=DAY)))
        in_order = points.sort_by("subject").to_reader(7)
        assert pa.table(book.index_stream(in_order, "cn.qinhuangdao.integrity-index/leader", on=DAY)).num_rows == 25
        tenders = book.screen_stream(bids.sort_by("tender").to_reader(7), "cn.bidding-screen/prices", on=DAY)
        assert sum(len(part) for part in tenders) == len(screened.findings)
        assert tenders.report.read == 50
        assert pa.table(book.score_stream(offices.to_reader(7), "cn.approval-score/monthly", on=DAY)).num_rows == 100
        assert pa.table(book.limit(LICENCE).due_frame(asked, on="2026-03-02")).num_rows == 100
        refused(lambda: book.supervise_frame(cases.drop_columns(["item"]), on=DAY))
        refused(lambda: book.consistency_frame(decisions.drop_columns(["fine"]), on=DAY))
        refused(lambda: book.screen_frame(bids.drop_columns(["status"]), "cn.bidding-screen/prices", on=DAY))
        refused(lambda: book.payments_frame(payments.drop_columns(["day"]), "cn.special-funds/payments", on="2026-11-22"))
        refused(lambda: book.compliance_frame(matters, reception + "s", on="2026-11-22"))
        refused(lambda: book.score_frame(offices, "cn.approval-score/monthly", columns={"red_tme": "office"}, on=DAY))

    return one


def rounds(book: evenhand.RuleBook, folder: Path) -> Callable[[int], None]:
    """One round through everything, by its number."""
    calendar = evenhand.Calendar.bundled("cn")
    kinds = VECTORS / "packs" / "kinds.toml"
    digest = hashlib.sha256(kinds.read_bytes()).hexdigest()
    changed = folder / "kinds.toml"
    changed.write_bytes(kinds.read_bytes() + b" ")
    frame = pa.table({"area": [float(row % 400) / 10 for row in range(500)], "item": [STALL, SHOP] * 250})
    log = {"delivered": "2026-01-05", "paid": "2026-01-28:4000"}
    in_frames = schemes(book)

    def one(turn: int) -> None:
        area = Decimal(turn % 4000 + 1) / 100
        item = book.on(DAY)[STALL]
        outcome = item.assess(area=area)
        kept = outcome.to_json()
        assert book.verify(kept) is None
        assert book.verify(kept.replace('"outcome": "fine"', '"outcome": "none"')) is not None
        _ = (outcome.trace, outcome.explanation("zh"), outcome.to_html("en"), str(outcome), item.decide(area=area), item.facts)
        case = evenhand.Case({"area": area, "repeat": True, "age": turn % 30}, decided=DAY, acted="2026-11-01")
        book.assess(SHOP, case).to_json()
        book.decide(SHOP, case)
        book.assess_one_act([STALL], evenhand.Case({"area": area}, decided=DAY)).outcomes
        book.due(LICENCE, {"accepted": "2026-01-28"}, on="2026-03-02", calendar=calendar).to_json()
        book.surcharge(FINE, 10000, log, on="2026-01-30").to_json()
        book.on(DAY).score("cn.approval-score/monthly").assess(red_time=1).to_json()
        refused(lambda: item.assess(aera=area))
        refused(lambda: item.assess(area="sixteen"))
        refused(lambda: book.on(DAY)[STALL + "0"])
        refused(lambda: book.verify("{"))
        refused(lambda: book.due(LICENCE, {"accepted": "2026-02-30"}, on="2026-03-02"))
        refused(lambda: book.surcharge(FINE, "ten", log, on="2026-01-30"))
        if turn % 10:
            return
        assert pa.table(item.assess_frame(frame.select(["area"]))).num_rows == 500
        assert pa.table(book.assess_frame(frame, "item", on=DAY, on_error="column")).num_rows == 500
        loaded = evenhand.load(kinds)
        in_frames()
        evenhand.load(kinds, digests=[digest]).completed_by(loaded)
        refused(lambda: evenhand.load(changed, digests=[digest]))
        refused(lambda: evenhand.load(kinds, keys=["RWQ"]))
        if turn % 100 == 0:
            assert list(loaded.check()) is not None

    return one


def soak(seconds: float) -> tuple[int, float, float]:
    """How many rounds there were in so many seconds, and the bytes in memory when it was warm and at the end."""
    with tempfile.TemporaryDirectory() as folder:
        one = rounds(evenhand.load(), Path(folder))
        began = time.monotonic()
        turns = 0
        samples: list[tuple[float, int]] = []
        while (passed := time.monotonic() - began) < seconds:
            until = passed + seconds / 60
            while time.monotonic() - began < until:
                turns += 1
                one(turns)
            samples.append(((time.monotonic() - began) / seconds, resident()))
    warm = [size for at, size in samples if at > WARM]
    return turns, median(warm[:5]), median(warm[-5:])


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    turns, before, after = soak(seconds)
    print(f"Python: {turns} rounds in {seconds:.0f} s; {before:.0f} bytes resident when warm, {after:.0f} at the end")
    if after > before * (1 + GROWTH):
        sys.exit(f"memory grew by more than {GROWTH:.0%}")


if __name__ == "__main__":
    main()

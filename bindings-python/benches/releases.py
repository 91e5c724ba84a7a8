"""Tenders of eight bids as OCDS releases, a line each, drawn the same each time.

    python bindings-python/benches/releases.py 1000000 releases.jsonl

Each flag of `cn.bidding-screen/cardinal` is raised by some, and each reason not to judge one holds for some. What the
library refuses and others pass over in silence is not among them: prices in another currency, an end before the start.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

BIDS = 8
#: How many are drawn at once.
PART = 10_000
FIRST = datetime(2026, 1, 5, 9)
MINUTES = 24 * 60
METHODS = ("open", "open", "open", "selective", "limited")


def releases(tenders: int) -> Iterator[str]:
    """The lines."""
    # So many bids each that the shares won lie close together, as those of a real market of some years.
    tenderers = max(60, tenders // 200)
    for first in range(0, tenders, PART):
        count = min(PART, tenders - first)
        draw = np.random.default_rng([7, first])
        amounts, who = prices(draw, count), bidders(draw, count, tenderers)
        chances, minutes = draw.random((count, 10)).tolist(), draw.integers(0, 1_000_000, (count, BIDS + 3)).tolist()
        fates = draw.random((count, BIDS)).tolist()
        for place in range(count):
            number = first + place
            yield release(number, amounts[place], who[place], chances[place], fates[place], minutes[place])


def prices(draw: np.random.Generator, count: int) -> list[list[float]]:
    """Prices from the lowest up: the second mostly a tenth above it, of one in a hundred close to it or far from it."""
    kind, lowest = draw.random(count), np.exp(draw.uniform(np.log(1e5), np.log(1e8), count))
    step = np.clip(draw.normal(0.1, 0.01, count), 0.07, 0.13)
    step = np.where(kind < 0.01, draw.uniform(0, 0.03, count), np.where(kind > 0.99, draw.uniform(0.2, 0.6, count), step))
    steps = np.cumsum(np.column_stack([np.zeros(count), step, draw.uniform(0.001, 0.03, (count, BIDS - 2))]), axis=1)
    exact = lowest[:, None] * (1 + steps)
    decimals = draw.random(count)[:, None]
    rounded = np.where(decimals < 0.6, np.round(exact), np.where(decimals < 0.97, np.round(exact, 2), np.round(exact, 4)))
    same = draw.random(count) < 0.04
    rounded[same, 5] = rounded[same, 4]
    rows: list[list[float]] = rounded.tolist()
    return rows


def bidders(draw: np.random.Generator, count: int, tenderers: int) -> list[list[int]]:
    """Eight different tenderers; one in fifty of all bids often and wins hardly ever."""
    losers = tenderers // 50 + 1
    others = tenderers - losers
    start, stride = draw.integers(0, others, (count, 1)), draw.integers(1, others // BIDS, (count, 1))
    who = losers + (start + stride * np.arange(BIDS)) % others
    place = np.where(draw.random(count) < 0.02, 0, BIDS - 1)
    often = draw.random(count) < 0.3
    who[often, place[often]] = draw.integers(0, losers, often.sum())
    rows: list[list[int]] = who.tolist()
    return rows


def release(
    number: int, amounts: list[float], who: list[int], chance: list[float], fates: list[float], minutes: list[int]
) -> str:
    """A tender: the lowest price wins, if nothing befell it."""
    winner = 1 if chance[0] < 0.05 else 0
    status = [fate(one) for one in fates]
    status[winner] = "valid"
    if winner == 1:
        # Disqualified, or beaten by something else than the price.
        status[0] = "disqualified" if chance[1] < 0.6 else "valid"
    offset = "Z" if chance[2] < 0.1 else "+08:00"
    start = FIRST + timedelta(minutes=minutes[BIDS] % (250 * MINUTES))
    length = (20 + minutes[BIDS + 1] % 26) * MINUTES + minutes[BIDS + 2] % MINUTES
    if chance[3] < 0.06:
        # A few days, fifteen to the minute, or a minute less.
        length = (3 + minutes[BIDS + 1] % 12) * MINUTES if chance[3] < 0.04 else 15 * MINUTES - (chance[3] < 0.05)
    end = start + timedelta(minutes=length)
    bids = []
    for place in range(BIDS):
        before = minutes[place] % (10 * MINUTES)
        is_winner = place == winner
        if is_winner and chance[4] < 0.03 or place == 6 and chance[4] > 0.98:
            before = -before
        date = None if is_winner and chance[5] < 0.01 else end - timedelta(minutes=before)
        bids.append(bid(place, amounts[place], status[place], who[place], date, offset, fates[place]))
    if chance[6] < 0.02:
        # At the same price twice by the same tenderer.
        bids[7] = bid(7, amounts[3], "valid", who[3], end, offset, 1)
    order = minutes[0] % BIDS
    details = ",".join(bids[order:] + bids[:order])
    period = f'"startDate":"{start.isoformat()}{offset}","endDate":"{end.isoformat()}{offset}"'
    if chance[7] < 0.02:
        period = period.split(",")[0] if chance[7] < 0.01 else ""
    of_tender = "cancelled" if chance[8] < 0.02 else "complete"
    method = METHODS[number % len(METHODS)]
    return (
        f'{{"ocid":"ocds-213czf-{number:07}","id":"{number}-2026","date":"{end.isoformat()}{offset}","tag":["compiled"],'
        f'"tender":{{"id":"{number}","status":"{of_tender}","procurementMethod":"{method}","tenderPeriod":{{{period}}}}},'
        f'"bids":{{"details":[{details}]}}{awards(chance[9], who[winner], who[2])}}}'
    )


def fate(chance: float) -> str:
    """How a bid stands that does not win."""
    if chance < 0.06:
        return "disqualified"
    if chance < 0.09:
        return "pending"
    return "withdrawn" if chance < 0.12 else "invited" if chance < 0.14 else "valid"


def bid(place: int, amount: float, status: str, who: int, date: Any, offset: str, chance: float) -> str:
    """A bid; some that are not valid come from two tenderers together, or without a price."""
    received = "" if date is None else f'"date":"{date.isoformat()}{offset}",'
    partner = f',{{"id":"CN-{who + 1:05}"}}' if status == "disqualified" and chance < 0.005 else ""
    value = f',"value":{{"amount":{amount:.15g},"currency":"CNY"}}'
    if status == "invited" or status == "pending" and chance < 0.07:
        value = ""
    return f'{{"id":"{place}",{received}"status":"{status}","tenderers":[{{"id":"CN-{who:05}"}}{partner}]{value}}}'


def awards(chance: float, winner: int, other: int) -> str:
    """Mostly one to the winner."""
    one = f'{{"id":"1","status":"active","suppliers":[{{"id":"CN-{winner:05}"}}]}}'
    second = f'{{"id":"2","status":"active","suppliers":[{{"id":"CN-{other:05}"}}]}}'
    if chance > 0.14:
        return f',"awards":[{one}]'
    if chance > 0.10:
        return f',"awards":[{{"id":"0","status":"unsuccessful"}},{one}]'
    if chance > 0.07:
        return f',"awards":[{one.replace("active", "pending")}]'
    if chance > 0.05:
        return f',"awards":[{one},{second}]'
    if chance > 0.03:
        return f',"awards":[{{"id":"1","status":"active","suppliers":[{{"id":"CN-{winner:05}"}},{{"id":"CN-{other:05}"}}]}}]'
    return ',"awards":[]' if chance > 0.01 else ""


def write(tenders: int, file: Path) -> None:
    """The lines, to a file."""
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(f"{line}\n" for line in releases(tenders))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))

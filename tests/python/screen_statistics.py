"""Works out the statistics of tests/vectors/screen-statistics.json, by the formulas of the papers, without the library.

    python tests/python/screen_statistics.py          # checks the file
    python tests/python/screen_statistics.py --write  # writes it

Sums are fractions, roots have 120 digits: the ten decimals of the file do not hang on the way they were reached. The
deviation, the skewness and the kurtosis are taken as they are defined, from z scores, not as the library takes them.
"""

import json
import random
import statistics
import sys
from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction
from pathlib import Path

getcontext().prec = 120
FILE = Path(__file__).parent.parent / "vectors" / "screen-statistics.json"
FEW, FLAT, ABOVE = "too-few-bids", "no-spread", "unbounded"


def exact(value):
    return Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value


def told(value):
    if isinstance(value, str):
        return value
    rounded = exact(value).quantize(Decimal("1e-10"), rounding=ROUND_HALF_UP)
    text = format(rounded, "f").rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def deviation(prices):
    mean = sum(prices) / len(prices)
    return exact(sum((price - mean) ** 2 for price in prices) / (len(prices) - 1)).sqrt()


def quotient(above, below):
    if below:
        return above / below
    return ABOVE if above else FLAT


def worked_out(texts):
    prices = sorted(Fraction(text) for text in texts)
    count, mean = len(prices), sum(prices) / len(prices)
    if count < 2:
        return dict.fromkeys(["cv", "spd", "diff", "diffp", "rd", "rdnor", "rdalt", "skew", "kurt", "ks"], FEW)
    spread, gap = deviation(prices), prices[1] - prices[0]
    steps = [high - low for low, high in zip(prices, prices[1:])]
    answer = {
        "cv": spread / exact(mean),
        "spd": (prices[-1] - prices[0]) / prices[0],
        "diff": gap,
        "diffp": gap / prices[0],
        "rd": FEW,
        "rdnor": FEW,
        "rdalt": FEW,
        "skew": FEW,
        "kurt": FEW,
    }
    scores = [exact(price - mean) / spread for price in prices] if spread else None
    if count >= 3:
        answer["rd"] = quotient(exact(gap), deviation(prices[1:]))
        answer["rdnor"] = quotient(gap, sum(steps) / (count - 1))
        answer["rdalt"] = quotient(gap, sum(steps[1:]) / (count - 2))
        factor = Decimal(count) / ((count - 1) * (count - 2))
        answer["skew"] = factor * sum(score**3 for score in scores) if scores else FLAT
    if count >= 4:
        factor = Decimal(count * (count + 1)) / ((count - 1) * (count - 2) * (count - 3))
        shift = Decimal(3 * (count - 1) ** 2) / ((count - 2) * (count - 3))
        answer["kurt"] = factor * sum(score**4 for score in scores) - shift if scores else FLAT
    if spread:
        places = [Decimal(place) / (count + 1) for place in range(1, count + 1)]
        distances = [exact(price) / spread - place for price, place in zip(prices, places)]
        answer["ks"] = max(max(distances), max(-distance for distance in distances))
        # The standard library, in floats, as a second opinion.
        rough = statistics.stdev(map(float, prices)) / statistics.fmean(map(float, prices))
        assert abs(rough - float(answer["cv"])) < 1e-6 * max(1, rough)
    else:
        answer["ks"] = ABOVE
    return answer


def cases():
    yield "one bid", ["100"]
    yield "two bids", ["100", "130"]
    yield "two bids alike", ["100", "100"]
    yield "all equal", ["250.5"] * 5
    yield "the losers equal", ["90", "100", "100", "100"]
    yield "the lowest two equal", ["90", "90", "100", "120"]
    yield "equal steps", ["100", "110", "120"]
    yield "a relative distance of exactly 1", ["101", "102", "103", "104"]
    yield "close, the lowest apart", ["100", "108", "108.5", "109"]
    yield "a hundredth and a thousand million", ["0.01", "1000000000", "999999999.99"]
    yield "fifteen digits and eighteen decimals", ["999999999999999.000000000000000001", "1", "500000000000000.5"]
    chance = random.Random(2026)
    for number in range(60):
        count = chance.choice([2, 3, 4, 5, 8, 8, 8, 10, 25])
        base = 10 ** chance.randint(3, 11)
        width = chance.choice([10, 100, 1000])
        prices = [base + base * chance.randint(0, 400) // width for _ in range(count)]
        yield f"random {number}", [f"{price // 100}.{price % 100:02}" for price in prices]


def main():
    worked = [
        {"name": name, "prices": prices, "statistics": {key: told(value) for key, value in worked_out(prices).items()}}
        for name, prices in cases()
    ]
    text = "[\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in worked) + "\n]\n"
    if "--write" in sys.argv:
        FILE.write_text(text, encoding="utf-8")
    elif FILE.read_text(encoding="utf-8") != text:
        sys.exit(f"{FILE} is not what the formulas give")


if __name__ == "__main__":
    main()

"""Works out tests/vectors/payment-statistics.json, by the formulas of the papers, without the library.

    python tests/python/payment_statistics.py          # checks the file
    python tests/python/payment_statistics.py --write  # writes it

Amounts are fractions; the shares of first digits are logarithms of 60 digits by the decimal module. Two sets of counts are
published: those of checks from Brooklyn and of tax files (from Nigrini) in Triola, Essentials of Statistics, chapter 11. For
the first one his answer is 3650.251, with shares rounded to a tenth of a per cent, which is checked here as well.
"""

import json
import random
import sys
from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction
from pathlib import Path

getcontext().prec = 60
FILE = Path(__file__).parent.parent / "vectors" / "payment-statistics.json"
SHARES = [(1 + 1 / Decimal(digit)).log10() for digit in range(1, 10)]
BROOKLYN, TAXES = [0, 15, 0, 76, 479, 183, 8, 23, 0], [152, 89, 63, 48, 39, 40, 28, 25, 27]


def told(value):
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    text = format(value.quantize(Decimal("1e-10"), rounding=ROUND_HALF_UP), "f").rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def median(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def quartile(values, share):
    """The eighth definition of Hyndman and Fan."""
    values, place = sorted(values), (len(values) + Fraction(1, 3)) * share + Fraction(1, 3)
    below = int(place)
    lower, upper = values[max(below, 1) - 1], values[min(below, len(values) - 1)]
    return lower + (place - below) * (upper - lower)


def modified_z(texts):
    amounts = [Fraction(text) for text in texts]
    middle = median(amounts)
    spread = median([abs(amount - middle) for amount in amounts])
    if not spread:
        return None
    return [told(Fraction(6745, 10000) * (amount - middle) / spread) for amount in amounts]


def fence(texts):
    amounts = [Fraction(text) for text in texts]
    first, third = quartile(amounts, Fraction(1, 4)), quartile(amounts, Fraction(3, 4))
    return told(third + Fraction(3, 2) * (third - first)) if first != third else None


def chi_square(counts, shares):
    count = sum(counts)
    return sum((seen - count * share) ** 2 / (count * share) for seen, share in zip(counts, shares))


def deviation(counts):
    count = Decimal(sum(counts))
    return sum(abs(seen / count - share) for seen, share in zip(counts, SHARES)) / 9


def amounts():
    yield "an even number", ["96", "97", "98", "99", "100", "101", "102", "103", "104", "113.48"]
    yield "an odd number", ["1", "2", "3", "4", "100"]
    yield "most alike", ["60"] * 6 + ["900"]
    yield "half alike", ["60"] * 5 + ["61", "62", "63", "64", "65"]
    yield "a millionth", ["0.000001", "0.000002", "0.000003", "0.000004", "999999999999999.999999"]
    chance = random.Random(1993)
    for number in range(40):
        base, width = 10 ** chance.randint(0, 9), chance.choice([3, 100, 10_000])
        drawn = [base + chance.randint(0, base * width) for _ in range(chance.randint(5, 40))]
        yield f"random {number}", [f"{amount // 100}.{amount % 100:02}" if amount > 0 else "1" for amount in drawn]


def digits():
    yield "checks from Brooklyn", BROOKLYN
    yield "tax files", TAXES
    yield "as near as whole numbers come", [90, 53, 37, 29, 24, 20, 17, 16, 14]
    yield "all alike", [34] * 9
    yield "nines only", [0] * 8 + [1]
    chance = random.Random(1938)
    for number in range(20):
        drawn = chance.choices(range(9), [float(share) for share in SHARES], k=chance.choice([300, 500, 2000]))
        yield f"random {number}", [drawn.count(digit) for digit in range(9)]


def main():
    rounded = [share.quantize(Decimal("0.001")) for share in SHARES]
    assert chi_square(BROOKLYN, rounded).quantize(Decimal("0.001")) == Decimal("3650.251")
    worked = [{"name": name, "amounts": texts, "z": modified_z(texts), "fence": fence(texts)} for name, texts in amounts()]
    for name, counts in digits():
        values = {"chi_square": told(chi_square(counts, SHARES)), "deviation": told(deviation(counts))}
        worked.append({"name": name, "counts": counts, **values})
    text = "[\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in worked) + "\n]\n"
    if "--write" in sys.argv:
        FILE.write_text(text, encoding="utf-8")
    elif FILE.read_text(encoding="utf-8") != text:
        sys.exit(f"{FILE} is not what the formulas give")


if __name__ == "__main__":
    main()

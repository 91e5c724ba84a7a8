"""Holds `evenhand check` against z3.

Draws random tables of tiers with wide ranges, runs the command on them, and asks z3 whether there is a case that no
tier covers, which two tiers match the same case, and which tier never counts; and tables whose fines are formulas, of
which it asks whether a fine can leave its statutory range, and whether a graver case is fined less. What the command
does not decide it must say (C0001); everything else must be what z3 says. A disagreement is printed with its pack, and the run ends with 1.

    check_against_z3.py --evenhand target/release/evenhand --tables 5000 --seed 1
"""

import argparse
import datetime
import json
import random
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import z3

HEAD = """format = 1
id = "xx.drawn"
title = { zh = "例", en = "drawn" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2026-01-01 }
"""
TABLES_A_PACK = 100
FIRST_DAY = datetime.date(1, 1, 1)
LAST_DAY = datetime.date(9999, 12, 31)
SIGNS = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def decimal(hundredths):
    return format(Decimal(hundredths).scaleb(-2).normalize(), "f")


class Number:
    """A number in hundredths: `step` times a whole variable."""

    def __init__(self, name, draw):
        self.name, self.step = name, draw.choice([100, 10, 1])
        self.low = draw.choice([-5, 0, 0, 0, 1]) * self.step
        # Small ranges have isolated points, wide ones are what rules have.
        self.high = self.low + self.step * draw.choice([1, 5, 20, 100, 1000, 100_000])
        self.variable = z3.Int(name)
        self.value = self.variable * self.step

    def declaration(self):
        decimals = {100: 0, 10: 1, 1: 2}[self.step]
        span = f"[{decimal(self.low)}..{decimal(self.high)}]"
        return f'{{ type = "number", range = "{span}", decimals = {decimals} }}'

    def domain(self):
        return z3.And(self.value >= self.low, self.value <= self.high)

    def draw_constant(self, draw):
        count = (self.high - self.low) // self.step
        # Few places, so that rows meet and miss each other by one step.
        place = draw.choice([0, 1, count, count // 2, count // 2 + 1, draw.randint(0, count)])
        return self.low + min(place, count) * self.step

    def constant(self, value):
        return decimal(value)

    def bind(self, text):
        steps = Decimal(text) * 100 / self.step
        assert steps == int(steps), f"{self.name}={text} is not on its grid"
        return self.variable == int(steps)


class Day:
    """A day, counted from the first one of the calendar."""

    def __init__(self, name, draw):
        self.name, self.value = name, z3.Int(name)
        self.around = draw.randint(700_000, 740_000)

    def declaration(self):
        return '{ type = "date" }'

    def domain(self):
        return z3.And(self.value >= 0, self.value <= (LAST_DAY - FIRST_DAY).days)

    def draw_constant(self, draw):
        return self.around + draw.randint(0, 3)

    def constant(self, value):
        return f'date("{FIRST_DAY + datetime.timedelta(days=value)}")'

    def bind(self, text):
        return self.value == (datetime.date.fromisoformat(text) - FIRST_DAY).days


class Flag:
    """True or false; as a precondition only true is a case."""

    def __init__(self, name, required):
        self.name, self.value, self.required = name, z3.Bool(name), required

    def declaration(self):
        return '{ type = "boolean" }'

    def domain(self):
        return self.value if self.required else z3.BoolVal(True)

    def bind(self, text):
        return self.value == (text == "true")


class Text:
    """One of a few texts, by its place."""

    def __init__(self, name, draw):
        self.name, self.value = name, z3.Int(name)
        self.texts = "abcde"[: draw.randint(2, 5)]

    def declaration(self):
        return f'{{ type = "string", values = {json.dumps(list(self.texts))} }}'

    def domain(self):
        return z3.And(self.value >= 0, self.value < len(self.texts))

    def bind(self, text):
        return self.value == self.texts.index(text)


def draw_span(fact, draw):
    low, high = sorted([fact.draw_constant(draw), fact.draw_constant(draw)])
    ends = (True, True) if low == high else (draw.random() < 0.5, draw.random() < 0.5)
    text = f"{'[' if ends[0] else '('}{fact.constant(low)}..{fact.constant(high)}{']' if ends[1] else ')'}"
    above = SIGNS[">=" if ends[0] else ">"](fact.value, low)
    return text, z3.And(above, SIGNS["<=" if ends[1] else "<"](fact.value, high))


def draw_test(fact, draw):
    """One test of a cell: its text and its meaning."""
    kind = draw.choice(["span", "<", "<=", ">", ">=", "="])
    if kind == "span":
        return draw_span(fact, draw)
    constant = fact.draw_constant(draw)
    text = fact.constant(constant) if kind == "=" else f"{kind} {fact.constant(constant)}"
    return text, SIGNS[kind](fact.value, constant)


def draw_cell(fact, draw):
    if draw.random() < 0.1:
        return "-", z3.BoolVal(True)
    if isinstance(fact, Flag):
        wanted = draw.random() < 0.5
        return str(wanted).lower(), fact.value == wanted
    if isinstance(fact, Text):
        texts = draw.sample(range(len(fact.texts)), draw.randint(1, len(fact.texts)))
        tests = [(f'"{fact.texts[place]}"', fact.value == place) for place in texts]
    else:
        tests = [draw_test(fact, draw) for _ in range(draw.choice([1, 1, 2]))]
    text, meaning = ", ".join(text for text, _ in tests), z3.Or([meaning for _, meaning in tests])
    return (f"not({text})", z3.Not(meaning)) if draw.random() < 0.2 else (text, meaning)


def draw_number(numbers, depth, draw):
    """An expression of numbers: its text and its value in hundredths."""
    fact = draw.choice(numbers)
    if depth == 0:
        return fact.name, fact.value
    left, right = draw_number(numbers, depth - 1, draw), draw_number(numbers, depth - 1, draw)
    match draw.choice(["+", "-", "times", "min", "max", "modulo"]):
        case "+":
            return f"({left[0]} + {right[0]})", left[1] + right[1]
        case "-":
            return f"({left[0]} - {right[0]})", left[1] - right[1]
        case "times":
            factor = draw.randint(-3, 3)
            return f"({factor} * {left[0]})", factor * left[1]
        case "min":
            return f"min({left[0]}, {right[0]})", z3.If(left[1] <= right[1], left[1], right[1])
        case "max":
            return f"max({left[0]}, {right[0]})", z3.If(left[1] >= right[1], left[1], right[1])
        case "modulo":
            divisor = draw.randint(2, 5)
            return f"modulo({fact.name}, {divisor})", fact.value % (100 * divisor)


def draw_condition(facts, together, depth, draw):
    """A condition: its text and its meaning; `together` are the expressions that conditions compare with constants."""
    if depth > 0 and draw.random() < 0.5:
        parts = [draw_condition(facts, together, depth - 1, draw) for _ in range(3)]
        (a, x), (b, y), (c, z) = parts
        return draw.choice([
            (f"not({a})", z3.Not(x)),
            (f"({a}) and ({b})", z3.And(x, y)),
            (f"({a}) or ({b})", z3.Or(x, y)),
            (f"(if {a} then {b} else {c})", z3.If(x, y, z)),
        ])
    sign = draw.choice(list(SIGNS))
    if together and draw.random() < 0.5:
        text, value = draw.choice(together)
        constant = draw.choice([fact for fact in facts if isinstance(fact, Number)]).draw_constant(draw)
        return f"{text} {sign} {decimal(constant)}", SIGNS[sign](value, constant)
    fact = draw.choice(facts)
    if isinstance(fact, Flag):
        return fact.name, fact.value
    if isinstance(fact, Text):
        place = draw.randrange(len(fact.texts))
        sign = draw.choice(["=", "!="])
        return f'{fact.name} {sign} "{fact.texts[place]}"', SIGNS[sign](fact.value, place)
    if draw.random() < 0.3:
        text, meaning = draw_span(fact, draw)
        return f"{fact.name} in {text}", meaning
    constant = fact.draw_constant(draw)
    return f"{fact.name} {sign} {fact.constant(constant)}", SIGNS[sign](fact.value, constant)


def draw_group(facts, style, together, draw):
    """Conditions that must all hold: their keys in the pack, and their meaning."""
    named = [fact for fact in facts if draw.random() < 0.5] or [draw.choice(facts)]
    keys, meanings = [], []
    for fact in named:
        text, meaning = draw_cell(fact, draw)
        keys.append(f"{fact.name} = '{text}'")
        meanings.append(meaning)
    if style != "cells" and draw.random() < 0.4:
        text, meaning = draw_condition(facts, together, draw.randint(0, 2), draw)
        keys.append(f"when = '{text}'")
        meanings.append(meaning)
    return keys, z3.And(meanings)


def listed_in(message):
    """The sets of rows that a sentence lists, each with the row that counts; and whether these are all."""
    sets = message.partition(" decides: ")[2].partition(". For example: ")[0].split("; ")
    listed = []
    for text in sets:
        rows, _, counts = text.partition(": ")
        if counts:
            rows = [int(row.removeprefix("row ")) - 1 for row in rows.split(" with ")]
            listed.append((rows, int(counts.split()[1]) - 1))
    return listed, len(listed) == len(sets)


class Table:
    """An item with random rows over random facts."""

    def __init__(self, key, draw):
        self.key = key
        self.facts = [self.draw_fact(place, draw) for place in range(draw.randint(2, 6))]
        self.several = draw.choice(["unique", "first", "heaviest"])
        style = draw.choice(["cells", "cells", "conditions", "together"])
        numbers = [fact for fact in self.facts if isinstance(fact, Number)]
        # Few, so that rows compare the same one with several constants.
        sums = range(draw.randint(1, 3)) if style == "together" and numbers else []
        together = [draw_number(numbers, draw.randint(1, 2), draw) for _ in sums]
        self.scope = None
        if style != "cells" and draw.random() < 0.3:
            self.scope = draw_condition(self.facts, together, draw.randint(0, 1), draw)
        self.rows, self.texts, self.fines = [], [], []
        for _ in range(draw.randint(1, 12)):
            keys, meaning = draw_group(self.facts, style, together, draw)
            if draw.random() < 0.25:
                groups = [draw_group(self.facts, style, together, draw) for _ in range(draw.randint(1, 3))]
                keys.append("any = [" + ", ".join(f"{{ {', '.join(keys)} }}" for keys, _ in groups) + "]")
                meaning = z3.And(meaning, z3.Or([meaning for _, meaning in groups]))
            self.rows.append(meaning)
            self.fines.append(100 * draw.randint(1, 4))
            self.texts.append(f"  {{ {', '.join(keys)}, fine = {self.fines[-1]} }},")

    def draw_fact(self, place, draw):
        name = f"f{place}"
        kind = draw.choice(["number", "number", "number", "day", "flag", "text"])
        if kind == "flag":
            return Flag(name, required=place == 0)
        return {"number": Number, "day": Day, "text": Text}[kind](name, draw)

    def lines(self):
        lines = ["", f"[penalty.{self.key}]", 'title = { zh = "例", en = "drawn" }', 'basis = "1"']
        required = []
        for fact in self.facts:
            if getattr(fact, "required", False):
                required.append(fact.name)
            else:
                lines.append(f"facts.{fact.name} = {fact.declaration()}")
        # In brackets it is a condition, even where it is a fact alone.
        required += [f"({self.scope[0]})"] if self.scope else []
        required = [f"{{ zh = \"须\", en = \"required\", when = '{when}' }}" for when in required]
        lines.append(f"requires = [{', '.join(required)}]")
        return [*lines, f'when-several = "{self.several}"', "tiers = [", *self.texts, "]"]

    def place_in(self, lines):
        """Adds the item to the lines of a pack, and keeps where its rows are."""
        own = self.lines()
        self.first_row = len(lines) + own.index("tiers = [") + 2
        lines.extend(own)

    def weight(self, row):
        """Of rows that match together the least counts."""
        return (-self.fines[row] if self.several == "heaviest" else 0, row)

    def disagreements(self, findings):
        """What the command says otherwise than z3; and whether it has decided everything."""
        decided = not any(finding["code"] == "C0001" for finding in findings)
        solver = z3.Solver()
        solver.add([fact.domain() for fact in self.facts])
        solver.add(self.scope[1] if self.scope else True)

        def possible(*meanings):
            answer = solver.check(*meanings)
            if answer == z3.unknown:
                raise RuntimeError(f"z3 does not know: {solver.reason_unknown()}")
            return answer == z3.sat

        def at_witness(finding):
            named = {fact.name: fact for fact in self.facts}
            return [named[name].bind(text) for name, text in finding["witness"].items()]

        def rows_of(finding):
            return [place["line"] - self.first_row for place in finding["places"]]

        none = z3.Not(z3.Or(self.rows))
        gaps = [finding for finding in findings if finding["code"] == "C0101"]
        gap = possible(none)
        if len(gaps) > 1 or gaps and not gap or gap and decided and not gaps:
            yield f"gap: z3 says {gap}, found {len(gaps)}"
        for finding in gaps:
            if not possible(none, *at_witness(finding)):
                yield f"the witness of the gap is covered: {finding['witness']}"

        places = range(len(self.rows))
        pairs = [(a, b) for a in places for b in places if a < b]

        def exactly(rows):
            return [row if place in rows else z3.Not(row) for place, row in enumerate(self.rows)]

        repeats = {}
        for a, b in pairs:
            same = self.fines[a] == self.fines[b] and not possible(z3.Xor(self.rows[a], self.rows[b]))
            if same and possible(self.rows[a]):
                repeats.setdefault(b, a)
        found = dict(rows_of(finding) for finding in findings if finding["code"] == "C0204")
        if set(found.items()) - set(repeats.items()) or decided and found != repeats:
            yield f"rows that repeat others: z3 says {repeats}, found {found}"

        told, complete = set(), True
        for finding in findings:
            if finding["code"] not in ("C0201", "C0202"):
                continue
            if (finding["code"] == "C0201") != (self.several == "unique"):
                yield f"{finding['code']} under {self.several}"
            if finding["code"] == "C0201":
                listed = [(rows_of(finding), None)]
            else:
                listed, all_listed = listed_in(finding["message"]["en"])
                complete &= all_listed
            if not any(possible(*exactly(rows), *at_witness(finding)) for rows, _ in listed):
                yield f"rows {listed} are not those that match {finding['witness']}"
            for rows, winner in listed:
                if not possible(*exactly(rows)):
                    yield f"rows {rows} never match together"
                if winner is not None and winner != min(rows, key=self.weight):
                    yield f"row {winner} does not count among {rows}"
                told |= {(a, b) for a in rows for b in rows if a < b}
        meet = {(a, b) for a, b in pairs if possible(self.rows[a], self.rows[b])}
        wanted = meet
        if self.several != "unique":
            wanted = {(a, b) for a, b in meet if repeats.get(a, a) != repeats.get(b, b)}
        if told - meet or decided and complete and wanted - told:
            yield f"rows that meet: z3 says {sorted(meet)}, found {sorted(told)}"

        never = {place for finding in findings if finding["code"] == "C0203" for place in rows_of(finding)}

        def before(place):
            others = [] if self.several == "unique" else places
            return [self.rows[other] for other in others if self.weight(other) < self.weight(place)]

        idle = {place for place in places if not possible(self.rows[place], z3.Not(z3.Or(before(place))))}
        idle -= set(repeats)
        if never - idle or decided and idle - never:
            yield f"rows that never count: z3 says {sorted(idle)}, found {sorted(never)}"
        self.counts = {
            "decided": decided,
            "with a gap": gap,
            "with rows that meet": bool(meet),
            "with an idle row": bool(idle),
            "with a row that repeats another": bool(repeats),
        }


def least(a, b):
    return z3.If(a <= b, a, b)


def greatest(a, b):
    return z3.If(a >= b, a, b)


class Fines:
    """An item whose tiers have formulas as fines, and with it a statutory range, over facts that aggravate."""

    def __init__(self, key, draw):
        self.key = key
        self.numbers = [Number(f"f{place}", draw) for place in range(draw.randint(1, 3))]
        self.facts = [*self.numbers]
        if draw.random() < 0.5:
            self.facts.append(Flag(f"f{len(self.facts)}", required=False))
        if draw.random() < 0.3:
            self.facts.append(Text(f"f{len(self.facts)}", draw))
        self.several = draw.choice(["unique", "first"])
        self.law = self.draw_range(draw) if draw.random() < 0.8 else None
        self.rows, self.texts = [], []
        style = draw.choice(["cells", "cells", "conditions", "together"])
        sums = [draw_number(self.numbers, 1, draw)] if style == "together" else []
        for _ in range(draw.randint(1, 5)):
            keys, meaning = draw_group(self.facts, style, sums, draw)
            text, low, high = self.draw_fine(draw)
            self.rows.append((meaning, low, high))
            self.texts.append(f"  {{ {', '.join(keys)}, fine = \"{text}\" }},")

    def draw_sum(self, draw):
        """A sum with whole factors: its text, and its value in hundredths."""
        constant = draw.choice([0, 0, 1, 5, 50, 200, 1000])
        text, value = str(constant), z3.IntVal(100 * constant)
        for fact in draw.sample(self.numbers, draw.randint(0, len(self.numbers))):
            factor = draw.choice([-2, -1, 1, 1, 2, 3, 5])
            text += f" {'-' if factor < 0 else '+'} {abs(factor)} * {fact.name}"
            value = value + factor * fact.value
        # What is below zero in all cases is refused when a pack is loaded: a large constant keeps the lowest case above.
        return (text, value) if constant >= 200 else (f"max(0, {text})", greatest(0, value))

    def draw_value(self, draw):
        text, value = self.draw_sum(draw)
        if draw.random() < 0.4:
            other, second = self.draw_sum(draw)
            name, join = draw.choice([("min", least), ("max", greatest)])
            text, value = f"{name}({text}, {other})", join(value, second)
        flags = [fact for fact in self.facts if isinstance(fact, Flag)]
        if flags and draw.random() < 0.2:
            other, second = self.draw_sum(draw)
            text, value = f"(if {flags[0].name} then {text} else {other})", z3.If(flags[0].value, value, second)
        return text, value

    def draw_range(self, draw):
        # What is reversed in all cases is refused when a pack is loaded.
        low, least_value = self.draw_value(draw)
        high, most = self.draw_value(draw)
        return f"[{low}..max({low}, {high})]", least_value, greatest(least_value, most)

    def draw_fine(self, draw):
        if draw.random() < 0.5:
            return self.draw_range(draw)
        text, value = self.draw_value(draw)
        return text, value, value

    def lines(self):
        lines = ["", f"[penalty.{self.key}]", 'title = { zh = "例", en = "drawn" }', 'basis = "1"']
        for fact in self.facts:
            declared = fact.declaration().removesuffix(" }") + ", aggravates = true }"
            lines.append(f"facts.{fact.name} = {declared}")
        if self.law:
            lines.append(f'statutory = "{self.law[0]}"')
        return [*lines, f'when-several = "{self.several}"', "tiers = [", *self.texts, "]"]

    def place_in(self, lines):
        own = self.lines()
        self.first_row = len(lines) + own.index("tiers = [") + 2
        lines.extend(own)

    def counting(self, row):
        """When a row counts."""
        matches = [meaning for meaning, _, _ in self.rows]
        others = matches[:row] if self.several == "first" else matches[:row] + matches[row + 1 :]
        return z3.And(matches[row], z3.Not(z3.Or(others)))

    def valid(self, row):
        """When the amounts of a row are amounts: not below zero, and not reversed."""
        ranges = [self.rows[row][1:]] + ([self.law[1:]] if self.law else [])
        return z3.And([z3.And(low >= 0, low <= high) for low, high in ranges])

    def fine(self, row):
        low, high = self.rows[row][1:]
        if self.law is None:
            return low, high
        _, floor, cap = self.law
        return tuple(least(greatest(end, floor), cap) for end in (low, high))

    def disagreements(self, findings):
        decided = not any(finding["code"] == "C0001" for finding in findings)
        solver = z3.Solver()
        solver.add([fact.domain() for fact in self.facts])
        places = range(len(self.rows))

        def possible(*meanings):
            answer = solver.check(*meanings)
            if answer == z3.unknown:
                raise RuntimeError(f"z3 does not know: {solver.reason_unknown()}")
            return answer == z3.sat

        def outside(row):
            if self.law is None:
                return z3.BoolVal(False)
            (_, low, high), (_, floor, cap) = self.rows[row], self.law
            return z3.And(self.counting(row), self.valid(row), z3.Or(low < floor, high > cap))

        told = {
            finding["places"][0]["line"] - self.first_row for finding in findings if finding["code"] == "C0301"
        }
        leave = {row for row in places if possible(outside(row))}
        if told - leave or decided and leave - told:
            yield f"rows that leave the range: z3 says {sorted(leave)}, found {sorted(told)}"

        fell = set()
        for finding in findings:
            if finding["code"] == "C0401":
                fell |= {name for name, value in finding["witness"].items() if finding["against"][name] != value}
        falls = {fact.name for fact in self.facts if self.falls(fact, possible)}
        if fell - falls or decided and falls - fell:
            yield f"facts with which the fine falls: z3 says {sorted(falls)}, found {sorted(fell)}"
        self.counts = {
            "decided": decided,
            "with a fine outside its range": bool(leave),
            "with a graver case fined less": bool(falls),
        }

    def falls(self, fact, possible):
        """Whether some case is fined less than one that differs in this fact alone, and is lighter."""
        variable = fact.variable if isinstance(fact, Number) else fact.value
        graver = z3.FreshConst(variable.sort())

        def moved(meaning):
            return z3.substitute(meaning, (variable, graver))

        order = z3.And(z3.Not(variable), graver) if isinstance(fact, Flag) else variable < graver
        for row in range(len(self.rows)):
            for other in range(len(self.rows)):
                (low, high), (next_low, next_high) = self.fine(row), (moved(end) for end in self.fine(other))
                answered = [self.counting(row), self.valid(row), moved(self.counting(other)), moved(self.valid(other))]
                lower = z3.Or(next_low < low, next_high < high)
                if possible(order, moved(fact.domain()), *answered, lower):
                    return True
        return False


def run(evenhand, tables):
    """The findings of each table."""
    lines = HEAD.rstrip("\n").split("\n")
    for table in tables:
        table.place_in(lines)
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "drawn.toml"
        pack.write_text("\n".join(lines) + "\n", encoding="utf-8")
        answer = subprocess.run(
            [evenhand, "check", "--json", str(pack)], capture_output=True, text=True, encoding="utf-8"
        )
    if answer.returncode not in (0, 1) or answer.stderr:
        sys.exit(f"evenhand check ended with {answer.returncode}:\n{answer.stderr}")
    findings = {table.key: [] for table in tables}
    for line in answer.stdout.splitlines():
        finding = json.loads(line)
        _, _, key = finding["item"].partition("/")
        if key in findings:
            findings[key].append(finding)
    return findings


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--evenhand", required=True, help="the command")
    arguments.add_argument("--tables", type=int, default=5000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=Path, help="a file for the tables that are decided, and of which z3 says the same")
    given = arguments.parse_args()
    kept = HEAD.rstrip("\n").split("\n")
    draw = random.Random(given.seed)
    totals, wrong = {}, 0
    for start in range(0, given.tables, TABLES_A_PACK):
        count = min(TABLES_A_PACK, given.tables - start)
        # Every third one has formulas.
        kinds = [Fines if place % 3 == 2 else Table for place in range(count)]
        tables = [kind(f"t{start + place}", draw) for place, kind in enumerate(kinds)]
        findings = run(given.evenhand, tables)
        for table in tables:
            disagreements = list(table.disagreements(findings[table.key]))
            if not disagreements and table.counts["decided"]:
                kept += table.lines()
            for disagreement in disagreements:
                wrong += 1
                print(f"{table.key}: {disagreement}\n{HEAD}" + "\n".join(table.lines()) + "\n", flush=True)
            for what, holds in table.counts.items():
                totals[what] = totals.get(what, 0) + holds
    if given.keep:
        given.keep.write_text("\n".join(kept) + "\n", encoding="utf-8")
    words = ", ".join(f"{count} {what}" for what, count in totals.items())
    print(f"{given.tables} tables from seed {given.seed}: {words}; {wrong} disagreements")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

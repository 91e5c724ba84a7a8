"""Holds the working days of mainland China against two packages, and docs/working-days.md against the libraries.

`tests/vectors/working-days-cn.txt` has a line a year: the year, and a digit a day, 1 where it is worked. The Rust tests
hold the bundled calendar against that file; this script holds the file against `chinesecalendar` and `holidays`, day by
day. Then it runs the Python blocks of docs/working-days.md and compares every answer in its tables with what the
libraries say. Any difference is printed, and the run ends with 1.

    check_calendar.py            compares
    check_calendar.py --write    writes the file of days where both packages agree, and the answers of the libraries
"""

import datetime
import re
import sys
from pathlib import Path

import chinese_calendar
import holidays

ROOT = Path(__file__).resolve().parents[2]
VECTOR = ROOT / "tests" / "vectors" / "working-days-cn.txt"
PAGE = ROOT / "docs" / "working-days.md"
YEARS = range(2007, 2027)
CHINA = holidays.country_holidays("CN", years=range(2006, 2028))


def days_of(year):
    first = datetime.date(year, 1, 1)
    count = (datetime.date(year + 1, 1, 1) - first).days
    return [first + datetime.timedelta(number) for number in range(count)]


def compare_packages():
    """The days as both packages have them, a line a year; days on which they differ end the run."""
    lines, days = [], 0
    for year in YEARS:
        digits = ""
        for day in days_of(year):
            one, other = chinese_calendar.is_workday(day), CHINA.is_working_day(day)
            if one != other:
                sys.exit(f"{day}: chinesecalendar says {one}, holidays says {other}")
            digits += "1" if one else "0"
            days += 1
        lines.append(f"{year} {digits}\n")
    return "".join(lines), days


def told(answer):
    """What a cell says: a day, or the kind of error."""
    if isinstance(answer, Exception):
        return type(answer).__name__
    return str(answer)[:10]


def answer(function, start, number):
    try:
        return told(function(start, number))
    except Exception as error:  # noqa: BLE001 - whatever a library raises is its answer
        return told(error)


def fill(page):
    """The page with every answer that is a call: columns whose heading is a function of the page, such as `numpy_`."""
    functions, used = {}, set()
    for block in re.findall(r"```python\n(.*?)```", page, re.S):
        exec(block, functions)  # noqa: S102 - the page is part of this project
    lines, columns, filled = [], [], 0
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            columns = []
        elif not columns:
            columns = [re.sub(r"[`()]", "", cell) for cell in cells]
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", cells[0]):
            start, number = datetime.date.fromisoformat(cells[0]), int(cells[1])
            for place, column in enumerate(columns):
                if callable(functions.get(column)):
                    cells[place] = answer(functions[column], start, number)
                    used.add(column)
                    filled += 1
            line = "| " + " | ".join(cells) + " |"
        lines.append(line)
    for name in re.findall(r"^def (\w+)", page, re.M):
        if name not in used:
            sys.exit(f"{PAGE.name}: no table has the answers of {name}")
    return "\n".join(lines) + "\n", filled


def main():
    write = sys.argv[1:] == ["--write"]
    vector, days = compare_packages()
    page = PAGE.read_text(encoding="utf-8")
    filled_page, answers = fill(page)
    if write:
        VECTOR.write_text(vector, encoding="utf-8", newline="\n")
        PAGE.write_text(filled_page, encoding="utf-8", newline="\n")
        return
    wrong = []
    if VECTOR.read_text(encoding="utf-8") != vector:
        wrong.append(f"{VECTOR.name} is not what the packages say")
    for is_now, should_be in zip(page.splitlines(), filled_page.splitlines()):
        if is_now != should_be:
            wrong.append(f"{PAGE.name}:\n  it says: {is_now}\n  answers: {should_be}")
    print("\n".join([*wrong, f"{days} days and {answers} answers of libraries: {len(wrong)} differences"]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

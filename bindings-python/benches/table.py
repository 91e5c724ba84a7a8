"""The table of the benchmark: `table.py KERNELS REGORUS EVENHAND CARDINAL RUST [--markdown] [--rows ROWS]`.

KERNELS is the file with what `cargo bench --bench columns` printed, REGORUS the module of that engine, EVENHAND and CARDINAL
the commands of the library and of OCDS Cardinal, RUST the compiler's version; the package for JavaScript has been built. Each line stands beside
what others take in the same run. `--markdown` prints it for the READMEs, in English and Chinese; fewer rows are for those
who work on the benchmark.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import exact
import kernels
import lines

HERE = Path(__file__).parent
BROWSER = HERE.parents[1] / "bindings-wasm" / "benches" / "table.mjs"
ROWS = 10_000_000
PACKAGES = (
    "evenhand",
    "numpy",
    "polars",
    "pyarrow",
    "ocdscardinal",
    "zen-engine",
    "openfisca-core",
    "datalogic-py",
    "common-expression-language",
    "cel-python",
)
#: Whose fines a line stands beside, where they can be wrong.
WHOSE = {"memory": "polars", "decide": "decimal", "assess": "decimal"} | dict.fromkeys(
    ("weights", "exact", "mixed", "consistency")
    + tuple(f"releases-{threads}" for threads in lines.RELEASE_THREADS)
    + tuple(line.key for threads in lines.OVERSIGHT_THREADS for line in lines.oversight(threads))
)
HEADINGS = {
    "en": ("what", "Evenhand", "beside it", "takes", "times", "wrong fines"),
    "zh": ("项目", "准绳", "对照", "用时", "倍数", "错误的罚款"),
}
#: How many of it make a second, and what it is called.
SCALES = ((1, "s", "秒"), (1e3, "ms", "毫秒"), (1e6, "µs", "微秒"), (1e9, "ns", "纳秒"))
#: What stands behind a time in English, and before it in Chinese.
UNITS = {
    "row": (" a row", "每行 "),
    "case": (" a case", "每案 "),
    "person": (" a person", "每人 "),
    "tender": (" a tender", "每个项目 "),
    "decision": (" a decision", "每项决定 "),
    "call": (" a call", "每次 "),
    "import": ("", ""),
}


def run(script: str, *arguments: object, threads: int | None = None) -> Any:
    """What a script of this folder found, in a process of its own."""
    environment = dict(os.environ)
    if threads is not None:
        environment["POLARS_MAX_THREADS"] = str(threads)
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def import_time(module: str) -> float:
    """Seconds until a module is there, in the median of fresh processes."""
    script = f"import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"

    def once() -> float:
        return float(subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True).stdout)

    once()
    return statistics.median(once() for _ in range(9))


def in_node(regorus: Path) -> Any:
    """What the package for JavaScript takes, and what it and others make of all cases."""
    command = ["node", str(BROWSER), str(regorus)]
    cases = json.dumps([(float(area), repeat) for area, repeat in exact.CASES])
    return json.loads(subprocess.run(command, input=cases.encode(), stdout=subprocess.PIPE, check=True).stdout)


@dataclass
class Measured:
    """Of each line what the library takes and what stands beside it, whose fines are wrong how often, and what ran."""

    lines: dict[str, tuple[float, float]]
    wrong: dict[str, float]
    versions: dict[str, str]


def measure(printed: str, regorus: Path, commands: list[Path], rows: int) -> Measured:
    """All of it."""
    measured = kernels.measure(printed)
    wrong: dict[str, float] = {}
    parts = [run("measure_frames.py", threads, rows, threads=threads) for threads in lines.THREADS]
    parts.append(run("measure_cases.py", threads=1))
    parts += [
        run("measure_oversight.py", max(1, rows // 100), threads, threads=threads)
        for threads in lines.OVERSIGHT_THREADS
    ]
    parts.append(run("measure_releases.py", *commands, max(1, rows // 10)))
    for part in parts:
        measured |= {key: (own, beside) for key, (own, beside) in part["lines"].items()}
        wrong |= part["wrong"]
    measured["memory"] = run("measure_memory.py", "own", rows), run("measure_memory.py", "polars", rows)
    measured["import"] = import_time("evenhand"), import_time("numpy")
    node = in_node(regorus)
    measured |= {key: (own, beside) for key, (own, beside) in node["lines"].items()}
    wrong |= {key: exact.wrong(fines) for key, fines in node["fines"].items()}
    for own in ("evenhand", "decide", "node"):
        if wrong[own] != 0:
            raise SystemExit(f"{wrong[own]:.2%} of the fines of the library are wrong")
    if measured.keys() != (known := {line.key for line in lines.LINES}):
        raise SystemExit(f"measured, but no line, or a line, but not measured: {sorted(measured.keys() ^ known)}")
    return Measured(measured, wrong, node["versions"])


def rival(line: lines.Line) -> str | None:
    """Under which name the fines beside a line were looked at."""
    if line.key in WHOSE:
        return WHOSE[line.key]
    if line.unit in ("import", "module") or line.key.startswith("kernel"):
        return None
    if line.key.startswith("node"):
        return line.key
    name = line.key.split("-", 1)[1]
    for threads in lines.THREADS:
        for column in lines.COLUMNS:
            name = name.removeprefix(f"{threads}-{column}-")
    return name.removesuffix("-whole")


def amount(value: float, unit: lines.Unit, language: lines.Language) -> str:
    """A time or an amount of memory in a handy unit, to two digits."""
    if unit == "memory":
        return f"{value / 1e6:.0f} MB" if value >= 1e6 else "< 1 MB"
    if unit == "module":
        return f"{value / 1e3:.0f} KB"
    scale, english, chinese = next((scale for scale in SCALES if value * scale[0] >= 1), SCALES[-1])
    number = value * scale
    digits = f"{number:.{1 if number < 10 else 0}f}"
    behind, before = UNITS[unit]
    return f"{digits} {english}{behind}" if language == "en" else f"{before}{digits} {chinese}"


def rows_of(measured: Measured, language: lines.Language) -> list[tuple[str, ...]]:
    """The cells of the table."""
    table: list[tuple[str, ...]] = []
    for line in lines.LINES:
        own, beside = measured.lines[line.key]
        name = rival(line)
        share = "" if name is None else f"{measured.wrong[name]:.1%}" if measured.wrong[name] else "0"
        what, other = line.told(language)
        cells = (amount(own, line.unit, language), other, amount(beside, line.unit, language), times(own, beside), share)
        table.append((what, *cells))
    return table


def times(own: float, beside: float) -> str:
    """How many times as much the other takes, to two digits or the whole number; nothing beside none at all."""
    if own == 0:
        return ""
    ratio = beside / own
    return f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"


def footnote(measured: Measured, rust: str, rows: int, language: lines.Language) -> str:
    """What ran: versions of everything."""
    versions = ", ".join([
        *(f"{package} {version(package)}" for package in PACKAGES),
        f"Python {platform.python_version()}",
        *(f"{name} {number}" for name, number in measured.versions.items()),
        rust,
    ])
    cases = len(exact.CASES)
    if language == "zh":
        return (
            f"`cargo xtask bench`，{rows:,} 行，`cn.hangzhou.shop-display/1`，监督、指数、筛查和一致性用编造的"
            f"记录，每行都是同一次运行中轮流测得的中位数；“倍数”是对照用时除以准绳用时；“错误的罚款”是对照在 {cases:,} 个案件中与分数精确计算不同的比例。{versions}。"
        )
    return (
        f"`cargo xtask bench`, {rows:,} rows of `cn.hangzhou.shop-display/1`, for supervision, index, screen and consistency "
        f"made-up records; each line has medians taken in turns in the same run. “Times” is what stands beside it through what Evenhand takes, “wrong fines” the share of {cases:,} "
        f"cases in which what stands beside it differs from exact fractions. {versions}."
    )


def markdown(table: list[tuple[str, ...]], language: lines.Language) -> str:
    """As the READMEs have it."""
    rows = [HEADINGS[language], ("---",) * len(HEADINGS[language]), *table]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def aligned(table: list[tuple[str, ...]]) -> str:
    """As a terminal shows it."""
    rows = [HEADINGS["en"], *table]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines_of_text = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines_of_text)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kernels", type=Path)
    parser.add_argument("regorus", type=Path)
    parser.add_argument("commands", type=Path, nargs=2)
    parser.add_argument("rust")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--rows", type=int, default=ROWS)
    given = parser.parse_args()
    exact.check_examples()
    measured = measure(given.kernels.read_text(encoding="utf-8"), given.regorus, given.commands, given.rows)
    if given.markdown:
        for language in ("en", "zh"):
            table = rows_of(measured, language)
            print(f"{markdown(table, language)}\n\n{footnote(measured, given.rust, given.rows, language)}\n")
    else:
        print(f"{aligned(rows_of(measured, 'en'))}\n\n{footnote(measured, given.rust, given.rows, 'en')}")


if __name__ == "__main__":
    main()

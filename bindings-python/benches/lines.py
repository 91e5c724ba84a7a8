"""The lines of the benchmark, in the order of the table: what is measured, and what beside it.

Names and units only, so that the tests can hold the README against them; `table.py` fills in what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["row", "case", "person", "tender", "decision", "call", "import", "memory", "module"]
Language = Literal["en", "zh"]


@dataclass(frozen=True)
class Line:
    """What is measured, and what beside it, in English and Chinese; each in the same run."""

    key: str
    unit: Unit
    what: tuple[str, str]
    beside: tuple[str, str]

    def told(self, language: Language) -> tuple[str, str]:
        """Both in one language."""
        place = ("en", "zh").index(language)
        return self.what[place], self.beside[place]


THREADS = (1, 2, 4)
#: On how many a file of OCDS releases is screened.
RELEASE_THREADS = (1, 4)
#: How many items the mixed table has.
ITEMS = 82


def kernels() -> list[Line]:
    """Columns in, columns out, in Rust; the loop by hand runs on one thread."""
    by_hand = ("a loop by hand in Rust, one thread", "手写的 Rust 循环，单线程")

    def line(key: str, english: str, chinese: str) -> Line:
        return Line(key, "row", (english, chinese), by_hand)

    integers = [
        line(f"kernel-{threads}", f"kernel, integers to fines, {english}", f"内核，整数到罚款，{chinese}")
        for threads in THREADS
        for english, chinese in [told(threads)]
    ]
    return [
        *integers,
        line("kernel-floats", "kernel, floats to fines, one thread", "内核，浮点数到罚款，单线程"),
        line("kernel-decimals", "kernel, 128-bit decimals to fines, one thread", "内核，128 位小数到罚款，单线程"),
    ]


def told(threads: int) -> tuple[str, str]:
    """A number of threads in words."""
    return {1: ("one thread", "单线程"), 2: ("two threads", "两个线程"), 4: ("four threads", "四个线程")}[threads]


def frames(threads: int) -> list[Line]:
    """`item.assess_frame`, Arrow to Arrow, beside what others have on the same number of threads."""

    def line(column: str, rival: str) -> Line:
        (english, chinese), (beside, beside_zh) = COLUMNS[column], RIVALS[rival]
        on = told(threads)
        what = (f"frame, {english}, {on[0]}", f"表格，{chinese}，{on[1]}")
        return Line(f"frame-{threads}-{column}-{rival}", "row", what, (beside, beside_zh))

    pairs = [("floats", "polars"), ("floats", "numpy-floats"), ("decimals", "numpy-integers")]
    if threads == 1:
        whole = [("floats", "numpy-floats-whole"), ("decimals", "numpy-integers-whole"), ("integers", "numpy-integers")]
        pairs += whole
    return [line(*pair) for pair in pairs]


COLUMNS = {
    "floats": ("float64", "float64"),
    "decimals": ("decimal128", "decimal128"),
    "integers": ("int64, whole m²", "int64，整平方米"),
}
RIVALS = {
    "polars": ("polars, float64", "polars，float64"),
    "numpy-floats": ("numpy, float64, in blocks", "numpy，float64，分块"),
    "numpy-floats-whole": ("numpy, float64, whole columns", "numpy，float64，整列"),
    "numpy-integers": ("numpy, int64, in blocks", "numpy，int64，分块"),
    "numpy-integers-whole": ("numpy, int64, whole columns", "numpy，int64，整列"),
}

DECIMAL_BY_HAND = ("by hand with Python's decimals", "手写，Python 的 decimal")
#: The engines, by their files in `peers`.
PEERS = {
    "zen": "Zen",
    "openfisca": "OpenFisca",
    "datalogic": "datalogic",
    "cel": "CEL (Rust)",
    "cel-python": "CEL (Python)",
}
#: Those that take many cases in one call.
FRAME_PEERS = ("zen", "openfisca", "datalogic")

#: The engines in Node, by their files in `bindings-wasm/benches/peers`.
NODE_PEERS = {
    "zen": ("Zen, native code", "Zen，本机代码"),
    "datalogic": ("datalogic", "datalogic"),
    "regorus": ("regorus", "regorus"),
    "cel": ("CEL (JavaScript)", "CEL (JavaScript)"),
}
#: What a page loads of others; Cedar decides, it has no amounts.
MODULE_PEERS = {
    "zen": ("Zen, expressions only", "Zen，仅表达式"),
    "datalogic": ("datalogic", "datalogic"),
    "regorus": ("regorus, fewest features", "regorus，最少功能"),
    "cedar": ("Cedar, no amounts", "Cedar，不算金额"),
    "cel": ("CEL (JavaScript)", "CEL (JavaScript)"),
}

#: On how many threads many records are overseen.
OVERSIGHT_THREADS = (1, 4)


def oversight(threads: int) -> list[Line]:
    """Many records at once, beside what somebody would write in polars, on the same number of threads."""
    english, chinese = told(threads)
    return [
        Line(f"{key}-{threads}", unit, (f"{what}, {english}", f"{what_zh}，{chinese}"), beside)
        for key, unit, (what, what_zh), beside in OVERSEEN
    ]


OVERSEEN: list[tuple[str, Unit, tuple[str, str], tuple[str, str]]] = [
    (
        "supervise",
        "case",
        ("supervision of decided cases with their events", "已决案件及其事项的监督"),
        ("polars, sixteen of the checks by hand", "polars，手写其中十六项检查"),
    ),
    (
        "applications",
        "case",
        ("supervision of applications with their events", "审批申请及其事项的监督"),
        ("polars, all of the checks by hand", "polars，手写全部检查"),
    ),
    (
        "index",
        "person",
        ("index of 31 indicators by ten assessors", "31 项指标、十方评议的指数"),
        ("polars, by hand, floats", "polars，手写，浮点数"),
    ),
    (
        "screen",
        "tender",
        ("screen of eight bids a tender", "每个项目八份投标的筛查"),
        ("polars, two of the flags by hand, floats", "polars，手写其中两项标志，浮点数"),
    ),
]

LINES = [
    *kernels(),
    *(line for threads in THREADS for line in frames(threads)),
    Line(
        "weights",
        "row",
        ("frame, eight weights from dictionaries, one thread", "表格，八列字典权重，单线程"),
        ("numpy, int64, in blocks", "numpy，int64，分块"),
    ),
    Line(
        "exact",
        "row",
        ("frame, a formula that no kernel has, one thread", "表格，没有内核的公式，单线程"),
        ("numpy, int64, in blocks", "numpy，int64，分块"),
    ),
    Line(
        "mixed",
        "row",
        (f"frame of {ITEMS} items, grouped by item, four threads", f"{ITEMS} 个事项混合的表格，按事项分组，四个线程"),
        ("a frame of one item", "单一事项的表格"),
    ),
    *(line for threads in OVERSIGHT_THREADS for line in oversight(threads)),
    *(
        Line(
            f"releases-{threads}",
            "tender",
            (f"`evenhand screen`, OCDS releases of eight bids, {english}", f"`evenhand screen`，八份投标的 OCDS 发布，{chinese}"),
            ("OCDS Cardinal, the same seven flags, floats", "OCDS Cardinal，相同的七项标志，浮点数"),
        )
        for threads in RELEASE_THREADS
        for english, chinese in [told(threads)]
    ),
    Line(
        "consistency",
        "decision",
        ("consistency of decisions, one thread", "处罚一致性分析，单线程"),
        ("polars, same facts and places by officer and month", "polars，同案异罚与按人、按月的位置"),
    ),
    Line(
        "memory",
        "memory",
        ("memory beside input and output", "输入和输出之外的内存"),
        ("polars, float64", "polars，float64"),
    ),
    *(
        Line(f"frame-{key}", "row", ("frame, float64, one thread", "表格，float64，单线程"), (name, name))
        for key, name in PEERS.items()
        if key in FRAME_PEERS
    ),
    Line("decide", "call", ("one case, `item.decide`", "单个案件，`item.decide`"), DECIMAL_BY_HAND),
    Line("assess", "call", ("one case, `item.assess`", "单个案件，`item.assess`"), DECIMAL_BY_HAND),
    *(
        Line(f"decide-{key}", "call", ("one case, `item.decide`", "单个案件，`item.decide`"), (name, name))
        for key, name in PEERS.items()
    ),
    Line("import", "import", ("`import evenhand`", "`import evenhand`"), ("`import numpy`", "`import numpy`")),
    Line(
        "node-by-hand",
        "row",
        ("Node, `assessMany`, the fine", "Node，`assessMany`，罚款一列"),
        ("a loop by hand in JavaScript, floats", "手写的 JavaScript 循环，浮点数"),
    ),
    *(
        Line(f"node-{key}", "call", ("Node, one case, `item.decide`", "Node，单个案件，`item.decide`"), names)
        for key, names in NODE_PEERS.items()
    ),
    *(
        Line(f"module-{key}", "module", ("module for forms, by gzip", "表单用模块，gzip 后"), names)
        for key, names in MODULE_PEERS.items()
    ),
]

"""What the library oversees, drawn the same each time, and the same checks as somebody would write them in polars."""

from __future__ import annotations

import numpy as np
import planted_applications
import polars as pl
import pyarrow as pa

#: Of a caseload with planted faults, what the checks by hand find.
BY_HAND = frozenset(
    "S0101 S0102 S0103 S0104 S0201 S0202 S0203 S0301 S0401 S0402 S0502 S0503 S0601 S0602 S0701 S0801".split()
)
INDICATORS, ASSESSORS, BIDS = 31, 10, 8
#: A screen's flags that need prices alone, without the progressions.
FLAGS = ("identical-prices", "low-variation")


def points(persons: int) -> pa.Table:
    """What ten assessors gave for 31 indicators, in halves of a point."""
    draw = np.random.default_rng(4)
    rows = persons * INDICATORS * ASSESSORS
    place = np.arange(rows)
    return pa.table({
        "subject": pa.array((place // (INDICATORS * ASSESSORS)).astype(str)),
        "name": pa.DictionaryArray.from_arrays(
            pa.array(place // ASSESSORS % INDICATORS, pa.int8()), [f"i{number}" for number in range(INDICATORS)]
        ),
        "assessor": pa.DictionaryArray.from_arrays(
            pa.array(place % ASSESSORS, pa.int8()), [f"a{number}" for number in range(ASSESSORS)]
        ),
        "value": pa.array(draw.integers(0, 201, rows) / 2),
    })


def indices(frame: pl.DataFrame) -> pl.DataFrame:
    """The mean of the points without the highest and the lowest, by the weight of the indicator."""
    value = pl.col("value")
    mean = (value.sum() - value.max() - value.min()) / (value.len() - 2)
    weight = pl.when(pl.col("name").cast(pl.String).str.slice(1).cast(pl.Int32) < 7).then(4).otherwise(3)
    return (
        frame.group_by("subject", "name", maintain_order=True)
        .agg(mean.alias("points"))
        .group_by("subject", maintain_order=True)
        .agg((pl.col("points") * weight / 100).sum().alias("number"))
    )


def bids(tenders: int) -> pa.Table:
    """Eight bids a tender; of one in ten the prices lie close together, of one in twenty two are the same."""
    draw = np.random.default_rng(5)
    spread = np.where(draw.random(tenders) < 0.1, 0.01, 0.2)
    prices = 1_000_000 * (1 + spread[:, None] * draw.random((tenders, BIDS)))
    same = draw.random(tenders) < 0.05
    prices[same, 1] = prices[same, 0]
    place = np.arange(tenders * BIDS)
    # Two bids of one tenderer are not held against each other.
    tenderers = (draw.integers(0, 5000, tenders)[:, None] + 625 * np.arange(BIDS)) % 5000
    return pa.table({
        "tender": pa.array((place // BIDS).astype(str)),
        "tenderer": pa.array(tenderers.ravel().astype(str)),
        "amount": pa.array(np.round(prices.ravel())),
        "status": pa.array(["valid"] * (tenders * BIDS)),
    })


def screened(frame: pl.DataFrame) -> pl.DataFrame:
    """The tenders whose prices are the same, or close together with the lowest apart."""
    amount = pl.col("amount")
    losing = amount.sort().slice(1)
    distance = (losing.first() - amount.min()) / losing.std()
    flags = frame.group_by("tender", maintain_order=True).agg(
        (amount.n_unique() < amount.len()).alias("identical-prices"),
        (amount.std() / amount.mean()).alias("cv"),
        distance.alias("rd"),
    )
    return flags.select(
        "tender",
        "identical-prices",
        ((pl.col("cv") <= 0.06) & (pl.col("rd") > 1)).alias("low-variation"),
    )


def decisions(rows: int) -> pa.Table:
    """Fines of forty offices with 25 officers each over three years; one in ten has facts of its own."""
    draw = np.random.default_rng(6)
    area, item = draw.integers(0, 2000, rows), draw.integers(0, 75, rows)
    own = np.where(draw.random(rows) < 0.1, np.arange(rows), 0)
    office, officer = draw.integers(0, 40, rows), draw.integers(0, 25, rows)
    month = draw.integers(0, 36, rows)
    return pa.table({
        "item": pa.array(np.char.add("x/", item.astype(str))),
        "facts": pa.StructArray.from_arrays([pa.array(area), pa.array(own)], ["area", "own"]),
        "office": pa.array(np.char.add("office ", office.astype(str))),
        "officer": pa.array(np.char.add("officer ", (office * 25 + officer).astype(str))),
        "decided": pa.array(np.datetime64("2024-01-15") + (month * 30).astype("timedelta64[D]")),
        "min": pa.array(np.full(rows, 200)),
        "max": pa.array(np.full(rows, 40_000)),
        # One in fifty is decided otherwise.
        "fine": pa.array(200 + area * 9 + item + np.where(draw.random(rows) < 0.02, 100, 0)),
    })


def compared(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Same facts with different fines; the places in the range by officer and by month."""
    place = ((pl.col("fine") - pl.col("min")) / (pl.col("max") - pl.col("min"))).alias("place")
    unlike = (
        frame.group_by("item", "facts")
        .agg(pl.len().alias("cases"), pl.col("fine").n_unique().alias("fines"))
        .filter(pl.col("fines") > 1)
    )
    placed = frame.with_columns(place, pl.col("decided").dt.truncate("1mo").alias("month"))
    measured = [pl.len().alias("cases"), pl.col("place").mean().alias("mean"), pl.col("place").median().alias("median")]
    return unlike, placed.group_by("office", "officer").agg(measured), placed.group_by("month").agg(measured)


def supervised(cases: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """The faults that follow from fines, tiers, measures, steps, days and versions, for the five items of the caseload."""
    told = pl.Struct({"area": pl.Float64, "head": pl.Int64, "severity": pl.String, "harm_removed": pl.Boolean})
    item, fine = pl.col("item"), pl.col("hundredths")
    shaanxi = item == "cn.shaanxi.fire/60"
    per_metre = pl.when(item.str.ends_with("/46-4")).then(100).when(item.str.ends_with("/47-1")).then(200)
    levels = {"lighter": (0, 500_000, 1_850_000), "ordinary": (1, 1_850_000, 3_650_000), "serious": (2, 3_650_000, 5_000_000)}
    tiers = {"较轻": 0, "一般": 1, "严重": 2}

    def level(place: int) -> pl.Expr:
        values = {name: level[place] for name, level in levels.items()}
        return pl.col("severity").replace_strict(values, default=None, return_dtype=pl.Int64)

    def ends(by_head: int, by_law: int, place: int) -> pl.Expr:
        metres = (pl.col("area") * 100).round().cast(pl.Int64) * per_metre
        return (
            pl.when(shaanxi)
            .then(level(place))
            .when(item.str.ends_with("/46-5"))
            .then(by_law)
            .when(item.str.ends_with("/46-10"))
            .then(pl.min_horizontal(pl.col("head") * by_head, 200_000))
            .otherwise(pl.min_horizontal(metres, 200_000))
        )

    steps = events.group_by("case").agg(
        *(
            pl.col("day").filter(pl.col("event") == event).min().alias(event)
            for event in ("filed", "investigated", "penalty_told", "delivered")
        ),
        pl.col("persons").filter(pl.col("event") == "investigated").first().alias("investigators"),
    )
    frame = (
        cases.with_row_index("row")
        .with_columns(
            pl.col("facts").str.json_decode(told).struct.unnest(),
            (pl.col("fine").cast(pl.Float64, strict=False) * 100).round().cast(pl.Int64).alias("hundredths"),
            pl.col("version").struct.unnest(),
        )
        .filter(item.str.starts_with("cn.dongying") | shaanxi)
        .with_columns(ends(5_000, 20_000, 1).alias("low"), ends(20_000, 200_000, 2).alias("high"))
        .join(steps, on="case", how="left", maintain_order="left")
    )
    ordinary = pl.col("procedure") == "ordinary"
    by_law = item.str.ends_with("/46-5") | item.str.ends_with("/46-10")
    open_range = shaanxi | by_law
    due = pl.when(shaanxi).then(pl.lit("order-to-correct")).when(item.str.ends_with("/46-10")).then(pl.lit("confiscate-goods"))
    cited, right = pl.col("tier").replace_strict(tiers, default=None, return_dtype=pl.Int64), level(0)
    since = pl.when(shaanxi).then(pl.lit("2021-11-09")).otherwise(pl.lit("2016-12-01"))
    below, above = open_range & (fine < pl.col("low")), open_range & (fine > pl.col("high"))
    beyond_law = by_law | (shaanxi & ((fine < 500_000) | (fine > 5_000_000)))
    missing = [pl.col(event).is_null() & ordinary for event in ("filed", "investigated", "penalty_told", "delivered")]
    faults = {
        "S0101": below & ~beyond_law,
        "S0103": below & beyond_law,
        "S0102": above & ~beyond_law,
        "S0104": above & beyond_law,
        "S0201": pl.col("tier").is_not_null() & cited.is_null(),
        "S0202": cited > right,
        "S0203": cited < right,
        "S0301": pl.col("harm_removed") & (pl.col("circumstances").list.len() == 0),
        "S0401": due.is_not_null() & ~pl.col("measures").list.contains(due),
        "S0402": pl.col("measures").list.len() > due.is_not_null().cast(pl.UInt32),
        "S0502": pl.any_horizontal(missing),
        "S0503": ordinary & (pl.col("penalty_told") > pl.col("decided")),
        "S0601": ordinary & (pl.col("by") == "officer"),
        "S0602": ordinary & (pl.col("persons").list.set_intersection("investigators").list.len() > 0),
        "S0701": (pl.col("decided") - pl.col("filed")).dt.total_days() > 90 + 9,
        "S0801": (pl.col("pack") != item.str.split("/").list.first()) | (pl.col("in_force") != since),
    }
    found = [
        frame.filter(fault).select("row", pl.lit(code).alias("code")) for code, fault in faults.items()
    ]
    return pl.concat(found)


def applied(applications: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """The faults of applications under the two limits that they are drawn from, in weeks without a holiday."""
    on = pl.lit(planted_applications.ON)
    event, day = pl.col("event"), pl.col("day")
    steps = events.group_by("case").agg(
        *(day.filter(event == name).min().alias(name) for name in planted_applications.STEPS),
        (~event.is_in(list(planted_applications.STEPS))).any().alias("unknown"),
        ((event == "refused") & (pl.col("reason").fill_null("").str.strip_chars() == "")).any().alias("silent"),
    )
    frame = applications.with_row_index("row").join(steps, on="case", how="left", maintain_order="left")
    law, office = (pl.col("limit") == planted_applications.LAW), (pl.col("limit") == planted_applications.OFFICE)
    accepted, decided, refused = pl.col("accepted"), pl.col("decided"), pl.col("refused")
    stood = pl.business_day_count("stopped", "resumed").fill_null(0)
    due = accepted.dt.add_business_days(pl.when(law).then(20 + stood).otherwise(7))
    counts = (law | office) & accepted.is_not_null() & ~pl.col("unknown")
    open_days = pl.business_day_count(on, due)

    def late(start: str, end: str, days: int) -> pl.Expr:
        return pl.coalesce(end, on) > pl.col(start).dt.add_business_days(days)

    stages = [("accepted", "reviewed", 2), ("reviewed", "inspected", 3), ("reviewed", "consulted", 2), ("joined", "decided", 2)]
    fee, conditions = pl.col("fee"), pl.col("complete") & pl.col("in_scope")
    judged = fee.is_null() | (fee >= 0)
    faults = {
        "S0001": ~counts & ~(office & refused.is_not_null() & accepted.is_null()),
        "S0902": counts & (pl.coalesce(decided, on) > due),
        "S0901": counts & decided.is_null() & (on <= due) & (open_days <= 1),
        "S0904": pl.col("silent"),
        "S0905": office & (fee > 100 + 20 * pl.col("copies")),
        "S0906": office & accepted.is_not_null() & ~conditions,
        "S0907": office & accepted.is_null() & refused.is_not_null() & conditions,
    }
    open_parts = {
        "fee": (office & fee.is_not_null() & pl.col("copies").is_null()) | (~office & (fee > 0)),
        "acceptance": office & (accepted.is_not_null() | refused.is_not_null()) & conditions.is_null(),
    }
    found = [frame.filter(judged & fault).select("row", pl.lit(code).alias("code")) for code, fault in faults.items()]
    found += [frame.filter(judged & counts & office & late(*stage)).select("row", pl.lit("S0903").alias("code")) for stage in stages]
    found += [frame.filter(judged & part).select("row", pl.lit("S0002").alias("code")) for part in open_parts.values()]
    found.append(frame.filter(~judged).select("row", pl.lit("not-a-number").alias("code")))
    return pl.concat(found)

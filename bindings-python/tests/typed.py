"""How the package is used, for the type checkers: each line must have the type that stands there."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, assert_type

import polars
import pyarrow
from matplotlib.figure import Figure

import evenhand
from evenhand.plots import Plot

book = evenhand.load()
assert_type(book, evenhand.RuleBook)
assert_type(evenhand.load(Path("rules")), evenhand.RuleBook)

rules = book.on(date(2026, 11, 21))
item = book["cn.dongying.city-appearance/46-4"]
assert_type(rules["cn.dongying.city-appearance/46-4"], evenhand.Item)
assert_type([item.title.zh for item in rules.items()], list[str])
assert_type([fact.expected for fact in item.facts], list[str])

outcome = item.assess(area=Decimal("16.8"), refused_to_correct=True)
assert_type(outcome, evenhand.Outcome)
assert_type(item.assess({"area": 16.8, "acted": date(2026, 1, 1)}, strict=False), evenhand.Outcome)
assert_type(item.decide(area="16.8"), evenhand.Decision)
item.assess(area=[16.8])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
item.assess({"area": None})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]

if outcome.fine is not None:
    assert_type(outcome.fine.min, Decimal)
    assert_type(outcome.fine.exact, tuple[Fraction, Fraction])
assert_type(outcome.tier, evenhand.Bilingual | None)
assert_type([step.text.get("en") for step in outcome.trace], list[str])
outcome.explanation("fr")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

case = evenhand.Case({"area": 16.8, "age": 13}, decided="2026-11-21", acted=date(2026, 11, 1))
whole = book.assess("cn.dongying.city-appearance/46-4", case)
assert_type([found.id for found in whole.circumstances], list[str])
if whole.limitation is not None:
    assert_type(whole.limitation.last_day, date)
if whole.procedure is not None:
    assert_type([step.title.zh for step in whole.procedure.steps], list[str])

assert_type([finding.code for finding in book.check(date(2026, 11, 21))], list[str])
assert_type(book.check()[0], evenhand.Finding)

try:
    item.assess(aera=16.8)
except evenhand.AssessError as error:
    assert_type(error.code, str)
    assert_type(error.field, str | None)
    assert_type(error.diagnostics, tuple[evenhand.Diagnostic, ...])

limit = book.limit("cn.administrative-licence-law/42")
due = limit.due({"accepted": date(2026, 1, 28), "stopped": "2026-02-03:expert-review"}, on="2026-02-10")
assert_type(due, evenhand.DueOutcome)
assert_type(due.due, date | datetime | None)
assert_type(limit.due([("accepted", datetime(2026, 1, 28, 8))], on=date(2026, 2, 10)).late, list[str])
assert_type(evenhand.Calendar.bundled().plus_working_days("2026-01-28", 20), date)

cases = pyarrow.table({"area": [16.8]})
frame = item.assess_frame(cases, columns={"area": "area"}, results=["max", "reason"], on="2026-11-21", on_error="raise")
assert_type(frame, evenhand.Frame)
assert_type(frame.columns, list[str])
assert_type(polars.DataFrame(frame), polars.DataFrame)
assert_type(item.assess_stream(polars.DataFrame({"area": [16.8]}), progress=True), evenhand.FrameStream)
assert_type([len(part) for part in book.assess_stream(frame, "item", on=date(2026, 11, 21))], list[int])
assert_type(book.assess_frame(frame, "item", progress=lambda done, of: print(done, of)), evenhand.Frame)
assert_type(limit.due_frame(cases, on=date(2026, 11, 21), results=["due", "light"]), evenhand.Frame)
assert_type(limit.due_events(cases, on="2026-11-21", case="id", detail="reason"), evenhand.Frame)
item.assess_frame([16.8])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
item.assess_frame(cases, results=["mim"])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
assert_type(due.plot(language="en"), Plot)
assert_type(item.plot("area", between=(0, 30), repeat=True).figure, Figure)
assert_type(item.map("area", "repeat", {"serious": False}, across=("0", 8.5), dark=True), Plot)
assert_type([stretch.first for stretch in item.along("area")], list[Decimal])
item.plot("area", between=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

charged = book.surcharge("cn.administrative-penalty-law/72", 10000, {"delivered": "2026-01-05"}, on="2026-01-30")
assert_type(charged.amount, Decimal)
assert_type(charged.instalments, list[tuple[date, Decimal]])
score = rules.score("cn.approval-score/monthly")
assert_type(score.assess(red_time=1).points, Decimal | Fraction)
register = evenhand.Register([{"case": "A-1", "event": "accepted", "day": date(2026, 1, 28), "reason": None}])
assert_type(register.stand(book, on="2026-02-28").scored(score, coefficient="0.95").offices[0].counts, dict[str, int])

supervision = book.supervise({"item": "x", "facts": {"area": 1}}, on="2026-11-21")
assert_type([finding.colour for finding in supervision.findings], list[str | None])
assert_type(supervision.outcome, evenhand.Outcome | None)
assert_type(book.supervise("{}").to_dict(), dict[str, Any])
assert_type(book.supervise_application({"limit": "x"}, on=date(2026, 3, 2)).due, date | datetime | None)
report = book.supervise_frame(cases, facts=["area"], events=cases, columns={"fine": "amount"}, on="2026-11-21", threads=2)
assert_type(report, evenhand.Caseload)
assert_type(report.findings, evenhand.Frame)
assert_type(report.to_html("zh", rows=5), str)
stream = book.supervise_stream(cases, facts="facts", progress=True)
assert_type([len(part) for part in stream], list[int])
assert_type(polars.DataFrame(book.supervise_stream(cases)), polars.DataFrame)
assert_type(stream.caseload.read, int)
approvals = book.applications_frame(cases, events=cases, facts=["area"], on=date(2026, 3, 2), since="2026-02-01", threads=2)
assert_type(approvals, evenhand.Approvals)
assert_type(approvals.since, date | None)
assert_type(approvals.standing.scored(score, coefficient=1).offices[0].counts, dict[str, int])
assert_type(book.applications_stream(cases, on="2026-03-02").approvals.offices, evenhand.Frame)
index = rules.index("cn.qinhuangdao.integrity-index/leader")
rated = index.assess({"attended": 9}, assessed={"diligence": {"peers": Decimal(85), "staff": 90}}, trained=9)
assert_type(rated.number, Decimal | Fraction | None)
assert_type([indicator.contribution for indicator in rated.indicators], list[Decimal | Fraction])
assert_type(book.index_frame(cases, index.id, columns={"subject": "id"}), evenhand.Frame)
assert_type(book.score_frame(cases, score.id, keep=["area"]), evenhand.Frame)
assert_type(book.index_stream(cases, index.id, columns={"subject": "id"}, progress=True), evenhand.FrameStream)
assert_type(book.score_stream(cases, score.id, keep=["area"], threads=2), evenhand.FrameStream)
bids = book.screen_stream(cases, "cn.bidding-screen/prices", on="2026-11-21")
assert_type([len(part) for part in bids], list[int])
assert_type(bids.report, evenhand.ScreenReport)
assert_type(polars.DataFrame(bids), polars.DataFrame)
screened = rules.screen("cn.bidding-screen/prices").run([{"ocid": "T-1"}, "{}"])
assert_type(screened, evenhand.ScreenReport)
assert_type(rules.payment_screen("cn.special-funds/payments").run([{"id": "V-1"}, "{}"]), evenhand.PaymentReport)
assert_type(book.payments_frame(cases, "cn.special-funds/payments", on="2026-11-21").payments, evenhand.Frame)
assert_type(book.screen_frame(cases, "cn.bidding-screen/prices", on="2026-11-21").flags, evenhand.Frame)
assert_type(book.consistency_frame(cases, policy="cn.penalty-consistency/decisions").unlike, evenhand.Frame)
book.supervise([1])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
book.applications_frame(cases)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
book.supervise_frame(cases, facts=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

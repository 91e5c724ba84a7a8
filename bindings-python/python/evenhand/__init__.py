"""Rules of administrative discretion: exact, dated and explained penalties.

    >>> import evenhand
    >>> book = evenhand.load()
    >>> outcome = book["cn.dongying.city-appearance/46-4"].assess(area=16.8)
    >>> outcome.fine.max
    Decimal('1680')

Amounts are `decimal.Decimal`, days are `datetime.date`. Errors derive from `ValueError` and tell the field.
"""

from __future__ import annotations

from evenhand._core import (
    Approvals,
    ApprovalsStream,
    ApprovalSupervision,
    Assumption,
    Bilingual,
    BookOn,
    Calendar,
    Case,
    CaseStanding,
    Caseload,
    CaseloadStream,
    ChargedSpan,
    Circumstance,
    Compliance,
    ComplianceReport,
    Concurrence,
    ConsistencyReport,
    Decision,
    Diagnostic,
    Document,
    DueOutcome,
    DueStep,
    Ends,
    Extension,
    Fact,
    Finding,
    Findings,
    Frame,
    FrameStream,
    Halt,
    Index,
    IndexOutcome,
    IndicatorOutcome,
    Irregular,
    Item,
    LawOfTheDay,
    Limit,
    Limitation,
    Measure,
    OfficeStanding,
    Outcome,
    OverPeriods,
    PartScore,
    PaymentReport,
    PaymentScreen,
    Procedure,
    ProcedureStep,
    Register,
    RowFault,
    RuleBook,
    Score,
    ScoreEntry,
    ScoreOutcome,
    Screen,
    ScreenReport,
    ScreenStream,
    StageDue,
    Standing,
    Step,
    Stop,
    Stretch,
    Supervision,
    SurchargeOutcome,
    Warning,
)
from evenhand._errors import AssessError, EvenhandError, ItemError, LimitError, RecordError, RulesError

# Without `typing`, which takes longer to import than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

__all__ = [
    "ApprovalSupervision",
    "Approvals",
    "ApprovalsStream",
    "AssessError",
    "Assumption",
    "Bilingual",
    "BookOn",
    "Calendar",
    "Case",
    "CaseStanding",
    "Caseload",
    "CaseloadStream",
    "ChargedSpan",
    "Circumstance",
    "Compliance",
    "ComplianceReport",
    "Concurrence",
    "ConsistencyReport",
    "Decision",
    "Diagnostic",
    "Document",
    "DueOutcome",
    "DueStep",
    "Ends",
    "EvenhandError",
    "Extension",
    "Fact",
    "Finding",
    "Findings",
    "Frame",
    "FrameStream",
    "Halt",
    "Index",
    "IndexOutcome",
    "IndicatorOutcome",
    "Irregular",
    "Item",
    "ItemError",
    "LawOfTheDay",
    "Limit",
    "LimitError",
    "Limitation",
    "Measure",
    "OfficeStanding",
    "Outcome",
    "OverPeriods",
    "PartScore",
    "PaymentReport",
    "PaymentScreen",
    "Procedure",
    "ProcedureStep",
    "RecordError",
    "Register",
    "RowFault",
    "RuleBook",
    "RulesError",
    "Score",
    "ScoreEntry",
    "ScoreOutcome",
    "Screen",
    "ScreenReport",
    "ScreenStream",
    "StageDue",
    "Standing",
    "Step",
    "Stop",
    "Stretch",
    "Supervision",
    "SurchargeOutcome",
    "Warning",
    "load",
]


def load(
    path: str | os.PathLike[str] | None = None,
    *,
    digests: Iterable[str] | None = None,
    keys: Iterable[str] | None = None,
) -> RuleBook:
    """The rules that come with the library, or those of a pack or of all packs below a folder.

    Beside one's own rules stands the bundled general law that governs them, unless they bring their own.

    With `digests` or `keys` only packs are taken that have one of these SHA-256 in hexadecimal digits, or are signed
    with the other half of one of these keys of minisign; the signature of `pack.toml` is `pack.toml.minisig`.

    Raises `RulesError` with all faults of the files, `OSError` where one cannot be read, `ValueError` for what is no
    digest and no key.
    """
    if path is None:
        if digests is not None or keys is not None:
            raise ValueError("digests and keys are for packs at a path: the bundled rules are the library's own")
        return RuleBook.bundled()
    from evenhand._files import packs, signed

    if digests is None and keys is None:
        own = RuleBook.load(packs(path))
    else:
        own = RuleBook.load_trusted(signed(packs(path)), list(digests or ()), list(keys or ()))
    return own.completed_by(RuleBook.bundled_documents([*own.documents(), *own.statutory_documents()]))

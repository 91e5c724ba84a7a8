"""The errors of the library. They stand here and not in the binary, so that their attributes have types."""

from __future__ import annotations

# Without `typing`, which takes longer to import than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from evenhand._core import Diagnostic


class EvenhandError(ValueError):
    """Something that the library could not accept."""

    code: str
    """Its stable name, such as "out-of-range"; `docs/diagnostics.md` lists all."""
    field: str | None
    """The fact or the day that it is about, if it is about one."""
    diagnostics: tuple[Diagnostic, ...]
    """The faults of rule files, each with its place."""

    def __init__(
        self,
        message: str,
        code: str,
        field: str | None = None,
        diagnostics: tuple[Diagnostic, ...] = (),
    ) -> None:
        # All of it in `args`, so that an error can be pickled on its way between processes.
        super().__init__(message, code, field, diagnostics)
        self.code = code
        self.field = field
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return str(self.args[0])


class AssessError(EvenhandError):
    """Why there is no outcome: the facts or days do not fit, or the rule has a gap or a contradiction for them."""


class ItemError(AssessError, LookupError):
    """There is no such item, or not on this day."""


class LimitError(EvenhandError):
    """Why no last day comes out: the events do not fit, or the calendar does not have the year."""


class RecordError(EvenhandError):
    """A record of a case, an application or a tender cannot be read: a key, a type, a day."""


class RulesError(EvenhandError):
    """Rule files have faults; `diagnostics` lists them."""

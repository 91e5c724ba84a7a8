"""What a frame is: anything that hands itself over as Arrow data. For type checkers; nothing here runs."""

from __future__ import annotations

from typing import Protocol


class ArrowStream(Protocol):
    """A table or a stream of batches."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class ArrowBatch(Protocol):
    """A single batch."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


ArrowFrame = ArrowStream | ArrowBatch

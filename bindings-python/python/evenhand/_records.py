"""Records on their way into the library: mappings as JSON, exact."""

from __future__ import annotations

import datetime
import decimal
import json


def plain(value: object) -> object:
    """What JSON has no type for: amounts, days and moments as texts, as the library reads them, numbers of numpy as they are."""
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None or value.second or value.microsecond:
            raise TypeError(f"a moment must be a whole minute without a zone, found {value}")
        # Libraries of frames have moments only: midnight is the day.
        return str(value.date()) if value.time() == datetime.time() else value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, datetime.date):
        return str(value)
    own = getattr(value, "item", None)
    if callable(own):
        item: object = own()
        return item
    raise TypeError(f"a record holds texts, numbers, truth values, days, lists and mappings, found a {type(value).__name__}")


def text(record: object) -> str:
    """A record as JSON."""
    return json.dumps(record, default=plain, allow_nan=False, ensure_ascii=False)

"""Reading what callers write: dates, times, instants. Every refusal names the field. Pure."""

import re
from datetime import UTC, date, datetime, time

from frontdesk.errors import ValidationFailed

EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


def read_date(text: str, field: str = "date") -> date:
    """Return the day of YYYY-MM-DD.

    Raises:
        ValidationFailed: it is none, or farther away than any calendar goes.
    """
    try:
        # The library alone reads week dates and dates without hyphens too, which nobody means here.
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise ValidationFailed({field: "must be a date such as 2026-12-01"})
    if not EARLIEST <= day <= LATEST:
        raise ValidationFailed({field: f"must lie between {EARLIEST} and {LATEST}"})
    return day


def read_time(text: str, field: str = "time") -> time:
    """Return the time of day of HH:MM or HH:MM:SS.

    Raises:
        ValidationFailed: it is none.
    """
    match = _TIME.fullmatch(text)
    try:
        return time(int(match[1]), int(match[2]), int(match[3] or 0)) if match else _no_time(field)
    except ValueError:
        return _no_time(field)


def read_instant(text: str, field: str) -> datetime:
    """Return the UTC instant of an ISO text with an offset.

    Raises:
        ValidationFailed: it is none, or names no offset.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValidationFailed({field: "must be a time such as 2026-12-01T14:00:00-05:00"}) from None
    if instant.tzinfo is None:
        raise ValidationFailed({field: "must name its offset, such as 2026-12-01T14:00:00-05:00"})
    if not EARLIEST <= instant.date() <= LATEST:
        raise ValidationFailed({field: f"must lie between {EARLIEST} and {LATEST}"})
    return instant.astimezone(UTC)


def _no_time(field: str) -> time:
    raise ValidationFailed({field: "must be a time of day such as 14:00"})

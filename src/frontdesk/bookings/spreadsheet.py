"""Bookings as a table for spreadsheets. Pure."""

import csv
import io
from collections.abc import Iterable

from frontdesk.bookings.listing import Listed

HEADINGS = (
    "id", "status", "startsAt", "endsAt", "timezone", "bookingType", "subject", "location", "userId", "user",
    "leadId", "lead", "email", "phone", "calendar", "createdAt",
)  # fmt: skip
# A spreadsheet takes what begins with these for a formula and would run it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def lines(bookings: Iterable[Listed]) -> str:
    """Return bookings as lines of comma-separated values."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [_harmless(cell) for cell in _cells(one)] for one in bookings
    )
    return text.getvalue()


def heading() -> str:
    """Return the first line, after the mark by which spreadsheets know UTF-8."""
    return "\ufeff" + ",".join(HEADINGS) + "\r\n"


def _cells(booking: Listed) -> tuple[object, ...]:
    return (
        booking.id,
        booking.status,
        booking.starts_at.isoformat(),
        booking.ends_at.isoformat(),
        booking.timezone,
        booking.booking_type,
        booking.subject,
        booking.location,
        booking.user_id,
        booking.user_name,
        booking.lead_id,
        booking.lead_name,
        booking.lead_email,
        booking.lead_phone,
        booking.external_state,
        booking.created_at.isoformat(),
    )


def _harmless(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: text that looks like one gets an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell

"""What is checked before a reply goes out. Pure.

A reply that says something was booked, moved or cancelled must have it behind it, and a booking just made is
told with the weekday, date, time and zone that the database holds, printed by code.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from frontdesk.assistant.offline.speech import spoken
from frontdesk.bookings.repository import Booking

NOTHING_BOOKED = "I haven't booked anything yet. Which day and time would suit you?"
NOTHING_CHANGED = "I haven't cancelled or moved anything just now."

_WE_HAVE = r"\b(?:i|we)(?:'ve| have)?(?: just)?"
_IT_IS = r"(?:\b(?:is|been)|\b(?:it|that|everything)'s|\byou(?:'re| are))(?: now| all)*"
_BOOKED = re.compile(
    rf"{_WE_HAVE} (?:booked|reserved|scheduled)\b|{_IT_IS} (?:booked|confirmed|scheduled|reserved)\b"
    r"|\byou(?:'re| are)(?: all)? set\b|\bbooked you\b|\bsee you (?:on|then)\b",
    re.IGNORECASE,
)
# What a reply says was done to a booking, and the tool that does it.
_CHANGES = {
    "cancel_booking": re.compile(rf"(?:{_WE_HAVE}|{_IT_IS}) cancell?ed\b", re.IGNORECASE),
    "reschedule_booking": re.compile(rf"(?:{_WE_HAVE}|{_IT_IS}) (?:moved|rescheduled)\b", re.IGNORECASE),
}


def said_truthfully(
    reply: str, *, booked: Sequence[Booking], done: Collection[str], standing: Sequence[Booking]
) -> str:
    """Return the reply as it may go out.

    Args:
        reply: what the model wants to say.
        booked: the bookings this turn made or moved.
        done: the tools that succeeded in this turn.
        standing: the bookings to come that the lead held before this turn; speaking of them is no lie.
    """
    plain = reply.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if booked or standing:
        lied = any(claim.search(plain) for tool, claim in _CHANGES.items() if tool not in done)
        reply = " ".join([NOTHING_CHANGED, *map(_stands, standing)]) if lied else reply
    if booked:
        return _with_facts(reply, booked[-1])
    if _BOOKED.search(plain) and not standing:
        return NOTHING_BOOKED
    return reply


def told(booking: Booking) -> str:
    """Return when a booking is, in words: "Tuesday 1 December, 2:00 PM (New York time)"."""
    zone = booking.details["timezone"]
    return spoken(booking.starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone)


def cleaned(words: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """Return what a model wrote without U+0000, which no database keeps and no reader sees."""
    if isinstance(words, str):
        return words.replace("\x00", "")
    if isinstance(words, dict):
        return {cleaned(name): cleaned(value) for name, value in words.items()}
    if isinstance(words, list):
        return [cleaned(value) for value in words]
    return words


def _stands(booking: Booking) -> str:
    return f"Your booking stands: {told(booking)}."


def _with_facts(reply: str, booking: Booking) -> str:
    when = told(booking)
    if when in reply:
        return reply
    fact = f"Booked: {when}." if booking.status == "confirmed" else f"Reserved, not yet confirmed: {when}."
    return f"{reply.rstrip()}\n\n{fact}".lstrip()

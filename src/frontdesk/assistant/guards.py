"""What is checked before a reply goes out. Pure.

A reply that says something is booked must have a booking behind it, and a booking just made is told with the
weekday, date, time and zone that the database holds, printed by code.
"""

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from frontdesk.assistant.offline.speech import spoken
from frontdesk.bookings.repository import Booking

NOTHING_BOOKED = "I haven't booked anything yet. Which day and time would suit you?"

_CLAIM = re.compile(
    r"\b(you(?:'re| are)(?: all)? (?:booked|set|confirmed)|(?:i|we)(?:'ve| have)?(?: just)? booked|"
    r"(?:is|been) (?:now )?(?:booked|confirmed|scheduled)|booked you|see you (?:on|then))\b",
    re.IGNORECASE,
)


def said_truthfully(reply: str, *, booked: Sequence[Booking], has_booking: bool) -> str:
    """Return the reply as it may go out.

    Args:
        reply: what the model wants to say.
        booked: the bookings this turn made.
        has_booking: the lead holds a live booking already, so that speaking of one is no lie.
    """
    if booked:
        return _with_facts(reply, booked[-1])
    if _CLAIM.search(reply) and not has_booking:
        return NOTHING_BOOKED
    return reply


def told(booking: Booking) -> str:
    """Return when a booking is, in words: "Tuesday 1 December, 2:00 PM (New York time)"."""
    zone = booking.details["timezone"]
    return spoken(booking.starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone)


def _with_facts(reply: str, booking: Booking) -> str:
    when = told(booking)
    if when in reply:
        return reply
    fact = f"Booked: {when}." if booking.status == "confirmed" else f"Reserved, not yet confirmed: {when}."
    return f"{reply.rstrip()}\n\n{fact}".lstrip()

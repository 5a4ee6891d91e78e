"""How a booking and its event in the outside calendar may differ, and what each difference is called."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from frontdesk.bookings.lifecycle import LIVE, Status
from frontdesk.bookings.outcomes import ENDED
from frontdesk.bookings.repository import Booking
from frontdesk.calendars.port import ExternalEvent

# What somebody did over there, or what went wrong: see `docs/gohighlevel.md` for what follows from each.
Difference = Literal["called_off", "gone", "moved", "ended", "left_over"]
MARK = re.compile(r"\(frontdesk (\d{1,18})-(\d{1,18})\)")
# When more than this many, and most of a calendar's events, are gone at once, nobody called them off.
FEW = 3

FindingCode = Literal[
    "called_off",
    "gone",
    "moved",
    "ended",
    "left_over",
    "twin",
    "late",
    "orphan",
    "overlap",
    "moved_onto_another",
    "many_gone",
    "not_written",
    "unreadable",
    "elsewhere",
    "unpushed",
]
CODES: tuple[FindingCode, ...] = get_args(FindingCode)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in which the two sides did not agree when they were compared.

    Attributes:
        is_mended: frontdesk has seen to it; else somebody has to.
    """

    code: FindingCode
    is_mended: bool
    booking_id: int | None = None
    event_id: str | None = None
    starts_at: datetime | None = None


def finding_about(code: FindingCode, booking: Booking, *, is_mended: bool) -> Finding:
    """Return a finding that names a booking and the event it is known by."""
    return Finding(code, is_mended, booking.id, booking.external_event_id, booking.starts_at)


def difference(booking: Booking, event: ExternalEvent | None) -> Difference | None:
    """Return how a booking that both sides once agreed on differs from its event; None when it does not.

    A booking whose event is still to be written or changed differs from nothing: its sync will see to it.
    """
    if booking.external_state != "synced" or booking.status in ENDED or booking.status == "held":
        return None
    if booking.status not in LIVE:
        return "left_over" if event is not None and event.takes_time else None
    if event is None:
        return "gone"
    if event.status in {"cancelled", "void"}:
        return "called_off"
    if event.status in ENDED:
        return "ended"
    is_there = (event.starts_at, event.ends_at) == (booking.starts_at, booking.ends_at)
    return None if is_there else "moved"


def stands_elsewhere(booking: Booking, place: str) -> bool:
    """Say whether a booking's event was written where its user's bookings no longer go."""
    is_settled = booking.external_state == "synced" and booking.status == "confirmed"
    return is_settled and booking.external_place not in {None, place}


def is_unpushed(booking: Booking) -> bool:
    """Say whether a booking was made, moved or cancelled while nothing was connected."""
    is_to_be_seen = booking.status in {"pending", "confirmed"}
    is_to_be_gone = booking.status == "cancelled" and booking.external_event_id is not None
    return booking.external_state == "none" and (is_to_be_seen or is_to_be_gone)


def is_left_over(booking: Booking) -> bool:
    """Say whether a cancelled booking's event may still stand, because taking it away was refused."""
    may_stand = booking.external_event_id is not None or booking.external_attempts > 0
    return booking.status == "cancelled" and booking.external_state == "failed" and may_stand


def ending_of(event: ExternalEvent) -> Status | None:
    """Return how an appointment ended over there, if it did."""
    return event.status if event.status == "completed" or event.status == "no_show" else None  # noqa: PLR1714


def marked_booking(event: ExternalEvent, sub_account_id: int) -> int | None:
    """Return the id of the booking whose mark an event carries, if it is one of this sub-account."""
    for text in (event.title, event.notes or ""):
        found = MARK.findall(text)
        if found and int(found[-1][0]) == sub_account_id:
            return int(found[-1][1])
    return None


def is_of(booking: Booking, event: ExternalEvent) -> bool:
    """Say whether an event is a booking's: the one it is known by, whatever its title says now, or marked."""
    is_known = event.event_id == booking.external_event_id
    return is_known or marked_booking(event, booking.sub_account_id) == booking.id


def overlaps(bookings: Iterable[Booking], foreign: Sequence[ExternalEvent]) -> list[Finding]:
    """Return the confirmed bookings that share time with an event of somebody else's."""
    return [
        Finding("overlap", is_mended=False, booking_id=booking.id, event_id=event.event_id,
                starts_at=booking.starts_at)
        for booking in bookings
        if booking.status == "confirmed"
        for event in foreign
        if event.takes_time and event.starts_at < booking.ends_at and booking.starts_at < event.ends_at
    ]  # fmt: skip


def is_suspicious(gone: int, of: int) -> bool:
    """Say whether so many events are gone at once that it is rather the answer that is wrong."""
    return gone > FEW and gone * 2 > of

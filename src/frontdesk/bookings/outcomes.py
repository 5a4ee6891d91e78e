"""How an attempt to make the outside calendar agree can end, and what a booking is after it. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from frontdesk.bookings.lifecycle import SHOWN, Status, SyncState
from frontdesk.bookings.repository import Booking
from frontdesk.calendars.port import EventKind

ENDED: frozenset[Status] = frozenset({"completed", "no_show"})
# A write without an answer has taken effect by then, or never will.
LANDED_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Standing:
    """An event of ours as it stands in the outside calendar.

    Attributes:
        is_elsewhere: it stands where the user's bookings went before.
    """

    event_id: str
    kind: EventKind
    title: str
    starts_at: datetime
    ends_at: datetime
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended.

    Attributes:
        kind: `agreed`: outside is as the claimed row wanted it; `taken`: the time is gone; `refused`: a clear
            no; `unclear`: it may or may not have happened; `unconnected`: there is no outside any more.
        event_id: the event that exists outside, as far as known.
        event_kind: what kind of event it is.
        stands: where the event stands that could not be moved to the time that is gone.
        problem: what went wrong, safe to show.
        is_about_access: it was refused for the connection's sake, not for the booking's.
        place: whose time the event takes, or may.
    """

    kind: Literal["agreed", "taken", "refused", "unclear", "unconnected"]
    event_id: str | None = None
    event_kind: EventKind | None = None
    stands: Standing | None = None
    problem: str | None = None
    retry_after_seconds: float | None = None
    is_about_access: bool = False
    place: str | None = None

    @property
    def may_land_late(self) -> bool:
        """Whether something may have been written that takes effect only later."""
        return self.kind == "unclear" and self.retry_after_seconds is None and not self.is_about_access


@dataclass(frozen=True, slots=True)
class Doubt:
    """Writes without an answer that may still take effect: since when, and their bookings' starts."""

    since: datetime | None = None
    starts: tuple[datetime, ...] = ()


def doubt_after(claimed: Booking, current: Booking, outcome: Outcome, *, now: datetime) -> Doubt:
    """Return what is in doubt after an attempt: a look that comes late enough settles what was before."""
    before = Doubt(current.doubted_at, tuple(current.doubted_starts))
    if outcome.may_land_late and claimed.external_state == "pending":
        return Doubt(now, tuple({*before.starts, claimed.starts_at}))
    is_over = before.since is None or before.since <= now - LANDED_AFTER
    return Doubt() if is_over and outcome.kind != "unclear" else before


def is_wanted(booking: Booking, *, now: datetime) -> bool:
    """Say whether something is to be done outside: to write, to take away, or to look once more."""
    is_due = booking.doubted_at is not None and booking.doubted_at <= now - LANDED_AFTER
    return booking.external_state == "pending" or (booking.external_state == "synced" and is_due)


def settled(claimed: Booking, current: Booking, outcome: Outcome) -> tuple[Status, SyncState]:
    """Decide what a booking is after an attempt; it may have changed since it was claimed."""
    wants_event = current.status in SHOWN
    final: Status = "confirmed" if current.status == "pending" else current.status
    if outcome.kind == "unconnected":
        return final, "none"
    if outcome.kind == "unclear" and claimed.external_state == "synced":
        return current.status, current.external_state
    if outcome.kind == "unclear" or _has_changed(claimed, current):
        return current.status, "pending"
    if outcome.kind == "taken" and wants_event:
        return _where_taken(current, outcome)
    may_stand = outcome.event_id is not None or claimed.external_attempts > 1
    if outcome.kind == "refused" and (wants_event or may_stand):
        return current.status, "failed"
    is_agreed = wants_event == (outcome.event_id is not None) or current.status in ENDED
    return (final, "synced") if is_agreed else (current.status, "pending")


def _where_taken(current: Booking, outcome: Outcome) -> tuple[Status, SyncState]:
    """End what was not promised to anybody; what was, somebody has to see to."""
    if current.status != "pending":
        return current.status, "failed"
    # An event that stands elsewhere is still to be taken away.
    return "cancelled", "failed" if outcome.event_id is None else "pending"


def _has_changed(claimed: Booking, current: Booking) -> bool:
    has_moved = (claimed.starts_at, claimed.ends_at) != (current.starts_at, current.ends_at)
    has_ended = current.status in ENDED and claimed.status not in ENDED
    return has_moved or has_ended

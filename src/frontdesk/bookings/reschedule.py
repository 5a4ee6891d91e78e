"""Moving, editing and ending a booking: everything `PATCH /bookings/{id}` may do, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from frontdesk.bookings import repository
from frontdesk.bookings.cancel import cancel_booking
from frontdesk.bookings.create import as_it_is_now, push, taken
from frontdesk.bookings.desk import Desk, locked_or_refuse, require_lead
from frontdesk.bookings.errors import InvalidTransition, SlotJustTaken, telling_of_overlap
from frontdesk.bookings.hold import HoldUse, book_locked, require_unexpired
from frontdesk.bookings.lifecycle import LIVE, Status, SyncState, may_move
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.request import BookingRequest, WallTime, Wanted, facts_about, judge, settled_status
from frontdesk.bookings.turns import end_expired_holds
from frontdesk.db.pool import Connection
from frontdesk.reading import read_date, read_time
from frontdesk.tenancy.principal import Principal


@dataclass(frozen=True, slots=True)
class NewTime:
    """Where a booking is to go. None keeps what the booking says."""

    day: str | None = None
    at: str | None = None
    starts_at: datetime | None = None
    duration_minutes: int | None = None
    timezone: str | None = None

    def __bool__(self) -> bool:
        return self != NewTime()


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to change of a booking.

    Attributes:
        time: a new time, if it is to move.
        columns: new values of `lead_id` and `booking_type`.
        details: new members of its details: subject, location, notes.
        status: a new status, if it is to end.
    """

    time: NewTime = field(default_factory=NewTime)
    columns: Mapping[str, object] = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)
    status: Status | None = None
    reason: str | None = None


async def change_booking(
    desk: Desk, principal: Principal, booking: Booking, changes: Changes, *, actor: Actor
) -> Booking:
    """Move, edit or end a booking: all of it or nothing. Its old time is free and its new one taken at once.

    Raises:
        SlotUnavailable, PastDate, NonexistentTime: the new time cannot be had. InvalidTransition: it is over,
        or may not go to that status. HoldExpired: it was reserved, and is no more. NotFound: no such booking
        or lead. Forbidden: not the caller's calendar.
    """
    principal.require_calendar_of(booking.regular_user_id)
    request = _request(booking, changes.time) if changes.time else None
    wanted = await _judge_move(desk, booking, request) if request else None
    try:
        with telling_of_overlap():
            async with desk.db.tenant(principal.sub_account_id) as connection:
                locked = await locked_or_refuse(connection, booking.id)
                changed = await _apply(desk, connection, locked, changes, wanted=wanted, actor=actor)
                news = await push(desk, connection, changed)
    except SlotJustTaken:
        assert request is not None, "only a move can overlap"  # noqa: S101
        raise await taken(desk, principal.sub_account_id, request) from None
    if news is None:
        return changed
    await news.wait(desk.patience_seconds)
    current = await as_it_is_now(desk, changed)
    if request is not None and _was_refused_there(changed, current):
        raise await taken(desk, principal.sub_account_id, request)
    return current


def _was_refused_there(changed: Booking, current: Booking) -> bool:
    """Say whether the outside calendar would not have the booking's new time."""
    has_gone_back = current.starts_at != changed.starts_at and current.external_error is not None
    return has_gone_back or (current.status == "cancelled" and changed.status != "cancelled")


async def _judge_move(desk: Desk, booking: Booking, request: BookingRequest) -> Wanted:
    if booking.status not in LIVE:
        raise InvalidTransition(booking.status, "rescheduled")
    facts = await facts_about(desk.availability, booking.sub_account_id, request, moving=booking)
    return judge(facts, request)


async def _apply(
    desk: Desk,
    connection: Connection,
    booking: Booking,
    changes: Changes,
    *,
    wanted: Wanted | None,
    actor: Actor,
) -> Booking:
    if wanted is not None:
        booking = await _move(desk, connection, booking, wanted, actor=actor, reason=changes.reason)
    if changes.columns or changes.details:
        booking = await _edit(desk, connection, booking, changes, actor=actor)
    if changes.status is not None:
        booking = await _end(desk, connection, booking, changes.status, actor=actor, reason=changes.reason)
    return booking


async def _move(
    desk: Desk, connection: Connection, booking: Booking, wanted: Wanted, *, actor: Actor, reason: str | None
) -> Booking:
    if booking.status not in LIVE:
        raise InvalidTransition(booking.status, "rescheduled")
    now = desk.clock.now()
    is_connected = wanted.facts.connected is not None
    is_held = booking.status == "held"
    if is_held:
        require_unexpired(booking, now)
    await end_expired_holds(
        connection, [booking.regular_user_id], start=wanted.starts_at, end=wanted.busy_until, now=now
    )
    moved = await repository.move(
        connection,
        replace(
            booking,
            status="held" if is_held else settled_status(is_connected=is_connected),
            starts_at=wanted.starts_at,
            ends_at=wanted.ends_at,
            details=_details(booking, wanted),
            external_state="pending" if is_connected and not is_held else "none",
        ),
        busy_until=wanted.busy_until,
        now=now,
    )
    changes = {"startsAt": [booking.starts_at.isoformat(), moved.starts_at.isoformat()]}
    await repository.record(
        connection, moved, actor, before=booking.status, reason=reason or "rescheduled", changes=changes
    )
    return moved


async def _edit(
    desk: Desk, connection: Connection, booking: Booking, changes: Changes, *, actor: Actor
) -> Booking:
    lead_id = changes.columns.get("lead_id", booking.lead_id)
    assert lead_id is None or isinstance(lead_id, int)  # noqa: S101 -- the schema says so
    await require_lead(connection, lead_id)
    edited = await repository.edit(
        connection,
        replace(
            booking,
            lead_id=lead_id,
            booking_type=str(changes.columns.get("booking_type", booking.booking_type)),
            details={**booking.details, **changes.details},
        ),
        now=desk.clock.now(),
    )
    told = {"edited": sorted([*changes.columns, *changes.details])}
    await repository.record(connection, edited, actor, before=booking.status, reason="edited", changes=told)
    return edited


async def _end(
    desk: Desk, connection: Connection, booking: Booking, status: Status, *, actor: Actor, reason: str | None
) -> Booking:
    if status == booking.status:
        return booking
    if status == "cancelled":
        return await cancel_booking(desk, connection, booking, actor=actor, reason=reason)
    if booking.status == "held" and status == "confirmed":
        return await book_locked(desk, connection, booking, HoldUse(booking.id), actor=actor)
    # `pending` and `held` are never asked for; `confirmed` is the outside calendar's word where there is one.
    is_ours_to_say = status in {"completed", "no_show"} or booking.external_state == "none"
    if not may_move(booking.status, status) or status == "pending" or not is_ours_to_say:
        raise InvalidTransition(booking.status, status)
    # An appointment over there is told how it ended; a block has nothing to tell it to.
    is_to_be_told = booking.external_state == "synced" and booking.external_kind == "appointment"
    state: SyncState = "pending" if is_to_be_told else booking.external_state
    ended = await repository.set_status(
        connection, booking, status, external_state=state, now=desk.clock.now()
    )
    await repository.record(connection, ended, actor, before=booking.status, reason=reason)
    return ended


def _details(booking: Booking, wanted: Wanted) -> dict[str, object]:
    """Return the details with the new time; a zone that stays is known as it was."""
    details = {**booking.details, **wanted.when_details()}
    if details["timezone"] == booking.details["timezone"] and "timezoneSource" in booking.details:
        details["timezoneSource"] = booking.details["timezoneSource"]
    return details


def _request(booking: Booking, time: NewTime) -> BookingRequest:
    """Return what is asked for: the booking as it is, but for what the new time names."""
    zone = time.timezone or str(booking.details["timezone"])
    when: WallTime | datetime
    if time.starts_at is not None:
        when = time.starts_at
    elif time.day is None and time.at is None:
        when = booking.starts_at
    else:
        day = time.day or str(booking.details["date"])
        when = WallTime(read_date(day), read_time(time.at or str(booking.details["time"])))
    return BookingRequest(
        user_id=booking.regular_user_id,
        when=when,
        lead_id=booking.lead_id,
        timezone=zone,
        duration_minutes=time.duration_minutes or int(booking.details["duration"]),
    )

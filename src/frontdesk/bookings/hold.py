"""Reserving a time for minutes, and turning what is reserved into a booking.

A hold takes its time like a booking does and is free again the moment it expires: whoever reads or writes
compares with the clock, no sweeper is waited for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.bookings import repository
from frontdesk.bookings.create import Alongside, as_it_is_now, push, taken
from frontdesk.bookings.desk import Desk, locked_or_refuse, require_lead
from frontdesk.bookings.errors import HoldExpired, InvalidTransition
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.request import BookingRequest, facts_about, judge, new_booking, settled_status
from frontdesk.db.pool import Connection
from frontdesk.tenancy.principal import Principal

DEFAULT_TTL_SECONDS = 300


@dataclass(frozen=True, slots=True)
class HoldUse:
    """What a hold is to become. None keeps what the hold says."""

    hold_id: int
    lead_id: int | None = None
    booking_type: str | None = None
    subject: str | None = None
    location: str | None = None
    notes: str | None = None


async def hold_slot(
    desk: Desk,
    sub_account_id: int,
    request: BookingRequest,
    *,
    ttl_seconds: int,
    actor: Actor,
    alongside: Alongside | None = None,
) -> Booking:
    """Reserve a time for `ttl_seconds`.

    Raises:
        As `create_booking` does.
    """
    wanted = judge(await facts_about(desk.availability, sub_account_id, request), request)
    until = desk.clock.now() + timedelta(seconds=ttl_seconds)
    new = new_booking(sub_account_id, request, wanted, hold_until=until)
    async with desk.db.tenant(sub_account_id) as connection:
        await require_lead(connection, request.lead_id)
        held = await repository.insert(connection, new, now=desk.clock.now())
        if held is not None:
            await repository.record(connection, held, actor, before=None)
            if alongside is not None:
                await alongside(connection, held)
    if held is None:
        raise await taken(desk, sub_account_id, request)
    return held


async def book_hold(
    desk: Desk, principal: Principal, use: HoldUse, *, actor: Actor, alongside: Alongside | None = None
) -> Booking:
    """Turn a hold into a booking.

    Raises:
        HoldExpired: its time is over, or it was used or given up. NotFound: no such hold, or no such lead.
        Forbidden: not the caller's calendar.
    """
    async with desk.db.tenant(principal.sub_account_id) as connection:
        held = await locked_or_refuse(connection, use.hold_id)
        principal.require_calendar_of(held.regular_user_id)
        booking = await book_locked(desk, connection, held, use, actor=actor)
        if alongside is not None:
            await alongside(connection, booking)
        news = await push(desk, connection, booking)
    if news is None:
        return booking
    await news.wait(desk.patience_seconds)
    return await as_it_is_now(desk, booking)


async def book_locked(
    desk: Desk, connection: Connection, held: Booking, use: HoldUse, *, actor: Actor
) -> Booking:
    """Turn a hold, locked in this transaction, into a booking; the calendar is yet to be told of it.

    Raises:
        HoldExpired, NotFound: as in `book_hold`.
    """
    now = desk.clock.now()
    require_unexpired(held, now)
    await require_lead(connection, use.lead_id)
    is_connected = await desk.availability.is_connected(connection, held.sub_account_id, held.regular_user_id)
    changes = repository.HeldChanges(
        status=settled_status(is_connected=is_connected),
        external_state="pending" if is_connected else "none",
        lead_id=use.lead_id or held.lead_id,
        booking_type=use.booking_type or held.booking_type,
        details={**held.details, **_texts(use)},
    )
    booking = await repository.book_hold(connection, held, changes, now=now)
    await repository.record(connection, booking, actor, before="held")
    return booking


def require_unexpired(held: Booking, now: datetime) -> None:
    """Refuse what is not, or no longer, reserved.

    Raises:
        HoldExpired: its time is over, or it was used or given up.
    """
    if held.status != "held" or held.hold_expires_at is None or held.hold_expires_at <= now:
        raise HoldExpired


async def release_hold(desk: Desk, principal: Principal, hold_id: int, *, actor: Actor) -> Booking:
    """Give a hold up; its time is free at once. Twice is harmless.

    Raises:
        NotFound: no such hold. Forbidden: not the caller's calendar. InvalidTransition: it became a booking.
    """
    async with desk.db.tenant(principal.sub_account_id) as connection:
        held = await locked_or_refuse(connection, hold_id)
        principal.require_calendar_of(held.regular_user_id)
        if held.status == "cancelled":
            return held
        if held.status != "held":
            raise InvalidTransition(held.status, "cancelled")
        released = await repository.set_status(
            connection, held, "cancelled", external_state="none", now=desk.clock.now()
        )
        await repository.record(connection, released, actor, before="held", reason="released")
        return released


def _texts(use: HoldUse) -> dict[str, str]:
    """Return the texts that the hold's own give way to."""
    given = {"subject": use.subject, "location": use.location, "notes": use.notes}
    return {name: text for name, text in given.items() if text is not None}

"""Making a booking: decide in pure code, let the database decide the race, wait briefly for the calendar."""

from collections.abc import Awaitable, Callable

from frontdesk.bookings import repository
from frontdesk.bookings.desk import Desk, require_lead
from frontdesk.bookings.errors import SlotUnavailable
from frontdesk.bookings.repository import Actor, Booking, NewBooking
from frontdesk.bookings.request import BookingRequest, facts_about, judge, new_booking
from frontdesk.db.pool import Connection
from frontdesk.jobs.queue import enqueue_sync
from frontdesk.jobs.settlements import Expectation

# What else is to be written in the booking's own transaction.
Alongside = Callable[[Connection, Booking], Awaitable[None]]


async def create_booking(
    desk: Desk,
    sub_account_id: int,
    request: BookingRequest,
    *,
    actor: Actor,
    alongside: Alongside | None = None,
) -> Booking:
    """Book a time. The answer is `confirmed` when the outside calendar has it, else truthfully `pending`.

    Raises:
        SlotUnavailable: the time is not free; says what is. PastDate, NonexistentTime: it never will be.
        NotFound: no such user or lead. InvalidTimezone, NoCalendarId, NoLocationId: as in `facts`.
    """
    wanted = judge(await facts_about(desk.availability, sub_account_id, request), request)
    new = new_booking(sub_account_id, request, wanted)
    written = await _write(desk, new, actor, alongside)
    if written is None:
        raise await taken(desk, sub_account_id, request)
    booking, news = written
    if news is None:
        return booking
    await news.wait(desk.patience_seconds)
    current = await as_it_is_now(desk, booking)
    if current.status == "cancelled":  # the outside calendar said that the time is taken
        raise await taken(desk, sub_account_id, request)
    return current


async def taken(desk: Desk, sub_account_id: int, request: BookingRequest) -> SlotUnavailable:
    """Return the refusal of a time that somebody else was quicker to take, with what is free now."""
    facts = await facts_about(desk.availability, sub_account_id, request)
    return SlotUnavailable(facts.wall_times())


async def as_it_is_now(desk: Desk, booking: Booking) -> Booking:
    """Return a booking read again."""
    async with desk.db.tenant(booking.sub_account_id) as connection:
        return await repository.by_id(connection, booking.id) or booking


async def push(desk: Desk, connection: Connection, booking: Booking) -> Expectation | None:
    """Have the outside calendar told, if there is one; returns what to wait for."""
    if booking.external_state != "pending":
        return None
    await enqueue_sync(connection, booking.sub_account_id, booking.id)
    return desk.settlements.expect(booking.sub_account_id, booking.id)


async def _write(
    desk: Desk, new: NewBooking, actor: Actor, alongside: Alongside | None
) -> tuple[Booking, Expectation | None] | None:
    """Write the booking, its history and its job in one transaction; None when the time was taken first."""
    async with desk.db.tenant(new.sub_account_id) as connection:
        await require_lead(connection, new.lead_id)
        booking = await repository.insert(connection, new, now=desk.clock.now())
        if booking is None:
            return None
        await repository.record(connection, booking, actor, before=None)
        if alongside is not None:
            await alongside(connection, booking)
        return booking, await push(desk, connection, booking)

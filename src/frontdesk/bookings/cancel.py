"""Cancelling a booking: its time is free at once, the outside calendar follows."""

from frontdesk.bookings import repository
from frontdesk.bookings.desk import Desk
from frontdesk.bookings.errors import InvalidTransition
from frontdesk.bookings.lifecycle import may_move
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.db.pool import Connection


async def cancel_booking(
    desk: Desk, connection: Connection, booking: Booking, *, actor: Actor, reason: str | None
) -> Booking:
    """Cancel a booking that the caller has locked, and whose sync it enqueues, in this transaction.

    Twice is harmless.

    Raises:
        InvalidTransition: it is over already.
    """
    if booking.status == "cancelled":
        return booking
    if not may_move(booking.status, "cancelled"):
        raise InvalidTransition(booking.status, "cancelled")
    is_known_there = booking.external_state != "none" or booking.external_event_id is not None
    cancelled = await repository.set_status(
        connection,
        booking,
        "cancelled",
        external_state="pending" if is_known_there else "none",
        now=desk.clock.now(),
    )
    await repository.record(connection, cancelled, actor, before=booking.status, reason=reason)
    return cancelled

"""Cancelling a booking: its time is free at once, the outside calendar follows."""

from frontdesk.bookings import repository
from frontdesk.bookings.desk import Desk
from frontdesk.bookings.errors import InvalidTransition
from frontdesk.bookings.lifecycle import may_move
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.db.pool import Connection
from frontdesk.jobs.queue import enqueue_sync


async def cancel_booking(
    desk: Desk, connection: Connection, booking: Booking, *, actor: Actor, reason: str | None
) -> Booking:
    """Cancel a booking that the caller has locked in this transaction. Twice is harmless.

    Raises:
        InvalidTransition: it is over already.
    """
    if booking.status == "cancelled":
        return booking
    if not may_move(booking.status, "cancelled"):
        raise InvalidTransition(booking.status, "cancelled")
    is_outside = booking.external_state != "none"
    cancelled = await repository.set_status(
        connection, booking, "cancelled",
        external_state="pending" if is_outside else "none",
        now=desk.clock.now(),
    )  # fmt: skip
    await repository.record(connection, cancelled, actor, before=booking.status, reason=reason)
    if is_outside:
        await enqueue_sync(connection, booking.sub_account_id, booking.id)
    return cancelled

"""Trying the outside calendar again for one booking, because somebody asked."""

from frontdesk.bookings import repository
from frontdesk.bookings.desk import Desk, locked_or_refuse
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.jobs.queue import enqueue_sync
from frontdesk.tenancy.principal import Principal

TRY_ANEW = f"""
UPDATE bookings SET external_state = 'pending', external_error = NULL, updated_at = $2
WHERE id = $1 AND (external_state IN ('failed', 'pending')
                   OR external_state = 'synced' AND external_error IS NOT NULL)
RETURNING {repository.COLUMNS}
"""  # noqa: S608 -- columns are a constant


async def push_again(desk: Desk, principal: Principal, booking_id: int, *, actor: Actor) -> Booking:
    """Have the worker try now what failed, waits or met a problem; what is well, or needs no calendar, stays.

    Raises:
        NotFound: not in this sub-account. Forbidden: not the caller's calendar.
    """
    async with desk.db.tenant(principal.sub_account_id) as connection:
        booking = await locked_or_refuse(connection, booking_id)
        principal.require_calendar_of(booking.regular_user_id)
        row = await connection.fetchrow(TRY_ANEW, booking_id, desk.clock.now())
        if row is None:
            return booking
        trying = Booking(**row)
        await repository.record(connection, trying, actor, before=trying.status, reason="pushed again")
        await enqueue_sync(connection, trying.sub_account_id, trying.id)
        return trying

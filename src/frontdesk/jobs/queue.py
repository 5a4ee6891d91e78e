"""Putting work into the queue, in the transaction of the row that needs it."""

import msgspec
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries

from frontdesk.db.pool import Connection

SYNC_BOOKING = "sync_booking"


class BookingJob(msgspec.Struct, frozen=True):
    """Which booking a job is about. Ids only: the job loads fresh state and may run twice."""

    sub_account_id: int
    booking_id: int


async def enqueue_sync(connection: Connection, sub_account_id: int, booking_id: int) -> None:
    """Ask the worker to make the outside calendar agree with a booking, once this transaction commits."""
    payload = msgspec.json.encode(BookingJob(sub_account_id, booking_id))
    await Queries(AsyncpgDriver(connection)).enqueue(SYNC_BOOKING, payload)

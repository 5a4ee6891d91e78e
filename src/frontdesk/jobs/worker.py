"""The worker: every job and what it calls, on one screen."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import msgspec
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job

from frontdesk.db.pool import ConnectionSettings
from frontdesk.jobs.queue import SYNC_BOOKING, BookingJob

CONCURRENT_SYNCS = 20
POLL = timedelta(seconds=10)

SyncBooking = Callable[[int, int], Awaitable[timedelta | None]]


def register(queue: PgQueuer, *, sync_booking: SyncBooking) -> None:
    """Tell the queue which job calls what. A job that returns a wait is run again after it."""

    @queue.entrypoint(SYNC_BOOKING, concurrency_limit=CONCURRENT_SYNCS)
    async def run_sync(job: Job) -> None:
        wanted = msgspec.json.decode(job.payload or b"", type=BookingJob)
        wait = await sync_booking(wanted.sub_account_id, wanted.booking_id)
        if wait is not None:
            raise RetryRequested(delay=wait, reason="the calendar gave no clear answer")


@asynccontextmanager
async def working(
    connections: ConnectionSettings, *, sync_booking: SyncBooking
) -> AsyncIterator[asyncio.Task[None]]:
    """Run the jobs beside whatever else this process does; yields the task that runs them."""
    connection = await connections.connect()
    queue = PgQueuer(AsyncpgDriver(connection))
    register(queue, sync_booking=sync_booking)
    task = asyncio.create_task(queue.run(dequeue_timeout=POLL), name="jobs")
    try:
        yield task
    finally:
        queue.shutdown.set()
        await task
        await connection.close()

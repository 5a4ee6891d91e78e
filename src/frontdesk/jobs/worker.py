"""The worker: runs the jobs and the timetable, and lives on when the database goes away for a while."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver

from frontdesk.db.pool import ConnectionSettings
from frontdesk.jobs.register import Timetable, Work, register
from frontdesk.logs import logger

POLL = timedelta(seconds=10)
RECONNECT_SECONDS = 1.0

_log = logger(__name__)


@asynccontextmanager
async def working(
    connections: ConnectionSettings, work: Work, timetable: Timetable = ()
) -> AsyncIterator[asyncio.Task[None]]:
    """Run the jobs beside whatever else this process does; yields the task that runs them."""
    stopping = asyncio.Event()
    task = asyncio.create_task(_keep_working(connections, work, timetable, stopping=stopping), name="jobs")
    try:
        yield task
    finally:
        stopping.set()
        await task


async def _keep_working(
    connections: ConnectionSettings, work: Work, timetable: Timetable, *, stopping: asyncio.Event
) -> None:
    """Work until told to stop; a lost connection is made again."""
    while not stopping.is_set():
        try:
            await _work(connections, work, timetable, stopping=stopping)
        except Exception:  # noqa: BLE001 -- this loop must survive whatever happens
            _log.exception("jobs_interrupted")
        if not stopping.is_set():
            await asyncio.sleep(RECONNECT_SECONDS)


async def _work(
    connections: ConnectionSettings, work: Work, timetable: Timetable, *, stopping: asyncio.Event
) -> None:
    """Work until told to stop or until the connection is lost."""
    connection = await connections.connect()
    queue = PgQueuer(AsyncpgDriver(connection))
    register(queue, work, timetable)
    connection.add_termination_listener(lambda _: queue.shutdown.set())
    told = asyncio.create_task(stopping.wait(), name="jobs told to stop")
    told.add_done_callback(lambda _: queue.shutdown.set())
    try:
        await queue.run(dequeue_timeout=POLL)
    finally:
        told.cancel()
        await connection.close()

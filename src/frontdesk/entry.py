"""Where server processes begin: each opens the services it needs and closes them when it stops."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar

from frontdesk import logs, settings
from frontdesk.app import create_app
from frontdesk.assembly import Services, assembled, jobs_running, timetable_of
from frontdesk.clock import SystemClock
from frontdesk.db.access import reachable
from frontdesk.db.pool import DatabaseError
from frontdesk.logs import logger
from frontdesk.settings import Settings

_log = logger(__name__)


@asynccontextmanager
async def opened(chosen: Settings) -> AsyncIterator[Services]:
    """Open the services of a process.

    Raises:
        DatabaseError, EmbeddedDatabaseError: the database cannot be used.
    """
    async with (
        reachable(chosen) as connections,
        assembled(chosen, connections, clock=SystemClock()) as services,
    ):
        yield services


@asynccontextmanager
async def opened_with_jobs(chosen: Settings) -> AsyncIterator[Services]:
    """Open the services and run the jobs beside them."""
    async with opened(chosen) as services, jobs_running(services, timetable_of(services)):
        yield services


def end_streams(services: Services) -> None:
    """Let go whoever follows something as it happens: the process is about to stop, and they come back."""
    services.booking_news.close()
    services.watching.close()


async def warn_of_lost_keys(services: Services) -> None:
    """Say it when the secret keys do not open what is stored: without a word the first booking would."""
    try:
        connections = await services.probe.look_for_lost_keys()
    except DatabaseError as error:
        _log.warning("secret_keys_not_looked_at", reason=str(error))
        return
    if connections:
        _log.warning(
            "secret_keys_lost",
            connections=connections,
            what_to_do="Put back the key that sealed them into FRONTDESK_SECRET_KEYS, or connect them again.",
        )


@asynccontextmanager
async def _letting_go(opening: AbstractAsyncContextManager[Services]) -> AsyncIterator[Services]:
    """Open the services of a server process, and let open streams end when it is told to stop.

    The server waits for whatever is being answered, and streams go on for minutes. Its own handlers stand
    already: the event loop calls them through its wake-up, whatever is called here.
    """
    loop = asyncio.get_running_loop()
    async with opening as services:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(end_streams, services))
        looking = asyncio.create_task(warn_of_lost_keys(services), name="looking for lost keys")
        try:
            yield services
        finally:
            looking.cancel()


def web_and_jobs() -> Litestar:
    """Return the application of a server process that runs the jobs too."""
    chosen = settings.from_environment()
    logs.configure(chosen.log_level)
    return create_app(lambda: _letting_go(opened_with_jobs(chosen)))


def web_alone() -> Litestar:
    """Return the application of a server process beside separate workers."""
    chosen = settings.from_environment()
    logs.configure(chosen.log_level)
    return create_app(lambda: _letting_go(opened(chosen)))

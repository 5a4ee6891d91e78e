"""Where server processes begin: each opens the services it needs and closes them when it stops."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from frontdesk import logs, settings
from frontdesk.app import create_app
from frontdesk.assembly import Services, assembled, jobs_running, timetable_of
from frontdesk.clock import SystemClock
from frontdesk.db.access import reachable
from frontdesk.settings import Settings


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


def web_and_jobs() -> Litestar:
    """Return the application of a server process that runs the jobs too."""
    chosen = settings.from_environment()
    logs.configure(chosen.log_level)
    return create_app(lambda: opened_with_jobs(chosen))


def web_alone() -> Litestar:
    """Return the application of a server process beside separate workers."""
    chosen = settings.from_environment()
    logs.configure(chosen.log_level)
    return create_app(lambda: opened(chosen))

"""The database goes away and comes back: requests say so, and nothing has to be started again."""

import asyncio
from contextlib import suppress

from frontdesk.assembly import Services, assembled
from frontdesk.clock import FixedClock
from frontdesk.db.pool import DatabaseUnreachable
from frontdesk.jobs.queue import enqueue_sync
from frontdesk.jobs.worker import working
from frontdesk.settings import Settings
from tests.conftest import Account, app_around, client_of, make_account
from tests.jobs.idle import idle_but_for
from tests.outages import Outages, reached

PATIENCE_SECONDS = 30.0


async def test_requests_are_refused_in_words_until_the_database_is_back(
    outages: Outages, settings: Settings, clock: FixedClock
) -> None:
    async with assembled(settings, await reached(outages), clock=clock) as services:
        account = await make_account(services)
        async with client_of(app_around(services), account.headers) as client:
            outages.begin()
            during = [await client.get(path) for path in ("/users/me", "/readyz", "/healthz")]
            outages.end()
            after = [await client.get(path) for path in ("/users/me", "/readyz")]

    assert [answer.status_code for answer in during] == [503, 503, 200]
    assert during[0].json() == {
        "success": False,
        "error": "UNAVAILABLE",
        "message": "We cannot answer just now. Please try again in a moment.",
    }
    assert [answer.status_code for answer in after] == [200, 200]


async def test_the_worker_goes_on_when_the_database_is_back(
    outages: Outages, settings: Settings, clock: FixedClock
) -> None:
    done: asyncio.Queue[int] = asyncio.Queue()

    async def sync_booking(_sub_account_id: int, booking_id: int) -> None:
        done.put_nowait(booking_id)

    connections = await reached(outages)
    async with assembled(settings, connections, clock=clock) as services:
        account = await make_account(services)
        async with working(connections, idle_but_for(sync_booking=sync_booking)):
            for booking_id in (1, 2):
                await _enqueued(services, account, booking_id)
                async with asyncio.timeout(PATIENCE_SECONDS):
                    assert await done.get() == booking_id
                if booking_id == 1:
                    outages.begin()
                    outages.end()


async def _enqueued(services: Services, account: Account, booking_id: int) -> None:
    """Put a job into the queue; right after an outage it may take a second try to learn of it."""
    for _ in range(2):
        with suppress(DatabaseUnreachable):
            async with services.db.tenant(account.sub_account_id) as connection:
                await enqueue_sync(connection, account.sub_account_id, booking_id)
            return
    raise AssertionError("the database did not come back")

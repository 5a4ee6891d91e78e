"""Jobs run until they are done, whatever happens on the way."""

import asyncio
from datetime import timedelta

import pytest

from frontdesk.assembly import Services
from frontdesk.jobs.queue import enqueue_sync
from frontdesk.jobs.worker import working
from tests.conftest import Account, TestServer
from tests.databases import rows
from tests.jobs.idle import idle_but_for

PATIENCE_SECONDS = 20.0


class Attempts:
    """What a job does, attempt by attempt: fail, ask to be run again, or be done."""

    def __init__(self, *endings: Exception | timedelta | None) -> None:
        self._endings = list(endings)
        self.finished = asyncio.Event()

    async def sync_booking(self, _sub_account_id: int, _booking_id: int) -> timedelta | None:
        ending = self._endings.pop(0)
        if not self._endings:
            self.finished.set()
        if isinstance(ending, Exception):
            raise ending
        return ending


async def run(services: Services, account: Account, attempts: Attempts) -> None:
    async with services.db.tenant(account.sub_account_id) as connection:
        await enqueue_sync(connection, account.sub_account_id, 1)
    async with (
        working(services.db.connections, idle_but_for(sync_booking=attempts.sync_booking)),
        asyncio.timeout(PATIENCE_SECONDS),
    ):
        await attempts.finished.wait()


async def test_a_job_that_asks_for_it_is_run_again(services: Services, account: Account) -> None:
    await run(services, account, Attempts(timedelta(milliseconds=10), timedelta(milliseconds=10), None))


async def test_a_job_that_fails_unexpectedly_is_run_again_rather_than_lost(
    services: Services, account: Account
) -> None:
    await run(services, account, Attempts(RuntimeError("a bug"), None))


async def test_the_queue_keeps_no_word_of_what_a_job_failed_at(
    services: Services, account: Account, server: TestServer
) -> None:
    await run(services, account, Attempts(RuntimeError("Quillfeather is not a number"), None))

    kept = await rows(server, "SELECT traceback::text FROM pgqueuer_log WHERE traceback IS NOT NULL")
    assert any("an unexpected error" in row["traceback"] for row in kept)
    assert not any("Quillfeather" in row["traceback"] for row in kept)


async def test_a_job_that_is_rolled_back_with_its_row_never_runs(
    services: Services, account: Account
) -> None:
    async def think_twice() -> None:
        async with services.db.tenant(account.sub_account_id) as connection:
            await enqueue_sync(connection, account.sub_account_id, 1)
            raise RuntimeError("second thoughts")

    with pytest.raises(RuntimeError, match="second thoughts"):
        await think_twice()

    async with services.db.tenant(account.sub_account_id) as connection:
        waiting = await connection.fetch("SELECT payload FROM pgqueuer")
    assert not [
        row for row in waiting if f'"sub_account_id":{account.sub_account_id},'.encode() in row["payload"]
    ]

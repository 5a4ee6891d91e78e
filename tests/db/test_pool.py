"""The one door to tenant rows: what a transaction sees, and what it leaves behind."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from frontdesk.assembly import Services
from frontdesk.db.pool import Database, DatabaseError, by_arguments, opened
from frontdesk.errors import ValidationFailed
from frontdesk.leads import repository as leads
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import SYSTEM
from tests.conftest import Account, TestServer, make_account

CANCELLED_AFTER_STEPS = range(60)


@pytest.fixture
async def lone(server: TestServer) -> AsyncIterator[Database]:
    """A database through one connection, so that what a caller leaves behind is what the next one finds."""
    async with opened(server.app, max_connections=1) as db:
        yield db


async def tenant_of(db: Database) -> str | None:
    """Return the tenant that a connection knows outside any transaction of ours."""
    async with db._pool.acquire() as connection:
        assert not connection.is_in_transaction()
        tenant: str | None = await connection.fetchval("SELECT current_setting('app.sub_account_id', true)")
        return tenant


async def count_leads(db: Database, sub_account_id: int) -> int:
    async with db.tenant(sub_account_id) as connection:
        return len(await leads.newest(connection, 100))


async def test_what_is_written_is_there_once_the_block_is_left(services: Services, account: Account) -> None:
    async with services.db.tenant(account.sub_account_id) as connection:
        await leads.insert(connection, account.sub_account_id, LeadFields("Ann"), now=services.clock.now())

    assert await count_leads(services.db, account.sub_account_id) == 1


async def test_an_error_takes_everything_back(services: Services, account: Account) -> None:
    async def think_twice() -> None:
        async with services.db.tenant(account.sub_account_id) as connection:
            await leads.insert(
                connection, account.sub_account_id, LeadFields("Ann"), now=services.clock.now()
            )
            raise RuntimeError("second thoughts")

    with pytest.raises(RuntimeError, match="second thoughts"):
        await think_twice()

    assert await count_leads(services.db, account.sub_account_id) == 0


async def test_a_connection_goes_back_knowing_no_tenant(lone: Database, account: Account) -> None:
    async with lone.tenant(account.sub_account_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM users") == 1

    assert await tenant_of(lone) in {None, ""}


async def test_two_interleaved_transactions_never_see_each_other(services: Services) -> None:
    ours, theirs = await make_account(services), await make_account(services)

    async with (
        services.db.tenant(ours.sub_account_id) as one,
        services.db.tenant(theirs.sub_account_id) as two,
    ):
        for connection, account in [(one, ours), (two, theirs), (one, ours), (two, theirs)]:
            await leads.insert(
                connection, account.sub_account_id, LeadFields("Ann"), now=services.clock.now()
            )
            seen = await connection.fetch("SELECT sub_account_id FROM leads")
            assert {row["sub_account_id"] for row in seen} == {account.sub_account_id}


async def test_many_tenants_on_few_connections_each_see_their_own(
    server: TestServer, services: Services
) -> None:
    accounts = [await make_account(services) for _ in range(4)]

    async with opened(server.app, max_connections=2) as db:

        async def look(account: Account) -> bool:
            async with db.tenant(account.sub_account_id) as connection:
                await asyncio.sleep(0)
                seen = await connection.fetch("SELECT id FROM users")
            return [row["id"] for row in seen] == [account.user_id]

        assert all(await asyncio.gather(*(look(account) for account in accounts * 10)))


async def test_a_cancelled_task_leaves_no_transaction_behind(
    lone: Database, services: Services, account: Account
) -> None:
    async def write_slowly() -> None:
        async with lone.tenant(account.sub_account_id) as connection:
            for _ in range(4):
                await leads.insert(
                    connection, account.sub_account_id, LeadFields("Ann"), now=services.clock.now()
                )

    for steps in CANCELLED_AFTER_STEPS:
        before = await count_leads(lone, account.sub_account_id)
        task = asyncio.create_task(write_slowly())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        assert await tenant_of(lone) in {None, ""}
        assert await count_leads(lone, account.sub_account_id) - before in {0, 4}


async def test_a_task_cancelled_while_the_database_works_leaves_no_transaction_behind(
    lone: Database, account: Account
) -> None:
    async def wait_there() -> None:
        async with lone.tenant(account.sub_account_id) as connection:
            await connection.execute("SELECT pg_sleep(10)")

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await wait_there()

    assert await tenant_of(lone) in {None, ""}


async def test_a_text_that_postgresql_cannot_keep_is_refused(services: Services, account: Account) -> None:
    with pytest.raises(ValidationFailed, match=r"U\+0000"):
        await services.leads.create(account.sub_account_id, LeadFields(name="An\x00n"), by=SYSTEM)
    with pytest.raises(ValidationFailed, match=r"U\+0000"):
        await services.db.find_sign_ins("an\x00n@example.com")


async def test_a_role_that_sees_everything_is_not_taken(server: TestServer) -> None:
    with pytest.raises(DatabaseError, match="must not bypass row-level security"):
        async with opened(by_arguments({"dsn": server.owner_dsn})):
            pass

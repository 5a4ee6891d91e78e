"""The database itself keeps agencies apart, and their own level out of every tenant."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from frontdesk.assembly import Services
from tests.conftest import TestServer
from tests.databases import owning
from tests.tenancy.inhabited import OF_AGENCIES, Inhabited, inhabit, tenant_tables

BEGIN = "BEGIN; SET LOCAL app.agency_id = '{}'"


@pytest.fixture
async def raw(server: TestServer) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the server's role, with nothing set."""
    connection = await server.app.connect()
    yield connection
    await connection.close()


@pytest.fixture
async def ours(services: Services) -> tuple[int, Inhabited]:
    """An agency with a sub-account that has something of everything."""
    agency = await services.agencies.create("Ours", "ours@example.com")
    inhabited = await inhabit(services)
    await services.agencies.take_in(agency.agency_id, inhabited.account.sub_account_id)
    return agency.agency_id, inhabited


@pytest.mark.parametrize("table", sorted(OF_AGENCIES))
async def test_without_an_agency_there_is_nothing_of_one_to_see_or_write(
    raw: asyncpg.Connection, ours: tuple[int, Inhabited], table: str
) -> None:
    assert await raw.fetchval(f"SELECT count(*) FROM {table}") == 0
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        await raw.execute(f"INSERT INTO {table} DEFAULT VALUES")


async def test_an_agencys_transaction_sees_the_list_of_its_sub_accounts_and_nothing_in_them(
    services: Services, raw: asyncpg.Connection, server: TestServer, ours: tuple[int, Inhabited]
) -> None:
    agency_id, inhabited = ours
    async with owning(server) as owner:
        tables = [table for table in await tenant_tables(owner) if table != "sub_accounts"]
    await raw.execute(BEGIN.format(agency_id))

    seen = {table: await raw.fetchval(f"SELECT count(*) FROM {table}") for table in tables}

    assert len(tables) > 10
    assert {table for table, rows in seen.items() if rows} == set()
    assert [row["id"] for row in await raw.fetch("SELECT id FROM sub_accounts")] == [
        inhabited.account.sub_account_id
    ]


async def test_an_agencys_transaction_changes_none_of_its_sub_accounts(
    raw: asyncpg.Connection, ours: tuple[int, Inhabited]
) -> None:
    agency_id, _ = ours
    await raw.execute(BEGIN.format(agency_id))

    assert await raw.execute("UPDATE sub_accounts SET name = 'Taken'") == "UPDATE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await raw.execute("DELETE FROM sub_accounts")


async def test_an_agencys_transaction_sees_no_other_agency(
    services: Services, raw: asyncpg.Connection, ours: tuple[int, Inhabited]
) -> None:
    other = await services.agencies.create("Others", "others@example.com")
    await raw.execute(BEGIN.format(other.agency_id))

    assert await raw.fetch("SELECT id FROM sub_accounts") == []
    assert [row["id"] for row in await raw.fetch("SELECT id FROM agencies")] == [other.agency_id]
    assert [row["agency_id"] for row in await raw.fetch("SELECT agency_id FROM agency_people")] == [
        other.agency_id
    ]


async def test_a_tenants_transaction_sees_nothing_of_its_agency(
    services: Services, ours: tuple[int, Inhabited]
) -> None:
    _, inhabited = ours
    async with services.db.tenant(inhabited.account.sub_account_id) as connection:
        for table in OF_AGENCIES:
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_before_sign_in_only_ids_of_agencies_people_can_be_found(
    services: Services, raw: asyncpg.Connection
) -> None:
    made = await services.agencies.create("Sought", "sought@example.com")

    found = await raw.fetch("SELECT * FROM find_agency_sign_ins($1)", "SOUGHT@example.com")

    assert [dict(row) for row in found] == [{"agency_id": made.agency_id, "person_id": made.person_id}]

"""The database itself keeps tenants apart, whatever a query forgets."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from frontdesk.assembly import Services
from frontdesk.db.pool import APP_ROLE
from tests.conftest import TestServer, make_account
from tests.tenancy.inhabited import EXEMPT, OF_AGENCIES, TABLES, everything_of, inhabit, tenant_tables

FOREIGN_KEYS = """
SELECT conname, conrelid::regclass::text AS table, confrelid::regclass::text AS target,
       ARRAY(SELECT attname FROM unnest(conkey) WITH ORDINALITY AS k (number, place)
             JOIN pg_attribute ON attrelid = conrelid AND attnum = number ORDER BY place) AS columns,
       ARRAY(SELECT attname FROM unnest(confkey) WITH ORDINALITY AS k (number, place)
             JOIN pg_attribute ON attrelid = confrelid AND attnum = number ORDER BY place) AS targets
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""


@pytest.fixture
async def owner(server: TestServer) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(server.owner_dsn)
    yield connection
    await connection.close()


@pytest.fixture
async def raw(server: TestServer) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the server's role, with no tenant set."""
    connection = await server.app.connect()
    yield connection
    await connection.close()


async def test_every_table_has_forced_row_security_and_a_policy(owner: asyncpg.Connection) -> None:
    tables = {row["relname"]: row for row in await owner.fetch(TABLES)}

    unguarded = {
        name
        for name, table in tables.items()
        if not (table["relrowsecurity"] and table["relforcerowsecurity"] and table["policies"])
    }
    assert unguarded == set(EXEMPT)


async def test_every_policy_of_the_servers_role_asks_for_the_tenant_or_the_agency(
    owner: asyncpg.Connection,
) -> None:
    policies = await owner.fetch(
        "SELECT tablename, policyname, qual FROM pg_policies "
        "WHERE schemaname = 'public' AND $1 = ANY (roles)",
        APP_ROLE,
    )

    asking = {"tenant": "app.sub_account_id", "agency": "app.agency_id"}
    asked = {name: {row["tablename"] for row in policies if row["policyname"] == name} for name in asking}
    assert asked == {"tenant": set(await tenant_tables(owner)), "agency": {*OF_AGENCIES, "sub_accounts"}}
    assert all(asking[row["policyname"]] in row["qual"] for row in policies)


async def test_without_a_tenant_there_is_nothing_to_see(
    services: Services, server: TestServer, raw: asyncpg.Connection, owner: asyncpg.Connection
) -> None:
    inhabited = await inhabit(services)

    existing = await everything_of(server, inhabited.account.sub_account_id)
    assert {name for name, rows in existing.items() if not rows} <= {"idempotency_keys"}
    for table in await tenant_tables(owner):
        assert await raw.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_without_a_tenant_nothing_can_be_written(
    raw: asyncpg.Connection, owner: asyncpg.Connection
) -> None:
    for table in await tenant_tables(owner):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await raw.execute(f"INSERT INTO {table} DEFAULT VALUES")


async def test_a_tenant_cannot_write_for_another(services: Services) -> None:
    ours, theirs = await make_account(services), await make_account(services)

    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        async with services.db.tenant(ours.sub_account_id) as connection:
            await connection.execute(
                "INSERT INTO leads (sub_account_id, created_at, updated_at) VALUES ($1, now(), now())",
                theirs.sub_account_id,
            )


async def test_a_tenant_cannot_give_its_rows_away(services: Services) -> None:
    ours, theirs = await make_account(services), await make_account(services)

    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        async with services.db.tenant(ours.sub_account_id) as connection:
            await connection.execute("UPDATE api_keys SET sub_account_id = $1", theirs.sub_account_id)


async def test_every_foreign_key_between_tenants_rows_carries_the_tenant(owner: asyncpg.Connection) -> None:
    keys = await owner.fetch(FOREIGN_KEYS)

    assert keys
    for key in keys:
        if key["target"] in {*EXEMPT, *OF_AGENCIES}:
            continue
        ours = "id" if key["table"] == "sub_accounts" else "sub_account_id"
        theirs = "id" if key["target"] == "sub_accounts" else "sub_account_id"
        assert (ours, theirs) in zip(key["columns"], key["targets"], strict=True), key["conname"]


async def test_a_row_cannot_point_at_another_tenants(services: Services) -> None:
    ours, theirs = await make_account(services), await make_account(services)

    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with services.db.tenant(ours.sub_account_id) as connection:
            await connection.execute("UPDATE api_keys SET user_id = $1", theirs.user_id)


async def test_the_servers_role_is_powerless(owner: asyncpg.Connection) -> None:
    role = await owner.fetchrow("SELECT * FROM pg_roles WHERE rolname = $1", APP_ROLE)

    powers = ("rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb", "rolreplication")
    assert not any(role[power] for power in powers)
    assert not await owner.fetchval(
        "SELECT count(*) FROM pg_auth_members WHERE member = $1::regrole", APP_ROLE
    )
    assert not await owner.fetchval("SELECT has_schema_privilege($1, 'public', 'CREATE')", APP_ROLE)


@pytest.mark.parametrize(
    "owned", ["pg_class WHERE relowner", "pg_proc WHERE proowner", "pg_namespace WHERE nspowner"]
)
async def test_the_servers_role_owns_nothing(owner: asyncpg.Connection, owned: str) -> None:
    assert await owner.fetchval(f"SELECT count(*) FROM {owned} = $1::regrole", APP_ROLE) == 0


async def test_the_servers_role_cannot_empty_a_table_past_row_security(owner: asyncpg.Connection) -> None:
    for table in await tenant_tables(owner):
        for privilege in ("TRUNCATE", "REFERENCES", "TRIGGER"):
            assert not await owner.fetchval(
                "SELECT has_table_privilege($1, $2, $3)", APP_ROLE, table, privilege
            )


@pytest.mark.parametrize("role", ["postgres", "frontdesk_directory", "frontdesk_eraser"])
async def test_the_servers_role_cannot_become_another(raw: asyncpg.Connection, role: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await raw.execute(f"SET ROLE {role}")


@pytest.mark.parametrize("table", ["booking_events", "messages", "trail"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET sub_account_id = sub_account_id", "DELETE FROM {}"])
async def test_what_happened_cannot_be_changed_afterwards(
    services: Services, table: str, statement: str
) -> None:
    inhabited = await inhabit(services)

    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
        async with services.db.tenant(inhabited.account.sub_account_id) as connection:
            await connection.execute(statement.format(table))


async def test_before_sign_in_only_ids_can_be_found(raw: asyncpg.Connection, services: Services) -> None:
    account = await make_account(services)

    found = await raw.fetch("SELECT * FROM find_sign_ins($1)", account.email.upper())

    assert [dict(row) for row in found] == [
        {"sub_account_id": account.sub_account_id, "user_id": account.user_id}
    ]

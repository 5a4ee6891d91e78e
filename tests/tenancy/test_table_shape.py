"""Every table has the shape that keeps tenants apart, and nobody may do to it more than the program does."""

import re
from collections.abc import AsyncIterator

import asyncpg
import pytest

from frontdesk.db.pool import APP_ROLE
from tests.conftest import TestServer
from tests.databases import own_database, rows
from tests.docs.pages import SOURCE
from tests.tenancy.inhabited import EXEMPT, tenant_tables

# Of every unique index: its table, its name and its first column.
UNIQUE = """
SELECT c.relname AS table, i.relname AS index, x.indisprimary AS is_key, a.attname AS first_column
FROM pg_index x
JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_class i ON i.oid = x.indexrelid
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
WHERE c.relnamespace = 'public'::regnamespace AND x.indisunique
"""
PRIVILEGES = """
SELECT table_name AS table, privilege_type AS privilege FROM information_schema.role_table_grants
WHERE table_schema = 'public' AND grantee = $1
"""
# What triggers do, they do with the rights of whoever sets them off.
TRIGGERS = """
SELECT prosrc FROM pg_proc
WHERE prorettype = 'trigger'::regtype AND NOT prosecdef AND pronamespace = 'public'::regnamespace
"""
# Functions that see more than their caller.
DEFINERS = """
SELECT p.proname AS name, p.proowner::regrole::text AS owner, pg_get_function_result(p.oid) AS result,
       p.proconfig AS settings, has_function_privilege('public', p.oid, 'EXECUTE') AS is_open
FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
"""
# Those that tell nothing.
NO_DIRECTORY = {
    "forget_words_of": "takes words out of one tenant's history, as a role held to that tenant",
    "measure": "counts over all tenants, for whoever watches the server",
}
# The queue is another program's, which writes its own statements.
OTHERS = ("pgqueuer",)


@pytest.fixture
async def owner(server: TestServer) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(server.owner_dsn)
    yield connection
    await connection.close()


async def misplaced(connection: asyncpg.Connection) -> set[str]:
    """Return the unique indexes of tenants' tables that do not begin with the tenant."""
    tables = set(await tenant_tables(connection))
    tenant = {table: "id" if table == "sub_accounts" else "sub_account_id" for table in tables}
    return {
        row["index"]
        for row in await connection.fetch(UNIQUE)
        if row["table"] in tables and row["first_column"] != tenant[row["table"]]
    }


async def unused(connection: asyncpg.Connection) -> set[str]:
    """Return what the server's role may do to a table and no statement of ours does."""
    source = "\n".join(path.read_text() for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
    source += "\n".join(row["prosrc"] for row in await connection.fetch(TRIGGERS))
    return {
        f"{row['privilege']} {row['table']}"
        for row in await connection.fetch(PRIVILEGES, APP_ROLE)
        if not row["table"].startswith(OTHERS) and not _is_done(row["privilege"], row["table"], source)
    }


def _is_done(privilege: str, table: str, source: str) -> bool:
    patterns = {
        "SELECT": rf"(?:FROM|JOIN|INTO|UPDATE)\s+{table}\b",  # whoever returns or compares a column reads it
        "INSERT": rf"INSERT INTO {table}\b",
        "UPDATE": rf"UPDATE {table}\b|INSERT INTO {table}\b[^;]*?DO UPDATE|FROM {table}\b[^;]*?FOR UPDATE",
        "DELETE": rf"DELETE FROM {table}\b",
    }
    return privilege in patterns and re.search(patterns[privilege], source) is not None


async def test_whatever_is_unique_is_unique_within_a_tenant(owner: asyncpg.Connection) -> None:
    assert await misplaced(owner) == set()


async def test_every_tenants_table_has_a_key(owner: asyncpg.Connection) -> None:
    keyed = {row["table"] for row in await owner.fetch(UNIQUE) if row["is_key"]}

    assert set(await tenant_tables(owner)) <= keyed


async def test_the_servers_role_may_do_what_the_program_does_and_no_more(owner: asyncpg.Connection) -> None:
    assert await unused(owner) == set()


async def test_nobody_else_may_do_anything(owner: asyncpg.Connection) -> None:
    assert await owner.fetch(PRIVILEGES, "PUBLIC") == []


async def test_functions_that_see_more_tell_ids_and_nothing_else(owner: asyncpg.Connection) -> None:
    definers = await owner.fetch(DEFINERS)

    assert definers
    for one in definers:
        if one["name"] not in NO_DIRECTORY:
            assert one["owner"] == "frontdesk_directory", one["name"]
            assert re.fullmatch(r"TABLE\((?:\w+ bigint(?:, )?)+\)", one["result"]), one["name"]
        assert "search_path=pg_catalog, public" in one["settings"], one["name"]
        assert not one["is_open"], one["name"]


async def test_a_table_of_the_wrong_shape_is_found(server: TestServer) -> None:
    async with own_database(server, "wrong_shape") as spoilt:
        await rows(spoilt, "CREATE TABLE loose (id bigint PRIMARY KEY, sub_account_id bigint NOT NULL)")
        await rows(spoilt, "GRANT SELECT, DELETE ON loose, messages TO frontdesk_app")
        connection = await asyncpg.connect(spoilt.owner_dsn)
        found = await misplaced(connection), await unused(connection), await tenant_tables(connection)
        await connection.close()

    assert found[0] == {"loose_pkey"}
    assert found[1] >= {"SELECT loose", "DELETE loose"}
    assert "loose" in set(found[2]) - set(EXEMPT)

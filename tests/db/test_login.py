"""At somebody's own PostgreSQL the server works under a login that can become nobody of power."""

import base64
import hashlib
import hmac
import re

import asyncpg
import pytest

from frontdesk.assembly import Services
from frontdesk.db import login
from frontdesk.db.pool import DatabaseError, by_url, opened
from tests.conftest import Account, TestServer
from tests.databases import own_database, owning, rows

LEAVE = [
    "SET ROLE NONE",
    "RESET ROLE",
    "SET ROLE postgres",
    "SET ROLE frontdesk_directory",
    "RESET SESSION AUTHORIZATION",
]
CAN_SEE_MORE = """
SELECT rolsuper OR rolbypassrls OR has_table_privilege('trail', 'DELETE') OR pg_has_role('postgres', 'MEMBER')
FROM pg_roles WHERE rolname = current_user
"""


async def test_given_the_owners_address_the_server_cannot_leave_its_role(
    server: TestServer, account: Account, services: Services
) -> None:
    connections = await login.of_server(server.owner_dsn)

    connection = await connections.connect()
    try:
        assert await connection.fetchval("SELECT current_user") == "frontdesk_app"
        for statement in LEAVE:
            try:
                await connection.execute(statement)
            except asyncpg.InsufficientPrivilegeError:
                continue
            assert not await connection.fetchval(CAN_SEE_MORE), statement
            assert await connection.fetchval("SELECT count(*) FROM leads") == 0, statement
    finally:
        await connection.close()


async def test_the_server_works_under_its_login(server: TestServer, account: Account) -> None:
    async with (
        opened(await login.of_server(server.owner_dsn)) as db,
        db.tenant(account.sub_account_id) as connection,
    ):
        assert await connection.fetchval("SELECT count(*) FROM users") == 1


async def test_an_owners_account_is_refused_whatever_role_it_took_on(server: TestServer) -> None:
    with pytest.raises(DatabaseError, match="must not bypass row-level security"):
        async with opened(by_url(server.owner_dsn)):
            pass


@pytest.mark.parametrize(
    "given",
    [
        "BYPASSRLS",
        "CREATEROLE",
        "IN ROLE frontdesk_directory",
        "IN ROLE frontdesk_eraser",
        "IN ROLE postgres",
    ],
)
async def test_an_account_that_could_become_more_is_refused(server: TestServer, given: str) -> None:
    async with own_database(server, "powerful") as database, owning(database) as owner:
        await owner.execute(f"CREATE ROLE frontdesk_app_1 LOGIN {given}")
        await owner.execute("GRANT frontdesk_app TO frontdesk_app_1")
        try:
            with pytest.raises(DatabaseError, match="must not bypass row-level security"):
                async with opened(by_url(database.owner_dsn, login={"user": "frontdesk_app_1"})):
                    pass
        finally:
            await owner.execute("DROP ROLE frontdesk_app_1")


async def test_a_harmless_account_is_used_as_it_is(server: TestServer) -> None:
    harmless = re.sub(r"//\w+@", "//frontdesk_app@", server.owner_dsn)

    connections = await login.of_server(harmless)

    assert "user" not in connections.arguments
    async with opened(connections) as db:
        assert await db.answers()


async def test_each_database_has_a_login_of_its_own(server: TestServer) -> None:
    async with own_database(server, "second_login") as second:
        names = {(await login.of_server(one.owner_dsn)).arguments["user"] for one in (server, second)}

    assert len(names) == 2


def test_the_password_is_kept_as_rfc_7677_says() -> None:
    salt = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")

    kept = login.verifier("pencil", salt)

    server_key = base64.b64decode(kept.rpartition(":")[2])
    said = (
        "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    )
    signature = base64.b64encode(hmac.digest(server_key, said.encode(), hashlib.sha256)).decode()
    assert signature == "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="


async def test_postgresql_keeps_the_password_as_it_is_given(server: TestServer) -> None:
    kept = login.verifier("pencil", b"salt of 16 bytes")

    async with owning(server) as owner:
        await owner.execute(f"CREATE ROLE frontdesk_app_2 PASSWORD '{kept}'")
        [row] = await rows(server, "SELECT rolpassword FROM pg_authid WHERE rolname = 'frontdesk_app_2'")
        await owner.execute("DROP ROLE frontdesk_app_2")

    assert row["rolpassword"] == kept

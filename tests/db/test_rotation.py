"""Stored secrets are sealed anew with the first key, row by row, while the server goes on."""

from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import pytest

from frontdesk.assembly import Services, assembled
from frontdesk.calendars.credentials import Credentials
from frontdesk.calendars.errors import CalendarApiError
from frontdesk.cli.secrets import COLUMNS
from frontdesk.clock import FixedClock
from frontdesk.db.pool import DatabaseError
from frontdesk.db.rotation import Counts, Rotation
from frontdesk.settings import Settings
from tests.conftest import Account, TestServer, make_account
from tests.databases import own_database, owning, rows

OLD, NEW = b"o" * 32, b"n" * 32
TOKEN = "pit-to-be-kept"
# Bytes that are no sealed secret, and what they are.
NOT_SEALED = {
    "api_keys.key_hash": "the hash of 256 random bits",
    "connect_attempts.browser_hash": "the hash of a browser's cookie",
    "connect_attempts.nonce_hash": "the hash of a number used once",
    "idempotency_keys.answer": "an answer that its asker has had",
    "idempotency_keys.fingerprint": "the hash of a request",
    "pgqueuer.payload": "ids",
    "rate_buckets.key": "the hash of who asked",
}
BYTES = """
SELECT table_name || '.' || column_name AS name FROM information_schema.columns
WHERE table_schema = 'public' AND data_type = 'bytea'
"""


@pytest.fixture(scope="module")
async def database(server: TestServer) -> AsyncIterator[TestServer]:
    async with own_database(server, "rotation") as made:
        yield made


@pytest.fixture
async def sealed(database: TestServer, settings: Settings, clock: FixedClock) -> AsyncIterator[list[Account]]:
    """Two sub-accounts whose credentials are sealed with the old key, and nothing else sealed."""
    await rows(database, "UPDATE integrations SET credentials = ''")
    async with assembled(replace(settings, secret_keys=(OLD,)), database.app, clock=clock) as services:
        accounts = [await make_account(services) for _ in range(2)]
        for account in accounts:
            await connect(services, account, TOKEN)
        yield accounts


async def connect(services: Services, account: Account, token: str) -> None:
    await services.connections.connect(
        account.sub_account_id, Credentials(token), location_id="loc", event_kind="block_slot"
    )


async def seal_anew(database: TestServer, *keys: bytes) -> Counts:
    async with owning(database) as connection:
        rotation, counts = Rotation(connection, keys, COLUMNS), Counts()
        for place in await rotation.places():
            counts += Counts(resealed=await rotation.reseal(*place))
            counts += await rotation.count(*place)
    return counts


async def test_all_sub_accounts_secrets_are_sealed_with_the_first_key_and_open_without_the_old_one(
    sealed: list[Account], database: TestServer, settings: Settings, clock: FixedClock
) -> None:
    assert await seal_anew(database, NEW, OLD) == Counts(current=2, resealed=2)
    assert await seal_anew(database, NEW, OLD) == Counts(current=2, resealed=0)

    async with assembled(replace(settings, secret_keys=(NEW,)), database.app, clock=clock) as services:
        for account in sealed:
            integration = await services.connections.integration(account.sub_account_id)
            services.connections.open(account.sub_account_id, integration)  # raises when it cannot


async def test_what_none_of_the_keys_opens_is_counted_and_left_alone(
    sealed: list[Account], database: TestServer
) -> None:
    before = await rows(database, "SELECT credentials FROM integrations ORDER BY id")

    assert await seal_anew(database, NEW) == Counts(broken=2)
    assert await rows(database, "SELECT credentials FROM integrations ORDER BY id") == before


async def test_a_row_that_the_server_writes_meanwhile_stays_as_it_wrote_it(
    sealed: list[Account], database: TestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with owning(database) as connection:
        rotation = Rotation(connection, (NEW, OLD), COLUMNS)
        place = (await rotation.places())[-1]
        async with connection.transaction():
            read = await rotation._rows(place[0], place[2])
        await rows(database, "UPDATE integrations SET credentials = 'written meanwhile'")

        async def read_before(*_: object) -> list[asyncpg.Record]:
            return read

        monkeypatch.setattr(rotation, "_rows", read_before)
        assert await rotation.reseal(*place) == 0

    [kept] = {row["credentials"] for row in await rows(database, "SELECT credentials FROM integrations")}
    assert kept == b"written meanwhile"


async def test_a_secret_moved_to_another_sub_account_opens_nothing(
    sealed: list[Account], database: TestServer, settings: Settings, clock: FixedClock
) -> None:
    ours, theirs = sealed
    moving = """
        UPDATE integrations SET credentials = (SELECT credentials FROM integrations WHERE sub_account_id = $1)
        WHERE sub_account_id = $2
    """
    await rows(database, moving, theirs.sub_account_id, ours.sub_account_id)

    async with assembled(replace(settings, secret_keys=(OLD,)), database.app, clock=clock) as services:
        moved = await services.connections.integration(ours.sub_account_id)
        with pytest.raises(CalendarApiError, match="can no longer be opened"):
            services.connections.open(ours.sub_account_id, moved)


async def test_it_takes_an_account_that_may_be_both_roles_and_no_power_over_row_security(
    sealed: list[Account], database: TestServer
) -> None:
    for role, roles in (("steward", "frontdesk_app, frontdesk_directory"), ("clerk", "frontdesk_app")):
        await rows(database, f"DROP ROLE IF EXISTS {role}")
        await rows(database, f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS IN ROLE {roles}")

    async with owning(database) as connection:
        await connection.execute("SET SESSION AUTHORIZATION clerk")
        with pytest.raises(DatabaseError, match="use the one that 'frontdesk db migrate' runs with"):
            await Rotation(connection, (NEW, OLD), COLUMNS).places()
    async with owning(database) as connection:
        await connection.execute("SET SESSION AUTHORIZATION steward")
        rotation = Rotation(connection, (NEW, OLD), COLUMNS)
        assert sum([await rotation.reseal(*place) for place in await rotation.places()]) == 2


async def test_every_column_of_bytes_is_sealed_and_registered_or_is_no_secret(server: TestServer) -> None:
    there = {row["name"] for row in await rows(server, BYTES)}

    registered = {f"{one.table}.{one.column}" for one in COLUMNS}
    assert there - set(NOT_SEALED) == registered

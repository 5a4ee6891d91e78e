"""What one process changes, another one knows: hours, roles, keys; also after its ear was cut off."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from frontdesk.assembly import Services, assembled
from frontdesk.availability.facts import Question
from frontdesk.clock import FixedClock
from frontdesk.errors import Unauthorized
from frontdesk.reading import read_date
from frontdesk.settings import Settings
from tests.conftest import Account, TestServer
from tests.databases import owning, rows

PATIENCE_SECONDS = 2.0
NOON: dict[str, object] = {"slots": [{"day": 2, "start": "12:00", "end": "13:00"}], "slotDuration": 60}
CHANGE_UNHEARD = "UPDATE users SET bookings_time = $2 WHERE id = $1"
# The listening connection is the one whose last words were LISTEN.
CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND query LIKE 'LISTEN%'
"""


@pytest.fixture
async def elsewhere(settings: Settings, server: TestServer, clock: FixedClock) -> AsyncIterator[Services]:
    """The services of another process: they share nothing with ours but the database."""
    async with assembled(settings, server.app, clock=clock) as services:
        yield services


async def offered(services: Services, account: Account) -> list[str]:
    question = Question(account.user_id, read_date("2026-12-01"))
    return (await services.availability.facts(account.sub_account_id, question)).wall_times()


async def is_offered(services: Services, account: Account, wanted: list[str]) -> bool:
    return await offered(services, account) == wanted


async def set_hours(services: Services, account: Account, hours: dict[str, object]) -> None:
    user = await services.tenancy.user(account.owner, account.user_id)
    await services.tenancy.update_user(account.owner, replace(user, bookings_time=hours))


async def revoke_keys(services: Services, account: Account) -> None:
    async with services.db.tenant(account.sub_account_id) as connection:
        await connection.execute("UPDATE api_keys SET revoked_at = $1", services.clock.now())


async def is_let_in(services: Services, account: Account) -> bool:
    try:
        await services.tenancy.authenticate(account.api_key)
    except Unauthorized:
        return False
    return True


async def soon(happens: Callable[[], Awaitable[bool]], *, within_seconds: float = PATIENCE_SECONDS) -> bool:
    deadline = time.monotonic() + within_seconds
    while time.monotonic() < deadline:
        if await happens():
            return True
        await asyncio.sleep(0.01)
    return False


async def test_hours_changed_in_one_process_are_offered_in_another(
    services: Services, elsewhere: Services, account: Account
) -> None:
    assert len(await offered(elsewhere, account)) > 1

    await set_hours(services, account, NOON)

    assert await offered(services, account) == ["12:00"]
    assert await soon(lambda: is_offered(elsewhere, account, ["12:00"]))


async def test_a_revoked_key_opens_nothing_in_any_process_within_a_second(
    services: Services, elsewhere: Services, account: Account
) -> None:
    assert await is_let_in(services, account)
    assert await is_let_in(elsewhere, account)

    await revoke_keys(services, account)

    for process in (services, elsewhere):

        async def is_refused(process: Services = process) -> bool:
            return not await is_let_in(process, account)

        assert await soon(is_refused, within_seconds=1.0)


async def test_a_changed_role_counts_at_once_in_the_process_that_changed_it(
    services: Services, account: Account
) -> None:
    user_id, key = await services.tenancy.create_user(account.sub_account_id, "a@example.com", role="admin")
    assert (await services.tenancy.authenticate(key)).acts_for_everyone

    user = await services.tenancy.user(account.owner, user_id)
    await services.tenancy.update_user(account.owner, replace(user, role="member"))

    assert not (await services.tenancy.authenticate(key)).acts_for_everyone


async def test_nobody_is_let_in_by_what_another_sub_account_has_kept(
    services: Services, account: Account
) -> None:
    assert await is_let_in(services, account)
    prefix, _, secret = account.api_key.split("_", 2)

    assert not await is_let_in(services, replace(account, api_key=f"{prefix}_zz_{secret}"))


async def test_a_process_whose_listening_was_cut_off_forgets_what_it_knew_and_listens_again(
    services: Services, elsewhere: Services, account: Account, server: TestServer
) -> None:
    usual = await offered(elsewhere, account)
    async with owning(server) as owner:
        await owner.execute("SET session_replication_role = replica")  # no trigger tells of what follows
        await owner.execute(CHANGE_UNHEARD, account.user_id, json.dumps(NOON))
    assert await offered(elsewhere, account) == usual

    assert len(await rows(server, CUT_OFF)) >= 2
    assert await soon(lambda: is_offered(elsewhere, account, ["12:00"]))
    await set_hours(services, account, {**NOON, "slotDuration": 30})
    assert await soon(lambda: is_offered(elsewhere, account, ["12:00", "12:30"]), within_seconds=5)

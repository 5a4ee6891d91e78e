"""What arrives from outside is stored once for everybody it concerns, and answered at once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest

from frontdesk.assembly import Services, assembled
from frontdesk.calendars.credentials import Credentials
from frontdesk.clock import FixedClock
from frontdesk.settings import Settings
from tests.calendars.signing import KEY, OTHER_KEY, public, sample, signed
from tests.conftest import Account, TestServer, app_around, client_of, make_account, with_changes
from tests.outages import Outages, reached

PATH = "/webhooks/gohighlevel"


@pytest.fixture
async def receiving(
    services: Services, server: TestServer, clock: FixedClock
) -> AsyncIterator[tuple[Services, httpx.AsyncClient]]:
    """Services that know the tests' key, and a client that speaks as nobody."""
    chosen = with_changes(services.settings, ghl_webhook_keys=(public(KEY),))
    async with (
        assembled(chosen, server.app, clock=clock) as receiving,
        client_of(app_around(receiving), {}) as client,
    ):
        yield receiving, client


async def connect(services: Services, account: Account, location_id: str | None) -> None:
    await services.connections.connect(
        account.sub_account_id, Credentials("pit-1"), location_id=location_id, event_kind="block_slot"
    )


async def kept(services: Services, account: Account) -> list[dict[str, Any]]:
    async with services.db.tenant(account.sub_account_id) as connection:
        return [
            dict(row)
            for row in await connection.fetch("SELECT * FROM webhook_deliveries ORDER BY delivery_id")
        ]


async def jobs(services: Services, account: Account) -> int:
    async with services.db.tenant(account.sub_account_id) as connection:
        rows = await connection.fetch("SELECT payload FROM pgqueuer WHERE entrypoint = 'follow_delivery'")
    return sum(b'{"sub_account_id":%d,' % account.sub_account_id in row["payload"] for row in rows)


async def deliver(client: httpx.AsyncClient, body: bytes) -> httpx.Response:
    return await client.post(PATH, content=body, headers=signed(body))


async def test_a_delivery_is_stored_with_its_job_and_without_anything_personal(
    receiving: tuple[Services, httpx.AsyncClient], account: Account
) -> None:
    services, client = receiving
    await connect(services, account, "place-1")
    body = sample("ContactUpdate", locationId="place-1", webhookId="w-1")

    answer = await deliver(client, body)

    [row] = await kept(services, account)
    assert (answer.status_code, answer.json()) == (200, {"received": True})
    assert (row["delivery_id"], row["kind"], row["subject_id"]) == ("w-1", "contact", "nmFmQEsNgz6AVpgLVUJ0")
    assert "John" not in str(row)
    assert await jobs(services, account) == 1


async def test_a_replay_is_answered_alike_and_stored_once(
    receiving: tuple[Services, httpx.AsyncClient], account: Account
) -> None:
    services, client = receiving
    await connect(services, account, "place-2")
    body = sample("AppointmentUpdate", locationId="place-2", webhookId="w-1")

    answers = [await deliver(client, body) for _ in range(3)]

    assert [answer.json() for answer in answers] == [{"received": True}] * 3
    assert (len(await kept(services, account)), await jobs(services, account)) == (1, 1)


async def test_a_replay_after_its_id_is_forgotten_is_too_old(
    receiving: tuple[Services, httpx.AsyncClient], account: Account, clock: FixedClock
) -> None:
    services, client = receiving
    await connect(services, account, "place-3")
    body = sample(
        "AppointmentUpdate", locationId="place-3", webhookId="w-1", timestamp=f"{clock.now():%FT%TZ}"
    )
    clock.instant += timedelta(days=3, minutes=1)

    assert (await deliver(client, body)).status_code == 200
    assert await kept(services, account) == []


async def test_a_repeat_that_comes_an_hour_later_is_taken(
    receiving: tuple[Services, httpx.AsyncClient], account: Account, clock: FixedClock
) -> None:
    services, client = receiving
    await connect(services, account, "place-4")
    body = sample(
        "AppointmentUpdate", locationId="place-4", webhookId="w-1", timestamp=f"{clock.now():%FT%TZ}"
    )
    clock.instant += timedelta(minutes=70)

    await deliver(client, body)

    assert len(await kept(services, account)) == 1


async def test_every_sub_account_of_a_location_is_told_and_no_other(
    receiving: tuple[Services, httpx.AsyncClient], account: Account
) -> None:
    services, client = receiving
    by_user, other = await make_account(services), await make_account(services)
    await connect(services, account, "place-5")
    await connect(services, by_user, None)
    await connect(services, other, "place-6")
    async with client_of(app_around(services), by_user.headers) as owner:
        await owner.patch("/users/me", json={"locationId": "place-5"})

    await deliver(client, sample("AppointmentUpdate", locationId="place-5", webhookId="w-1"))

    assert [len(await kept(services, one)) for one in (account, by_user, other)] == [1, 1, 0]


async def test_a_location_that_was_disconnected_is_unknown(
    receiving: tuple[Services, httpx.AsyncClient], account: Account
) -> None:
    services, client = receiving
    await connect(services, account, "place-7")
    await services.connections.disconnect(account.sub_account_id)

    answer = await deliver(client, sample("AppointmentUpdate", locationId="place-7"))

    assert (answer.status_code, await kept(services, account)) == (200, [])


@pytest.mark.parametrize("headers", [{}, {"X-GHL-Signature": "N/A"}, signed(b"something else")])
async def test_what_is_not_signed_is_refused_and_not_stored(
    receiving: tuple[Services, httpx.AsyncClient], account: Account, headers: dict[str, str]
) -> None:
    services, client = receiving
    await connect(services, account, "place-8")

    answer = await client.post(
        PATH, content=sample("AppointmentUpdate", locationId="place-8"), headers=headers
    )

    assert (answer.status_code, answer.json()["error"]) == (401, "UNAUTHORIZED")
    assert await kept(services, account) == []


async def test_a_key_that_is_not_ours_opens_nothing(receiving: tuple[Services, httpx.AsyncClient]) -> None:
    body = sample("AppointmentUpdate")

    answer = await receiving[1].post(PATH, content=body, headers=signed(body, OTHER_KEY))

    assert answer.status_code == 401


async def test_too_large_a_body_is_not_read(receiving: tuple[Services, httpx.AsyncClient]) -> None:
    answer = await deliver(receiving[1], b" " * 250_001)

    assert (answer.status_code, answer.json()["error"]) == (413, "TOO_LARGE")


async def test_what_cannot_be_stored_is_asked_for_again(
    outages: Outages, settings: Settings, clock: FixedClock
) -> None:
    chosen = with_changes(settings, ghl_webhook_keys=(public(KEY),))
    async with (
        assembled(chosen, await reached(outages), clock=clock) as services,
        client_of(app_around(services), {}) as client,
    ):
        account = await make_account(services)
        await connect(services, account, "place-9")
        body = sample("AppointmentUpdate", locationId="place-9", webhookId="w-1")
        outages.begin()
        during = await deliver(client, body)
        outages.end()
        repeats = [await deliver(client, body) for _ in range(2)]

        assert (during.status_code, during.headers["Retry-After"]) == (429, "60")
        assert [repeat.status_code for repeat in repeats] == [200, 200]
        assert (len(await kept(services, account)), await jobs(services, account)) == (1, 1)


async def test_a_database_that_hangs_is_not_waited_for_and_what_is_under_way_is_stored(
    receiving: tuple[Services, httpx.AsyncClient], account: Account, server: TestServer
) -> None:
    services, client = receiving
    await connect(services, account, "place-10")
    body = sample("AppointmentUpdate", locationId="place-10", webhookId="w-1")
    owner = await asyncpg.connect(server.owner_dsn)
    async with owner.transaction():
        await owner.execute("LOCK TABLE webhook_deliveries IN ACCESS EXCLUSIVE MODE")
        async with asyncio.timeout(3):
            during = await deliver(client, body)
    await owner.close()
    repeat = await deliver(client, body)

    assert (during.status_code, during.headers["Retry-After"]) == (429, "60")
    assert during.elapsed < timedelta(seconds=1)
    assert repeat.status_code == 200
    assert (len(await kept(services, account)), await jobs(services, account)) == (1, 1)


@pytest.mark.parametrize(
    "failure",
    [
        asyncpg.ReadOnlySQLTransactionError("cannot execute INSERT in a read-only transaction"),
        asyncpg.SerializationError("could not serialize access"),
        asyncpg.DeadlockDetectedError("deadlock detected"),
        KeyError("a mistake of ours"),
    ],
)
async def test_whatever_goes_wrong_it_is_asked_for_again(
    receiving: tuple[Services, httpx.AsyncClient],
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
) -> None:
    services, client = receiving
    await connect(services, account, "place-11")

    async def failing(*_: object) -> bool:
        raise failure

    monkeypatch.setattr(services.inbox, "store", failing)
    answer = await deliver(client, sample("AppointmentUpdate", locationId="place-11"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


async def test_fifty_at_once_are_each_taken_in_within_a_second(
    receiving: tuple[Services, httpx.AsyncClient], account: Account
) -> None:
    services, client = receiving
    await connect(services, account, "place-12")
    bodies = [sample("AppointmentUpdate", locationId="place-12", webhookId=f"w-{n}") for n in range(50)]

    answers = await asyncio.gather(*(deliver(client, body) for body in bodies))

    assert [answer.status_code for answer in answers] == [200] * 50
    assert max(answer.elapsed for answer in answers) < timedelta(seconds=1)
    assert len(await kept(services, account)) == 50

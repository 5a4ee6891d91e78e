"""How often callers may ask, and how large what they send may be."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar
from litestar.datastructures import Headers

from frontdesk import limits
from frontdesk.app import MAX_BODY_BYTES
from frontdesk.assembly import Services
from frontdesk.clock import FixedClock
from frontdesk.errors import RateLimited
from frontdesk.limits import Limit, Limits, address_of
from tests.conftest import Account, client_of
from tests.web.conftest import Browser, visit

FEW = Limit("few", 3)
BLOCKS = Limit("blocks", 60, block=20)


async def granted(counting: Limits, limit: Limit, *, asked: int, caller: str = "ann") -> int:
    """Return how many of so many requests at once are let through."""
    outcomes = await asyncio.gather(
        *(counting.take(limit, caller) for _ in range(asked)), return_exceptions=True
    )
    assert all(outcome is None or isinstance(outcome, RateLimited) for outcome in outcomes)
    return outcomes.count(None)


@pytest.mark.parametrize(("limit", "most"), [(FEW, 3), (BLOCKS, 60)])
async def test_a_minutes_worth_may_come_at_once_and_no_more(
    services: Services, limit: Limit, most: int
) -> None:
    assert await granted(services.limits, limit, asked=most + 10) == most


async def test_there_is_room_again_as_time_passes(services: Services, clock: FixedClock) -> None:
    await granted(services.limits, FEW, asked=3)
    with pytest.raises(RateLimited) as refusal:
        await services.limits.take(FEW, "ann")

    clock.instant += timedelta(seconds=refusal.value.retry_after_seconds)

    assert refusal.value.retry_after_seconds == 20
    assert await granted(services.limits, FEW, asked=2) == 1


async def test_a_quiet_hour_saves_up_no_more_than_a_minute(services: Services, clock: FixedClock) -> None:
    await granted(services.limits, FEW, asked=3)
    clock.instant += timedelta(hours=1)

    assert await granted(services.limits, FEW, asked=10) == 3


async def test_processes_share_a_limit(services: Services) -> None:
    others = [Limits(services.db, services.clock) for _ in range(4)]

    counts = await asyncio.gather(*(granted(other, BLOCKS, asked=60) for other in others))

    assert sum(counts) == 60


async def test_callers_and_limits_do_not_use_each_other_up(services: Services) -> None:
    await granted(services.limits, FEW, asked=3)

    assert await granted(services.limits, FEW, asked=1, caller="bob") == 1
    assert await granted(services.limits, BLOCKS, asked=1) == 1


async def test_who_asks_too_often_is_told_when_to_come_back(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.app.API_KEY", FEW)

    answers = [await client.get("/users/me") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert (answers[3].json()["error"], answers[3].headers["Retry-After"]) == ("RATE_LIMITED", "20")


async def test_an_address_that_guesses_passwords_is_stopped(app: Litestar, account: Account) -> None:
    async with client_of(app, {}) as web:
        guesses = [
            await web.post("/auth/token", json={"email": f"{number}@example.com", "password": "guess"})
            for number in range(limits.SIGN_IN.per_minute + 1)
        ]

    assert [guess.status_code for guess in guesses] == [401] * 10 + [429]


async def test_a_password_that_is_guessed_from_many_addresses_is_kept(
    app: Litestar, account: Account
) -> None:
    async with client_of(app, {}) as web:
        guesses = [
            await web.post(
                "/auth/token",
                json={"email": account.email, "password": "guess"},
                headers={"X-Forwarded-For": f"198.51.100.{number}"},
            )
            for number in range(11)
        ]

    assert [guess.status_code for guess in guesses] == [401] * 10 + [429]


async def test_the_sign_in_page_counts_too(app: Litestar, account: Account) -> None:
    async with client_of(app, {}) as web:
        answers = [await Browser(web).sign_in(account.email, "guess") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert answers[10].headers["Retry-After"] == "6"


async def test_a_visitor_sends_thirty_messages_a_minute(
    app: Litestar, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.web.widget.VISITOR_MESSAGE", FEW)
    async with client_of(app, {}) as web:
        visitor = await visit(web, account.widget_key)
        statuses = [(await visitor.say("Hello")).status_code for _ in range(4)]

    assert (statuses, limits.VISITOR_MESSAGE.per_minute) == ([200, 200, 200, 429], 30)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/docs"), ("GET", "/openapi.json"), ("GET", "/users/me")]
)
async def test_strangers_share_what_their_address_may(
    app: Litestar, monkeypatch: pytest.MonkeyPatch, method: str, path: str
) -> None:
    for module in ("limits", "app"):
        monkeypatch.setattr(f"frontdesk.{module}.OPEN_ROUTE", FEW)
    async with client_of(app, {}) as web:
        answers = [await web.request(method, path) for _ in range(4)]

    assert 429 not in [answer.status_code for answer in answers[:3]]
    assert answers[3].status_code == 429


async def test_an_offices_people_are_counted_one_by_one(
    app: Litestar, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = {"Cookie": "frontdesk_session=forged"}
    async with client_of(app, {}) as ann, client_of(app, {}) as bob, client_of(app, forged) as stranger:
        for web in (ann, bob):
            assert (await Browser(web).sign_in(account.email, account.password)).status_code == 303
        monkeypatch.setattr("frontdesk.limits.OPEN_ROUTE", FEW)
        monkeypatch.setattr("frontdesk.web.dashboard.routes.SIGNED_IN", Limit("signed in few", 5))
        statuses = {
            who: [(await web.get("/app/bookings")).status_code for _ in range(6)]
            for who, web in {"ann": ann, "bob": bob, "stranger": stranger}.items()
        }

    assert statuses["ann"] == statuses["bob"] == [200] * 5 + [429]
    assert statuses["stranger"] == [303] * 3 + [429] * 3


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("POST", "/widget/messages", {"Authorization": "Bearer nobody"}),
        ("GET", "/widget/bookings", {}),
        ("POST", "/widget/token", {"Authorization": "Bearer nobody"}),
        ("GET", "/widget/fdw_nobody", {"Origin": "https://elsewhere.example"}),
        ("OPTIONS", "/widget/messages", {"Origin": "https://elsewhere.example"}),
        ("GET", "/openapi", {}),
    ],
)
async def test_no_door_stands_open_to_a_strangers_loop(
    app: Litestar, monkeypatch: pytest.MonkeyPatch, method: str, path: str, headers: dict[str, str]
) -> None:
    monkeypatch.setattr("frontdesk.limits.OPEN_ROUTE", FEW)
    async with client_of(app, headers) as web:
        statuses = [(await web.request(method, path)).status_code for _ in range(4)]

    assert (statuses[3], 429 in statuses[:3]) == (429, False)


async def test_a_visitors_token_opens_no_endless_reading_of_what_needs_none(
    app: Litestar, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with client_of(app, {}) as web:
        visitor = await visit(web, account.widget_key)
        monkeypatch.setattr("frontdesk.limits.OPEN_ROUTE", FEW)
        path = f"/widget/{account.widget_key}"
        statuses = [
            (await web.get(path, headers={"Authorization": f"Bearer {visitor.token}"})).status_code
            for _ in range(4)
        ]

    assert statuses == [200] * 3 + [429]


async def test_letters_that_the_database_takes_for_one_are_no_more_guesses(
    app: Litestar, services: Services
) -> None:
    made = await services.tenancy.create_account("Acme", "mimi@dotted.example", timezone="UTC")
    async with client_of(app, {}) as web:
        spellings = ("mimi@dotted.example", "MIMI@dotted.example", "m\u0130m\u0130@dotted.example")
        statuses = [
            (await web.post("/auth/token", json={"email": one, "password": made.password})).status_code
            for one in spellings
        ]

    assert statuses == [200, 200, 401]


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.1, 198.51.100.2"], "198.51.100.2"),
        ("127.0.0.1", ["198.51.100.1", "198.51.100.2"], "198.51.100.2"),
        ("127.0.0.1", ["198.51.100.1, 198.51.100.3", "198.51.100.2"], "198.51.100.2"),
        ("10.0.0.4", ["198.51.100.2"], "198.51.100.2"),
        ("8.8.8.8", ["198.51.100.2"], "8.8.8.8"),
        ("127.0.0.1", ["nonsense"], "127.0.0.1"),
        ("127.0.0.1", ["2001:db8:1:2:3::4"], "2001:db8:1:2::/64"),
        ("testclient", [], "testclient"),
    ],
)
def test_only_a_proxy_nearby_is_believed_about_an_address(
    peer: str, forwarded: list[str], address: str
) -> None:
    headers = Headers([(b"x-forwarded-for", line.encode()) for line in forwarded])
    request = SimpleNamespace(client=SimpleNamespace(host=peer), headers=headers)

    assert address_of(cast("Any", request)) == address


@pytest.mark.parametrize("path", ["/leads", "/bookings/batch"])
async def test_a_body_that_is_too_large_is_not_read(client: httpx.AsyncClient, path: str) -> None:
    refusal = await client.post(path, json={"name": "x" * MAX_BODY_BYTES})

    assert (refusal.status_code, refusal.json()["error"]) == (413, "TOO_LARGE")


@pytest.mark.parametrize("path", ["/leads", "/auth/token", "/webhooks/gohighlevel", "/app/sign-in"])
async def test_a_body_that_does_not_say_how_large_it_is_is_read_so_far_and_no_further(
    client: httpx.AsyncClient, path: str
) -> None:
    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(64):
            sent += 1
            yield b"x" * 65_536

    form = "application/x-www-form-urlencoded" if path.startswith("/app") else "application/json"
    answer = await client.post(path, content=pieces(), headers={"Content-Type": form})

    assert answer.status_code == 413
    assert sent <= MAX_BODY_BYTES // 65_536 + 2

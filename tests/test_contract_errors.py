"""Every refusal of the contract can be had over HTTP, in the contract's form; a new one needs a way here."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import get
from litestar.exceptions import TooManyRequestsException

from frontdesk.assembly import Services, assembled
from frontdesk.clock import FixedClock
from frontdesk.settings import Settings
from tests.calendars.simulation import simulate
from tests.conftest import Account, TestServer, app_around, client_of, make_account
from tests.docs.test_errors import refusals

AT_TWO = {"date": "2026-12-01", "time": "14:00"}


@dataclass(slots=True)
class Caller:
    """An owner's client, and what is behind the server it talks to."""

    http: httpx.AsyncClient
    services: Services
    clock: FixedClock
    account: Account
    ghl_token: str

    async def book(self, path: str = "/bookings", **members: object) -> dict[str, Any]:
        booking: dict[str, Any] = (await self.http.post(path, json={**AT_TWO, **members})).json()
        return booking

    async def connect(self, token: str, **user: str) -> None:
        body = {"privateIntegrationToken": token, "locationId": "loc"}
        assert (await self.http.put("/integrations/gohighlevel", json=body)).status_code == 200
        await self.http.patch("/users/me", json=user)


@pytest.fixture
async def caller(server: TestServer, settings: Settings, clock: FixedClock) -> AsyncIterator[Caller]:
    async with simulate() as simulation:
        chosen = replace(settings, ghl_base_url=simulation.base_url)
        async with assembled(chosen, server.app, clock=clock) as services:
            account = await make_account(services)
            app = app_around(services)
            app.register(too_often)
            async with client_of(app, account.headers) as http:
                yield Caller(http, services, clock, account, simulation.token)


@get("/too-often")
async def too_often() -> None:
    """Refuse as a limit does that was reached; how limits count is tested with them."""
    raise TooManyRequestsException(headers={"Retry-After": "7"})


async def bad_zone(caller: Caller) -> httpx.Response:
    return await caller.http.post("/bookings", json={**AT_TWO, "timezone": "Mars/Phobos"})


async def unreadable(caller: Caller) -> httpx.Response:
    return await caller.http.post("/bookings", json={"date": "tomorrow", "time": "14:00"})


async def past(caller: Caller) -> httpx.Response:
    return await caller.http.post("/bookings", json={**AT_TWO, "date": "2026-11-02"})


async def skipped_by_the_clocks(caller: Caller) -> httpx.Response:
    return await caller.http.post("/bookings", json={"date": "2027-03-14", "time": "02:30"})


async def nobody(caller: Caller) -> httpx.Response:
    return await caller.http.get("/bookings", headers={"Authorization": "Bearer fdk_1_" + "a" * 43})


async def member_on_anothers_calendar(caller: Caller) -> httpx.Response:
    _, key = await caller.services.tenancy.create_user(
        caller.account.sub_account_id, "member@example.com", role="member"
    )
    body = {**AT_TWO, "userId": caller.account.user_id}
    return await caller.http.post("/bookings", json=body, headers={"Authorization": f"Bearer {key}"})


async def unknown_booking(caller: Caller) -> httpx.Response:
    return await caller.http.get("/bookings/987654321012")


async def taken(caller: Caller) -> httpx.Response:
    await caller.book()
    return await caller.http.post("/bookings", json=AT_TWO)


async def over_already(caller: Caller) -> httpx.Response:
    booking = await caller.book()
    await caller.http.delete(f"/bookings/{booking['id']}")
    return await caller.http.patch(f"/bookings/{booking['id']}", json={"status": "completed"})


async def expired_hold(caller: Caller) -> httpx.Response:
    held = await caller.book("/bookings/holds", ttlSeconds=5)
    caller.clock.instant += timedelta(seconds=5)
    return await caller.http.post("/bookings", json={"holdId": held["id"]})


async def key_of_another_request(caller: Caller) -> httpx.Response:
    headers = {"Idempotency-Key": "same"}
    await caller.http.post("/bookings", json=AT_TWO, headers=headers)
    return await caller.http.post("/bookings", json={**AT_TWO, "time": "15:00"}, headers=headers)


async def no_calendar(caller: Caller) -> httpx.Response:
    await caller.connect(caller.ghl_token)
    return await caller.http.post("/bookings", json=AT_TWO)


async def no_location(caller: Caller) -> httpx.Response:
    await caller.connect(caller.ghl_token, calendarId="event")
    return await caller.http.post("/bookings", json=AT_TWO)


async def refused_outside(caller: Caller) -> httpx.Response:
    await caller.connect("pit-that-nobody-issued")
    return await caller.http.get("/integrations/gohighlevel/calendars")


async def too_large(caller: Caller) -> httpx.Response:
    return await caller.http.post("/bookings", json={**AT_TWO, "notes": "x" * 1_000_001})


async def asked_too_often(caller: Caller) -> httpx.Response:
    answer = await caller.http.get("/too-often")
    assert answer.headers["Retry-After"] == "7"
    return answer


async def nobody_to_book_with(caller: Caller) -> httpx.Response:
    async with caller.services.db.tenant(caller.account.sub_account_id) as connection:
        await connection.execute("UPDATE sub_accounts SET default_user_id = NULL")
    return await caller.http.post(f"/widget/{caller.account.widget_key}/sessions", json={})


async def sent_already(caller: Caller) -> httpx.Response:
    await caller.http.patch("/assistant/settings", json={"mode": "suggest"})
    lead = (await caller.http.post("/leads", json={})).json()
    said = {"leadId": lead["id"], "content": "Hello"}
    told = (await caller.http.post("/chat/messages", json=said)).json()
    path = f"/chat/conversations/{told['conversationId']}/suggestions/1/approve"
    await caller.http.post(path)
    return await caller.http.post(path)


WAYS: dict[str, Callable[[Caller], Awaitable[httpx.Response]]] = {
    "FORBIDDEN": member_on_anothers_calendar,
    "GHL_API_ERROR": refused_outside,
    "HOLD_EXPIRED": expired_hold,
    "IDEMPOTENCY_CONFLICT": key_of_another_request,
    "INVALID_TIMEZONE": bad_zone,
    "INVALID_TRANSITION": over_already,
    "NONEXISTENT_TIME": skipped_by_the_clocks,
    "NOT_FOUND": unknown_booking,
    "NO_CALENDAR_ID": no_calendar,
    "NO_LOCATION_ID": no_location,
    "PAST_DATE": past,
    "RATE_LIMITED": asked_too_often,
    "SLOT_UNAVAILABLE": taken,
    "SUGGESTION_GONE": sent_already,
    "TOO_LARGE": too_large,
    "UNAUTHORIZED": nobody,
    "UNAVAILABLE": nobody_to_book_with,
    "VALIDATION_ERROR": unreadable,
}


def test_every_code_has_a_way_to_be_had() -> None:
    assert set(WAYS) == {kind.code for kind in refusals()}


@pytest.mark.parametrize("code", WAYS)
async def test_a_refusal_has_its_code_its_status_and_a_sentence(caller: Caller, code: str) -> None:
    [kind] = [kind for kind in refusals() if kind.code == code]

    answer = await WAYS[code](caller)

    refusal = answer.json()
    assert (answer.status_code, refusal["error"], refusal["success"]) == (kind.status, code, False)
    assert len(refusal["message"].split()) >= 3
    assert "Traceback" not in answer.text


async def test_a_taken_time_and_wrong_fields_say_more(caller: Caller) -> None:
    slots = (await taken(caller)).json()["availableSlots"]
    fields = (await unreadable(caller)).json()["fields"]

    assert "13:00" in slots
    assert "14:00" not in slots
    assert list(fields) == ["date"]

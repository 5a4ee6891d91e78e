"""The first steps of an account: what tells itself, what somebody says, and who may."""

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.calendars.credentials import Credentials
from tests.conftest import Account, app_around, client_of
from tests.web.conftest import Browser

TWO = "2026-12-01T14:00:00-05:00"


async def test_a_new_account_has_done_nothing_yet(client: httpx.AsyncClient) -> None:
    run = (await client.get("/first-run")).json()

    assert (run["done"], run["nextStep"], run["isDismissed"]) == ([], "hours", False)


async def test_what_the_accounts_own_rows_tell_needs_no_word(client: httpx.AsyncClient) -> None:
    lead = (await client.post("/leads", json={})).json()
    await client.post("/chat/messages", json={"leadId": lead["id"], "content": "Hello"})
    await client.patch("/widget/settings", json={"allowedSites": ["https://acme.example"]})
    await client.post("/bookings", json={"startsAt": TWO})

    run = (await client.get("/first-run")).json()

    assert (run["done"], run["nextStep"]) == (["assistant", "widget", "booking"], "hours")


async def test_what_nothing_tells_is_said_once_and_may_be_said_again(client: httpx.AsyncClient) -> None:
    for step in ("hours", "calendar", "hours"):
        assert (await client.post(f"/first-run/{step}")).status_code == 200

    assert (await client.get("/first-run")).json()["done"] == ["hours", "calendar"]


@pytest.mark.parametrize("step", ["booking", "assistant", "everything"])
async def test_what_tells_itself_cannot_be_said(client: httpx.AsyncClient, step: str) -> None:
    assert (await client.post(f"/first-run/{step}")).status_code == 404


async def test_a_member_sees_the_steps_and_says_nothing(services: Services, account: Account) -> None:
    _, key = await services.tenancy.create_user(account.sub_account_id, "member@example.com", role="member")
    async with client_of(app_around(services), {"Authorization": f"Bearer {key}"}) as member:
        answers = [
            await member.get("/first-run"),
            await member.post("/first-run/hours"),
            await member.delete("/first-run"),
        ]

    assert [answer.status_code for answer in answers] == [200, 403, 403]


async def test_the_reminder_goes_when_it_is_hidden_or_when_all_is_done(
    browser: Browser, account: Account, client: httpx.AsyncClient
) -> None:
    await browser.sign_in(account.email, account.password)
    before = (await browser.http.get("/app")).text
    token = await browser.form_token("/app")
    said = await browser.http.post("/app/start/said/hours", data={"form_token": token})
    steps = (await browser.http.get("/app/start")).text
    hidden = await browser.http.post("/app/start/dismiss", data={"form_token": token})

    assert "0 of 5 done" in before
    assert (said.headers["Location"], hidden.headers["Location"]) == ("/app/start", "/app")
    assert "1 of 5 done" in steps
    assert "First steps" not in (await browser.http.get("/app")).text
    assert (await client.get("/first-run")).json()["isDismissed"] is True


async def test_a_broken_connection_is_not_done(
    services: Services, account: Account, client: httpx.AsyncClient
) -> None:
    await services.connections.connect(
        account.sub_account_id, Credentials("pit-1"), location_id="loc", event_kind="block_slot"
    )
    before = (await client.get("/first-run")).json()["done"]

    async with services.db.tenant(account.sub_account_id) as connection:
        await connection.execute("UPDATE integrations SET health = 'broken'")

    assert before == ["calendar"]
    assert (await client.get("/first-run")).json()["done"] == []

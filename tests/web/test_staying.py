"""Streams that are open end with what let their readers in: the next event is for nobody any more."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.assistant.service import Incoming
from frontdesk.clock import FixedClock
from frontdesk.leads.repository import LeadFields
from frontdesk.tenancy.authentication import ACCESS_TOKEN_LIFE
from frontdesk.trail.entries import SYSTEM
from tests.conftest import Account, client_of
from tests.web.conftest import Browser, visit

PATIENCE_SECONDS = 20
SECRET = "The safe's number is 4711"
Deed = Callable[[], Awaitable[object]]


@pytest.fixture(autouse=True)
def _quick_hearts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let streams look up often, so that the test need not wait."""
    monkeypatch.setattr("frontdesk.assistant.watching.HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr("frontdesk.web.dashboard.live.PULSE_SECONDS", 0.1)


async def begun(services: Services, account: Account) -> int:
    """Begin a conversation about the owner's calendar."""
    lead = await services.leads.create(account.sub_account_id, LeadFields(name="Ann"), by=SYSTEM)
    return (await services.chat.answer(account.owner, Incoming(lead.id, "Hello"))).conversation_id


async def read_until_it_ends(http: httpx.AsyncClient, address: str, deed: Deed, then: Deed) -> str:
    """Read a stream that is open while something is done; what happens `then` must not be in it."""
    reading = asyncio.create_task(http.get(address))
    await asyncio.sleep(0.5)
    assert not reading.done(), (await reading).text
    await deed()
    await then()
    async with asyncio.timeout(PATIENCE_SECONDS):
        answer = await reading
    assert answer.status_code == 200
    return answer.text


async def speak(services: Services, account: Account, talk: int) -> None:
    """Let the owner say something in the conversation."""
    await services.handovers.write(account.owner, talk, SECRET)


@pytest.mark.parametrize("way", ["locked out", "key revoked", "made a member", "token ended"])
@pytest.mark.parametrize("address", ["/chat/events", "/chat/conversations/{}/events"])
async def test_an_open_stream_ends_with_what_let_its_reader_in(
    app: Litestar, services: Services, account: Account, clock: FixedClock, address: str, way: str
) -> None:
    talk = await begun(services, account)
    adam, key = await services.tenancy.create_user(account.sub_account_id, "adam@example.com", role="admin")
    principal = await services.tenancy.authenticate(key)
    if way == "token ended":
        key = services.tenancy.access_token(principal)

    async def deed() -> None:
        async with client_of(app, account.headers) as owner:
            if way == "locked out":
                await owner.patch(f"/users/{adam}", json={"isActive": False})
            elif way == "made a member":
                await owner.patch(f"/users/{adam}", json={"role": "member"})
            elif way == "key revoked":
                await owner.delete(f"/api-keys/{principal.api_key_id}")
            else:
                clock.instant += ACCESS_TOKEN_LIFE + timedelta(seconds=1)

    async with client_of(app, {"Authorization": f"Bearer {key}"}) as reader:
        text = await read_until_it_ends(
            reader, address.format(talk), deed, lambda: speak(services, account, talk)
        )

    assert "here we are" in text
    assert SECRET not in text


@pytest.mark.parametrize("way", ["signed out", "new password"])
@pytest.mark.parametrize(
    "address", ["/app/events", "/app/conversations/events", "/app/conversations/{}/events"]
)
async def test_a_page_hears_nothing_more_once_its_session_has_ended(
    services: Services, account: Account, browser: Browser, address: str, way: str
) -> None:
    talk = await begun(services, account)
    await browser.sign_in(account.email, account.password)
    token = await browser.form_token("/app")

    async def deed() -> None:
        if way == "signed out":
            await browser.http.post("/app/sign-out", headers={"X-Form-Token": token})
        else:
            await services.sessions.change_password(account.owner, account.password, new="a better password")

    text = await read_until_it_ends(
        browser.http, address.format(talk), deed, lambda: speak(services, account, talk)
    )

    assert text.split()[-3:] == ["event:", "pulse", "data:"]


async def test_a_visitors_stream_ends_with_the_token(
    web: httpx.AsyncClient, services: Services, account: Account, clock: FixedClock
) -> None:
    visitor = await visit(web, account.widget_key)
    web.headers["Authorization"] = f"Bearer {visitor.token}"

    async def deed() -> None:
        clock.instant += timedelta(hours=1, seconds=1)

    text = await read_until_it_ends(
        web, "/widget/events", deed, lambda: speak(services, account, visitor.conversation_id)
    )

    assert SECRET not in text

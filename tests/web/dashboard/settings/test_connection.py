"""Connecting the outside calendar in the dashboard."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from frontdesk.assembly import assembled
from frontdesk.clock import FixedClock
from frontdesk.settings import Settings
from tests.calendars.simulation import Simulation, simulate
from tests.conftest import Account, TestServer, app_around, client_of, make_account
from tests.web.conftest import Browser

PATH = "/app/settings/connection"


@pytest.fixture
async def simulation() -> AsyncIterator[Simulation]:
    async with simulate() as running:
        running.add_calendar("event", "event")
        yield running


@pytest.fixture
async def connected_office(
    settings: Settings, server: TestServer, clock: FixedClock, simulation: Simulation
) -> AsyncIterator[tuple[httpx.AsyncClient, Account]]:
    """An owner signed in on a server whose GoHighLevel is the simulator."""
    chosen = replace(settings, ghl_base_url=simulation.base_url)
    async with assembled(chosen, server.app, clock=clock) as services:
        account = await make_account(services)
        async with client_of(app_around(services), {}) as http:
            browser = Browser(http)
            await browser.sign_in(account.email, account.password)
            http.headers["X-Form-Token"] = await browser.form_token("/app")
            yield http, account


async def test_with_nothing_connected_the_page_says_how(office: httpx.AsyncClient) -> None:
    page = (await office.get(PATH)).text

    assert "Nothing is connected." in page
    assert "private integration token" in page


async def test_a_good_token_connects_and_calendars_are_chosen(
    connected_office: tuple[httpx.AsyncClient, Account], simulation: Simulation
) -> None:
    office, account = connected_office
    answer = await office.post(PATH, data={"token": simulation.token, "location_id": "loc"})
    page = (await office.get(answer.headers["Location"])).text

    await office.post(f"{PATH}/people/{account.user_id}", data={"calendar_id": "event"})
    me = (await office.get("/users/me", headers={"Authorization": f"Bearer {account.api_key}"})).json()

    assert "It answers, and has 1 calendar." in page
    assert "Tested just now: it works." in page
    assert simulation.token not in page
    assert (me["calendarId"], me["locationId"]) == ("event", "loc")


async def test_a_token_that_opens_nothing_is_told_in_words(
    connected_office: tuple[httpx.AsyncClient, Account],
) -> None:
    office, _ = connected_office

    answer = await office.post(PATH, data={"token": "pit-wrong", "location_id": "loc"})
    page = (await office.get(answer.headers["Location"])).text

    assert "does not accept the token" in page
    assert "pit-wrong" not in page


async def test_disconnecting_forgets_it(
    connected_office: tuple[httpx.AsyncClient, Account], simulation: Simulation
) -> None:
    office, _ = connected_office
    await office.post(PATH, data={"token": simulation.token, "location_id": "loc"})

    await office.post(f"{PATH}/disconnect")

    assert "Nothing is connected." in (await office.get(PATH)).text


async def test_a_form_without_a_token_is_told_beside_its_field(office: httpx.AsyncClient) -> None:
    page = (await office.post(PATH, data={"token": "", "location_id": "loc"})).text

    assert "must have 1 to 500 characters" in page
    assert 'value="loc"' in page


async def test_a_token_that_opens_nothing_is_replaced_in_place(
    connected_office: tuple[httpx.AsyncClient, Account], simulation: Simulation
) -> None:
    office, _ = connected_office
    wrong = {"token": "pit-wrong", "location_id": "loc", "event_kind": "appointment"}
    broken = (await office.get((await office.post(PATH, data=wrong)).headers["Location"])).text

    await office.post(PATH, data={**wrong, "token": simulation.token})
    mended = (await office.get(PATH)).text

    assert '<details class="more-fields" open>' in broken
    assert 'value="loc"' in broken
    assert '<option value="appointment" selected>' in broken
    assert "It answers, and has 1 calendar." in mended
    assert '<details class="more-fields">' in mended


async def test_what_lacks_in_a_replacement_is_told_beside_its_field(
    connected_office: tuple[httpx.AsyncClient, Account], simulation: Simulation
) -> None:
    office, _ = connected_office
    await office.post(PATH, data={"token": simulation.token, "location_id": "loc"})

    page = (await office.post(PATH, data={"token": "", "location_id": "loc"})).text

    assert '<details class="more-fields" open>' in page
    assert "must have 1 to 500 characters" in page


async def test_a_sign_in_at_gohighlevel_is_offered_where_the_server_has_an_app(
    settings: Settings, server: TestServer, clock: FixedClock, office: httpx.AsyncClient
) -> None:
    chosen = replace(
        settings, ghl_client_id="app-1", ghl_client_secret="secret", public_url="http://desk.example"
    )
    async with assembled(chosen, server.app, clock=clock) as services:
        account = await make_account(services)
        async with client_of(app_around(services), {}) as http:
            await Browser(http).sign_in(account.email, account.password)
            with_app = (await http.get(PATH)).text

    assert "Connect with your GoHighLevel sign-in" in with_app
    assert "Connect with your GoHighLevel sign-in" not in (await office.get(PATH)).text

"""Connecting an agency's locations in the dashboard."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.clock import FixedClock
from tests.calendars.oauth_world import OAuthWorld, oauth_world
from tests.calendars.simulation import NEW_YORK, Simulation, simulate
from tests.conftest import Account, TestServer, app_around, client_of, make_account
from tests.web.conftest import Browser

CONNECTION = "/app/settings/connection"
PATH = f"{CONNECTION}/agency"
PASSWORD = "correct horse"


@dataclass
class Agency:
    """An agency's person in the sub-account that keeps its grant, and another sub-account of theirs."""

    world: OAuthWorld
    client: Account
    http: httpx.AsyncClient

    async def enter(self) -> None:
        """Sign in to the agency and go into the sub-account that keeps the grant."""
        keeper, browser = self.world.account, Browser(self.http)
        self.http.headers.pop("X-Form-Token", None)
        await browser.sign_in(f"boss-of-{keeper.email}", PASSWORD)
        self.http.headers["X-Form-Token"] = await browser.form_token("/app/agency")
        await self.http.post(f"/app/agency/accounts/{keeper.sub_account_id}/enter")

    async def connect(self, *chosen: tuple[str, int], **more: str) -> str:
        form = {
            "location": [location for location, _ in chosen],
            "sub_account": [str(account) for _, account in chosen],
        }
        answer = await self.http.post(PATH, data={**form, **more})
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture
async def simulation() -> AsyncIterator[Simulation]:
    async with simulate() as running:
        running.state.add_location(NEW_YORK, id="second", name="Second <Street>")
        yield running


@pytest.fixture
async def world(
    services: Services, server: TestServer, simulation: Simulation, account: Account, clock: FixedClock
) -> AsyncIterator[OAuthWorld]:
    """An account that keeps the grant of an agency with two locations."""
    async with oauth_world(services, server, simulation, account, clock) as world:
        assert (await world.connect(_company="company_demo")).status_code == 200
        yield world


@pytest.fixture
async def agency(world: OAuthWorld) -> AsyncIterator[Agency]:
    services, keeper = world.services, world.account
    client = await make_account(services)
    made = await services.agencies.create("Agency", f"boss-of-{keeper.email}", password=PASSWORD)
    for one in (keeper, client):
        await services.agencies.take_in(made.agency_id, one.sub_account_id)
    async with client_of(app_around(services), {}) as http:
        agency = Agency(world, client, http)
        await agency.enter()
        yield agency


async def test_locations_are_connected_and_each_is_told(agency: Agency) -> None:
    ours, client = agency.world.account.sub_account_id, agency.client.sub_account_id

    before = (await agency.http.get(PATH)).text
    page = await agency.connect(("loc", ours), ("second", client), event_kind="appointment")

    assert "Second &lt;Street&gt;" in before
    assert page.count("Connected</span>") == 4  # told once as an outcome, once in the list
    shown = await agency.world.services.connections.integration(client)
    assert (shown.location_id, shown.event_kind) == ("second", "appointment")


async def test_a_location_without_our_app_is_waited_for(agency: Agency) -> None:
    client = agency.client.sub_account_id

    page = await agency.connect(("loc_without", client))
    async with client_of(app_around(agency.world.services), {}) as http:
        await Browser(http).sign_in(agency.client.email, agency.client.password)
        theirs = (await http.get(CONNECTION)).text
        told = await http.get("/integrations/gohighlevel", headers=agency.client.headers)

    assert "Waits</span>" in page
    assert "Waiting for our app" in page
    assert "Waiting for our app to be installed in the location." in theirs
    assert "loc_without" in theirs
    assert (told.status_code, told.json()["waiting"], told.json()["locationId"]) == (404, True, "loc_without")


async def test_who_waits_may_stop_waiting(agency: Agency) -> None:
    ours = agency.world.account.sub_account_id
    await agency.connect(("loc_without", ours))

    await agency.http.post(f"{CONNECTION}/disconnect")

    assert "Nothing is connected." in (await agency.http.get(CONNECTION)).text


async def test_a_strangers_account_is_refused_and_the_others_go_on(agency: Agency) -> None:
    stranger = await make_account(agency.world.services)

    page = await agency.connect(("loc", stranger.sub_account_id), ("second", agency.client.sub_account_id))

    assert "There is no such sub-account." in page
    assert (await agency.world.services.connections.integration(agency.client.sub_account_id)).is_active


async def test_an_account_chosen_twice_connects_nothing(agency: Agency) -> None:
    client = agency.client.sub_account_id

    page = await agency.connect(("loc", client), ("second", client))

    assert "An account can have one location." in page
    assert "Connected</span>" not in page


async def test_an_owner_who_is_of_no_agency_sees_their_own_account_alone(agency: Agency) -> None:
    keeper = agency.world.account
    async with client_of(app_around(agency.world.services), {}) as http:
        await Browser(http).sign_in(keeper.email, keeper.password)
        page = (await http.get(PATH)).text

    assert f'value="{keeper.sub_account_id}"' in page
    assert f'value="{agency.client.sub_account_id}"' not in page


async def test_the_agency_is_found_in_the_settings_and_forgotten_there(agency: Agency) -> None:
    before = (await agency.http.get(CONNECTION)).text

    await agency.http.post(f"{PATH}/disconnect")

    assert f'href="{PATH}"' in before
    assert f'href="{PATH}"' not in (await agency.http.get(CONNECTION)).text
    assert (await agency.http.get(PATH)).status_code == 404


async def test_when_the_agencys_grant_is_gone_the_page_says_so(agency: Agency) -> None:
    agency.world.simulation.state.installs.clear()
    agency.world.wait(24)
    await agency.enter()

    page = (await agency.http.get(PATH)).text

    assert "Connect the agency again." in page

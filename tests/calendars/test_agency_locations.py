"""An agency says yes once, and its locations are connected in one go."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from frontdesk.calendars.gohighlevel import oauth as oauth_scopes
from frontdesk.calendars.grant_port import GrantDead
from frontdesk.calendars.keepers import AGENCY_TEMPLATE
from frontdesk.calendars.renewal import AHEAD
from frontdesk.calendars.simulator.limits import RateLimit
from frontdesk.calendars.simulator.state import BookableCalendar
from frontdesk.clock import FixedClock
from frontdesk.tenancy.principal import AgencyPerson
from tests.calendars.oauth_world import OAuthWorld
from tests.calendars.simulation import NEW_YORK, WEEKDAYS
from tests.conftest import Account, make_account

AGENCY, BULK = "/integrations/gohighlevel/agency", "/integrations/gohighlevel/bulk"
STATUS = "/integrations/gohighlevel"


@pytest.fixture
async def agency(oauth: OAuthWorld) -> OAuthWorld:
    """An agency with locations `loc` and `second`, each with a calendar."""
    oauth.simulation.state.add_location(NEW_YORK, id="second", name="Second")
    oauth.simulation.state.add_calendar(
        BookableCalendar("elsewhere", "second", "Elsewhere", "event", open_hours=(WEEKDAYS,))
    )
    assert (await oauth.connect(_company="company_demo")).status_code == 200
    return oauth


@pytest.fixture
async def client_account(agency: OAuthWorld) -> Account:
    """Another sub-account, of one of the agency's clients."""
    return await make_account(agency.services)


async def bulk(world: OAuthWorld, *locations: Mapping[str, str | int]) -> list[dict[str, object]]:
    answer = await world.browser.post(BULK, json={"locations": list(locations)})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, object]] = answer.json()["results"]
    return results


async def names(world: OAuthWorld, account: Account, location_id: str) -> list[str]:
    connections = world.services.connections
    integration = await connections.integration(account.sub_account_id)
    calendar = connections.open(account.sub_account_id, integration)
    return [one.name for one in await calendar.list_calendars(location_id)]


async def test_an_agency_sees_its_locations(agency: OAuthWorld) -> None:
    shown = (await agency.browser.get(AGENCY)).json()

    assert (shown["companyId"], shown["health"]) == ("company_demo", "healthy")
    assert [one["id"] for one in shown["locations"]] == ["loc", "second"]


async def test_each_location_goes_to_the_sub_account_of_its_key(
    agency: OAuthWorld, client_account: Account
) -> None:
    results = await bulk(
        agency,
        {"locationId": "loc"},
        {"locationId": "second", "apiKey": client_account.api_key, "eventKind": "appointment"},
    )

    assert [(one["success"], one["subAccountId"]) for one in results] == [
        (True, agency.account.sub_account_id),
        (True, client_account.sub_account_id),
    ]
    assert await names(agency, client_account, "second") == ["Elsewhere"]
    headers = client_account.headers
    shown = (await agency.browser.get(STATUS, headers=headers)).json()
    assert (shown["method"], shown["locationId"], shown["eventKind"]) == ("agency", "second", "appointment")
    assert (await agency.browser.get(AGENCY, headers=headers)).status_code == 404


async def test_a_person_of_the_agency_names_its_sub_accounts(
    agency: OAuthWorld, client_account: Account
) -> None:
    services, ours = agency.services, agency.account.sub_account_id
    made = await services.agencies.create("Agency", "boss@agency.example")
    for sub_account_id in (ours, client_account.sub_account_id):
        await services.agencies.take_in(made.agency_id, sub_account_id)
    person = AgencyPerson(made.agency_id, made.person_id)
    caller = await services.agencies.enter(person, ours)
    token = services.tenancy.access_token(caller)
    stranger = await make_account(services)

    answer = await agency.browser.post(
        BULK,
        json={
            "locations": [
                {"locationId": "second", "subAccountId": client_account.sub_account_id},
                {"locationId": "second", "subAccountId": stranger.sub_account_id},
            ]
        },
        headers={"Authorization": f"Bearer {token}"},
    )

    assert [one["error"] for one in answer.json()["results"]] == [None, "NOT_FOUND"]
    assert await names(agency, client_account, "second") == ["Elsewhere"]


async def test_nobody_else_names_a_sub_account(agency: OAuthWorld, client_account: Account) -> None:
    theirs = client_account.sub_account_id
    results = await bulk(
        agency,
        {"locationId": "second", "subAccountId": theirs},
        {"locationId": "second", "subAccountId": theirs, "apiKey": agency.account.api_key},
    )

    assert [one["error"] for one in results] == ["NOT_FOUND", "FORBIDDEN"]


async def test_one_that_fails_fails_alone_and_says_why(agency: OAuthWorld, client_account: Account) -> None:
    _, member = await agency.services.tenancy.create_user(
        client_account.sub_account_id, "member@agency.example", role="member"
    )

    results = await bulk(
        agency,
        {"locationId": "nowhere"},
        {"locationId": "second", "apiKey": "guess"},
        {"locationId": "second", "apiKey": member},
        {"locationId": "loc"},
    )

    assert [one["error"] for one in results] == ["GHL_API_ERROR", "UNAUTHORIZED", "FORBIDDEN", None]
    headers = client_account.headers
    assert (await agency.browser.get(STATUS, headers=headers)).status_code == 404


async def test_a_call_asks_once_which_locations_have_the_app(agency: OAuthWorld) -> None:
    results = await bulk(agency, *({"locationId": f"nowhere-{n}"} for n in range(5)))

    assert [one["error"] for one in results] == ["GHL_API_ERROR"] * 5
    assert agency.asked("/oauth/installedLocations") == 1


async def test_more_locations_than_an_interval_has_calls_are_all_connected(oauth: OAuthWorld) -> None:
    """The simulated GoHighLevel allows forty calls in two seconds here, not a hundred in ten."""
    oauth.simulation.state.rate_limit = RateLimit(40, 2_000)
    ids = [f"many-{n}" for n in range(60)]
    for location_id in ids:
        oauth.simulation.state.add_location(NEW_YORK, id=location_id)
    await oauth.connect(_company="company_demo")

    async with going_on(oauth.simulation.clock):
        results = await bulk(oauth, *({"locationId": location_id} for location_id in ids))

    assert [one["message"] for one in results if not one["success"]] == []
    assert oauth.asked("/oauth/locationToken") == len(ids)


@asynccontextmanager
async def going_on(clock: FixedClock) -> AsyncIterator[None]:
    """Let a clock go on as real ones do."""
    began, started = clock.instant, time.monotonic()

    async def go_on() -> None:
        while True:
            clock.instant = began + timedelta(seconds=time.monotonic() - started)
            await asyncio.sleep(0.01)

    going = asyncio.create_task(go_on())
    try:
        yield
    finally:
        going.cancel()


async def test_a_locations_token_is_made_anew_out_of_the_agencys(
    agency: OAuthWorld, client_account: Account
) -> None:
    await bulk(agency, {"locationId": "second", "apiKey": client_account.api_key})
    agency.wait(24)

    assert await names(agency, client_account, "second") == ["Elsewhere"]
    assert agency.asked("/oauth/locationToken") == 2
    assert (await agency.stored(AGENCY_TEMPLATE)).lasts(agency.clock.now(), AHEAD)


async def test_an_agencys_token_that_is_revoked_early_is_replaced(
    agency: OAuthWorld, client_account: Account
) -> None:
    await bulk(agency, {"locationId": "second", "apiKey": client_account.api_key})
    agency.simulation.state.tokens.clear()

    assert await names(agency, client_account, "second") == ["Elsewhere"]
    agency.simulation.state.tokens.clear()
    assert len((await agency.browser.get(AGENCY)).json()["locations"]) == 2


async def test_an_agency_that_took_the_app_out_is_found_by_the_clock_and_says_so(
    agency: OAuthWorld, client_account: Account
) -> None:
    await bulk(agency, {"locationId": "second", "apiKey": client_account.api_key})
    agency.simulation.state.installs.clear()
    agency.simulation.state.tokens.clear()
    agency.wait(0.5)

    for _ in range(2):
        await agency.services.probe.look_at(agency.account.sub_account_id)

    kept = await agency.services.connections.agency(agency.account.sub_account_id)
    assert (kept.health, "Connect the agency again" in (kept.health_problem or "")) == ("broken", True)
    with pytest.raises(GrantDead, match="Connect the agency again"):
        await names(agency, client_account, "second")


async def test_a_location_whose_agency_was_disconnected_names_the_agency(
    agency: OAuthWorld, client_account: Account
) -> None:
    await bulk(agency, {"locationId": "second", "apiKey": client_account.api_key})
    await agency.browser.delete(AGENCY)
    agency.wait(24)

    with pytest.raises(GrantDead, match="Connect the agency again"):
        await names(agency, client_account, "second")


async def test_an_agency_that_is_gone_connects_again_and_heals_its_locations(
    agency: OAuthWorld, client_account: Account
) -> None:
    await bulk(agency, {"locationId": "second", "apiKey": client_account.api_key})
    agency.simulation.state.installs.clear()
    agency.wait(24)

    with pytest.raises(GrantDead, match="Connect the agency again"):
        await names(agency, client_account, "second")

    shown = (await agency.browser.get(STATUS, headers=client_account.headers)).json()
    assert (shown["health"], "agency" in shown["whatToDo"]) == ("broken", True)

    await agency.connect(_company="company_demo")

    assert await names(agency, client_account, "second") == ["Elsewhere"]
    shown = (await agency.browser.get(STATUS, headers=client_account.headers)).json()
    assert (shown["health"], shown["whatToDo"]) == ("healthy", None)


async def test_an_agency_that_connects_again_goes_on_with_its_new_grant(
    agency: OAuthWorld, client_account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oauth_scopes, "SCOPES", ("oauth.readonly",))
    await agency.connect(_company="company_demo")
    assert (await agency.browser.get(AGENCY)).status_code == 200
    monkeypatch.undo()

    await agency.connect(_company="company_demo")

    [result] = await bulk(agency, {"locationId": "second", "apiKey": client_account.api_key})
    assert result["success"] is True, result


async def test_without_an_agency_there_is_nothing_to_connect(oauth: OAuthWorld) -> None:
    answer = await oauth.browser.post(BULK, json={"locations": [{"locationId": "loc"}]})

    assert (answer.status_code, answer.json()["error"]) == (404, "NOT_FOUND")


async def test_an_agency_is_forgotten_on_demand(agency: OAuthWorld) -> None:
    assert (await agency.browser.delete(AGENCY)).status_code == 204
    assert (await agency.browser.get(AGENCY)).status_code == 404
    assert (await agency.browser.delete(AGENCY)).status_code == 404

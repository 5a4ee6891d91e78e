"""OAuth tokens end, and a refresh token works once."""

from datetime import timedelta

import httpx
import pytest

from frontdesk.calendars.simulator import oauth
from tests.calendars.simulation import NEW_YORK, Simulation, bare

APP = {"client_id": "app", "client_secret": "secret"}
LIST = "/calendars/?locationId=loc"


def say_yes(simulation: Simulation) -> dict[str, str]:
    """Return the form that the app's callback exchanges."""
    scopes = frozenset({"calendars.readonly"})
    code = oauth.install(simulation.state, **APP, location_id="loc", scopes=scopes)
    return APP | {"grant_type": "authorization_code", "code": code}


async def exchange(simulation: Simulation, form: dict[str, str]) -> httpx.Response:
    async with bare(simulation.base_url) as http:
        return await http.post("/oauth/token", data=form)


def refresh(token: str) -> dict[str, str]:
    return APP | {"grant_type": "refresh_token", "refresh_token": token}


async def test_a_code_becomes_tokens_that_open_the_location(simulation: Simulation) -> None:
    tokens = (await exchange(simulation, say_yes(simulation))).json()

    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 86_399)
    assert (tokens["userType"], tokens["locationId"]) == ("Location", "loc")
    async with simulation.api(token=tokens["access_token"]) as api:
        assert (await api.get(LIST)).status_code == 200


async def test_a_code_works_once(simulation: Simulation) -> None:
    form = say_yes(simulation)
    await exchange(simulation, form)

    assert (await exchange(simulation, form)).status_code == 400


async def test_an_access_token_ends_and_its_refresh_token_gives_a_new_one(simulation: Simulation) -> None:
    first = (await exchange(simulation, say_yes(simulation))).json()
    simulation.clock.instant += timedelta(seconds=86_400)

    async with simulation.api(token=first["access_token"]) as api:
        assert (await api.get(LIST)).status_code == 401
    second = (await exchange(simulation, refresh(first["refresh_token"]))).json()
    async with simulation.api(token=second["access_token"]) as api:
        assert (await api.get(LIST)).status_code == 200


async def test_a_refresh_token_works_once(simulation: Simulation) -> None:
    first = (await exchange(simulation, say_yes(simulation))).json()
    form = refresh(first["refresh_token"])

    second, again = await exchange(simulation, form), await exchange(simulation, form)

    assert second.json()["refresh_token"] != first["refresh_token"]
    assert again.status_code == 400
    assert again.json()["message"] == "Invalid grant: refresh token is invalid"


async def test_a_paused_location_does_not_use_up_the_refresh_token(simulation: Simulation) -> None:
    first = (await exchange(simulation, say_yes(simulation))).json()
    (found,) = simulation.state.installs

    found.is_paused = True
    paused = await exchange(simulation, refresh(first["refresh_token"]))
    found.is_paused = False

    assert (paused.status_code, paused.json()["message"]) == (400, "Location is not active")
    assert (await exchange(simulation, refresh(first["refresh_token"]))).status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "message"),
    [
        ({"grant_type": "password"}, 400, "Invalid parameter: grant_type"),
        ({"client_id": ""}, 400, "Missing parameter: client_id"),
        ({"code": ""}, 400, "Missing parameter: code"),
        ({"client_secret": "guess"}, 401, "Invalid client credentials!"),
    ],
)
async def test_a_wrong_form_is_refused(
    simulation: Simulation, change: dict[str, str], status: int, message: str
) -> None:
    answer = await exchange(simulation, say_yes(simulation) | change)

    assert (answer.status_code, answer.json()["message"]) == (status, message)


async def test_the_request_log_keeps_no_secret(simulation: Simulation) -> None:
    await exchange(simulation, say_yes(simulation))

    (entry,) = simulation.state.requests.entries
    assert entry.path == "/oauth/token"
    assert "secret" not in repr(entry)


def agency(simulation: Simulation) -> dict[str, str]:
    """Return the form that an agency's callback exchanges; the agency has two locations."""
    simulation.state.add_location(NEW_YORK, id="second")
    code = oauth.install_agency(
        simulation.state, client_id="app", client_secret="secret", company_id="company_demo"
    )
    return APP | {"grant_type": "authorization_code", "code": code}


async def test_an_agencys_token_opens_locations_one_by_one_and_no_calendar(simulation: Simulation) -> None:
    tokens = (await exchange(simulation, agency(simulation))).json()
    assert (tokens["userType"], tokens["approvedLocations"]) == ("Company", ["loc", "second"])
    headers = {"Authorization": f"Bearer {tokens['access_token']}", "Version": "2021-07-28"}
    where = {"companyId": "company_demo", "locationId": "second"}

    async with bare(simulation.base_url, headers) as http:
        refused = await http.get(LIST)
        listed = (
            await http.get("/oauth/installedLocations", params={"companyId": "company_demo", "appId": "app"})
        ).json()
        made = (await http.post("/oauth/locationToken", data=where)).json()

    assert refused.status_code == 401
    assert [each["_id"] for each in listed["locations"]] == ["loc", "second"]
    async with simulation.api(token=made["access_token"]) as api:
        assert (await api.get("/calendars/?locationId=second")).status_code == 200
        assert (await api.get(LIST)).status_code == 403


async def test_a_locations_token_makes_no_tokens(simulation: Simulation) -> None:
    where = {"companyId": "company_demo", "locationId": "loc"}

    async with bare(
        simulation.base_url, {"Authorization": f"Bearer {simulation.token}", "Version": "v3"}
    ) as http:
        answer = await http.post("/oauth/locationToken", data=where)

    assert answer.status_code == 401


async def test_an_app_that_lost_its_refresh_token_gets_a_new_code(simulation: Simulation) -> None:
    await exchange(simulation, say_yes(simulation))
    form = {"clientKey": "app", "clientSecret": "secret", "locationId": "loc"}

    async with bare(simulation.base_url) as http:
        code = (await http.post("/oauth/reconnect", json=form)).json()["authorizationCode"]
        wrong = await http.post("/oauth/reconnect", json=form | {"clientSecret": "guess"})

    again = await exchange(simulation, APP | {"grant_type": "authorization_code", "code": code})
    assert (again.status_code, wrong.status_code) == (200, 400)


async def test_the_owners_page_sends_the_browser_back_with_code_and_state(simulation: Simulation) -> None:
    simulation.state.apps["app"] = "secret"
    query = {
        "client_id": "app",
        "redirect_uri": "http://us/back",
        "scope": "calendars.readonly",
        "state": "s+1",
    }

    async with bare(simulation.base_url) as http:
        answer = await http.get("/v2/oauth/chooselocation", params=query)

    back = httpx.URL(answer.headers["location"])
    assert (answer.status_code, back.host, back.params["state"]) == (302, "us", "s+1")
    form = APP | {"grant_type": "authorization_code", "code": back.params["code"]}
    assert (await exchange(simulation, form)).json()["scope"] == "calendars.readonly"


async def test_the_request_log_tells_what_was_asked_for_and_no_secret(simulation: Simulation) -> None:
    tokens = (await exchange(simulation, say_yes(simulation))).json()
    await exchange(simulation, refresh(tokens["refresh_token"]))
    async with bare(simulation.base_url) as http:
        again = {"clientKey": "app", "clientSecret": "secret", "locationId": "loc"}
        assert (await http.post("/oauth/reconnect", json=again)).status_code == 200

    assert [entry.body for entry in simulation.state.requests.entries] == [
        "grant_type=authorization_code",
        "grant_type=refresh_token",
        "locationId=loc",
    ]

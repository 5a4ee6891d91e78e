"""OAuth tokens end, and a refresh token works once."""

from datetime import timedelta

import httpx
import pytest

from frontdesk.calendars.simulator import oauth
from tests.calendars.simulation import Simulation, bare

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

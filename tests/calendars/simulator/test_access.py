"""Who gets in: the recorded habits about headers, tokens, scopes, locations and paths."""

import httpx
import pytest

from tests.calendars.simulation import NEW_YORK, VERSION, Simulation, bare

LIST = "/calendars/?locationId=loc"


async def refusal(simulation: Simulation, headers: dict[str, str]) -> tuple[int, str]:
    async with bare(simulation.base_url, headers) as http:
        answer = await http.get(LIST)
    return answer.status_code, answer.json()["message"]


async def test_three_different_things_are_a_401(simulation: Simulation) -> None:
    right, readonly = {"Authorization": f"Bearer {simulation.token}", "Version": VERSION}, frozenset({"x"})
    unscoped = simulation.state.add_private_token("loc", scopes=readonly)

    assert await refusal(simulation, right | {"Version": "2020-01-01"}) == (401, "version header is invalid")
    assert await refusal(simulation, {"Authorization": right["Authorization"]}) == (
        401,
        "version header was not found.",
    )
    assert await refusal(simulation, right | {"Authorization": "Bearer pit-wrong"}) == (401, "Invalid JWT")
    assert await refusal(simulation, right | {"Authorization": f"Bearer {unscoped}"}) == (
        401,
        "The token is not authorized for this scope.",
    )


@pytest.mark.parametrize("version", ["v3", "2023-02-21", "2021-07-28", "2021-04-15"])
async def test_every_published_version_is_accepted(api: httpx.AsyncClient, version: str) -> None:
    assert (await api.get(LIST, headers={"Version": version})).status_code == 200


async def test_another_location_is_a_403(simulation: Simulation, api: httpx.AsyncClient) -> None:
    simulation.state.add_location(NEW_YORK, id="other")

    answer = await api.get("/calendars/?locationId=other")

    assert answer.status_code == 403
    assert answer.json()["message"] == "The token does not have access to this location."


async def test_a_stranger_cannot_delete_an_event(simulation: Simulation, api: httpx.AsyncClient) -> None:
    simulation.state.add_location(NEW_YORK, id="other")
    stranger = simulation.state.add_private_token("other")
    block = await api.post(
        "/calendars/events/block-slots",
        json={
            "locationId": "loc",
            "calendarId": "event",
            "startTime": "2026-12-01T09:00:00-05:00",
            "endTime": "2026-12-01T10:00:00-05:00",
        },
    )

    answer = await api.request(
        "DELETE",
        f"/calendars/events/{block.json()['id']}",
        json={},
        headers={"Authorization": f"Bearer {stranger}"},
    )

    assert answer.status_code == 403
    assert len(simulation.state.events) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/calendars"),
        ("POST", "/calendars/event/appointments"),
        ("POST", "/calendars/event/block-slots"),
        ("PATCH", "/calendars/events/appointments/some-id"),
        ("GET", "/"),
    ],
)
async def test_a_path_that_does_not_exist_is_a_404(simulation: Simulation, method: str, path: str) -> None:
    async with bare(simulation.base_url) as http:
        answer = await http.request(method, path)

    assert answer.status_code == 404
    assert answer.json()["message"] == f"Cannot {method} {path}"


async def test_the_list_tells_no_zone_but_the_location_does(api: httpx.AsyncClient) -> None:
    (calendar, *_) = (await api.get(LIST)).json()["calendars"]
    location = (await api.get("/locations/loc")).json()["location"]

    assert "timezone" not in calendar
    assert location["timezone"] == "America/New_York"


async def test_rate_limit_headers_are_on_every_answer(api: httpx.AsyncClient) -> None:
    first, second = await api.get(LIST), await api.get("/contacts/unknown")

    assert first.headers["X-RateLimit-Max"] == "100"
    assert first.headers["X-RateLimit-Interval-Milliseconds"] == "10000"
    assert first.headers["X-RateLimit-Limit-Daily"] == "200000"
    assert first.headers["X-RateLimit-Daily-Remaining"] == "199999"
    assert [each.headers["X-RateLimit-Remaining"] for each in (first, second)] == ["99", "98"]

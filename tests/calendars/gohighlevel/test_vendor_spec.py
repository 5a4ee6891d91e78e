"""The vendor's document, mended, is a fair judge."""

import json
from contextlib import nullcontext

import httpx
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from frontdesk.calendars.gohighlevel.transport import USER_AGENT
from tests.calendars.gohighlevel.vendor_spec import APPS, HERE, load_spec, vendor_spec
from tests.calendars.simulation import Simulation, bare

BLOCK = {
    "locationId": "loc",
    "startTime": "2026-12-01T09:00:00-05:00",
    "endTime": "2026-12-01T10:00:00-05:00",
}


@pytest.mark.parametrize("app", APPS)
def test_a_mended_document_is_valid_openapi(app: str) -> None:
    base = (HERE / f"apps/{app}.json").as_uri()

    assert list(OpenAPIV30SpecValidator(load_spec(app), base_uri=base).iter_errors()) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"calendarId": "cal", "assignedUserId": "ann"}, "valid under each"),
        ({}, "not valid under any"),
        ({"calendarId": "cal", "color": "red"}, "unknown properties"),
        ({"calendarId": 5}, "5 is not of type 'string'"),
    ],
)
def test_a_wrong_block_request_is_noticed(change: dict[str, object], complaint: str) -> None:
    request = httpx.Request(
        "POST",
        "http://vendor/calendars/events/block-slots",
        headers={"Version": "2021-04-15", "Content-Type": "application/json"},
        content=json.dumps(BLOCK | change),
    )

    with pytest.raises(AssertionError, match=complaint):
        vendor_spec().check_request(request)


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/calendars?locationId=loc", "the vendor has no"),
        ("/calendars/", "needs locationId"),
        ("/calendars/?locationId=loc&page=2", "does not know the query"),
    ],
)
def test_a_wrong_query_is_noticed(path: str, complaint: str) -> None:
    request = httpx.Request("GET", f"http://vendor{path}", headers={"Version": "2021-04-15"})

    with pytest.raises(AssertionError, match=complaint):
        vendor_spec().check_request(request)


def test_a_wrong_version_is_noticed() -> None:
    request = httpx.Request("GET", "http://vendor/calendars/?locationId=loc", headers={"Version": "v1"})

    with pytest.raises(AssertionError, match="'v1' is not one of"):
        vendor_spec().check_request(request)


def test_a_wrong_answer_is_noticed() -> None:
    request = httpx.Request("GET", "http://vendor/calendars/cal/free-slots")
    answer = httpx.Response(200, json={"2026-12-01": {"slots": [9]}, "traceId": "extra, on record"})

    with pytest.raises(AssertionError, match="9 is not of type 'string'"):
        vendor_spec().check_answer(request, answer)


@pytest.mark.parametrize(("is_installed", "is_right"), [("true", True), ("yes", False)])
def test_a_query_that_is_yes_or_no_is_read_as_such(is_installed: str, is_right: bool) -> None:
    query = {"companyId": "co", "appId": "app", "isInstalled": is_installed}
    request = httpx.Request(
        "GET", "http://vendor/oauth/installedLocations", params=query, headers={"Version": "2021-07-28"}
    )

    with nullcontext() if is_right else pytest.raises(AssertionError, match="boolean"):
        vendor_spec("oauth").check_request(request)


async def test_what_anybody_of_ours_sends_is_judged(
    simulation: Simulation, misfits_of_this_run: list[str]
) -> None:
    headers = {"User-Agent": USER_AGENT, "Version": "2021-07-28"}
    async with bare(simulation.base_url, headers) as ours, bare(simulation.base_url) as anothers:
        await ours.post("/oauth/reconnect", json={"clientKey": "app"})
        await anothers.get("/users/search?color=red")
        assert misfits_of_this_run == []

        await ours.get("/users/search?color=red")

    [complaint] = misfits_of_this_run
    misfits_of_this_run.clear()
    assert "does not know the query {'color'}" in complaint

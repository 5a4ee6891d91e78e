"""The vendor's document, mended, is a fair judge."""

import json

import httpx
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from tests.calendars.gohighlevel.vendor_spec import APPS, HERE, load_spec, vendor_spec

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

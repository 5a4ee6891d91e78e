"""A lead's zone: given, else the browser's, else their phone number's; and what a booking says of it."""

from typing import Any

import httpx
import pytest

from frontdesk.assembly import Services
from tests.conftest import Account

HOUSTON, DENVER = "+1 713 555 0199", "+1 303 555 0147"
AT_TEN = {"date": "2026-12-03", "time": "10:00"}


async def made(client: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await client.post("/leads", json=fields)
    assert answer.status_code == 201, answer.text
    lead: dict[str, Any] = answer.json()
    return lead


def zone_of(lead: dict[str, Any]) -> tuple[str | None, str | None]:
    return lead["timezone"], lead["timezoneSource"]


async def edited(client: httpx.AsyncClient, lead: dict[str, Any], **changes: Any) -> dict[str, Any]:
    after: dict[str, Any] = (await client.patch(f"/leads/{lead['id']}", json=changes)).json()
    return after


@pytest.mark.parametrize(
    ("fields", "zone"),
    [
        ({"timezone": "Europe/Berlin", "phone": HOUSTON}, ("Europe/Berlin", "given")),
        ({"phone": HOUSTON}, ("America/Chicago", "phone")),
        ({"phone": "(713) 555-0199"}, ("America/Chicago", "phone")),
        ({"phone": "+1 800 555 1212"}, (None, None)),
        ({"name": "Ann"}, (None, None)),
    ],
)
async def test_a_new_leads_zone_is_given_or_read_from_their_number(
    client: httpx.AsyncClient, fields: dict[str, str], zone: tuple[str | None, str | None]
) -> None:
    assert zone_of(await made(client, **fields)) == zone


@pytest.mark.parametrize(
    ("known", "zone"),
    [
        ({"timezone": "Europe/Berlin", "phone": HOUSTON}, ("Europe/Berlin", "browser")),
        ({"phone": HOUSTON}, ("America/Chicago", "phone")),
        ({}, (None, None)),
    ],
)
async def test_a_visitors_browser_comes_before_their_number(
    client: httpx.AsyncClient, services: Services, account: Account, known: dict[str, str], zone: Any
) -> None:
    await client.post(f"/widget/{account.widget_key}/sessions", json=known)

    [lead] = (await services.leads.page(account.sub_account_id, limit=1))[0]
    assert (lead.timezone, lead.timezone_source) == zone


async def test_a_zone_from_a_number_goes_with_the_number(client: httpx.AsyncClient) -> None:
    lead = await made(client, phone=HOUSTON)

    moved = await edited(client, lead, phone=DENVER)
    gone = await edited(client, lead, phone=None)

    assert (zone_of(moved), zone_of(gone)) == (("America/Denver", "phone"), (None, None))


async def test_a_given_zone_stays_when_the_number_changes(client: httpx.AsyncClient) -> None:
    lead = await made(client, timezone="Europe/Berlin")

    assert zone_of(await edited(client, lead, phone=HOUSTON)) == ("Europe/Berlin", "given")


async def test_a_zone_taken_back_leaves_the_numbers(client: httpx.AsyncClient) -> None:
    lead = await made(client, timezone="Europe/Berlin", phone=HOUSTON)

    assert zone_of(await edited(client, lead, timezone=None)) == ("America/Chicago", "phone")


async def test_a_zone_given_later_comes_before_the_numbers(client: httpx.AsyncClient) -> None:
    lead = await made(client, phone=HOUSTON)

    assert zone_of(await edited(client, lead, timezone="Asia/Tokyo")) == ("Asia/Tokyo", "given")


async def test_another_edit_leaves_the_zone_alone(client: httpx.AsyncClient) -> None:
    lead = await made(client, phone=HOUSTON)

    assert zone_of(await edited(client, lead, name="Ann")) == ("America/Chicago", "phone")


@pytest.mark.parametrize(
    ("lead", "asked", "told"),
    [
        ({"phone": HOUSTON}, {"timezone": "America/Denver"}, ("America/Denver", "request")),
        ({"timezone": "America/Denver", "phone": HOUSTON}, {}, ("America/Denver", "lead")),
        ({"phone": HOUSTON}, {}, ("America/Chicago", "phone")),
        ({}, {}, ("America/New_York", "user")),
    ],
)
@pytest.mark.parametrize("is_batch", [False, True])
async def test_a_booking_says_where_its_zone_comes_from(
    client: httpx.AsyncClient, lead: dict[str, str], asked: dict[str, str], told: Any, is_batch: bool
) -> None:
    lead_id = (await made(client, **lead))["id"]
    wanted = {**AT_TEN, **asked, "leadId": lead_id}

    if is_batch:
        answer = (await client.post("/bookings/batch", json={"bookings": [wanted]})).json()
        booking = answer["results"][0]["booking"]
    else:
        booking = (await client.post("/bookings", json=wanted)).json()

    assert (booking["details"]["timezone"], booking["details"]["timezoneSource"]) == told


async def test_a_visitors_browser_is_where_their_holds_zone_comes_from(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    await client.post(f"/widget/{account.widget_key}/sessions", json={"timezone": "America/Denver"})
    [lead] = (await services.leads.page(account.sub_account_id, limit=1))[0]

    hold = (await client.post("/bookings/holds", json={**AT_TEN, "leadId": lead.id})).json()

    assert hold["details"]["timezoneSource"] == "browser"


async def test_moving_a_booking_keeps_where_its_zone_came_from(client: httpx.AsyncClient) -> None:
    lead = await made(client, phone=HOUSTON)
    booking = (await client.post("/bookings", json={**AT_TEN, "leadId": lead["id"]})).json()

    kept = (await client.patch(f"/bookings/{booking['id']}", json={"time": "11:00"})).json()
    named = (
        await client.patch(f"/bookings/{booking['id']}", json={"time": "11:00", "timezone": "America/Denver"})
    ).json()

    assert [one["details"]["timezoneSource"] for one in (kept, named)] == ["phone", "request"]

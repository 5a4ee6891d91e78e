"""Looking at many bookings: a calendar, a search, a table for spreadsheets; and pushing one once more."""

import csv
import io
from datetime import timedelta

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.bookings.repository import Filters
from frontdesk.clock import FixedClock
from tests.conftest import Account, app_around, client_of

DECEMBER = {"from": "2026-12-01T00:00:00-05:00", "to": "2027-01-01T00:00:00-05:00"}
FIRST_DAY = {"from": "2026-12-01T00:00:00-05:00", "to": "2026-12-02T00:00:00-05:00"}


async def book(client: httpx.AsyncClient, day: str, time: str, **more: object) -> dict[str, object]:
    answer = await client.post("/bookings", json={"date": day, "time": time, **more})
    assert answer.status_code == 201, answer.text
    booking: dict[str, object] = answer.json()
    return booking


async def lead_named(client: httpx.AsyncClient, name: str, **more: str) -> int:
    lead_id: int = (await client.post("/leads", json={"name": name, **more})).json()["id"]
    return lead_id


async def test_a_calendar_has_what_shares_time_with_the_stretch_and_when_people_are_open(
    client: httpx.AsyncClient, account: Account
) -> None:
    await book(client, "2026-11-30", "10:00")
    inside = await book(client, "2026-12-01", "14:00", leadId=await lead_named(client, "Ada"), subject="Roof")
    gone = await book(client, "2026-12-01", "15:00")
    await client.delete(f"/bookings/{gone['id']}")

    shown = (await client.get("/calendar", params=FIRST_DAY)).json()
    with_cancelled = (await client.get("/calendar", params={**FIRST_DAY, "cancelled": "true"})).json()

    [booking] = shown["bookings"]
    assert (booking["id"], booking["leadName"], booking["subject"]) == (inside["id"], "Ada", "Roof")
    assert shown["opening"] == [
        {"userId": account.user_id, "startsAt": "2026-12-01T14:00:00Z", "endsAt": "2026-12-01T22:00:00Z"}
    ]
    assert [one["id"] for one in with_cancelled["bookings"]] == [inside["id"], gone["id"]]


@pytest.mark.parametrize("to", ["2027-02-02T00:00:00-05:00", "2026-12-01T00:00:00-05:00", "soon"])
async def test_a_calendar_is_refused_for_more_than_two_months_or_backwards(
    client: httpx.AsyncClient, to: str
) -> None:
    refusal = await client.get("/calendar", params={**DECEMBER, "to": to})

    assert (refusal.status_code, list(refusal.json()["fields"])) == (422, ["to"])


async def test_a_hold_that_has_run_out_is_not_on_the_calendar(
    client: httpx.AsyncClient, clock: FixedClock
) -> None:
    await client.post("/bookings/holds", json={"date": "2026-12-01", "time": "14:00", "ttlSeconds": 60})
    while_held = (await client.get("/calendar", params=FIRST_DAY)).json()["bookings"]
    clock.instant += timedelta(seconds=61)

    assert [booking["status"] for booking in while_held] == ["held"]
    assert (await client.get("/calendar", params=FIRST_DAY)).json()["bookings"] == []


@pytest.mark.parametrize("search", ["lovel", "LOVELACE", "ada@", "555-0142", "chimney"])
async def test_a_search_finds_a_name_an_address_a_number_and_a_subject(
    client: httpx.AsyncClient, search: str
) -> None:
    ada = await lead_named(client, "Ada Lovelace", email="ada@example.com", phone="+1 (212) 555 0142")
    wanted = await book(client, "2026-12-01", "14:00", leadId=ada, subject="Chimney repair")
    other = await lead_named(client, "Grace Hopper", email="grace@example.com", phone="+1 212 555 0199")
    await book(client, "2026-12-01", "15:00", leadId=other, subject="Gutters 100%")

    found = (await client.get("/bookings", params={"search": search})).json()["bookings"]

    assert [booking["id"] for booking in found] == [wanted["id"]]


@pytest.mark.parametrize("search", ["%", "_", "\\", "'"])
async def test_a_searchs_signs_mean_themselves(client: httpx.AsyncClient, search: str) -> None:
    await book(client, "2026-12-01", "14:00", subject="Roof")

    assert (await client.get("/bookings", params={"search": search})).json()["bookings"] == []


async def test_a_search_goes_on_page_by_page(client: httpx.AsyncClient) -> None:
    made = [(await book(client, "2026-12-01", f"{hour}:00", subject="Roof"))["id"] for hour in (10, 11, 12)]
    asked = {"search": "roof", "limit": "2"}

    first = (await client.get("/bookings", params=asked)).json()
    second = (await client.get("/bookings", params={**asked, "cursor": first["nextCursor"]})).json()

    assert [one["id"] for one in first["bookings"] + second["bookings"]] == made[::-1]
    assert second["nextCursor"] is None


async def test_a_table_for_spreadsheets_has_every_booking_and_no_formula(client: httpx.AsyncClient) -> None:
    lead_id = await lead_named(client, '=HYPERLINK("https://elsewhere.example")', phone="+12125550142")
    booking = await book(client, "2026-12-01", "14:00", leadId=lead_id, subject='He said "roof", twice')

    answer = await client.get("/bookings/export", params={"status": "confirmed"})

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bookings.csv"'
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["id"], row["subject"]) == (str(booking["id"]), 'He said "roof", twice')
    assert row["lead"] == '\'=HYPERLINK("https://elsewhere.example")'
    assert row["phone"] == "'+12125550142"


async def test_a_member_sees_their_own_bookings_alone(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    member_id, key = await services.tenancy.create_user(
        account.sub_account_id, "member@example.com", role="member"
    )
    await book(client, "2026-12-01", "14:00")
    async with client_of(app_around(services), {"Authorization": f"Bearer {key}"}) as member:
        own = await book(member, "2026-12-01", "15:00")
        seen = (await member.get("/calendar", params=FIRST_DAY)).json()
        table = (await member.get("/bookings/export")).text
        refusals = [
            await member.get("/calendar", params={**FIRST_DAY, "userId": account.user_id}),
            await member.get("/bookings/export", params={"userId": account.user_id}),
        ]

    assert [booking["id"] for booking in seen["bookings"]] == [own["id"]]
    assert {opening["userId"] for opening in seen["opening"]} == {member_id}
    assert table.count("\r\n") == 2
    assert [refusal.status_code for refusal in refusals] == [403, 403]


async def test_a_long_list_is_read_without_missing_or_repeating_one(
    client: httpx.AsyncClient, services: Services, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.bookings.lists.ROWS_AT_ONCE", 2)
    made = [(await book(client, "2026-12-01", f"{hour}:00"))["id"] for hour in (10, 11, 12, 13)]

    every = services.booking_lists.every(account.owner, Filters())

    assert [booking.id async for rows in every for booking in rows] == made[::-1]


async def test_pushing_again_is_harmless_where_no_calendar_is_connected(client: httpx.AsyncClient) -> None:
    booking = await book(client, "2026-12-01", "14:00")

    answer = await client.post(f"/bookings/{booking['id']}/sync")

    assert (answer.status_code, answer.json()["externalSync"]["state"]) == (200, "none")


async def test_a_calendar_of_no_user_of_ours_is_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.get("/calendar", params={**FIRST_DAY, "userId": 987_654_321})

    assert answer.status_code == 404

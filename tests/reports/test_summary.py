"""The figures of a sub-account's days, through the front door."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.assistant.service import Incoming
from frontdesk.clock import FixedClock
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import SYSTEM
from tests.conftest import Account, app_around, client_of, make_account

TUESDAY = {"from": "2026-12-01", "to": "2026-12-01"}


async def summary(client: httpx.AsyncClient, **asked: Any) -> Any:
    answer = await client.get("/reports/summary", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def book(client: httpx.AsyncClient, time: str, **more: Any) -> Any:
    answer = await client.post("/bookings", json={"date": "2026-12-01", "time": time, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_booking_counts_in_the_week_it_was_made_under_who_made_it(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    lead = await services.leads.create(account.sub_account_id, LeadFields(name="Ann"), by=SYSTEM)
    await book(client, "09:00")
    await services.chat.answer(account.owner, Incoming(lead.id, "Book December 1 at 2pm please"))

    weeks = (await summary(client))["weeks"]

    assert weeks[-1] == {"week": "2026-11-30", "total": 2, "bySource": {"user": 1, "assistant": 1}}
    assert len(weeks) == 12 + 1
    assert {week["total"] for week in weeks[:-1]} == {0}


async def test_a_hold_counts_once_it_is_a_booking(client: httpx.AsyncClient) -> None:
    held = await client.post("/bookings/holds", json={"date": "2026-12-01", "time": "09:00"})
    await client.post("/bookings/holds", json={"date": "2026-12-01", "time": "11:00"})
    assert (await summary(client))["weeks"][-1]["total"] == 0

    booked = await client.post("/bookings", json={"holdId": held.json()["id"]})
    assert booked.status_code == 201, booked.text

    assert (await summary(client))["weeks"][-1]["total"] == 1
    assert sum((await summary(client, **TUESDAY))["outcomes"]["byStatus"].values()) == 1


async def test_outcomes_are_of_the_bookings_that_start_in_these_days(
    client: httpx.AsyncClient, clock: FixedClock
) -> None:
    made = [await book(client, time) for time in ("09:00", "10:00", "11:00", "12:00")]
    await client.delete(f"/bookings/{made[0]['id']}")
    clock.instant += timedelta(days=2)
    for booking, status in zip(made[1:], ("completed", "completed", "no_show"), strict=True):
        assert (await client.patch(f"/bookings/{booking['id']}", json={"status": status})).status_code == 200

    outcomes = (await summary(client, **TUESDAY))["outcomes"]

    assert outcomes["byStatus"] == {
        "pending": 0, "confirmed": 0, "completed": 2, "no_show": 1, "cancelled": 1,
    }  # fmt: skip
    assert outcomes["noShowRate"] == pytest.approx(1 / 3)


async def test_conversations_are_those_in_which_something_was_said(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    lead = await services.leads.create(account.sub_account_id, LeadFields(name="Ann"), by=SYSTEM)
    await services.chat.begin(account.owner, lead.id, channel="widget")
    await services.chat.answer(account.owner, Incoming(lead.id, "Hello"))
    await services.chat.answer(account.owner, Incoming(lead.id, "Book December 1 at 2pm please"))

    talks = (await summary(client))["conversations"]

    assert (talks["started"], talks["booked"], talks["conversionRate"]) == (2, 1, 0.5)
    assert talks["medianSecondsToBook"] == 0  # the clock stands still


async def test_a_member_sees_the_figures_of_their_own_calendar(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    made = await client.post("/users", json={"email": "mia@example.com", "role": "member"})
    await book(client, "09:00")
    headers = {"Authorization": f"Bearer {made.json()['apiKey']}"}

    async with client_of(app_around(services), headers) as member:
        assert (await summary(member))["weeks"][-1]["total"] == 0
        refused = await member.get("/reports/summary", params={"userId": account.user_id})

    assert refused.status_code == 403
    assert (await summary(client, userId=made.json()["id"]))["weeks"][-1]["total"] == 0


async def test_another_sub_accounts_figures_are_not_counted(
    client: httpx.AsyncClient, services: Services
) -> None:
    stranger = await make_account(services)
    async with client_of(app_around(services), stranger.headers) as other:
        await book(other, "09:00")

    assert (await summary(client))["weeks"][-1]["total"] == 0
    assert (await client.get("/reports/summary", params={"userId": stranger.user_id})).status_code == 404


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "2026-12-02", "to": "2026-12-01"}, "from"),
        ({"from": "2020-01-01", "to": "2026-12-01"}, "to"),
        ({"from": "soon"}, "from"),
        ({"to": "2026-02-30"}, "to"),
    ],
)
async def test_days_that_make_no_sense_are_refused_by_name(
    client: httpx.AsyncClient, asked: dict[str, str], field: str
) -> None:
    answer = await client.get("/reports/summary", params=asked)

    assert answer.status_code == 422
    assert field in answer.json()["fields"]

"""The calendar and its dialogs, without a browser: what they are given and what they send."""

import asyncio
import json
from datetime import timedelta

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.clock import FixedClock
from tests.bookings.outside import CELLS, Outside
from tests.conftest import Account, make_account

WEEK = {"first": "2026-11-29", "until": "2026-12-06"}
SCRIPT = {"HX-Request": "true"}
TWO = "2026-12-01T14:00:00-05:00"


async def book(office: httpx.AsyncClient, **form: str) -> httpx.Response:
    return await office.post("/app/bookings/new", data={"starts_at": TWO, **form}, headers=SCRIPT)


def told(answer: httpx.Response, event: str) -> str:
    words: str = json.loads(answer.headers["HX-Trigger"])[event]["words"]
    return words


async def test_a_booking_made_in_the_dialog_is_on_the_calendar_by_the_users_clock(
    office: httpx.AsyncClient,
) -> None:
    answer = await book(office, name="Ada Lovelace", subject="Roof")
    shown = (await office.get("/app/calendar/feed", params=WEEK)).json()["events"]

    assert told(answer, "frontdesk:toast") == "Booked for Tue, Dec 1, 2026, 2:00 PM."
    [event] = [event for event in shown if event.get("display") != "background"]
    assert (event["start"], event["end"]) == ("2026-12-01T14:00:00", "2026-12-01T14:30:00")
    assert (event["title"], event["extendedProps"]["status"]) == ("Ada Lovelace", "confirmed")


async def test_what_is_closed_is_shaded(office: httpx.AsyncClient) -> None:
    shown = (await office.get("/app/calendar/feed", params=WEEK)).json()["events"]

    closed = [(one["start"], one["end"]) for one in shown if one["classNames"] == ["is-closed"]]
    assert ("2026-12-01T00:00:00", "2026-12-01T09:00:00") in closed
    assert ("2026-12-01T17:00:00", "2026-12-02T00:00:00") in closed


async def test_a_time_that_is_taken_is_refused_with_words_for_the_dialog(office: httpx.AsyncClient) -> None:
    await book(office)
    refusal = await book(office)

    assert (refusal.status_code, refusal.headers["HX-Reswap"]) == (409, "none")
    assert "taken" in told(refusal, "frontdesk:problem")


async def test_a_drop_on_a_taken_time_says_why_in_the_readers_language(office: httpx.AsyncClient) -> None:
    await book(office)
    await book(office, starts_at="2026-12-01T15:00:00-05:00")
    shown = (await office.get("/app/calendar/feed", params=WEEK)).json()["events"]
    last = [event["id"] for event in shown if "id" in event][-1]

    drop = {"day": "2026-12-01", "at": "14:00"}
    answers = [
        await office.post(
            f"/app/bookings/{last}/move",
            data=drop,
            headers={"Accept": "application/json", "Accept-Language": language},
        )
        for language in ("en", "es")
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert [answer.json()["message"] for answer in answers] == [
        "This time is already taken.",
        "Esta hora ya está ocupada.",
    ]


async def test_the_dialog_offers_what_is_free_and_explains_what_is_not(office: httpx.AsyncClient) -> None:
    await book(office)

    page = (await office.get("/app/bookings/new", params={"date": "2026-12-01", "time": "14:00"})).text

    assert "2:00 PM is not free." in page
    assert "already taken" in page
    assert 'value="2026-12-01T15:00:00-05:00"' in page
    assert f'value="{TWO}"' not in page


async def test_a_booking_ends_with_a_reason(office: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    await book(office)
    [booking] = (await client.get("/bookings")).json()["bookings"]

    form = {"status": "cancelled", "reason": "The lead is ill"}
    await office.post(f"/app/bookings/{booking['id']}/end", data=form, headers=SCRIPT)

    events = (await client.get(f"/bookings/{booking['id']}/history")).json()["events"]
    assert (events[-1]["to"], events[-1]["reason"]) == ("cancelled", "The lead is ill")


@pytest.mark.parametrize(
    "address", ["card", "move", "edit", "cancel", "move?date=2026-12-02"], ids=lambda address: address
)
async def test_a_strangers_booking_is_not_there(
    office: httpx.AsyncClient, services: Services, client: httpx.AsyncClient, address: str
) -> None:
    stranger = await make_account(services)
    key = {"Authorization": f"Bearer {stranger.api_key}"}
    made = await client.post("/bookings", json={"startsAt": TWO}, headers=key)

    answers = [
        await office.get(f"/app/bookings/{booking_id}/{address}", headers=SCRIPT)
        for booking_id in (made.json()["id"], 987_654_321)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text == answers[1].text


async def test_nothing_changes_without_the_pages_token(office: httpx.AsyncClient) -> None:
    del office.headers["X-Form-Token"]

    assert (await book(office)).status_code == 403


async def test_an_open_page_hears_of_a_booking_that_another_process_made(
    services: Services, account: Account, client: httpx.AsyncClient
) -> None:
    heard = services.booking_news.listen(account.sub_account_id)
    assert (await anext(heard)).event == "open"

    await client.post("/bookings", json={"startsAt": TWO})

    async with asyncio.timeout(10):
        assert (await anext(heard)).event == "changed"


async def test_nobody_hears_of_anothers_bookings(
    services: Services, account: Account, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.web.dashboard.live.PULSE_SECONDS", 0.5)
    stranger = await make_account(services)
    heard = services.booking_news.listen(stranger.sub_account_id)
    await anext(heard)

    await client.post("/bookings", json={"startsAt": TWO})

    assert (await anext(heard)).event == "pulse"


async def test_a_stream_ends_when_the_process_is_about_to_stop(services: Services, account: Account) -> None:
    heard = services.booking_news.listen(account.sub_account_id)
    await anext(heard)

    services.booking_news.close()

    assert len([message async for message in heard]) <= 1


async def test_the_calendar_knows_which_bookings_have_no_lead(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    lead = (await client.post("/leads", json={})).json()
    await client.post("/bookings", json={"startsAt": TWO})
    await client.post("/bookings", json={"startsAt": "2026-12-02T10:00:00-05:00", "leadId": lead["id"]})

    shown = (await office.get("/app/calendar/feed", params=WEEK)).json()["events"]

    assert [one["extendedProps"]["hasLead"] for one in shown if "id" in one] == [False, True]


async def test_the_gap_between_asking_and_the_next_time_is_not_shown_as_busy(
    office: httpx.AsyncClient, services: Services, account: Account, clock: FixedClock
) -> None:
    outside = Outside(services, account, clock)
    await outside.connect()
    today = [cell - timedelta(days=1) for cell in CELLS]
    outside.calendar.opening[:] = [cell for cell in [*today, *CELLS] if cell != CELLS[10]]
    clock.instant = today[4] + timedelta(minutes=23)

    await services.outside_times.refresh(account.sub_account_id, account.user_id)
    shown = (await office.get("/app/calendar/feed", params=WEEK)).json()["events"]

    busy = [(one["start"], one["end"]) for one in shown if one["classNames"] == ["is-elsewhere"]]
    assert [span for span in busy if span[0] < "2026-12-01"] == []
    assert ("2026-12-01T14:00:00", "2026-12-01T14:30:00") in busy

"""What leads do without talking: book from a calendar, and keep, move and cancel by a booking's own link."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from frontdesk.assembly import Services
from frontdesk.clock import FixedClock
from tests.conftest import Account, make_account
from tests.web.conftest import visit

NEW_YORK = "America/New_York"
TWO_ON_TUESDAY, THREE_ON_TUESDAY = "2026-12-01T14:00:00-05:00", "2026-12-01T15:00:00-05:00"
ADA: dict[str, str] = {"name": "Ada Lovelace", "email": "ada@example.com"}


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody without an account who books with one."""

    http: httpx.AsyncClient
    account: Account

    async def book(
        self, starts_at: str = TWO_ON_TUESDAY, *, key: str | None = None, **more: str
    ) -> httpx.Response:
        body = {"startsAt": starts_at, "timezone": NEW_YORK, **ADA, **more}
        headers = {"Idempotency-Key": key} if key else {}
        return await self.http.post(f"/widget/{self.account.widget_key}/bookings", json=body, headers=headers)

    async def link(self) -> str:
        """Book and return the path of the booking's API."""
        token = (await self.book()).json()["manageUrl"].rpartition("/m/")[2]
        return f"/manage/{token}"


@pytest.fixture
def lead(web: httpx.AsyncClient, account: Account) -> Lead:
    return Lead(web, account)


async def test_a_lead_books_one_of_the_days_times(lead: Lead, services: Services) -> None:
    asked = {"from": "2026-12-01", "to": "2026-12-02", "timezone": NEW_YORK}
    days = (await lead.http.get(f"/widget/{lead.account.widget_key}/days", params=asked)).json()["days"]
    assert TWO_ON_TUESDAY in days[0]["startTimes"]

    booked = await lead.book(notes="The back door")

    assert (booked.status_code, booked.json()["status"]) == (201, "confirmed")
    booking = await services.bookings.by_id(lead.account.owner, booked.json()["id"])
    known = await services.leads.by_id(lead.account.sub_account_id, booking.lead_id or 0)
    assert (known.name, known.email, known.timezone) == ("Ada Lovelace", "ada@example.com", NEW_YORK)
    assert booking.details["notes"] == "The back door"
    history = await services.bookings.history(lead.account.owner, booking.id)
    assert [(event.actor_kind, event.to_status) for event in history] == [
        ("lead", "held"),
        ("lead", "confirmed"),
    ]


async def test_a_form_sent_twice_at_once_books_once_and_makes_one_lead(
    lead: Lead, services: Services
) -> None:
    answers = await asyncio.gather(*(lead.book(key="one form") for _ in range(5)))

    assert [answer.status_code for answer in answers] == [201] * 5
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len((await services.leads.page(lead.account.sub_account_id, limit=9))[0]) == 1


async def test_whoever_is_too_late_is_told_and_no_lead_is_made_of_them(
    lead: Lead, services: Services
) -> None:
    await lead.book()

    refusal = await lead.book(key="late", name="Bob")

    assert (refusal.status_code, refusal.json()["error"]) == (409, "SLOT_UNAVAILABLE")
    assert len((await services.leads.page(lead.account.sub_account_id, limit=9))[0]) == 1
    assert (await lead.book(THREE_ON_TUESDAY, key="late", name="Bob")).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "ada"}, "email"),
        ({"email": ""}, "email"),
        ({"phone": "12"}, "phone"),
        ({"startsAt": "soon"}, "startsAt"),
    ],
)
async def test_what_is_missing_is_named(lead: Lead, wrong: dict[str, str], field: str) -> None:
    refusal = await lead.book(**wrong)

    assert (refusal.status_code, list(refusal.json()["fields"])) == (422, [field])


async def test_a_link_shows_the_booking_and_nothing_else(lead: Lead) -> None:
    shown = (await lead.http.get(await lead.link())).json()

    assert set(shown) == {
        "id", "status", "details", "startsAt", "endsAt", "canChange", "manageUrl", "calendarUrl",
    }  # fmt: skip
    assert (shown["startsAt"], shown["canChange"]) == ("2026-12-01T19:00:00Z", True)
    assert "ada" not in str(shown).lower()


async def test_a_link_moves_and_cancels(lead: Lead, client: httpx.AsyncClient) -> None:
    link = await lead.link()

    moved = (await lead.http.post(f"{link}/move", json={"startsAt": THREE_ON_TUESDAY})).json()
    assert (moved["startsAt"], moved["details"]["time"]) == ("2026-12-01T20:00:00Z", "15:00:00")
    cancelled = (await lead.http.post(f"{link}/cancel", json={"reason": "Rain"})).json()
    again = await lead.http.post(f"{link}/cancel", json={})

    assert (cancelled["status"], cancelled["canChange"], again.status_code) == ("cancelled", False, 200)
    events = (await client.get(f"/bookings/{moved['id']}/history")).json()["events"]
    assert [event["reason"] for event in events[-2:]] == ["moved by the lead", "Rain"]
    assert {event["actor"]["kind"] for event in events} == {"lead"}
    assert (await lead.http.post(f"{link}/move", json={"startsAt": TWO_ON_TUESDAY})).status_code == 409


async def test_a_link_to_a_time_that_is_taken_is_refused_with_what_is_free(lead: Lead) -> None:
    link = await lead.link()
    await lead.book(THREE_ON_TUESDAY)

    refusal = await lead.http.post(f"{link}/move", json={"startsAt": THREE_ON_TUESDAY})

    assert refusal.status_code == 409
    assert "10:00" in refusal.json()["availableSlots"]


async def test_a_link_ends_with_its_booking(lead: Lead, clock: FixedClock) -> None:
    link = await lead.link()

    clock.instant += timedelta(days=1, hours=6)  # it has begun
    begun = await lead.http.get(link)
    move = await lead.http.post(f"{link}/move", json={"startsAt": "2026-12-02T14:00:00-05:00"})
    cancel = await lead.http.post(f"{link}/cancel", json={})
    clock.instant += timedelta(days=1, minutes=31)  # it has been over for a day
    later = await lead.http.get(link)

    assert (begun.status_code, begun.json()["canChange"]) == (200, False)
    assert [answer.status_code for answer in (move, cancel, later)] == [404, 404, 404]


async def test_a_link_ends_when_its_lead_is_erased(lead: Lead, services: Services) -> None:
    link = await lead.link()
    page, _ = await services.leads.page(lead.account.sub_account_id, limit=1)
    await services.privacy.erase(lead.account.sub_account_id, page[0].id, by=lead.account.owner.actor)

    assert (await lead.http.get(link)).status_code == 404
    assert (await lead.http.get(link.replace("/manage/", "/m/"))).status_code == 404


async def test_a_link_that_was_changed_opens_nothing(lead: Lead) -> None:
    link = await lead.link()
    forged = link[:-2] + ("AA" if link[-2:] != "AA" else "BB")

    for path in (forged, "/manage/nothing", forged.replace("/manage/", "/m/")):
        assert (await lead.http.get(path)).status_code == 404, path


async def test_looking_changes_nothing(lead: Lead, client: httpx.AsyncClient) -> None:
    page = (await lead.link()).replace("/manage/", "/m/")
    before = (await client.get("/bookings")).json()

    for path in (
        page,
        f"{page}?show=cancel",
        f"{page}?show=move&at={TWO_ON_TUESDAY}",
        f"{page}/calendar.ics",
    ):
        answer = await lead.http.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert (await client.get("/bookings")).json() == before


def lines_of(answer: httpx.Response) -> dict[str, str]:
    """Return a calendar file's lines by their names, read by the library and written anew."""
    [calendar] = Calendar.from_ical(answer.text, multiple=True)
    text = calendar.to_ical().decode().replace("\r\n ", "")
    return dict(line.split(":", 1) for line in text.splitlines() if not line.startswith(("BEGIN", "END")))


async def test_a_calendar_that_gets_the_file_again_moves_and_takes_out_what_it_has(lead: Lead) -> None:
    link = await lead.link()
    file = f"{link.replace('/manage/', '/m/')}/calendar.ics"

    first = lines_of(await lead.http.get(file))
    await lead.http.post(f"{link}/move", json={"startsAt": THREE_ON_TUESDAY})
    second = lines_of(await lead.http.get(file))
    await lead.http.post(f"{link}/cancel", json={})
    third = lines_of(await lead.http.get(file))

    assert first["UID"] == second["UID"] == third["UID"]
    assert [file["SEQUENCE"] for file in (first, second, third)] == ["1", "2", "3"]
    assert (first["DTSTART"], second["DTSTART"]) == ("20261201T190000Z", "20261201T200000Z")
    assert (first["METHOD"], third["METHOD"]) == ("PUBLISH", "CANCEL")
    assert (first["STATUS"], third["STATUS"]) == ("CONFIRMED", "CANCELLED")


async def test_a_visitor_finds_links_to_their_own_bookings_alone(
    web: httpx.AsyncClient, account: Account, lead: Lead
) -> None:
    await lead.book()
    visitor = await visit(web, account.widget_key)
    booked = (await visitor.say("Hi, can I book for Tuesday 1 December at 3pm?")).json()["booking"]

    headers = {"Authorization": f"Bearer {visitor.token}"}
    [found] = (await web.get("/widget/bookings", headers=headers)).json()["bookings"]

    assert (found["id"], found["canChange"]) == (booked["id"], True)
    assert (await web.get(found["calendarUrl"])).status_code == 200


async def test_one_accounts_widget_books_no_other_accounts_calendar(lead: Lead, services: Services) -> None:
    other = await make_account(services)
    taken: dict[str, Any] = (await lead.book()).json()

    assert (await Lead(lead.http, other).book()).status_code == 201
    assert taken["status"] == "confirmed"

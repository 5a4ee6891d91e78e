"""The list of bookings, and the page that tells a booking's whole story."""

import csv
import io

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.assistant.service import Incoming
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import SYSTEM
from tests.conftest import Account, make_account

TWO = "2026-12-01T14:00:00-05:00"


async def booked(client: httpx.AsyncClient, starts_at: str, name: str, **more: str) -> int:
    lead = (await client.post("/leads", json={"name": name})).json()
    answer = await client.post("/bookings", json={"startsAt": starts_at, "leadId": lead["id"], **more})
    booking_id: int = answer.json()["id"]
    return booking_id


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("", "Grace", "nobody"),
        ("search=ada", "Ada", "Grace"),
        ("first=2026-12-02&last=2026-12-02", "Grace", "Ada"),
        ("last=2026-12-01", "Ada", "Grace"),
        ("status=cancelled", "No booking matches.", "Ada"),
        ("first=nonsense&user=nonsense&status=nonsense", "Ada", "nobody"),
    ],
)
async def test_the_list_is_narrowed_by_days_of_the_readers_clock_and_by_words(
    office: httpx.AsyncClient, client: httpx.AsyncClient, query: str, shown: str, hidden: str
) -> None:
    await booked(client, TWO, "Ada")
    await booked(client, "2026-12-02T10:00:00-05:00", "Grace")

    for page in ("/app/bookings", "/app/bookings/rows"):
        text = (await office.get(f"{page}?{query}")).text
        assert shown in text, page
        assert hidden not in text, page


async def test_the_list_goes_on_where_it_ended(
    office: httpx.AsyncClient, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.web.dashboard.bookings.PAGE", 1)
    await booked(client, TWO, "Ada")
    await booked(client, "2026-12-02T10:00:00-05:00", "Grace")

    first = (await office.get("/app/bookings?search=a")).text
    further = first.split('hx-get="/app/bookings/rows?')[1].split('"')[0].replace("&amp;", "&")
    second = (await office.get(f"/app/bookings/rows?{further}")).text

    assert ("Grace" in first, "Ada" in first) == (True, False)
    assert ("Grace" in second, "Ada" in second) == (False, True)


async def test_the_table_to_download_is_what_the_list_shows(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    await booked(client, TWO, "Ada")
    await booked(client, "2026-12-02T10:00:00-05:00", "Grace")

    answer = await office.get("/app/bookings/export?search=ada")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["lead"] for row in rows] == ["Ada"]


async def test_a_booking_tells_what_was_said_understood_offered_and_done(
    office: httpx.AsyncClient, services: Services, account: Account, client: httpx.AsyncClient
) -> None:
    lead = await services.leads.create(
        account.sub_account_id, LeadFields(name="Ada", timezone="America/New_York"), by=SYSTEM
    )
    turn = await services.chat.answer(account.owner, Incoming(lead.id, "What is free on December 1?"))
    words = "Can I come on December 1 at 2pm?"
    await services.chat.answer(account.owner, Incoming(lead.id, words, turn.conversation_id))
    [booking] = (await client.get("/bookings")).json()["bookings"]

    page = (await office.get(f"/app/bookings/{booking['id']}")).text
    told = (await client.get(f"/bookings/{booking['id']}/conversation")).json()

    for expected in (words, "create_booking", "check_availability", "Offered", "14:00", "The assistant"):
        assert expected in page
    assert [message["author"] for message in told["messages"]] == ["lead", "assistant"] * 2


async def test_a_booking_tells_its_moves_and_who_made_them(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    booking_id = await booked(client, TWO, "Ada", subject="<b>Roof</b>")
    await client.patch(f"/bookings/{booking_id}", json={"time": "16:00"})
    await client.delete(f"/bookings/{booking_id}")

    page = (await office.get(f"/app/bookings/{booking_id}")).text

    assert "from Tue, Dec 1, 2026, 2:00 PM to Tue, Dec 1, 2026, 4:00 PM" in page
    assert "&lt;b&gt;Roof&lt;/b&gt;" in page
    assert "Cancelled" in page


async def test_a_strangers_booking_has_no_page(
    office: httpx.AsyncClient, services: Services, client: httpx.AsyncClient
) -> None:
    stranger = await make_account(services)
    key = {"Authorization": f"Bearer {stranger.api_key}"}
    made = (await client.post("/bookings", json={"startsAt": TWO}, headers=key)).json()

    answers = [await office.get(f"/app/bookings/{number}") for number in (made["id"], 987_654_321)]

    assert [answer.status_code for answer in answers] == [404, 404]


async def test_what_an_erased_lead_leaves_can_still_be_looked_at_and_cancelled(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    lead_id = (await client.post("/leads", json={"name": "Ada"})).json()["id"]
    said = {"leadId": lead_id, "content": "Book Tuesday at 2pm, please"}
    talk = (await client.post("/chat/messages", json=said)).json()
    booking_id = talk["booking"]["id"]
    assert (await client.delete(f"/leads/{lead_id}")).is_success

    for path in (
        f"/app/bookings/{booking_id}",
        f"/app/bookings/{booking_id}/card",
        f"/app/conversations/{talk['conversationId']}",
    ):
        page = await office.get(path)
        assert (page.status_code, "Ada" in page.text) == (200, False), path
    cancelled = await office.post(f"/app/bookings/{booking_id}/end", data={"status": "cancelled"})
    assert cancelled.is_success
    assert (await client.get(f"/bookings/{booking_id}")).json()["status"] == "cancelled"
    assert "Not in the calendar any more" in (await office.get("/app/bookings")).text


async def test_a_booking_without_a_lead_is_nobodys_and_one_of_a_nameless_lead_is_a_visitors(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    nobodys = (await client.post("/bookings", json={"startsAt": TWO})).json()["id"]
    pages = [f"/app/bookings/{nobodys}", f"/app/bookings/{nobodys}/card", "/app/bookings"]
    without = [(await office.get(page)).text for page in pages]
    lead = (await client.post("/leads", json={})).json()
    await client.post("/bookings", json={"startsAt": "2026-12-02T10:00:00-05:00", "leadId": lead["id"]})

    assert ["Without a lead" in page for page in without] == [True] * 3
    assert ["Website visitor" in page for page in without] == [False] * 3
    assert "Website visitor" in (await office.get("/app/bookings")).text

"""The leads in the dashboard."""

from typing import Any

import httpx

from frontdesk.assembly import Services
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import SYSTEM
from tests.conftest import make_account

LONG = "x" * 321


async def made(client: httpx.AsyncClient, **known: Any) -> int:
    answer = await client.post("/leads", json=known)
    lead_id: int = answer.json()["id"]
    return lead_id


async def test_leads_are_listed_and_searched(office: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    await made(client, name="Ann <Ames>")
    await made(client, phone="+1 212 555 0100")

    everybody = (await office.get("/app/leads")).text
    found = (await office.get("/app/leads/rows?search=ames")).text
    nobody = (await office.get("/app/leads?search=zzz")).text

    assert "Ann &lt;Ames&gt;" in everybody
    assert "+1 212 555 0100" in everybody
    assert "Ann" in found
    assert "<html" not in found
    assert "No lead matches." in nobody


async def test_a_list_goes_on_where_it_ended(office: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    first = await made(client, name="The first of all")
    for number in range(50):
        await made(client, name=f"Lead {number}")

    page = (await office.get("/app/leads")).text
    rest = (await office.get(f"/app/leads/rows?search=&before={first + 1}")).text

    assert "The first of all" not in page
    assert "Show more" in page
    assert "The first of all" in rest
    assert "Show more" not in rest


async def test_a_lead_is_made_and_changed_by_forms(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    answer = await office.post("/app/leads", data={"name": "Ann", "phone": "+49 30 901820"})
    place = answer.headers["Location"]
    lead_id = int(place.rpartition("/")[2])
    saved = await office.post(place, data={"name": "Ann Ames", "phone": "+49 30 901820", "timezone": ""})

    assert (answer.status_code, saved.status_code) == (303, 303)
    lead = (await client.get(f"/leads/{lead_id}")).json()
    assert (lead["name"], lead["timezone"], lead["timezoneSource"]) == (
        "Ann Ames",
        "Europe/Berlin",
        "phone",
    )
    assert "Saved." in (await office.get(saved.headers["Location"])).text


async def test_what_stays_as_it_was_keeps_how_it_is_known(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    lead_id = await made(client, name="Ann", phone="+49 30 901820")
    form = {"name": "Ann Ames", "phone": "+49 30 901820", "timezone": "Europe/Berlin"}

    await office.post(f"/app/leads/{lead_id}", data=form)

    assert (await client.get(f"/leads/{lead_id}")).json()["timezoneSource"] == "phone"


async def test_a_form_that_cannot_be_kept_says_why_and_keeps_what_was_typed(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    lead_id = await made(client, name="Ann")

    answer = await office.post(f"/app/leads/{lead_id}", data={"name": LONG, "timezone": "Mars/Base"})
    zone = await office.post(f"/app/leads/{lead_id}", data={"name": "Bob", "timezone": "Mars/Base"})

    assert "must have 320 characters at most" in answer.text
    assert "There is no time zone" in zone.text
    assert 'value="Bob"' in zone.text
    assert (await client.get(f"/leads/{lead_id}")).json()["name"] == "Ann"


async def test_a_leads_page_shows_what_they_booked(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    lead_id = await made(client, name="Ann")
    booking = {"date": "2026-12-01", "time": "14:00", "leadId": lead_id, "subject": "Roof"}
    await client.post("/bookings", json=booking)

    page = (await office.get(f"/app/leads/{lead_id}")).text

    assert "Tue, Dec 1, 2026, 2:00 PM" in page
    assert "Roof" in page


async def test_a_strangers_lead_is_not_there(office: httpx.AsyncClient, services: Services) -> None:
    stranger = await make_account(services)
    lead = await services.leads.create(stranger.sub_account_id, LeadFields(name="Theirs"), by=SYSTEM)

    for answer in (
        await office.get(f"/app/leads/{lead.id}"),
        await office.post(f"/app/leads/{lead.id}", data={"name": "Mine"}),
    ):
        assert answer.status_code == 404
    assert (await services.leads.by_id(stranger.sub_account_id, lead.id)).name == "Theirs"


async def test_all_that_is_held_is_downloaded_and_erased(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    lead_id = await made(client, name="Ann", phone="+1 212 555 0100")

    file = await office.get(f"/app/leads/{lead_id}/export")
    erased = await office.post(f"/app/leads/{lead_id}/erase")

    assert file.headers["Content-Disposition"] == f'attachment; filename="lead-{lead_id}.json"'
    assert file.json()["lead"]["name"] == "Ann"
    assert erased.headers["Location"] == "/app/leads"
    assert (await client.get(f"/leads/{lead_id}")).status_code == 404

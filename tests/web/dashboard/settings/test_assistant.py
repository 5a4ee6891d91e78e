"""How the assistant works is decided in the dashboard."""

from typing import Any

import httpx

from frontdesk.assembly import Services
from frontdesk.assistant.service import Incoming
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import SYSTEM
from tests.conftest import Account

PATH, TALKS = "/app/settings/assistant", "/app/conversations"
FORM: dict[str, Any] = {
    "mode": "suggest",
    "business_description": "We mend <roofs>.",
    "services": "Inspection; 45; $90; a look at the roof\nQuote",
    "tone": "warm",
    "rules": "Ask for the address.\n\nNever promise a price.",
}


async def test_what_is_saved_holds_and_is_shown_again(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    answer = await office.post(PATH, data=FORM)
    page = (await office.get(answer.headers["Location"])).text
    settings = (await client.get("/assistant/settings")).json()

    assert (settings["mode"], settings["version"]) == ("suggest", 1)
    assert settings["rules"] == ["Ask for the address.", "Never promise a price."]
    assert settings["services"][0] == {
        "name": "Inspection", "description": "a look at the roof", "durationMinutes": 45, "price": "$90",
    }  # fmt: skip
    assert settings["services"][1]["name"] == "Quote"
    assert "We mend &lt;roofs&gt;." in page
    assert "Inspection; 45; $90; a look at the roof" in page


async def test_saving_what_is_shown_changes_nothing(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    await office.post(PATH, data=FORM)

    await office.post(PATH, data=FORM)

    assert (await client.get("/assistant/settings")).json()["version"] == 1


async def test_what_cannot_be_is_told_and_nothing_is_saved(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    page = (await office.post(PATH, data={**FORM, "services": "Inspection; soon"})).text

    assert "Not saved yet." in page
    assert "Inspection; soon" in page
    assert (await client.get("/assistant/settings")).json()["version"] == 0


async def test_an_older_version_is_restored(office: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    await office.post(PATH, data=FORM)
    await office.post(PATH, data={**FORM, "mode": "off"})

    await office.post(f"{PATH}/versions/1/restore")

    settings = (await client.get("/assistant/settings")).json()
    assert (settings["mode"], settings["version"], settings["restoredFrom"]) == ("suggest", 3, 1)


async def suggested(services: Services, account: Account) -> int:
    """Let a lead ask for a time while a person decides; returns the conversation's id."""
    await services.briefings.change(account.owner, {"mode": "suggest"})
    lead = await services.leads.create(account.sub_account_id, LeadFields(name="Ann"), by=SYSTEM)
    turn = await services.chat.answer(account.owner, Incoming(lead.id, "Book December 1 at 2pm please"))
    return turn.conversation_id


async def test_nothing_is_booked_before_somebody_approves(
    office: httpx.AsyncClient, client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    place = f"{TALKS}/{await suggested(services, account)}"
    before = (await client.get("/bookings")).json()["bookings"]
    waiting = (await office.get(place)).text

    words = waiting.split('id="suggested"')[1].split(">", 1)[1].split("</textarea>")[0]
    await office.post(f"{place}/suggestions/1/approve", data={"content": words})

    assert before == []
    assert "Approve and send" in waiting
    assert "Tue, Dec 1, 2026, 2:00 PM" in waiting
    [booking] = (await client.get("/bookings")).json()["bookings"]
    assert booking["details"]["time"] == "14:00:00"
    assert "Approve and send" not in (await office.get(f"{place}/thread")).text


async def test_a_discarded_suggestion_books_nothing_and_gives_a_person_the_word(
    office: httpx.AsyncClient, client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    place = f"{TALKS}/{await suggested(services, account)}"

    await office.post(f"{place}/suggestions/1/discard")

    assert (await client.get("/bookings")).json()["bookings"] == []
    assert "Hand back" in (await office.get(f"{place}/thread")).text

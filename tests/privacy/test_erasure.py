"""Erasing a lead: everything they said and are is gone, and that there were bookings stays."""

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.assistant import conversations
from frontdesk.errors import NotFound
from frontdesk.leads import repository as leads
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import OPERATOR, SYSTEM
from tests.conftest import Account, TestServer, client_of, make_account
from tests.privacy.planting import AT, NAME, WORDS, columns_that_say, plant

COUNTED = ("id", "status", "startsAt", "endsAt", "regularUserId", "leadId")


async def counted(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    """Return what is counted of all bookings."""
    bookings = (await client.get("/bookings")).json()["bookings"]
    return [{name: booking[name] for name in COUNTED} for booking in bookings]


async def test_no_column_of_any_table_says_who_an_erased_lead_was(
    client: httpx.AsyncClient, server: TestServer
) -> None:
    lead_id = await plant(client, "Zymurgist", "+1 212 736 4646")
    before = await columns_that_say(server, "Zymurgist", "+1 212 736 4646")

    answer = await client.delete(f"/leads/{lead_id}")

    assert answer.json() == {"leadId": lead_id, "erasedAt": "2026-11-30T13:00:00Z"}
    assert before >= {
        "leads.name", "leads.email", "leads.phone", "leads.external_id", "bookings.details",
        "bookings.booking_type", "booking_events.reason", "messages.content", "idempotency_keys.answer",
    }  # fmt: skip
    assert await columns_that_say(server, "Zymurgist", "+1 212 736 4646") == set()


async def test_bookings_of_an_erased_lead_stay_counted(client: httpx.AsyncClient) -> None:
    lead_id = await plant(client)
    before = await counted(client)

    await client.delete(f"/leads/{lead_id}")

    assert await counted(client) == before
    assert {booking["status"] for booking in before} == {"held", "confirmed", "cancelled"}
    [*_, first] = (await client.get("/bookings", params={"leadId": lead_id})).json()["bookings"]
    assert first["details"] == {
        "date": "2026-12-01", "time": "10:00:00", "duration": 30, "timezone": "America/New_York",
        "timezoneSource": "phone", "subject": None, "location": None, "notes": None,
    }  # fmt: skip


async def test_the_history_of_an_erased_leads_booking_keeps_its_moves(client: httpx.AsyncClient) -> None:
    lead_id = await plant(client)
    bookings = (await client.get("/bookings", params={"leadId": lead_id})).json()["bookings"]
    [cancelled] = [booking["id"] for booking in bookings if booking["status"] == "cancelled"]

    await client.delete(f"/leads/{lead_id}")

    events = (await client.get(f"/bookings/{cancelled}/history")).json()["events"]
    assert [event["to"] for event in events] == ["confirmed", "confirmed", "confirmed", "cancelled"]
    assert [event["reason"] for event in events] == [None, "edited", None, None]


async def test_a_booking_that_was_given_to_another_lead_keeps_what_is_the_others(
    client: httpx.AsyncClient,
) -> None:
    lead_id = await plant(client)
    [given] = (await client.get("/bookings", params={"search": "Somebody"})).json()["bookings"]

    await client.delete(f"/leads/{lead_id}")

    kept = (await client.get(f"/bookings/{given['id']}")).json()
    assert (kept["bookingType"], kept["details"]) == ("call", given["details"])
    events = (await client.get(f"/bookings/{given['id']}/history")).json()["events"]
    assert [event["reason"] for event in events] == [None, None, "edited", "Somebody asked for it"]


async def test_a_repeated_request_is_still_answered_without_their_words(client: httpx.AsyncClient) -> None:
    lead_id = await plant(client)
    body = {**AT, **{name: f"{name} of {NAME}" for name in WORDS}}
    await client.delete(f"/leads/{lead_id}")

    again = await client.post(
        "/bookings", json={**body, "leadId": lead_id}, headers={"Idempotency-Key": f"{NAME}-1"}
    )

    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.json()["leadId"], again.json()["details"]["subject"]) == (lead_id, None)


async def test_others_in_the_same_batch_keep_their_words(client: httpx.AsyncClient) -> None:
    await client.delete(f"/leads/{await plant(client)}")

    subjects = {
        booking["details"]["subject"] for booking in (await client.get("/bookings")).json()["bookings"]
    }

    assert "of nobody" in subjects


async def test_erasing_twice_is_harmless(client: httpx.AsyncClient) -> None:
    lead_id = await plant(client)

    first, second = [await client.delete(f"/leads/{lead_id}") for _ in range(2)]

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    erased = (await client.get("/trail", params={"action": "lead.erased"})).json()["entries"]
    assert [(entry["action"], entry["target"]["id"]) for entry in erased] == [("lead.erased", lead_id)]


async def test_an_erasure_that_was_broken_off_is_made_up_for_by_another(
    client: httpx.AsyncClient, services: Services, account: Account, server: TestServer
) -> None:
    lead_id = await plant(client, "Wolverstone", "+1 212 736 5858")
    async with services.db.tenant(account.sub_account_id) as connection:
        await leads.erase(connection, lead_id, now=services.clock.now())  # and the process dies here

    assert (await client.delete(f"/leads/{lead_id}")).status_code == 200

    assert await columns_that_say(server, "Wolverstone", "+1 212 736 5858") == set()


async def test_an_erased_lead_is_neither_found_nor_booked_nor_talked_to(client: httpx.AsyncClient) -> None:
    lead_id = await plant(client)
    talk = (await client.get("/chat/conversations")).json()["conversations"][0]["id"]
    await client.delete(f"/leads/{lead_id}")
    nine = {**AT, "time": "09:00", "leadId": lead_id}

    refusals = [
        await client.get(f"/leads/{lead_id}"),
        await client.patch(f"/leads/{lead_id}", json={"name": "Ann"}),
        await client.get(f"/leads/{lead_id}/export"),
        await client.post("/bookings", json=nine),
        await client.post("/bookings/holds", json=nine),
        await client.post("/chat/messages", json={"leadId": lead_id, "content": "Hello?"}),
        await client.post(
            "/chat/messages", json={"leadId": lead_id, "content": "Hello?", "conversationId": talk}
        ),
    ]

    assert [refusal.status_code for refusal in refusals] == [404] * len(refusals)
    batch = (await client.post("/bookings/batch", json={"bookings": [nine]})).json()
    assert [result["error"] for result in batch["results"]] == ["NOT_FOUND"]
    assert lead_id not in [lead["id"] for lead in (await client.get("/leads")).json()["leads"]]


async def test_a_visitor_who_was_erased_has_to_begin_anew(
    client: httpx.AsyncClient, app: Litestar, account: Account
) -> None:
    begun = await client.post(f"/widget/{account.widget_key}/sessions", json={"name": NAME})
    [lead] = (await client.get("/leads")).json()["leads"]
    async with client_of(app, {"Authorization": f"Bearer {begun.json()['token']}"}) as visitor:
        before = await visitor.get("/widget/messages")
        await client.delete(f"/leads/{lead['id']}")
        after = [
            await visitor.get("/widget/messages"),
            await visitor.post("/widget/messages", json={"content": "Hello?"}),
        ]

    assert before.status_code == 200
    assert [answer.status_code for answer in after] == [401, 401]


@pytest.mark.parametrize(("method", "path"), [("GET", "/leads/{}/export"), ("DELETE", "/leads/{}")])
async def test_members_neither_export_nor_erase(
    app: Litestar, services: Services, account: Account, method: str, path: str
) -> None:
    lead = await services.leads.create(account.sub_account_id, LeadFields(name=NAME), by=SYSTEM)
    _, key = await services.tenancy.create_user(account.sub_account_id, "bob@example.com", role="member")
    async with client_of(app, {"Authorization": f"Bearer {key}"}) as member:
        refusal = await member.request(method, path.format(lead.id))

    assert refusal.status_code == 403
    assert (await services.leads.by_id(account.sub_account_id, lead.id)).name == NAME


async def test_what_a_turn_would_write_after_its_lead_was_erased_is_refused(
    services: Services, account: Account
) -> None:
    lead = await services.leads.create(account.sub_account_id, LeadFields(name=NAME), by=SYSTEM)
    talk = await services.chat.begin(account.owner, lead.id, channel="api")
    await services.privacy.erase(account.sub_account_id, lead.id, by=OPERATOR)
    late = conversations.NewMessage("assistant", f"Goodbye, {NAME}", services.clock.now())

    async def write() -> None:
        async with services.db.tenant(account.sub_account_id) as connection:
            await conversations.append(connection, account.sub_account_id, talk, late)

    with pytest.raises(NotFound):
        await write()


async def test_whoever_books_while_a_lead_is_erased_leaves_no_word(
    client: httpx.AsyncClient, services: Services, account: Account, server: TestServer
) -> None:
    name = "Thistlewick"
    for number in range(4):
        lead = await services.leads.create(account.sub_account_id, LeadFields(name=name), by=SYSTEM)
        body = {"date": f"2026-12-{number + 1:02}", "leadId": lead.id, "subject": f"for {name}"}
        answers = await asyncio.gather(
            *(client.post("/bookings", json={**body, "time": f"{hour}:00"}) for hour in range(9, 13)),
            client.post("/chat/messages", json={"leadId": lead.id, "content": f"I am {name}"}),
            client.delete(f"/leads/{lead.id}"),
        )

        assert {answer.status_code for answer in answers} <= {200, 201, 404, 409}
        assert answers[-1].status_code == 200
        assert await columns_that_say(server, name) == set()


@pytest.mark.parametrize("whose", ["ours", "theirs"])
async def test_words_are_taken_out_of_an_erased_leads_history_alone(
    services: Services, account: Account, whose: str
) -> None:
    ours = await services.leads.create(account.sub_account_id, LeadFields(name=NAME), by=SYSTEM)
    stranger = await make_account(services)
    theirs = await services.leads.create(stranger.sub_account_id, LeadFields(name=NAME), by=SYSTEM)
    await services.privacy.erase(stranger.sub_account_id, theirs.id, by=OPERATOR)
    lead_id = {"ours": ours.id, "theirs": theirs.id}[whose]

    async def forget() -> None:
        async with services.db.tenant(account.sub_account_id) as connection:
            await connection.execute("SELECT forget_words_of($1)", lead_id)

    with pytest.raises(asyncpg.RaiseError, match="of an erased lead alone"):
        await forget()

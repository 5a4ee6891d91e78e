"""Exporting a lead: all that is held of them, in one object."""

import httpx

from frontdesk.assembly import Services
from frontdesk.assistant.service import Incoming
from tests.conftest import Account
from tests.privacy.planting import NAME, PHONE, SAID, plant


async def test_an_export_holds_all_that_is_held_of_a_lead(client: httpx.AsyncClient) -> None:
    lead_id = await plant(client)

    export = (await client.get(f"/leads/{lead_id}/export")).json()

    assert export["exportedAt"] == "2026-11-30T13:00:00Z"
    assert export["lead"] == (await client.get(f"/leads/{lead_id}")).json()
    listed = (await client.get("/bookings", params={"leadId": lead_id})).json()["bookings"]
    assert [one["booking"] for one in export["bookings"]] == listed
    reasons = [event["reason"] for one in export["bookings"] for event in one["history"]]
    assert f"{NAME} is ill" in reasons
    [talk] = export["conversations"]
    transcript = (await client.get(f"/chat/conversations/{talk['conversation']['id']}")).json()
    del transcript["usage"]  # a sum of what the messages' records say
    del transcript["suggestion"]  # none waits
    assert {name: talk[name] for name in ("conversation", "messages")} == transcript
    assert talk["offers"][0]["userId"] == talk["conversation"]["userId"]
    assert talk["messages"][0]["content"] == SAID.format(name=NAME, phone=PHONE)


async def test_an_export_holds_every_reply_that_was_ever_suggested(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    lead_id = await plant(client)
    await client.patch("/assistant/settings", json={"mode": "suggest"})
    talk = await services.chat.answer(account.owner, Incoming(lead_id, "Hello"))
    where = f"/chat/conversations/{talk.conversation_id}"
    await client.post(f"{where}/suggestions/1/approve")
    for words in ("And then?", "Hello?"):
        await services.chat.answer(account.owner, Incoming(lead_id, words, talk.conversation_id))

    export = (await client.get(f"/leads/{lead_id}/export")).json()

    [*_, exported] = export["conversations"]
    kept = [(one["state"], one["userId"], one["suggestion"]["position"]) for one in exported["suggestions"]]
    assert kept == [
        ("approved", account.user_id, 1), ("superseded", None, 3), ("waiting", None, 4),
    ]  # fmt: skip
    assert all(one["suggestion"]["content"] for one in exported["suggestions"])
    assert (export["lead"]["createdAt"], export["lead"]["updatedAt"]) == ("2026-11-30T13:00:00Z",) * 2


async def test_an_export_is_told_in_the_trail(client: httpx.AsyncClient) -> None:
    lead_id = await plant(client)

    await client.get(f"/leads/{lead_id}/export")

    [told] = (await client.get("/trail", params={"action": "lead.exported"})).json()["entries"]
    assert (told["target"], told["actor"]["kind"]) == ({"kind": "lead", "id": lead_id}, "user")

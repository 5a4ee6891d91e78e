"""What people decide about the assistant and in its conversations is told in the trail."""

from typing import Any

import httpx
import pytest

from frontdesk.bookings.errors import SlotUnavailable
from frontdesk.bookings.repository import Actor
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.reading import read_date, read_time
from tests.assistant.talks import Talk, calls, says, scripted

SETTINGS = "/assistant/settings"
SYSTEM = Actor("system")
BOOK = calls("create_booking", {"date": "2026-12-01", "time": "14:00"})


async def told(client: httpx.AsyncClient, kind: str) -> list[tuple[str, int | None, Any]]:
    entries = (await client.get("/trail", params={"targetKind": kind})).json()["entries"]
    assert {one["actor"]["kind"] for one in entries} <= {"user"}
    return [(one["action"], one["target"]["id"], one["changes"]) for one in reversed(entries)]


@pytest.fixture
async def asked(talk: Talk) -> Talk:
    """A lead who asked for a time; the assistant suggests to book it."""
    await talk.services.briefings.change(talk.account.owner, {"mode": "suggest"})
    await talk.by(scripted(BOOK, says("You're booked!"))).say("Please book Tuesday at 2pm")
    return talk


async def test_changes_of_the_settings_are_told_without_their_words(client: httpx.AsyncClient) -> None:
    await client.patch(SETTINGS, json={"tone": "Warm", "mode": "suggest"})
    await client.patch(SETTINGS, json={"tone": "Warm"})
    await client.patch(SETTINGS, json={"mode": "asleep"})
    await client.post(f"{SETTINGS}/versions/1/restore")

    assert await told(client, "assistant") == [
        ("assistant.changed", None, {"version": 1, "mode": ["auto", "suggest"], "tone": None}),
        ("assistant.restored", None, {"version": 2, "restoredFrom": 1}),
    ]


async def test_taking_over_and_handing_back_is_told_once_each(talk: Talk, client: httpx.AsyncClient) -> None:
    await talk.by(scripted(says("Hello!"))).say("Hi")
    where = f"/chat/conversations/{talk.conversation_id}"
    for step in ("take-over", "take-over", "hand-back", "hand-back"):
        await client.post(f"{where}/{step}")
    await client.post(f"{where}/messages", json={"content": "It is me."})

    actions = [(action, target) for action, target, _ in await told(client, "conversation")]

    assert actions == [
        ("conversation.taken_over", talk.conversation_id),
        ("conversation.handed_back", talk.conversation_id),
        ("conversation.taken_over", talk.conversation_id),
    ]


async def test_an_approval_is_told_and_a_failed_one_is_not(asked: Talk, client: httpx.AsyncClient) -> None:
    where = asked.conversation_id or 0
    at_two = BookingRequest(asked.account.user_id, WallTime(read_date("2026-12-01"), read_time("14:00")))
    taken = await asked.services.bookings.create(asked.account.owner, at_two, actor=SYSTEM)
    with pytest.raises(SlotUnavailable):
        await asked.services.approvals.approve(asked.account.owner, where, 1)
    assert await told(client, "conversation") == []
    await asked.services.bookings.cancel(asked.account.owner, taken.id, actor=SYSTEM)

    await asked.services.approvals.approve(asked.account.owner, where, 1, content="See you then.")

    assert await told(client, "conversation") == [
        ("suggestion.approved", where, {"position": 1, "isEdited": True})
    ]


async def test_a_discard_is_told(asked: Talk, client: httpx.AsyncClient) -> None:
    await client.post(f"/chat/conversations/{asked.conversation_id}/suggestions/1/discard")

    assert await told(client, "conversation") == [
        ("suggestion.discarded", asked.conversation_id, {"position": 1})
    ]

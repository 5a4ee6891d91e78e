"""A turn as server-sent events."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from frontdesk.assistant import streaming
from frontdesk.assistant.service import OnStep, Turn
from tests.assistant.talks import Talk, calls, says, scripted

LOOK = calls("check_availability", {"date": "2026-12-01"})
BOOK = calls("create_booking", {"date": "2026-12-01", "time": "14:00"})


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "WORD_PAUSE_SECONDS", 0.0)


def events_of(text: str) -> list[tuple[str, Any]]:
    """Return the events of a stream as (name, value)."""
    found = []
    for block in text.replace("\r\n", "\n").strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append((lines["event"], msgspec.json.decode(lines["data"])))
    return found


async def streamed(client: httpx.AsyncClient, **said: Any) -> list[tuple[str, Any]]:
    answer = await client.post("/chat/messages", json=said, headers={"Accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    return events_of(answer.text)


async def test_tools_come_first_then_words_then_the_whole_answer(
    client: httpx.AsyncClient, talk: Talk
) -> None:
    talk.by(scripted(LOOK, BOOK, says("Perfect!\nSee you  then.")))

    events = await streamed(client, leadId=talk.lead_id, content="Tuesday at 2pm")

    names = [name for name, _ in events]
    deltas = [value["text"] for name, value in events if name == "delta"]
    assert names == ["tool", "tool", *["delta"] * len(deltas), "done"]
    assert [value["name"] for _, value in events[:2]] == ["check_availability", "create_booking"]
    done = events[-1][1]
    assert "".join(deltas) == done["reply"]
    assert done["reply"].startswith("Perfect!\nSee you  then.")
    assert done["booking"]["status"] == "confirmed"
    assert done["toolCalls"] == [value for _, value in events[:2]]


async def test_the_stream_and_the_plain_answer_say_the_same(client: httpx.AsyncClient, talk: Talk) -> None:
    talk.by(scripted(says("Hello!")))

    plain = (await client.post("/chat/messages", json={"leadId": talk.lead_id, "content": "Hi"})).json()
    said = {"leadId": talk.lead_id, "content": "Hi", "conversationId": plain["conversationId"]}
    events = await streamed(client, **said)

    assert events[-1] == ("done", {**plain, "position": 3})


async def test_a_lie_is_never_streamed(client: httpx.AsyncClient, talk: Talk) -> None:
    talk.by(scripted(says("You're booked for Tuesday!")))

    events = await streamed(client, leadId=talk.lead_id, content="Tuesday at 2pm")

    assert "booked for Tuesday" not in "".join(value["text"] for name, value in events if name == "delta")


async def test_a_refusal_is_one_event_in_the_contracts_form(client: httpx.AsyncClient) -> None:
    events = await streamed(client, leadId=987_654_321, content="Hi")

    assert events == [
        ("error", {"success": False, "error": "NOT_FOUND", "message": "There is no such lead."})
    ]


async def test_a_bug_is_one_event_too_and_shows_nothing_of_itself(
    client: httpx.AsyncClient, talk: Talk
) -> None:
    def respond(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        raise RuntimeError("secret detail")

    talk.by(FunctionModel(respond))

    [(name, error)] = await streamed(client, leadId=talk.lead_id, content="Hi")

    assert (name, error["success"], error["error"]) == ("error", False, "INTERNAL_ERROR")
    assert "secret" not in error["message"]


async def test_a_turn_goes_on_when_the_listener_leaves(talk: Talk) -> None:
    may_speak = asyncio.Event()

    async def respond(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        await may_speak.wait()
        return ModelResponse(parts=[TextPart("Hello!")])

    talk.by(FunctionModel(respond))
    told: list[Turn] = []

    async def take_turn(on_step: OnStep) -> Turn:
        told.append(await talk.say("Hi", on_step=on_step))
        return told[0]

    listener = asyncio.create_task(_listen(streaming._events(take_turn)))
    await asyncio.sleep(0.05)
    listener.cancel()
    await asyncio.gather(listener, return_exceptions=True)
    may_speak.set()
    await asyncio.gather(*streaming._running)

    assert [one.content for one in await talk.messages()] == ["Hi", "Hello!"]


async def _listen(events: AsyncIterator[Any]) -> None:
    async for _ in events:
        pass

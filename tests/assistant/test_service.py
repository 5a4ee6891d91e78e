"""Turns of a conversation: what is kept, in which order, for whom and by whose clock."""

import asyncio
from datetime import datetime, timedelta

import httpx
import pytest
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from frontdesk.assembly import Services
from frontdesk.assistant.service import Incoming
from frontdesk.errors import Forbidden, NotFound
from tests.assistant.talks import Talk, begin, calls, says, scripted
from tests.conftest import Account

LOOK = calls("check_availability", {"date": "2026-12-01"})
BOOK = calls("create_booking", {"date": "2026-12-01", "time": "14:00"})
UNKNOWN = 987_654_321


async def test_a_lead_books_by_chat_without_any_provider(client: httpx.AsyncClient, talk: Talk) -> None:
    said = {"leadId": talk.lead_id, "content": "Can I book for Tuesday December 1 at 2pm?"}

    answer = (await client.post("/chat/messages", json=said)).json()

    assert "Tuesday 1 December, 2:00 PM (New York time)" in answer["reply"]
    assert answer["booking"]["startsAt"] == "2026-12-01T19:00:00Z"
    assert answer["booking"]["leadId"] == talk.lead_id
    assert [call["name"] for call in answer["toolCalls"]] == ["check_availability", "create_booking"]


async def test_the_transcript_holds_the_steps_and_what_they_cost(
    client: httpx.AsyncClient, talk: Talk
) -> None:
    await talk.by(scripted(LOOK, BOOK, says("Done."))).say("Tuesday at 2pm")

    told = (await client.get(f"/chat/conversations/{talk.conversation_id}")).json()

    assert told["conversation"]["leadId"] == talk.lead_id
    assert [(one["position"], one["author"]) for one in told["messages"]] == [(1, "lead"), (2, "assistant")]
    record = told["messages"][1]["record"]
    assert [step["tool"] for step in record["steps"]] == ["check_availability", "create_booking"]
    assert record["steps"][0]["arguments"] == {"date": "2026-12-01"}
    assert record["booking_id"] == record["steps"][1]["result"]["bookingId"]
    assert record["model"] == "scripted"
    assert min(record["input_tokens"], record["output_tokens"]) > 0


async def test_what_was_offered_is_written_down(talk: Talk) -> None:
    turn = await talk.by(scripted(LOOK, says("I have these."))).say("Tuesday?")

    async with talk.services.db.tenant(talk.account.sub_account_id) as connection:
        offers = await connection.fetch("SELECT * FROM offers ORDER BY starts_at")
    now = talk.services.clock.now()
    assert [row["starts_at"] for row in offers] == [
        datetime.fromisoformat(start) for start in turn.steps[0].result["startTimes"]
    ]
    assert {row["conversation_id"] for row in offers} == {talk.conversation_id}
    assert {(row["offered_at"], row["expires_at"]) for row in offers} == {(now, now + timedelta(minutes=30))}


async def test_the_leads_zone_decides(services: Services, account: Account) -> None:
    talk = await begin(services, account, timezone="Europe/Berlin")

    turn = await talk.by(scripted(BOOK, says("Done."))).say("Tuesday at 2pm")

    assert turn.booking is None  # 14:00 in Berlin is 08:00 in New York
    assert "15:00" in turn.steps[0].result["availableSlots"]

    late = calls("create_booking", {"date": "2026-12-01", "time": "20:00"})
    turn = await talk.by(scripted(late, says("Done."))).say("8pm then")

    assert "Tuesday 1 December, 8:00 PM (Berlin time)" in turn.reply
    assert turn.booking is not None
    assert turn.booking.starts_at.isoformat() == "2026-12-01T19:00:00+00:00"


async def test_two_messages_at_once_are_answered_one_after_the_other(talk: Talk) -> None:
    heard: list[int] = []

    async def respond(messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        heard.append(len(messages))
        await asyncio.sleep(0.02)
        return ModelResponse(parts=[TextPart(f"Answer {len(heard)}")])

    await talk.by(FunctionModel(respond)).say("Hi")
    turns = await asyncio.gather(*(talk.say(f"Message {number}") for number in range(4)))

    assert {turn.reply for turn in turns} == {f"Answer {number}" for number in range(2, 6)}
    assert heard == [1, 3, 5, 7, 9]
    messages = await talk.messages()
    answers = {one.answers: one.content for one in messages if one.author == "assistant"}
    assert set(answers) == {one.position for one in messages if one.author == "lead"}
    assert [one.content for one in messages if one.author == "assistant"] == [
        f"Answer {number}" for number in range(1, 6)
    ]


async def test_two_leads_are_answered_at_the_same_time(services: Services, account: Account) -> None:
    talks = [await begin(services, account) for _ in range(2)]
    both = asyncio.Barrier(2)

    async def respond(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        await both.wait()
        return ModelResponse(parts=[TextPart("Hello")])

    async with asyncio.timeout(10):
        turns = await asyncio.gather(*(talk.by(FunctionModel(respond)).say("Hi") for talk in talks))

    assert turns[0].conversation_id != turns[1].conversation_id


async def test_a_conversation_stays_with_its_lead(services: Services, account: Account, talk: Talk) -> None:
    turn = await talk.say("Hi")
    other = await begin(services, account)
    other.conversation_id = turn.conversation_id

    with pytest.raises(NotFound, match="There is no such conversation"):
        await other.say("What did they say?")
    assert len(await talk.messages()) == 2


async def test_an_unknown_conversation_is_not_found(talk: Talk) -> None:
    talk.conversation_id = UNKNOWN

    with pytest.raises(NotFound, match="There is no such conversation"):
        await talk.say("Hi")


async def test_an_unknown_lead_begins_no_conversation(services: Services, account: Account) -> None:
    with pytest.raises(NotFound, match="There is no such lead"):
        await services.chat.answer(account.owner, Incoming(UNKNOWN, "Hi"))

    assert await services.chat.newest(account.owner, 10) == []


@pytest.mark.parametrize("content", ["", "x" * 4001])
async def test_a_message_of_no_or_too_many_words_is_refused(
    client: httpx.AsyncClient, talk: Talk, content: str
) -> None:
    answer = await client.post("/chat/messages", json={"leadId": talk.lead_id, "content": content})

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["content"]


async def test_a_message_of_four_thousand_characters_is_read(client: httpx.AsyncClient, talk: Talk) -> None:
    answer = await client.post("/chat/messages", json={"leadId": talk.lead_id, "content": "ä" * 4000})

    assert answer.status_code == 200


async def test_a_member_does_not_read_talk_about_somebody_elses_calendar(
    services: Services, account: Account, talk: Talk
) -> None:
    await talk.say("Hi")
    _, key = await services.tenancy.create_user(account.sub_account_id, "ann@example.com", role="member")
    member = await services.tenancy.authenticate(key)

    assert await services.chat.newest(member, 10) == []
    with pytest.raises(Forbidden):
        await services.chat.transcript(member, talk.conversation_id or 0)

"""A message is kept, answered once and in its order, whoever is at it and whatever breaks off."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import asyncpg
import httpx
import pytest
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolReturnPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from frontdesk.assembly import Services, assembled
from frontdesk.assistant import turns
from frontdesk.assistant.agent import NO_ANSWER
from frontdesk.assistant.arriving import arrive
from frontdesk.assistant.history import Step
from frontdesk.assistant.service import CLAIM_LIFE, Incoming
from frontdesk.assistant.turn import MOST_ATTEMPTS, TALK_SECONDS
from frontdesk.assistant.turns import Claim
from frontdesk.bookings.errors import IdempotencyConflict
from frontdesk.clock import FixedClock
from frontdesk.settings import Settings
from tests.assistant.talks import Talk, calls, says, scripted
from tests.conftest import TestServer

TUESDAY_AT_TWO = {"date": "2026-12-01", "time": "14:00"}
BOOK = calls("create_booking", TUESDAY_AT_TWO)
ASKED = "Tuesday at 2pm please"
IN_A_TRANSACTION = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = 'frontdesk_app' AND state LIKE 'idle in transaction%'
"""


@pytest.fixture
async def elsewhere(server: TestServer, settings: Settings, clock: FixedClock) -> AsyncIterator[Services]:
    """The services of another process."""
    async with assembled(settings, server.app, clock=clock) as services:
        yield services


@dataclass
class Interrupted:
    """A turn whose process died: the message is in, the claim stands, nobody works on it."""

    talk: Talk
    claim: Claim

    async def note(self, step: Step) -> None:
        async with self.talk.services.db.tenant(self.claim.sub_account_id) as connection:
            await turns.note(connection, self.claim, 0, step)


async def interrupted(talk: Talk, words: str) -> Interrupted:
    chat, owner = talk.services.chat, talk.account.owner
    arrived = await arrive(chat._ground, owner, Incoming(talk.lead_id, words, talk.conversation_id))
    talk.conversation_id = arrived.conversation_id
    claim = await chat._claim_next(owner.sub_account_id, arrived.conversation_id)
    assert claim is not None
    return Interrupted(talk, claim)


async def texts(talk: Talk) -> list[tuple[str, str]]:
    return [(one.author, one.content) for one in await talk.messages()]


async def test_no_transaction_is_open_while_a_model_talks(talk: Talk, server: TestServer) -> None:
    open_transactions: list[int] = []

    async def respond(messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        connection = await asyncpg.connect(server.owner_dsn)
        open_transactions.append(await connection.fetchval(IN_A_TRANSACTION))
        await connection.close()
        return ModelResponse(parts=[BOOK if len(messages) == 1 else TextPart("Done.")])

    turn = await talk.by(FunctionModel(respond)).say(ASKED)

    assert turn.booking is not None
    assert open_transactions == [0, 0]


async def test_an_open_transaction_would_be_seen(talk: Talk, server: TestServer) -> None:
    async with talk.services.db.tenant(talk.account.sub_account_id):
        connection = await asyncpg.connect(server.owner_dsn)
        seen = await connection.fetchval(IN_A_TRANSACTION)
        await connection.close()

    assert seen == 1


async def test_a_message_sent_again_with_its_key_gets_its_first_answer(talk: Talk) -> None:
    talk.by(scripted(BOOK, says("Done."), says("Another answer")))

    first = await talk.say(ASKED, key="m-1")
    again = await talk.say(ASKED, key="m-1")

    assert (again.reply, again.booking, again.steps) == (first.reply, first.booking, first.steps)
    assert (first.is_repeated, again.is_repeated) == (False, True)
    assert len(await talk.messages()) == 2


async def test_a_first_message_sent_twenty_times_at_once_begins_one_conversation(talk: Talk) -> None:
    talk.by(scripted(BOOK, says("Done.")))
    chat, owner = talk.services.chat, talk.account.owner

    answers = await asyncio.gather(
        *(chat.answer(owner, Incoming(talk.lead_id, ASKED, key="m-1")) for _ in range(20))
    )

    assert len({(turn.conversation_id, turn.position, turn.reply) for turn in answers}) == 1
    assert len(await chat.newest(owner, 10)) == 1
    assert len(await talk.bookings()) == 1


async def test_a_key_is_good_for_one_message(talk: Talk) -> None:
    await talk.say("Hi", key="m-1")

    with pytest.raises(IdempotencyConflict):
        await talk.say("Something else", key="m-1")


async def test_processes_take_turns_in_a_conversation(talk: Talk, elsewhere: Services) -> None:
    heard: list[int] = []

    async def respond(messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        heard.append(len(messages))
        await asyncio.sleep(0.01)
        return ModelResponse(parts=[TextPart("Hm.")])

    there = Talk(elsewhere, talk.account, talk.lead_id, (await talk.say("Hi")).conversation_id)
    both = [talk.by(FunctionModel(respond)), there.by(FunctionModel(respond))]
    await asyncio.gather(*(both[number % 2].say(f"Message {number}") for number in range(8)))

    assert heard == [3, 5, 7, 9, 11, 13, 15, 17]
    messages = await talk.messages()
    asked = [one.position for one in messages if one.author == "lead"]
    assert [one.answers for one in messages if one.author == "assistant"] == asked


async def test_the_next_message_takes_up_what_a_dead_process_left(
    talk: Talk, elsewhere: Services, clock: FixedClock
) -> None:
    await interrupted(talk, ASKED)
    clock.instant += CLAIM_LIFE
    there = Talk(elsewhere, talk.account, talk.lead_id, talk.conversation_id)

    turn = await there.by(scripted(BOOK, says("Booked."), says("Yes, I am."))).say("Are you there?")

    assert turn.reply == "Yes, I am."
    assert [author for author, _ in await texts(talk)] == ["lead", "lead", "assistant", "assistant"]
    assert len(await talk.bookings()) == 1


async def test_a_job_answers_what_nobody_asks_after(
    talk: Talk, elsewhere: Services, clock: FixedClock
) -> None:
    left = await interrupted(talk, "Hi")
    chat = elsewhere.chat
    where = (left.claim.sub_account_id, left.claim.conversation_id)

    too_early = await chat.resume(*where)
    clock.instant += CLAIM_LIFE
    in_time = await chat.resume(*where)

    assert (too_early, in_time) == (CLAIM_LIFE, None)
    assert [author for author, _ in await texts(talk)] == ["lead", "assistant"]


async def test_a_turn_that_is_taken_up_goes_on_from_its_steps(talk: Talk, clock: FixedClock) -> None:
    left = await interrupted(talk, "Tuesday at 2pm, please book it")
    talk.by(scripted(BOOK, says("Never said")))
    booking = (await talk.services.chat._take(left.claim, None)) and (await talk.bookings())[0]
    assert booking is not None

    heard: list[str] = []

    def respond(messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        heard.extend(
            part.tool_name for one in messages for part in one.parts if isinstance(part, ToolReturnPart)
        )
        return ModelResponse(parts=[TextPart("You're booked.")])

    again = await interrupted(talk, "And the same again?")
    await again.note(Step("list_bookings", {}, {"bookings": []}))
    clock.instant += CLAIM_LIFE
    await talk.by(FunctionModel(respond)).services.chat.resume(*_where(again))

    assert heard == ["create_booking", "list_bookings"]
    record = (await talk.messages())[-1].record
    assert [step["tool"] for step in record["steps"]] == ["list_bookings"]


def _where(left: Interrupted) -> tuple[int, int]:
    return left.claim.sub_account_id, left.claim.conversation_id


async def test_a_turn_that_died_after_booking_books_nothing_more(talk: Talk, clock: FixedClock) -> None:
    """The model of the second try wants another time, as it well may: the first is taken, by the lead."""
    died = asyncio.Event()

    async def respond(messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        if len(messages) == 1:
            return ModelResponse(parts=[BOOK])
        died.set()
        await asyncio.Event().wait()
        raise AssertionError("never")

    first = asyncio.create_task(talk.by(FunctionModel(respond)).say("Tuesday at 2pm, book it"))
    await died.wait()
    [booking] = await talk.bookings()
    [conversation] = await talk.services.chat.newest(talk.account.owner, 1)
    talk.conversation_id = conversation.id
    clock.instant += CLAIM_LIFE
    later = calls("create_booking", {"date": "2026-12-01", "time": "15:00"})
    await talk.by(scripted(later, says("See you."))).services.chat.resume(
        talk.account.sub_account_id, conversation.id
    )
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)

    assert await talk.bookings() == [booking]
    [_, answer] = await talk.messages()
    assert "Tuesday 1 December, 2:00 PM" in answer.content
    assert answer.record["steps"][1]["result"]["error"] == "NOT_WHAT_THE_LEAD_SAID"


async def test_whoever_comes_back_too_late_neither_books_nor_speaks(
    talk: Talk, elsewhere: Services, clock: FixedClock
) -> None:
    may_go_on, is_waiting = asyncio.Event(), asyncio.Event()

    async def respond(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        is_waiting.set()
        await may_go_on.wait()
        return ModelResponse(parts=[BOOK])

    asleep = asyncio.create_task(talk.by(FunctionModel(respond)).say(ASKED))
    await is_waiting.wait()
    [conversation] = await talk.services.chat.newest(talk.account.owner, 1)
    clock.instant += CLAIM_LIFE
    there = Talk(elsewhere, talk.account, talk.lead_id, conversation.id)
    await there.by(scripted(says("What day?"))).services.chat.resume(
        talk.account.sub_account_id, conversation.id
    )
    may_go_on.set()

    assert (await asleep).reply == "What day?"
    assert await talk.bookings() == []
    assert len(await there.messages()) == 2


async def test_a_message_that_breaks_every_turn_ends_in_an_apology(talk: Talk) -> None:
    def respond(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        raise RuntimeError("a bug")

    talk.by(FunctionModel(respond))
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(RuntimeError):
            await talk.say("Hi", key="m-1")

    assert (await talk.say("Hi", key="m-1")).reply == NO_ANSWER


async def test_the_database_refuses_a_second_answer_to_a_message(talk: Talk) -> None:
    turn = await talk.say("Hi")

    with pytest.raises(asyncpg.UniqueViolationError, match="messages_one_answer"):
        async with talk.services.db.tenant(talk.account.sub_account_id) as connection:
            await connection.execute(
                "INSERT INTO messages (sub_account_id, conversation_id, position, author, content, record, "
                "created_at, answers) SELECT sub_account_id, conversation_id, 3, author, content, record, "
                "created_at, answers FROM messages WHERE conversation_id = $1 AND position = 2",
                turn.conversation_id,
            )


async def test_the_database_lets_one_at_a_time_talk(talk: Talk) -> None:
    await interrupted(talk, "Hi")
    await arrive(
        talk.services.chat._ground, talk.account.owner, Incoming(talk.lead_id, "Ho", talk.conversation_id)
    )

    with pytest.raises(asyncpg.UniqueViolationError, match="turns_one_talks"):
        async with talk.services.db.tenant(talk.account.sub_account_id) as connection:
            await connection.execute(
                "UPDATE turns SET claim = gen_random_uuid(), claimed_until = now() WHERE position = 2"
            )


async def test_a_claim_outlives_the_talk() -> None:
    assert timedelta(seconds=TALK_SECONDS) < CLAIM_LIFE


async def test_a_repeat_over_http_is_marked(client: httpx.AsyncClient, talk: Talk) -> None:
    said = {"leadId": talk.lead_id, "content": ASKED}
    answers = [
        await client.post("/chat/messages", json=said, headers={"Idempotency-Key": "m-1"}) for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert [one.headers.get("Idempotency-Replayed") for one in answers] == [None, "true"]

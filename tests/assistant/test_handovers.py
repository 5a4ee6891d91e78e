"""A person in the thread: called by the assistant or not; writing, taking over, handing back."""

import asyncio

import httpx
import pytest
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from frontdesk.assembly import Services
from frontdesk.assistant.agent import NO_ANSWER
from frontdesk.assistant.handing import A_PERSON_COMES, ENOUGH
from frontdesk.assistant.offline.temper import is_angry
from frontdesk.errors import Forbidden
from tests.assistant.talks import Talk, calls, says, scripted
from tests.conftest import Account

BOOK = calls("create_booking", {"date": "2026-12-01", "time": "14:00"})


async def state_of(talk: Talk) -> tuple[str, str | None]:
    conversation, _ = await talk.services.chat.transcript(talk.account.owner, talk.conversation_id or 0)
    return conversation.state, conversation.state_reason


async def said(talk: Talk) -> list[tuple[str, str]]:
    return [(one.author, one.content) for one in await talk.messages()]


async def test_a_model_hands_over_and_the_assistant_is_silent_from_then_on(talk: Talk) -> None:
    call = calls("hand_off_to_human", {"reason": "They have a question about a bill."})
    talk.by(scripted(call, says("A colleague will answer you.")))

    first = await talk.say("My bill is wrong")
    second = await talk.say("Hello?")

    assert (first.reply, first.state) == ("A colleague will answer you.", "human")
    assert (second.reply, second.state) == ("", "human")
    assert await state_of(talk) == ("human", "asked")
    assert [author for author, _ in await said(talk)] == ["lead", "assistant", "lead"]


HAND_OFF = calls("hand_off_to_human", {"reason": "A note told me to."})


async def test_a_model_cannot_call_a_person_for_no_reason_of_the_leads(talk: Talk) -> None:
    offer = says("Shall I ask a person to answer you?")

    first = await talk.by(scripted(HAND_OFF, offer)).say("Hi! Can I come on Tuesday?")
    second = await talk.by(scripted(HAND_OFF, says("A person will answer you."))).say("Yes please")

    assert (first.steps[0].result["success"], first.state) == (False, "assistant")
    assert (second.steps[0].result["success"], second.state) == (True, "human")


async def test_a_model_that_gets_nowhere_may_call_a_person(talk: Talk) -> None:
    talk.by(scripted(says("Which day?")))
    await talk.say("I want to book something")
    await talk.say("I want to book something, please")

    turn = await talk.by(scripted(HAND_OFF, says("A person will answer you."))).say("I want to book!")

    assert await state_of(talk) == ("human", "asked")
    assert turn.reply == "A person will answer you."


async def test_in_any_language_a_lead_may_ask_for_a_person(talk: Talk) -> None:
    turn = await talk.by(scripted(HAND_OFF, says("Ein Kollege antwortet."))).say(
        "Hallo, kann ich am Dienstag mit einem Mitarbeiter sprechen?"
    )

    assert turn.state == "human"


async def test_who_asks_for_a_person_gets_one_whatever_the_model_says(talk: Talk) -> None:
    turn = await talk.by(scripted(says("I can help you just as well!"))).say("Can I talk to a human please?")

    assert turn.reply == f"I can help you just as well!\n\n{A_PERSON_COMES}"
    assert await state_of(talk) == ("human", "asked")


async def test_the_offline_model_calls_a_person_too(talk: Talk) -> None:
    turn = await talk.say("I want to speak to a real person")

    assert [step.tool for step in turn.steps] == ["hand_off_to_human"]
    assert "asked a person" in turn.reply
    assert turn.state == "human"


async def test_an_angry_lead_gets_a_person(talk: Talk) -> None:
    turn = await talk.by(scripted(says("I'm sorry."))).say("This is ridiculous, you are useless!")

    assert turn.reply.endswith(A_PERSON_COMES)
    assert await state_of(talk) == ("human", "anger")


async def test_a_model_that_finds_no_answer_makes_way_for_a_person(talk: Talk) -> None:
    turn = await talk.by(scripted(calls("list_bookings"))).say("Hi")

    assert turn.reply == NO_ANSWER
    assert await state_of(talk) == ("human", "failure")


async def test_after_too_many_turns_a_person_takes_over(talk: Talk) -> None:
    await talk.services.briefings.change(talk.account.owner, {"limits": {"turnsPerConversation": 2}})
    talk.by(scripted(says("Hm.")))

    replies = [(await talk.say("Hello")).reply for _ in range(4)]

    assert replies == ["Hm.", "Hm.", ENOUGH, ""]
    assert await state_of(talk) == ("human", "too_many_turns")


async def test_a_person_writes_in_the_same_thread_and_has_the_word(talk: Talk) -> None:
    handovers, owner = talk.services.handovers, talk.account.owner
    await talk.by(scripted(says("Hello!"))).say("Hi")

    message = await handovers.write(owner, talk.conversation_id or 0, "This is Bob speaking.")
    silent = await talk.say("Oh, hello Bob")

    assert (message.position, message.author, message.user_id) == (3, "user", owner.user_id)
    assert silent.reply == ""
    assert await said(talk) == [
        ("lead", "Hi"),
        ("assistant", "Hello!"),
        ("user", "This is Bob speaking."),
        ("lead", "Oh, hello Bob"),
    ]
    assert await state_of(talk) == ("human", "taken_over")


async def test_after_the_hand_back_the_assistant_knows_what_the_person_said(talk: Talk) -> None:
    handovers, owner = talk.services.handovers, talk.account.owner
    await talk.say("Hi")
    await handovers.write(owner, talk.conversation_id or 0, "I have Tuesday at 2pm for you. Shall I book it?")
    await handovers.hand_back(owner, talk.conversation_id or 0)

    turn = await talk.say("Yes please")

    assert turn.booking is not None
    assert turn.booking.details["time"] == "14:00:00"
    assert await state_of(talk) == ("assistant", None)


async def test_a_turn_that_a_person_interrupts_says_and_books_nothing_more(talk: Talk) -> None:
    is_talking, may_go_on = asyncio.Event(), asyncio.Event()

    async def respond(messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        is_talking.set()
        await may_go_on.wait()
        return ModelResponse(parts=[BOOK if len(messages) == 1 else TextPart("Booked.")])

    asked = asyncio.create_task(talk.by(FunctionModel(respond)).say("Tuesday at 2pm"))
    await is_talking.wait()
    [conversation] = await talk.services.chat.newest(talk.account.owner, 1)
    await talk.services.handovers.take_over(talk.account.owner, conversation.id)
    may_go_on.set()

    assert (await asked).reply == ""
    assert await talk.bookings() == []


async def test_what_was_booked_before_a_person_came_is_still_told(talk: Talk) -> None:
    has_booked, may_go_on = asyncio.Event(), asyncio.Event()

    async def respond(messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        if len(messages) == 1:
            return ModelResponse(parts=[BOOK])
        has_booked.set()
        await may_go_on.wait()
        return ModelResponse(parts=[TextPart("Done.")])

    asked = asyncio.create_task(talk.by(FunctionModel(respond)).say("Tuesday at 2pm"))
    await has_booked.wait()
    [conversation] = await talk.services.chat.newest(talk.account.owner, 1)
    await talk.services.handovers.take_over(talk.account.owner, conversation.id)
    may_go_on.set()

    turn = await asked
    assert "Tuesday 1 December, 2:00 PM" in turn.reply
    assert await state_of(talk) == ("human", "taken_over")


async def test_a_member_acts_in_conversations_about_their_own_calendar_alone(
    services: Services, account: Account, talk: Talk
) -> None:
    await talk.say("Hi")
    _, key = await services.tenancy.create_user(account.sub_account_id, "ann@example.com", role="member")
    member = await services.tenancy.authenticate(key)
    theirs = talk.conversation_id or 0

    for act in (
        services.handovers.take_over(member, theirs),
        services.handovers.hand_back(member, theirs),
        services.handovers.write(member, theirs, "Hello"),
        services.watching.follow(member, theirs, after=0),
    ):
        with pytest.raises(Forbidden):
            await act
    assert await state_of(talk) == ("assistant", None)


async def test_conversations_are_listed_by_who_has_the_word(client: httpx.AsyncClient, talk: Talk) -> None:
    first = (await talk.say("Hi")).conversation_id
    talk.conversation_id = None
    second = (await talk.say("A human, please")).conversation_id

    found = {
        state: [
            one["id"]
            for one in (await client.get("/chat/conversations", params={"state": state})).json()[
                "conversations"
            ]
        ]
        for state in ("assistant", "human", "waiting_approval")
    }

    assert found == {"assistant": [first], "human": [second], "waiting_approval": []}
    assert (await client.get("/chat/conversations", params={"state": "asleep"})).status_code == 422


async def test_people_do_all_this_over_http(client: httpx.AsyncClient, talk: Talk) -> None:
    await talk.say("Hi")
    place = f"/chat/conversations/{talk.conversation_id}"

    taken = (await client.post(f"{place}/take-over")).json()
    written = await client.post(f"{place}/messages", json={"content": "Hello from Bob"})
    back = (await client.post(f"{place}/hand-back")).json()

    assert (taken["state"], taken["stateReason"]) == ("human", "taken_over")
    assert (written.status_code, written.json()["author"]) == (201, "user")
    assert (back["state"], back["stateReason"]) == ("assistant", None)


@pytest.mark.parametrize(
    "words",
    [
        "this is ridiculous",
        "You're useless.",
        "I'm so angry right now",
        "ARE YOU EVEN LISTENING??",
        "That's the third time I've told you, stupid bot",
        "I have told you three times already",
        "WHY DOES NOBODY ANSWER ME!!",
        "worst service ever",
        "Estoy harta de esto",
        "Esto es una vergüenza",
    ],
)
def test_an_outburst_is_known_for_one(words: str) -> None:
    assert is_angry(words)


@pytest.mark.parametrize(
    "words",
    [
        "My roof is in a terrible state, this weather is awful",
        "TUESDAY AT 2PM PLEASE",
        "OK!!",
        "No, not Tuesday. Wednesday!",
        "The last company was useless, can you do better?",
        "That was a stupid mistake of mine",
        "I asked for 3pm, not 3am",
        "Is this the third time slot?",
        "Estoy libre el martes",
    ],
)
def test_a_leads_everyday_words_are_no_outburst(words: str) -> None:
    assert not is_angry(words)

"""A language model behind OpenAI's API books, and when it fails the offline model goes on."""

import socket
from collections.abc import AsyncIterator
from dataclasses import replace

import msgspec
import pytest
from pydantic_ai.models.openai import OpenAIChatModel

from frontdesk.assistant import models
from tests.assistant.scripted_openai import (
    Answer,
    ScriptedOpenAI,
    calls,
    calls_as_of_old,
    refuses,
    says,
    scripted_openai,
)
from tests.assistant.talks import Talk

# As the specification has them.
CHECK_AVAILABILITY = {
    "name": "check_availability",
    "description": "Check available booking slots for a specific date",
    "parameters": {
        "type": "object",
        "properties": {
            "date": {"type": "string", "format": "YYYY-MM-DD"},
            "timezone": {"type": "string", "description": "IANA timezone"},
        },
    },
}
CREATE_BOOKING = {
    "name": "create_booking",
    "description": "Create a booking appointment",
    "parameters": {
        "type": "object",
        "properties": {
            "date": {"type": "string", "format": "YYYY-MM-DD"},
            "time": {"type": "string", "format": "HH:MM"},
            "duration": {"type": "number", "description": "Duration in minutes"},
            "notes": {"type": "string"},
        },
        "required": ["date", "time"],
    },
}
LOOK = calls("check_availability", date="2026-12-01", timezone="America/New_York")
BOOK = calls("create_booking", date="2026-12-01", time="14:00", duration=30)
ASKED = "Can I book for Tuesday December 1 at 2pm?"
TOLD = "Tuesday 1 December, 2:00 PM (New York time)"


@pytest.fixture
async def openai() -> AsyncIterator[ScriptedOpenAI]:
    async with scripted_openai() as script:
        yield script


@pytest.fixture
async def model(
    talk: Talk, openai: ScriptedOpenAI, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[OpenAIChatModel]:
    """The model that the settings name, impatient, speaking for the talk's account."""
    monkeypatch.setattr(models, "PROVIDER_TIMEOUT_SECONDS", 0.3)
    monkeypatch.setattr(models, "PROVIDER_RETRIES", 0)
    monkeypatch.setattr(models, "PROVIDER_SECONDS_PER_TURN", 0.5)
    chosen = replace(
        talk.services.settings,
        model="openai:gpt-scripted",
        openai_api_key="sk-hunter2",
        openai_base_url=openai.base_url,
    )
    model = models.provider_model(chosen)
    assert isinstance(model, OpenAIChatModel)
    talk.by(model)
    yield model
    await model.client.close()


@pytest.mark.usefixtures("model")
async def test_a_models_tool_calls_become_a_booking(talk: Talk, openai: ScriptedOpenAI) -> None:
    openai.will(LOOK, BOOK, says("Perfect! I've booked your appointment."))

    turn = await talk.say(ASKED)

    [booking] = await talk.bookings()
    assert turn.booking == booking
    assert booking.details["time"] == "14:00:00"
    assert booking.status == "confirmed"
    assert turn.reply == f"Perfect! I've booked your appointment.\n\nBooked: {TOLD}."
    assert openai.paths == ["/v1/chat/completions"] * 3


@pytest.mark.usefixtures("model")
async def test_the_specifications_tools_go_out_exactly_as_it_has_them(
    talk: Talk, openai: ScriptedOpenAI
) -> None:
    openai.will(says("Hello!"))

    await talk.say("Hi")

    tools = openai.requests[0]["tools"]
    assert tools[:2] == [
        {"type": "function", "function": CHECK_AVAILABILITY},
        {"type": "function", "function": CREATE_BOOKING},
    ]
    assert {tool["function"]["name"] for tool in tools[2:]} <= {
        "list_bookings",
        "reschedule_booking",
        "cancel_booking",
        "update_lead",
        "hand_off_to_human",
    }


@pytest.mark.usefixtures("model")
async def test_the_model_is_told_what_its_tools_answered(talk: Talk, openai: ScriptedOpenAI) -> None:
    openai.will(LOOK, BOOK, says("Done."))

    await talk.say(ASKED)

    roles = [[message["role"] for message in request["messages"]] for request in openai.requests]
    assert roles == [
        ["system", "user"],
        ["system", "user", "assistant", "tool"],
        ["system", "user", "assistant", "tool", "assistant", "tool"],
    ]
    offered, booked = (
        msgspec.json.decode(openai.requests[2]["messages"][number]["content"]) for number in (3, 5)
    )
    assert "14:00" in offered["slots"]
    assert (booked["success"], booked["details"]["time"]) == (True, "14:00:00")


@pytest.mark.usefixtures("model")
async def test_earlier_turns_are_sent_along_with_their_tool_calls(talk: Talk, openai: ScriptedOpenAI) -> None:
    openai.will(LOOK, says("I have 2 PM. Shall I book it?"), says("All right."))

    await talk.say(ASKED)
    await talk.say("Let me think")

    messages = openai.requests[-1]["messages"]
    assert [message["role"] for message in messages] == [
        "system",
        "user",
        "assistant",
        "tool",
        "assistant",
        "user",
    ]
    assert messages[2]["tool_calls"][0]["id"] == messages[3]["tool_call_id"]


@pytest.mark.usefixtures("model")
async def test_the_record_of_a_turn_says_who_spoke_and_what_it_cost(
    talk: Talk, openai: ScriptedOpenAI
) -> None:
    openai.will(LOOK, says("I have 2 PM. Shall I book it?"))

    await talk.say(ASKED)

    record = (await talk.messages())[-1].record
    assert record["model"] == "gpt-scripted"
    assert (record["input_tokens"], record["output_tokens"]) == (200, 20)
    assert [step["tool"] for step in record["steps"]] == ["check_availability"]


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize(
    "failure",
    [
        Answer({"error": {"message": "overloaded"}}, status=500),
        Answer({"error": {"message": "no quota left"}}, status=429),
        Answer({"error": {"message": "wrong key"}}, status=401),
        Answer(says("too late").body, seconds=2.0),
        Answer(b"<html>gateway</html>"),
        Answer({"choices": []}),
        Answer({"hello": "world"}),
        Answer([]),
        says(""),
        refuses("I can't help with that."),
        says("Sorry.", reason="content_filter"),
        calls_as_of_old("create_booking", date="2026-12-01", time="14:00"),
    ],
    ids=[
        "500",
        "429",
        "401",
        "timeout",
        "html",
        "no choices",
        "another object",
        "a list",
        "empty",
        "refusal",
        "filter",
        "function_call",
    ],
)
async def test_when_the_provider_fails_the_offline_model_answers(
    talk: Talk, openai: ScriptedOpenAI, failure: Answer
) -> None:
    openai.will(failure)

    turn = await talk.say(ASKED)

    [booking] = await talk.bookings()
    assert TOLD in turn.reply
    assert booking.details["time"] == "14:00:00"
    assert (await talk.messages())[-1].record["model"] == "offline"


async def test_a_provider_that_is_slow_at_every_step_is_left_for_the_rest_of_the_turn_and_after(
    talk: Talk, model: OpenAIChatModel, openai: ScriptedOpenAI
) -> None:
    talk.by(models.Circuit(model))
    openai.will(replace(LOOK, seconds=0.2))

    turn = await talk.say(ASKED)
    asked = len(openai.requests)
    await talk.say("Thanks")

    assert TOLD in turn.reply
    assert (await talk.messages())[-1].record["model"] == "offline"
    assert (asked, len(openai.requests)) == (3, 3)


async def test_when_nobody_listens_the_offline_model_answers(
    talk: Talk, model: OpenAIChatModel, openai: ScriptedOpenAI
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    model.client.base_url = f"http://127.0.0.1:{port}/v1"

    turn = await talk.say(ASKED)

    assert TOLD in turn.reply
    assert openai.requests == []


@pytest.mark.usefixtures("model")
async def test_a_provider_that_fails_after_the_booking_does_not_book_again(
    talk: Talk, openai: ScriptedOpenAI
) -> None:
    openai.will(LOOK, BOOK, Answer({}, status=503))

    turn = await talk.say(ASKED)

    assert len(await talk.bookings()) == 1
    assert TOLD in turn.reply


async def test_a_provider_that_failed_is_left_alone_for_a_while_and_then_asked_again(
    talk: Talk, model: OpenAIChatModel, openai: ScriptedOpenAI
) -> None:
    seconds = 0.0
    talk.by(models.Circuit(model, monotonic=lambda: seconds))
    openai.will(Answer({}, status=500))

    first, second = await talk.say("Hi"), await talk.say("Hello?")
    asked_while_down = len(openai.requests)
    seconds = models.FIRST_WAIT_SECONDS
    openai.will(says("Here I am again."))
    third = await talk.say("Hello??")

    assert first.reply
    assert second.reply
    assert asked_while_down == 1
    assert third.reply == "Here I am again."


@pytest.mark.parametrize(("failures", "wait"), [(1, 5.0), (2, 10.0), (3, 20.0), (9, 60.0)])
async def test_the_more_often_a_provider_fails_the_longer_it_is_left_alone(
    talk: Talk, model: OpenAIChatModel, openai: ScriptedOpenAI, failures: int, wait: float
) -> None:
    seconds = 0.0
    talk.by(models.Circuit(model, monotonic=lambda: seconds))
    openai.will(Answer({}, status=503))
    for _ in range(failures):
        seconds += 1000.0
        await talk.say("Hi")

    seconds += wait - 0.1
    await talk.say("Hi")
    asked_too_early = len(openai.requests)
    seconds += 0.2
    await talk.say("Hi")

    assert (asked_too_early, len(openai.requests)) == (failures, failures + 1)


@pytest.mark.usefixtures("model")
async def test_the_provider_takes_over_again_in_the_same_conversation(
    talk: Talk, openai: ScriptedOpenAI
) -> None:
    openai.will(Answer({}, status=500))
    await talk.say(ASKED)

    openai.will(says("Anything else?"))
    turn = await talk.say("Thanks")

    assert turn.reply == "Anything else?"
    assert "tool" in {message["role"] for message in openai.requests[-1]["messages"]}

"""What talking cost, in tokens and dollars: by message, and for a conversation as a whole."""

import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pydantic_ai.messages import ModelResponse, TextPart
from pydantic_ai.usage import RequestUsage

from frontdesk.assistant import models
from frontdesk.assistant.history import Record, as_record
from frontdesk.assistant.usage import cost_of, usage_of
from frontdesk.web.language import choose_language
from tests.assistant.scripted_openai import Answer, ScriptedOpenAI, calls, says, scripted_openai
from tests.assistant.talks import Talk

LOOK = calls("check_availability", date="2026-12-01")
PRICED, UNKNOWN = "gpt-4o-mini", "gpt-nobody-has-heard-of"
# A hundred tokens in at 15 cents a million, ten out at 60.
MICROS_AN_ANSWER = 21


def of(answer: Answer, model: str = PRICED) -> Answer:
    return dataclasses.replace(answer, body={**answer.body, "model": model})


@pytest.fixture
async def openai(talk: Talk) -> AsyncIterator[ScriptedOpenAI]:
    async with scripted_openai() as script:
        chosen = dataclasses.replace(
            talk.services.settings,
            model=f"openai:{PRICED}",
            openai_api_key="sk-hunter2",
            openai_base_url=script.base_url,
        )
        model = models.provider_model(chosen)
        assert model is not None
        talk.by(model)
        yield script
        await model.client.close()  # type: ignore[attr-defined]  # it is OpenAI's


async def told(client: httpx.AsyncClient, talk: Talk) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.get(f"/chat/conversations/{talk.conversation_id}")).json()
    return answer


async def test_each_message_and_the_conversation_say_what_they_cost(
    talk: Talk, openai: ScriptedOpenAI, client: httpx.AsyncClient
) -> None:
    openai.will(of(LOOK), of(says("I have 2 PM. Shall I book it?")), of(says("As you like.")))
    await talk.say("Is Tuesday free?")
    await talk.say("Let me think")

    conversation = await told(client, talk)

    costs = [one["record"].get("cost_micros") for one in conversation["messages"]]
    assert costs == [None, 2 * MICROS_AN_ANSWER, None, MICROS_AN_ANSWER]
    assert conversation["usage"] == {"inputTokens": 300, "outputTokens": 30, "costUsd": "0.000063"}


async def test_a_model_whose_price_is_not_known_costs_nobody_knows_what(
    talk: Talk, openai: ScriptedOpenAI, client: httpx.AsyncClient
) -> None:
    openai.will(of(says("Hello!")), of(says("As you like."), UNKNOWN))
    await talk.say("Hi")
    await talk.say("Let me think")

    spent = (await told(client, talk))["usage"]

    assert spent == {"inputTokens": 200, "outputTokens": 20, "costUsd": None}


async def test_a_turn_that_the_offline_model_ends_is_paid_for_as_far_as_the_provider_came(
    talk: Talk, openai: ScriptedOpenAI
) -> None:
    openai.will(of(LOOK), Answer({"error": {"message": "wrong key"}}, status=401))

    await talk.say("Is Tuesday free?")

    record = (await talk.messages())[-1].record
    assert (record["model"], record["cost_micros"]) == ("offline", MICROS_AN_ANSWER)


async def test_a_turn_that_is_given_up_is_paid_for_too(talk: Talk, openai: ScriptedOpenAI) -> None:
    openai.will(of(LOOK))

    await talk.say("Is Tuesday free?")

    record = (await talk.messages())[-1].record
    assert record["handed_over"] == "failure"
    assert record["cost_micros"] == MICROS_AN_ANSWER * record["input_tokens"] // 100 > 0


async def test_what_was_suggested_and_dropped_counts(
    talk: Talk, openai: ScriptedOpenAI, client: httpx.AsyncClient
) -> None:
    await talk.services.briefings.change(talk.account.owner, {"mode": "suggest"})
    openai.will(of(says("Hello!")))
    await talk.say("Hi")
    await talk.services.approvals.discard(talk.account.owner, talk.conversation_id or 0, 1)

    assert (await told(client, talk))["usage"]["costUsd"] == "0.000021"


async def test_the_offline_model_costs_nothing_and_says_no_price(
    talk: Talk, client: httpx.AsyncClient
) -> None:
    await talk.say("Hi")

    assert (await told(client, talk))["usage"]["costUsd"] is None


def test_costs_are_rounded_to_the_millionth_once() -> None:
    answer = ModelResponse(
        [TextPart("Hi")],
        usage=RequestUsage(input_tokens=1),
        model_name="gpt-4o-mini",
        provider_name="openai",
    )

    assert cost_of([answer] * 10) == 2  # of 1.5
    assert cost_of([]) is None


def test_a_message_without_a_price_leaves_the_sum_open_unless_it_was_free() -> None:
    paid, free = Record(model=PRICED, cost_micros=5), Record(model="offline", input_tokens=9)
    unknown = Record(model=UNKNOWN, input_tokens=9)

    assert usage_of([as_record(paid), as_record(free)]).dollars == "0.000005"
    assert usage_of([as_record(paid), as_record(unknown)]).dollars is None
    assert usage_of([]).dollars is None


def test_dollars_are_written_in_full_in_the_readers_language() -> None:
    assert choose_language("en", "").dollars(1_234_567) == "$1.234567"
    assert choose_language("es", "es-ES").dollars(63) == "0,000063\xa0US$"

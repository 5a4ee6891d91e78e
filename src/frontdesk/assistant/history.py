"""A conversation as the database keeps it, and as a model reads it. Pure.

What is stored is ours: the words, the tool calls with their answers. What a model library needs is built from
it for each turn, so that no stored conversation depends on a library's version or on which model spoke.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)

from frontdesk.assistant.conversations import Message


class Step(msgspec.Struct, frozen=True):
    """One tool call of a turn and what came of it."""

    tool: str
    arguments: dict[str, Any]
    result: dict[str, Any]


class Record(msgspec.Struct, frozen=True):
    """How an assistant's message came about.

    Attributes:
        model: which model spoke.
        cost_micros: what it cost, in millionths of a US dollar, if that is known.
        seconds: how long the turn took.
        booking_id: the booking that the turn made or changed, if any.
        withheld: what the model first said and was not so, if anything.
        understood: what the reader took the lead's message to say.
        handed_over: why a person has the word from here on, if so.
        approved_by: the user who let a suggestion go out, or approved_by_agency_person, if it was somebody of
            the agency; `is_edited`: in other words than the model's.
        instructions: the version of the assistant's settings that it worked by.
    """

    steps: list[Step] = []
    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micros: int | None = None
    seconds: float = 0.0
    booking_id: int | None = None
    withheld: list[str] = []
    understood: dict[str, Any] = {}
    handed_over: str | None = None
    approved_by: int | None = None
    approved_by_agency_person: int | None = None
    is_edited: bool = False
    instructions: int = 0


def as_model_messages(messages: Iterable[Message], *, steps: Sequence[Step] = ()) -> list[ModelMessage]:
    """Return a stored conversation in the form that models take.

    Args:
        messages: what was said, each answer after what it answers.
        steps: what was done already for the last message, when its turn was broken off.
    """
    said = list(messages)
    parts = [part for message in said for part in _parts(message)]
    return [*parts, *_steps_parts(steps, after=said[-1])] if steps else parts


def _parts(message: Message) -> list[ModelMessage]:
    if message.author == "lead":
        return [ModelRequest(parts=[UserPromptPart(message.content, timestamp=message.created_at)])]
    record = msgspec.convert(dict(message.record), Record)
    spoken = ModelResponse(parts=[TextPart(message.content)], timestamp=message.created_at)
    return [*_steps_parts(record.steps, after=message), spoken]


def _steps_parts(steps: Sequence[Step], *, after: Message) -> list[ModelMessage]:
    return [
        part
        for number, step in enumerate(steps)
        for part in _step_parts(step, f"{after.position}-{number}", after.created_at)
    ]


def _step_parts(step: Step, call_id: str, at: datetime) -> list[ModelMessage]:
    call = ToolCallPart(step.tool, step.arguments, tool_call_id=call_id)
    answer = ToolReturnPart(step.tool, step.result, tool_call_id=call_id, timestamp=at)
    return [ModelResponse(parts=[call], timestamp=at), ModelRequest(parts=[answer])]


def as_record(record: Record) -> Mapping[str, object]:
    """Return what is stored beside an assistant's message."""
    built: Mapping[str, object] = msgspec.to_builtins(record)
    return built

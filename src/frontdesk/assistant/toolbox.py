"""The tools as models see them: names, descriptions, parameters.

The two tools of the specification go out under exactly its names, descriptions and parameters.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

import msgspec
from pydantic_ai import RunContext, Tool
from pydantic_core import SchemaValidator, core_schema

from frontdesk.assistant.context import TurnContext
from frontdesk.assistant.guards import cleaned
from frontdesk.assistant.history import Step
from frontdesk.assistant.markers import Marked
from frontdesk.assistant.second_opinion import Objection
from frontdesk.assistant.tools import (
    CancelBooking,
    CheckAvailability,
    CreateBooking,
    HandOff,
    ListBookings,
    RescheduleBooking,
    UpdateLead,
    book_marked,
    cancel_booking,
    check_availability,
    create_booking,
    hand_off_to_human,
    list_bookings,
    reschedule_booking,
    update_lead,
)
from frontdesk.errors import FrontdeskError, ValidationFailed
from frontdesk.wording import problems

Arguments = TypeVar("Arguments", bound=msgspec.Struct)


# What each tool does, by its name; filled as the tools are made.
_ACTS: dict[str, Callable[[TurnContext, dict[str, Any]], Awaitable[dict[str, Any]]]] = {}
_MARKED = {field.name for field in fields(Marked)}


def _tool(
    act: Callable[[TurnContext, Arguments], Awaitable[dict[str, Any]]],
    kind: type[Arguments],
    *,
    description: str,
    parameters: dict[str, Any],
) -> Tool[TurnContext]:
    """Return the tool that reads the model's arguments as `kind` and hands them to `act`.

    A refusal is an answer too, in the contract's form, and so is what comes back for nonsense.
    """
    name = act.__name__

    async def do(turn: TurnContext, words: dict[str, Any]) -> dict[str, Any]:
        return await act(turn, _read(words, kind))

    _ACTS[name] = do

    async def call(ctx: RunContext[TurnContext], /, **given: Any) -> dict[str, Any]:  # noqa: ANN401 -- a model's words
        words = cleaned(given)
        try:
            result = await do(ctx.deps, words)
        except (FrontdeskError, Objection) as refusal:
            result = refusal.as_object()
        await ctx.deps.note(Step(name, words, result))
        return result

    tool = Tool.from_schema(
        call, name=name, description=description, json_schema=parameters, takes_ctx=True, sequential=True
    )
    # The library would hand over a list or a number as well; the model is asked again instead.
    tool.function_schema.validator = SchemaValidator(core_schema.dict_schema(core_schema.str_schema()))
    tool.strict = False  # undecided, the library would add `additionalProperties` to what the model is sent
    return tool


async def perform(turn: TurnContext, proposed: Step) -> Step:
    """Do now what a tool proposed before; a refusal is raised.

    Raises:
        FrontdeskError, Objection: what the tool refuses.
    """
    step = Step(proposed.tool, proposed.arguments, await _act(turn, proposed))
    await turn.note(step)
    return step


async def require_all(turn: TurnContext, steps: Sequence[Step]) -> None:
    """Make sure that all of several proposals can be done, so that none is done and the rest refused.

    Raises:
        FrontdeskError, Objection: what a tool refuses; nothing was done then.
    """
    if len(steps) < 2:
        return
    turn.proposes = True
    for step in steps:
        await _act(turn, step)
    turn.proposes, turn.booked = False, []


async def call_marked(turn: TurnContext, marked: Marked) -> dict[str, Any]:
    """Book a confirmation in the older text format as if `create_booking` had been called with it."""
    try:
        result = await book_marked(turn, marked)
    except (FrontdeskError, Objection) as refusal:
        result = refusal.as_object()
    if result.get("proposed") is True:  # "tomorrow" must mean the same day when it is approved
        details = result["details"]
        marked = replace(marked, date=details["date"], time=details["time"][:5])
    await turn.note(Step("create_booking", asdict(marked), result))
    return result


async def _act(turn: TurnContext, step: Step) -> dict[str, Any]:
    if step.arguments.keys() == _MARKED:
        return await book_marked(turn, Marked(**step.arguments))
    return await _ACTS[step.tool](turn, step.arguments)


def _read(given: dict[str, Any], kind: type[Arguments]) -> Arguments:
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise ValidationFailed(problems(error, kind)) from None


TOOLS: tuple[Tool[TurnContext], ...] = (
    _tool(
        check_availability,
        CheckAvailability,
        description="Check available booking slots for a specific date",
        parameters={
            "type": "object",
            "properties": {
                "date": {"type": "string", "format": "YYYY-MM-DD"},
                "timezone": {"type": "string", "description": "IANA timezone"},
            },
        },
    ),
    _tool(
        create_booking,
        CreateBooking,
        description="Create a booking appointment",
        parameters={
            "type": "object",
            "properties": {
                "date": {"type": "string", "format": "YYYY-MM-DD"},
                "time": {"type": "string", "format": "HH:MM"},
                "duration": {"type": "number", "description": "Duration in minutes"},
                "notes": {"type": "string"},
            },
            "required": ["date", "time"],
        },
    ),
    _tool(
        list_bookings,
        ListBookings,
        description="List this lead's own upcoming bookings",
        parameters={"type": "object", "properties": {}},
    ),
    _tool(
        reschedule_booking,
        RescheduleBooking,
        description="Move one of this lead's bookings to another date and time",
        parameters={
            "type": "object",
            "properties": {
                "bookingId": {"type": "integer"},
                "date": {"type": "string", "format": "YYYY-MM-DD"},
                "time": {"type": "string", "format": "HH:MM"},
            },
            "required": ["bookingId", "date", "time"],
        },
    ),
    _tool(
        cancel_booking,
        CancelBooking,
        description="Cancel one of this lead's bookings",
        parameters={
            "type": "object",
            "properties": {"bookingId": {"type": "integer"}, "reason": {"type": "string"}},
            "required": ["bookingId"],
        },
    ),
    _tool(
        update_lead,
        UpdateLead,
        description="Write down the lead's own name, email, phone or time zone, as they gave it themselves",
        parameters={
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "email": {"type": "string"},
                "phone": {"type": "string"},
                "timezone": {"type": "string", "description": "IANA timezone"},
            },
        },
    ),
    _tool(
        hand_off_to_human,
        HandOff,
        description="Ask a person to take over this conversation",
        parameters={"type": "object", "properties": {"reason": {"type": "string"}}},
    ),
)

TOOL_NAMES = frozenset(tool.name for tool in TOOLS)

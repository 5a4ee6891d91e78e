"""What a model may do: a typed signature, one service call, words back.

Tenant, user, lead and zone come from the conversation, never from the model's arguments. The two tools of the
specification go out under exactly its names, descriptions and parameters.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import msgspec
from pydantic_ai import RunContext, Tool

from frontdesk.assistant import conversations
from frontdesk.assistant.conversations import Offer
from frontdesk.assistant.history import Step
from frontdesk.availability.schemas import answer
from frontdesk.availability.facts import Facts, Question
from frontdesk.availability.service import AvailabilityService
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.service import BookingService
from frontdesk.db.pool import Database
from frontdesk.errors import FrontdeskError, ValidationFailed
from frontdesk.reading import read_date, read_time
from frontdesk.tenancy.principal import Principal

Arguments = TypeVar("Arguments", bound=msgspec.Struct)
OFFER_LIFE = timedelta(minutes=30)


@dataclass(slots=True)
class TurnContext:
    """Whose conversation it is, what the tools may call, and what they did so far in this turn."""

    principal: Principal
    lead_id: int
    conversation_id: int
    timezone: str
    db: Database
    availability: AvailabilityService
    bookings: BookingService
    on_step: Callable[[Step], None] | None = None
    steps: list[Step] = field(default_factory=list)
    booked: list[Booking] = field(default_factory=list)

    def note(self, step: Step) -> None:
        """Remember a tool call and tell whoever listens."""
        self.steps.append(step)
        if self.on_step is not None:
            self.on_step(step)


class CheckAvailability(msgspec.Struct):
    """What `check_availability` takes."""

    date: str
    timezone: str | None = None


class CreateBooking(msgspec.Struct):
    """What `create_booking` takes; duration in minutes."""

    date: str
    time: str
    duration: float | None = None
    notes: str | None = None


async def check_availability(turn: TurnContext, wanted: CheckAvailability) -> dict[str, Any]:
    """Say which times of a day are free, and write down that they were offered."""
    question = Question(
        user_id=turn.principal.user_id,
        day=read_date(wanted.date),
        timezone=wanted.timezone or turn.timezone,
        lead_id=turn.lead_id,
    )
    facts = await turn.availability.facts(turn.principal.sub_account_id, question)
    async with turn.db.tenant(turn.principal.sub_account_id) as connection:
        await conversations.remember_offers(
            connection, turn.principal.sub_account_id, turn.conversation_id, _offers(facts)
        )
    told: dict[str, Any] = msgspec.to_builtins(answer(facts))
    return told


async def create_booking(turn: TurnContext, wanted: CreateBooking) -> dict[str, Any]:
    """Book a time for the conversation's lead with the conversation's user."""
    request = BookingRequest(
        user_id=turn.principal.user_id,
        when=WallTime(read_date(wanted.date), read_time(wanted.time)),
        lead_id=turn.lead_id,
        timezone=turn.timezone,
        duration_minutes=_minutes(wanted.duration),
        notes=wanted.notes,
    )
    booking = await turn.bookings.create(turn.principal, request, actor=Actor("assistant"))
    turn.booked.append(booking)
    return {
        "success": True,
        "bookingId": booking.id,
        "status": booking.status,
        "details": dict(booking.details),
    }


def _offers(facts: Facts) -> list[Offer]:
    return [
        Offer(
            user_id=facts.question.user_id,
            starts_at=slot.starts_at,
            duration_minutes=facts.duration_minutes,
            offered_at=facts.known.now,
            expires_at=facts.known.now + OFFER_LIFE,
        )
        for slot in facts.slots()
    ]


def _minutes(duration: float | None) -> int | None:
    if duration is None:
        return None
    if duration != int(duration) or not 1 <= duration <= 1440:
        raise ValidationFailed({"duration": "must be a whole number of minutes from 1 to 1440"})
    return int(duration)


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

    async def call(ctx: RunContext[TurnContext], **given: Any) -> dict[str, Any]:  # noqa: ANN401 -- a model's words
        try:
            result = await act(ctx.deps, _read(given, kind))
        except FrontdeskError as refusal:
            result = refusal.as_object()
        ctx.deps.note(Step(name, given, result))
        return result

    return Tool.from_schema(
        call, name=name, description=description, json_schema=parameters, takes_ctx=True, sequential=True
    )


def _read(given: dict[str, Any], kind: type[Arguments]) -> Arguments:
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise ValidationFailed({"arguments": str(error)}) from None


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
)

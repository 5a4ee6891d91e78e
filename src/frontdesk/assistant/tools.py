"""What a model may do: a typed signature, one service call, words back.

Tenant, user, lead and zone come from the conversation, never from the model's arguments. A booking of another
lead does not exist here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec

from frontdesk.assistant import conversations
from frontdesk.assistant.conversations import Offer
from frontdesk.assistant.history import Step
from frontdesk.assistant.second_opinion import Heard, require_said
from frontdesk.availability.facts import Facts, Question
from frontdesk.availability.schemas import answer
from frontdesk.availability.service import AvailabilityService
from frontdesk.bookings.errors import InvalidTransition
from frontdesk.bookings.lifecycle import LIVE
from frontdesk.bookings.repository import Actor, Booking, Filters
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.bookings.reschedule import Changes, NewTime
from frontdesk.bookings.service import BookingService
from frontdesk.db.pool import Database
from frontdesk.errors import NotFound, ValidationFailed
from frontdesk.reading import read_date, read_time
from frontdesk.tenancy.principal import Principal

MOST_LISTED = 20
ASSISTANT = Actor("assistant")
NO_SUCH_BOOKING = "There is no such booking."
OFFER_LIFE = timedelta(minutes=30)


@dataclass(slots=True)
class TurnContext:
    """Whose conversation it is, what the tools may call, and what they did so far in this turn.

    Attributes:
        timezone: the zone the lead is spoken to in.
        heard: what was said so far, as the offline reader has it.
    """

    principal: Principal
    lead_id: int
    lead_name: str | None
    conversation_id: int
    timezone: str
    now: datetime
    heard: Heard
    db: Database
    availability: AvailabilityService
    bookings: BookingService
    on_step: Callable[[Step], None] | None = None
    steps: list[Step] = field(default_factory=list)
    booked: list[Booking] = field(default_factory=list)

    @property
    def done(self) -> frozenset[str]:
        """The tools that did what they are for in this turn."""
        return frozenset(step.tool for step in self.steps if step.result.get("success") is True)

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
    notes: Annotated[str, msgspec.Meta(max_length=5000)] | None = None


class ListBookings(msgspec.Struct):
    """What `list_bookings` takes: nothing; whose bookings they are the conversation knows."""


class RescheduleBooking(msgspec.Struct, rename="camel"):
    """What `reschedule_booking` takes."""

    booking_id: int
    date: str
    time: str


class CancelBooking(msgspec.Struct, rename="camel"):
    """What `cancel_booking` takes."""

    booking_id: int
    reason: Annotated[str, msgspec.Meta(max_length=500)] | None = None


async def check_availability(turn: TurnContext, wanted: CheckAvailability) -> dict[str, Any]:
    """Say which times of a day are free, and write down that they were offered."""
    question = Question(
        user_id=turn.principal.user_id,
        day=read_date(wanted.date),
        timezone=wanted.timezone,
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
    day, at = read_date(wanted.date), read_time(wanted.time)
    require_said(turn.heard, day=day, at=at)
    request = BookingRequest(
        user_id=turn.principal.user_id,
        when=WallTime(day, at),
        lead_id=turn.lead_id,
        duration_minutes=_minutes(wanted.duration),
        subject=f"Appointment with {turn.lead_name}" if turn.lead_name else None,
        notes=wanted.notes,
    )
    booking = await turn.bookings.create(turn.principal, request, actor=ASSISTANT)
    turn.booked.append(booking)
    return _success(booking)


async def list_bookings(turn: TurnContext, _wanted: ListBookings) -> dict[str, Any]:
    """Return the lead's bookings that are still to come or running."""
    filters = Filters(user_id=turn.principal.user_id, lead_id=turn.lead_id)
    found, _ = await turn.bookings.page(turn.principal, filters, limit=MOST_LISTED, cursor=None)
    live = [booking for booking in found if booking.status in LIVE and booking.ends_at > turn.now]
    return {
        "bookings": [
            {"id": booking.id, "status": booking.status, "details": dict(booking.details)} for booking in live
        ]
    }


async def reschedule_booking(turn: TurnContext, wanted: RescheduleBooking) -> dict[str, Any]:
    """Move one of the lead's bookings to another time, in the zone the lead is spoken to in."""
    await _require_own(turn, wanted.booking_id)
    day, at = read_date(wanted.date), read_time(wanted.time)
    require_said(turn.heard, day=day, at=at)
    new_time = NewTime(day=day.isoformat(), at=at.isoformat("minutes"), timezone=turn.timezone)
    booking = await turn.bookings.change(
        turn.principal, wanted.booking_id, Changes(time=new_time), actor=ASSISTANT
    )
    turn.booked.append(booking)
    return _success(booking)


async def cancel_booking(turn: TurnContext, wanted: CancelBooking) -> dict[str, Any]:
    """Cancel one of the lead's bookings."""
    await _require_own(turn, wanted.booking_id)
    booking = await turn.bookings.cancel(
        turn.principal, wanted.booking_id, actor=ASSISTANT, reason=wanted.reason
    )
    turn.booked[:] = [made for made in turn.booked if made.id != booking.id]
    return _success(booking)


async def _require_own(turn: TurnContext, booking_id: int) -> None:
    """Refuse a booking of somebody else in the words used for one that does not exist."""
    if not 1 <= booking_id < 2**63:
        raise NotFound(NO_SUCH_BOOKING)
    booking = await turn.bookings.by_id(turn.principal, booking_id)
    if booking.lead_id != turn.lead_id:
        raise NotFound(NO_SUCH_BOOKING)
    if booking.ends_at <= turn.now:
        raise InvalidTransition("over", "another time, or cancelled")


def _success(booking: Booking) -> dict[str, Any]:
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
    if not 1 <= duration <= 1440 or duration % 1:
        raise ValidationFailed({"duration": "must be a whole number of minutes from 1 to 1440"})
    return int(duration)

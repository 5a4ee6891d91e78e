"""What a model may do: a typed signature, one service call, words back.

Tenant, user, lead and zone come from the conversation, never from the model's arguments. A booking of another
lead does not exist here.
"""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec

from frontdesk.assistant.assent import meant_of_two, require_cancel, require_further, require_move
from frontdesk.assistant.context import TurnContext
from frontdesk.assistant.guards import appointment
from frontdesk.assistant.handing import require_reason
from frontdesk.assistant.intended import ASSISTANT, book_once
from frontdesk.assistant.known import OFFER_LIFE, is_stuck
from frontdesk.assistant.markers import Marked, When, read_when
from frontdesk.assistant.offers import Offer
from frontdesk.assistant.offline.zoning import by_clock
from frontdesk.assistant.own_words import require_own_words
from frontdesk.assistant.proposing import proposed_booking
from frontdesk.assistant.second_opinion import require_length, require_said
from frontdesk.availability.facts import Facts, Question
from frontdesk.availability.schemas import answer
from frontdesk.bookings.errors import InvalidTransition
from frontdesk.bookings.lifecycle import LIVE
from frontdesk.bookings.repository import Booking, Filters
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.bookings.reschedule import Changes, NewTime
from frontdesk.errors import NotFound, ValidationFailed
from frontdesk.reading import read_date, read_time

Line = Annotated[str, msgspec.Meta(max_length=320)]
MOST_LISTED = 20
NO_SUCH_BOOKING = "There is no such booking."


class CheckAvailability(msgspec.Struct):
    """What `check_availability` takes; `duration` in minutes is our own models' to give."""

    date: str
    timezone: str | None = None
    duration: float | None = None


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


class UpdateLead(msgspec.Struct):
    """What `update_lead` takes; what is not named stays."""

    name: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    timezone: Line | None = None


class HandOff(msgspec.Struct):
    """What `hand_off_to_human` takes."""

    reason: Annotated[str, msgspec.Meta(max_length=500)] | None = None


async def check_availability(turn: TurnContext, wanted: CheckAvailability) -> dict[str, Any]:
    """Say which times of a day are free, and write down that they were offered."""
    question = Question(
        user_id=turn.principal.user_id,
        day=read_date(wanted.date),
        timezone=wanted.timezone or turn.asked_zone,
        duration_minutes=_minutes(wanted.duration),
        lead_id=turn.lead_id,
    )
    facts = await turn.availability.facts(turn.principal.sub_account_id, question)
    await turn.remember(_offers(facts))
    told: dict[str, Any] = msgspec.to_builtins(answer(facts))
    return told


async def create_booking(turn: TurnContext, wanted: CreateBooking) -> dict[str, Any]:
    """Book a time for the conversation's lead with the conversation's user."""
    when = When(read_date(wanted.date), read_time(wanted.time))
    return await _book(turn, when, duration_minutes=_minutes(wanted.duration), notes=wanted.notes)


async def book_marked(turn: TurnContext, marked: Marked) -> dict[str, Any]:
    """Book what a confirmation in the older text format says, under the same guards as `create_booking`."""
    zone = ZoneInfo(turn.timezone)
    now = turn.now.astimezone(zone).replace(tzinfo=None)
    when = read_when(marked, now, zone=zone, opening=turn.heard.state.setting.opening)
    return await _book(turn, when, subject=marked.subject or None, location=marked.location or None)


async def _book(
    turn: TurnContext,
    when: When,
    *,
    duration_minutes: int | None = None,
    notes: str | None = None,
    subject: str | None = None,
    location: str | None = None,
) -> dict[str, Any]:
    day, at = when.day, when.at
    _require_said(turn, when)
    require_length(turn.heard, duration_minutes)
    require_further(turn.said, turn.truth.standing)
    request = BookingRequest(
        user_id=turn.principal.user_id,
        when=meant_of_two(turn.said, day=day, at=at, offered=turn.truth.offered) or WallTime(day, at),
        lead_id=turn.lead_id,
        timezone=turn.asked_zone,
        duration_minutes=duration_minutes,
        subject=subject or (f"Appointment with {turn.lead_name}" if turn.lead_name else None),
        location=location,
        notes=notes,
    )
    booking = await book_once(turn, request)
    turn.booked.append(booking)
    return _success(booking, proposed=turn.proposes and booking.id <= 0)


def _require_said(turn: TurnContext, when: When) -> None:
    """Refuse an instant that the lead did not order or agree to, by whichever clock it is given."""
    there = by_clock(datetime.combine(when.day, when.at), turn.timezone, turn.heard.state.zone)
    require_said(turn.heard, day=there.date(), at=there.time())


async def list_bookings(turn: TurnContext, _wanted: ListBookings) -> dict[str, Any]:
    """Return the lead's bookings that are still to come or running."""
    filters = Filters(user_id=turn.principal.user_id, lead_id=turn.lead_id)
    found, _ = await turn.bookings.page(turn.principal, filters, limit=MOST_LISTED, cursor=None)
    live = [booking for booking in found if booking.status in LIVE and booking.ends_at > turn.now]
    return {
        "bookings": [
            {
                "id": booking.id,
                "status": booking.status,
                **_instant(booking),
                "details": dict(booking.details),
            }
            for booking in live
        ]
    }


async def reschedule_booking(turn: TurnContext, wanted: RescheduleBooking) -> dict[str, Any]:
    """Move one of the lead's bookings to another time, in the zone the lead is spoken to in."""
    own = await _require_own(turn, wanted.booking_id)
    day, at = read_date(wanted.date), read_time(wanted.time)
    require_move(turn.said, appointment(own), turn.truth.standing)
    _require_said(turn, When(day, at))
    await _require_turn(turn)
    instant = meant_of_two(turn.said, day=day, at=at, offered=turn.truth.offered)
    booking = await _moved(turn, own, instant or WallTime(day, at))
    turn.booked.append(booking)
    return _success(booking, proposed=turn.proposes)


async def _moved(turn: TurnContext, own: Booking, when: WallTime | datetime) -> Booking:
    """Return the booking where it is to be; it only would be there while the turn proposes."""
    if turn.proposes:
        request = BookingRequest(
            user_id=own.regular_user_id,
            when=when,
            lead_id=own.lead_id,
            timezone=turn.timezone,
            duration_minutes=int(own.details["duration"]),
        )
        return await proposed_booking(turn, request, moving=own)
    new_time = NewTime(starts_at=when if isinstance(when, datetime) else None, timezone=turn.timezone)
    if isinstance(when, WallTime):
        new_time = replace(new_time, day=when.day.isoformat(), at=when.at.isoformat("minutes"))
    return await turn.bookings.change(turn.principal, own.id, Changes(time=new_time), actor=ASSISTANT)


async def cancel_booking(turn: TurnContext, wanted: CancelBooking) -> dict[str, Any]:
    """Cancel one of the lead's bookings."""
    own = await _require_own(turn, wanted.booking_id)
    if own.status != "cancelled":
        require_cancel(turn.said, appointment(own), turn.truth.standing)
    await _require_turn(turn)
    booking = replace(own, status="cancelled")
    if not turn.proposes:
        booking = await turn.bookings.cancel(turn.principal, own.id, actor=ASSISTANT, reason=wanted.reason)
    turn.booked[:] = [made for made in turn.booked if made.id != booking.id]
    return _success(booking, proposed=turn.proposes)


async def update_lead(turn: TurnContext, wanted: UpdateLead) -> dict[str, Any]:
    """Write down what the lead said of themself. What they did not say is refused."""
    changes = {name: value.strip() for name, value in msgspec.structs.asdict(wanted).items() if value}
    if not any(changes.values()):
        raise ValidationFailed({"arguments": "name, email, phone or timezone is needed"})
    heard = turn.heard.state.heard
    is_heard = heard is not None and heard.zone.home == changes.get("timezone")
    unread = {name: value for name, value in changes.items() if not (name == "timezone" and is_heard)}
    require_own_words(unread, turn.lead_words)
    await _require_turn(turn)
    if turn.proposes:
        return {"success": True, "proposed": True, "lead": changes}
    lead = await turn.leads.update(turn.principal.sub_account_id, turn.lead_id, dict(changes), by=ASSISTANT)
    turn.lead_name = lead.name
    turn.timezone = turn.known_zone = lead.timezone or turn.timezone
    known = {name: getattr(lead, name) for name in ("name", "email", "phone", "timezone")}
    return {"success": True, "lead": known}


async def hand_off_to_human(turn: TurnContext, _wanted: HandOff) -> dict[str, Any]:
    """Call a person, when there is a reason to. They have the word once this turn's reply is out."""
    require_reason(turn.said, is_stuck=is_stuck(turn.past, turn.steps))
    await _require_turn(turn)
    proposed = {"proposed": True} if turn.proposes else {}
    message = "A person was asked to take over in this conversation."
    return {"success": True, **proposed, "message": message}


async def _require_own(turn: TurnContext, booking_id: int) -> Booking:
    """Return a booking of the lead; one of somebody else does not exist."""
    if not 1 <= booking_id < 2**63:
        raise NotFound(NO_SUCH_BOOKING)
    booking = await turn.bookings.by_id(turn.principal, booking_id)
    if booking.lead_id != turn.lead_id:
        raise NotFound(NO_SUCH_BOOKING)
    if booking.ends_at <= turn.now:
        raise InvalidTransition("over", "another time, or cancelled")
    return booking


async def _require_turn(turn: TurnContext) -> None:
    """Act only while the turn is ours. Doing it twice after all would leave the same booking behind."""
    async with turn.db.tenant(turn.principal.sub_account_id) as connection:
        await turn.require_claim(connection)


def _success(booking: Booking, *, proposed: bool = False) -> dict[str, Any]:
    """Return what was done; what is only proposed says so, and a booking that is not made has no id."""
    named = {"bookingId": booking.id} if booking.id > 0 else {}
    told = {
        "success": True,
        **named,
        "status": booking.status,
        **_instant(booking),
        "details": dict(booking.details),
    }
    return {**told, "proposed": True} if proposed else told


def _instant(booking: Booking) -> dict[str, str]:
    """Return the start with its offset: it tells which is meant of a time that occurs twice."""
    return {"startsAt": booking.starts_at.astimezone(ZoneInfo(booking.details["timezone"])).isoformat()}


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

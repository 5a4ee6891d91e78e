"""Booking what a lead intends, once, at a time that stands open.

A model may call twice, a client may send twice, a turn may be broken off and taken up again: what a message
of the lead asks for is booked once. Its key is the message, and where the message names several times, the
time. The database holds the key to one booking (`intended_bookings_once`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from frontdesk.assistant import offers, turns
from frontdesk.assistant.context import TurnContext
from frontdesk.assistant.guards import told
from frontdesk.assistant.known import STANDING
from frontdesk.assistant.proposing import proposed_booking
from frontdesk.assistant.second_opinion import Objection
from frontdesk.bookings import finding
from frontdesk.bookings import repository as bookings
from frontdesk.bookings.repository import Actor, Booking, Filters
from frontdesk.bookings.request import BookingRequest, instants_of
from frontdesk.db.pool import Connection

ASSISTANT = Actor("assistant")
CODE = "ALREADY_BOOKED"


class AlreadyBooked(Objection):
    """What the lead's message asked for is booked, at another time than the one wanted now."""

    def __init__(self, booking: Booking) -> None:
        super().__init__(
            f"This message has been booked already: {told(booking)}. Move that booking if the lead wants "
            "another time; ask before booking a second one."
        )
        self.booking_id = booking.id

    def as_object(self) -> dict[str, object]:
        """Return the objection in the form of every refusal."""
        return {**super().as_object(), "error": CODE, "bookingId": self.booking_id}


class _Beaten(Exception):
    """The key was taken while we were booking, which is undone."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What is to be booked once."""

    key: str
    instants: tuple[datetime, ...]

    def is_met_by(self, booking: Booking) -> bool:
        """Tell whether a booking is what is wanted."""
        return booking.starts_at in self.instants

    def like(self, turn: TurnContext) -> Filters:
        """Return what finds the lead's own bookings at that time."""
        after = self.instants[-1] + timedelta(microseconds=1)
        return Filters(
            user_id=turn.principal.user_id,
            lead_id=turn.lead_id,
            starts_from=self.instants[0],
            starts_to=after,
        )


async def book_once(turn: TurnContext, request: BookingRequest) -> Booking:
    """Book what the lead's message asks for, or return the booking it has led to.

    The time must be an open offer of this conversation or pass the check that offers pass, now. Either way
    the booking service judges it anew: an offer is no promise that nobody else is quicker.

    Raises:
        SlotUnavailable: it is not free; says what is. AlreadyBooked: the message has led to another booking.
        TurnLost: the turn is not ours any more. And whatever else `BookingService.create` does.
    """
    intent = _intent(turn, request)
    if (booking := await _booked_before(turn, intent)) is not None:
        return booking
    if turn.proposes:
        return _proposed_before(turn, intent) or await proposed_booking(turn, request)

    async def tie(connection: Connection, booking: Booking) -> None:
        await turn.require_claim(connection)
        offered_at = await offers.offered_at(
            connection,
            turn.conversation_id,
            user_id=booking.regular_user_id,
            starts_at=booking.starts_at,
            duration_minutes=int(booking.details["duration"]),
            now=turn.now,
        )
        if not await turns.intend(connection, turn.claim, intent.key, booking.id, offered_at=offered_at):
            raise _Beaten

    try:
        return await turn.bookings.create(turn.principal, request, actor=ASSISTANT, alongside=tie)
    except _Beaten:
        booking = await _booked_before(turn, intent)
        if booking is None:
            raise  # it was cancelled at this very instant
        return booking


def _intent(turn: TurnContext, request: BookingRequest) -> Intent:
    instants = tuple(instants_of(request.when, ZoneInfo(turn.timezone)))
    heard = turn.heard.state.heard
    key = str(turn.claim.position)
    if heard is not None and heard.further:
        key = f"{key} {instants[0].isoformat()}"
    return Intent(key, instants)


def _proposed_before(turn: TurnContext, intent: Intent) -> Booking | None:
    """Return what this turn proposed at that time; what a message asks for is proposed once, too.

    Raises:
        Objection: the message asks for one time, and another is proposed.
    """
    proposed = [one for one in turn.booked if one.id <= 0]
    for booking in proposed:
        if intent.is_met_by(booking):
            return booking
    if proposed and intent.key == str(turn.claim.position):
        raise Objection(f"This message has led to a proposal already: {told(proposed[-1])}. Say so.")
    return None


async def _booked_before(turn: TurnContext, intent: Intent) -> Booking | None:
    """Return the booking that the lead's message, or an earlier one, has led to already.

    Raises:
        AlreadyBooked: the message has led to a booking that stands, and that is another.
    """
    async with turn.db.tenant(turn.principal.sub_account_id) as connection:
        booking_id = await turns.intended(connection, turn.conversation_id, intent.key)
        known = await bookings.by_id(connection, booking_id) if booking_id is not None else None
        if known is not None and known.status in STANDING:
            if not intent.is_met_by(known):
                raise AlreadyBooked(known)
            return known
        for booking in await finding.newest(connection, intent.like(turn), limit=2, after=None):
            if booking.status in STANDING and booking.ends_at > turn.now:
                if turn.proposes:
                    return booking
                await turns.intend(connection, turn.claim, intent.key, booking.id, offered_at=None)
                return booking
    return None

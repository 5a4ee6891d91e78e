"""Bookings as they would be: judged like real ones, and not written. For replies that wait for approval."""

from dataclasses import replace

from frontdesk.assistant.context import TurnContext
from frontdesk.bookings.repository import Booking
from frontdesk.bookings.request import BookingRequest, facts_about, judge, new_booking


async def proposed_booking(
    turn: TurnContext, request: BookingRequest, *, moving: Booking | None = None
) -> Booking:
    """Return the booking that would be made, or the one that would be moved as it would be then.

    Raises:
        SlotUnavailable: it is not free; says what is. PastDate, NonexistentTime: it never will be.
    """
    sub_account_id = turn.principal.sub_account_id
    facts = await facts_about(turn.availability, sub_account_id, request, moving=moving)
    wanted = judge(facts, request)
    new = new_booking(sub_account_id, request, wanted)
    if moving is not None:
        details = {**moving.details, **wanted.when_details()}
        return replace(
            moving, starts_at=new.starts_at, ends_at=new.ends_at, details=details, status=new.status
        )
    return Booking(
        sub_account_id=sub_account_id,
        id=0,
        regular_user_id=new.regular_user_id,
        lead_id=new.lead_id,
        booking_type=new.booking_type,
        status=new.status,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        details=dict(new.details),
        hold_expires_at=None,
        external_event_id=None,
        external_state=new.external_state,
        external_error=None,
        external_attempts=0,
        external_kind=None,
        external_from=new.starts_at,
        external_until=new.ends_at,
        created_at=turn.now,
        updated_at=turn.now,
    )

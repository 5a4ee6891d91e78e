"""Bookings as they would be: judged like real ones, and not written. For replies that wait for approval."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from frontdesk.assistant.context import TurnContext
from frontdesk.bookings.repository import Booking, NewBooking
from frontdesk.bookings.request import BookingRequest, facts_about, judge, new_booking
from frontdesk.tenancy.principal import Principal


async def proposed_booking(
    turn: TurnContext, request: BookingRequest, *, moving: Booking | None = None
) -> Booking:
    """Return the booking that would be made, or the one that would be moved as it would be then.

    One that would be made has no id yet: 0, and below that for further ones of the same turn.

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
    return _unwritten(new, -sum(one.id <= 0 for one in turn.booked), turn.now)


def proposed_again(
    standing: Sequence[Booking],
    results: Iterable[Mapping[str, Any]],
    *,
    principal: Principal,
    lead_id: int,
    now: datetime,
) -> list[Booking]:
    """Return the bookings of a turn that is taken up again, as they are or as it proposed them.

    `standing` are those that the tools' answers name by id, as they are now.
    """
    booked = {one.id: one for one in standing}
    for result in results:
        details, status = result.get("details"), result.get("status")
        if result.get("proposed") is not True or details is None or status == "cancelled":
            continue
        starts_at = datetime.fromisoformat(f"{details['date']}T{details['time']}")
        starts_at = starts_at.replace(tzinfo=ZoneInfo(details["timezone"])).astimezone(UTC)
        ends_at = starts_at + timedelta(minutes=int(details["duration"]))
        known = booked.get(result.get("bookingId", 0)) if "bookingId" in result else None
        new = NewBooking(
            sub_account_id=principal.sub_account_id,
            regular_user_id=principal.user_id,
            lead_id=lead_id,
            booking_type="meeting",
            status=status or "pending",
            starts_at=starts_at,
            ends_at=ends_at,
            busy_until=ends_at,
            details=details,
            external_state="none",
        )
        one = _unwritten(new, -sum(one.id <= 0 for one in booked.values()), now)
        if known is not None:
            one = replace(known, starts_at=starts_at, ends_at=ends_at, details=details, status=one.status)
        booked[one.id] = one
    return list(booked.values())


def _unwritten(new: NewBooking, number: int, now: datetime) -> Booking:
    return Booking(
        sub_account_id=new.sub_account_id,
        id=number,
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
        created_at=now,
        updated_at=now,
    )

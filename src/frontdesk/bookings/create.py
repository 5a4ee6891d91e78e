"""Making a booking: decide in pure code, let the database decide the race, wait briefly for the calendar."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from frontdesk.availability.errors import NonexistentTime, PastDate
from frontdesk.availability.rules import ReasonCode
from frontdesk.availability.service import Facts, Question
from frontdesk.availability.wall_time import resolve_local
from frontdesk.bookings import repository
from frontdesk.bookings.desk import Desk, lead_exists
from frontdesk.bookings.errors import SlotUnavailable
from frontdesk.bookings.repository import Actor, Booking, NewBooking
from frontdesk.errors import NotFound
from frontdesk.jobs.queue import enqueue_sync
from frontdesk.jobs.settlements import Expectation


@dataclass(frozen=True, slots=True)
class WallTime:
    """A time as a person says it: on a day, by the clock of the asker's zone."""

    day: date
    at: time


@dataclass(frozen=True, slots=True)
class BookingRequest:
    """What is asked for.

    Attributes:
        when: by the asker's clock, or an aware instant.
        timezone: the asker's zone if named; else the lead's, the user's, the default.
        duration_minutes: None means the user's slot duration.
    """

    user_id: int
    when: WallTime | datetime
    lead_id: int | None = None
    timezone: str | None = None
    duration_minutes: int | None = None
    booking_type: str = "meeting"
    subject: str | None = None
    location: str | None = None
    notes: str | None = None


async def create_booking(
    desk: Desk, sub_account_id: int, request: BookingRequest, *, actor: Actor
) -> Booking:
    """Book a time. The answer is `confirmed` when the outside calendar has it, else truthfully `pending`.

    Raises:
        SlotUnavailable: the time is not free; says what is. PastDate, NonexistentTime: it never will be.
        NotFound: no such user or lead. InvalidTimezone, NoCalendarId, NoLocationId: as in `facts`.
    """
    facts = await _facts_about(desk, sub_account_id, request)
    starts_at = _start(request.when, facts.zone)
    _require_free(facts, starts_at)
    new = _new_booking(sub_account_id, request, facts, starts_at=starts_at)
    written = await _write(desk, new, actor)
    if written is None:
        raise SlotUnavailable((await _facts_about(desk, sub_account_id, request)).wall_times())
    booking, news = written
    if news is None:
        return booking
    await news.wait(desk.patience_seconds)
    return await _as_it_is_now(desk, booking, request)


async def _write(desk: Desk, new: NewBooking, actor: Actor) -> tuple[Booking, Expectation | None] | None:
    """Write the booking, its history and its job in one transaction; None when the time was taken first."""
    async with desk.db.tenant(new.sub_account_id) as connection:
        if new.lead_id is not None and not await lead_exists(connection, new.lead_id):
            raise NotFound("There is no such lead.")
        booking = await repository.insert(connection, new, now=desk.clock.now())
        if booking is None:
            return None
        await repository.record(connection, booking, actor, before=None)
        if booking.external_state == "none":
            return booking, None
        await enqueue_sync(connection, new.sub_account_id, booking.id)
        return booking, desk.settlements.expect(new.sub_account_id, booking.id)


async def _facts_about(desk: Desk, sub_account_id: int, request: BookingRequest) -> Facts:
    day = request.when.day if isinstance(request.when, WallTime) else request.when.date()
    question = Question(
        user_id=request.user_id,
        day=day,
        timezone=request.timezone,
        duration_minutes=request.duration_minutes,
        lead_id=request.lead_id,
    )
    facts = await desk.availability.facts(sub_account_id, question)
    if isinstance(request.when, datetime) and request.when.astimezone(facts.zone).date() != day:
        here = replace(question, day=request.when.astimezone(facts.zone).date())
        return await desk.availability.facts(sub_account_id, here)
    return facts


def _start(when: WallTime | datetime, zone: ZoneInfo) -> datetime:
    """Return the instant; of a wall time that occurs twice, the first."""
    if isinstance(when, datetime):
        return when
    instants = resolve_local(when.day, when.at, zone)
    if not instants:
        raise NonexistentTime(datetime.combine(when.day, when.at), str(zone))
    return instants[0]


def _require_free(facts: Facts, starts_at: datetime) -> None:
    reasons = facts.reasons_against(starts_at)
    if any(reason.code == ReasonCode.PAST_DATE for reason in reasons):
        raise PastDate
    if reasons:
        raise SlotUnavailable(facts.wall_times(), [reason.message for reason in reasons])


def _new_booking(
    sub_account_id: int, request: BookingRequest, facts: Facts, *, starts_at: datetime
) -> NewBooking:
    shown = starts_at.astimezone(facts.zone)
    ends_at = starts_at + timedelta(minutes=facts.duration_minutes)
    return NewBooking(
        sub_account_id=sub_account_id,
        regular_user_id=request.user_id,
        lead_id=request.lead_id,
        booking_type=request.booking_type,
        status="pending" if facts.connected else "confirmed",
        starts_at=starts_at,
        ends_at=ends_at,
        busy_until=ends_at + facts.buffer,
        details={
            "date": f"{shown:%Y-%m-%d}",
            "time": f"{shown:%H:%M:%S}",
            "duration": facts.duration_minutes,
            "location": request.location,
            "subject": request.subject,
            "timezone": str(facts.zone),
            "notes": request.notes,
        },
        external_state="pending" if facts.connected else "none",
    )


async def _as_it_is_now(desk: Desk, booking: Booking, request: BookingRequest) -> Booking:
    """Return the booking after the wait; the outside calendar may have said that the time is taken."""
    async with desk.db.tenant(booking.sub_account_id) as connection:
        current = await repository.by_id(connection, booking.id)
    if current is None or current.status == "cancelled":
        raise SlotUnavailable((await _facts_about(desk, booking.sub_account_id, request)).wall_times())
    return current

"""What is asked for when somebody wants a time, and what a booking made of it looks like."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from frontdesk.availability.errors import NonexistentTime, PastDate
from frontdesk.availability.facts import Facts, Question
from frontdesk.availability.intervals import Interval
from frontdesk.availability.rules import ReasonCode
from frontdesk.availability.service import AvailabilityService
from frontdesk.availability.wall_time import resolve_local
from frontdesk.bookings.errors import SlotUnavailable
from frontdesk.bookings.lifecycle import Status
from frontdesk.bookings.repository import Booking, NewBooking

DEFAULT_KIND = "meeting"


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
    booking_type: str = DEFAULT_KIND
    subject: str | None = None
    location: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A time that may be booked, with the facts it was judged by."""

    facts: Facts
    starts_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When the appointment ends."""
        return self.starts_at + timedelta(minutes=self.facts.duration_minutes)

    @property
    def busy_until(self) -> datetime:
        """When the next appointment may begin."""
        return self.ends_at + self.facts.buffer

    def when_details(self) -> dict[str, object]:
        """Return the members of a booking's details that say when it is, by the asker's clock."""
        shown = self.starts_at.astimezone(self.facts.zone)
        return {
            "date": f"{shown:%Y-%m-%d}",
            "time": f"{shown:%H:%M:%S}",
            "duration": self.facts.duration_minutes,
            "timezone": str(self.facts.zone),
            "timezoneSource": self.facts.chosen.source,
        }


async def facts_about(
    availability: AvailabilityService,
    sub_account_id: int,
    request: BookingRequest,
    *,
    moving: Booking | None = None,
) -> Facts:
    """Fetch what is needed to judge the day that is asked for, which is a day in the asker's zone."""
    question = Question(
        user_id=request.user_id,
        day=request.when.day if isinstance(request.when, WallTime) else request.when.date(),
        timezone=request.timezone,
        duration_minutes=request.duration_minutes,
        lead_id=request.lead_id,
        but_for=moving.id if moving else None,
        given_up=Interval(moving.starts_at, moving.ends_at) if moving else None,
    )
    return await availability.facts(sub_account_id, question, instant=_instant(request.when))


def judge(facts: Facts, request: BookingRequest) -> Wanted:
    """Return the time that is asked for, if it can be booked; of one that occurs twice, the first that can.

    Raises:
        SlotUnavailable: it is not free; says what is. PastDate, NonexistentTime: it never will be.
    """
    judged = [(instant, facts.reasons_against(instant)) for instant in instants_of(request.when, facts.zone)]
    starts_at, reasons = min(judged, key=lambda one: len(one[1]))  # of equals, the first
    if any(reason.code == ReasonCode.PAST_DATE for reason in reasons):
        raise PastDate
    if reasons:
        raise SlotUnavailable(facts.wall_times(), [reason.message for reason in reasons])
    return Wanted(facts, starts_at)


def instants_of(when: WallTime | datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the instants that are meant, in order: a wall time occurs twice when the clocks go back over it.

    Raises:
        NonexistentTime: the clocks skip it.
    """
    if isinstance(when, datetime):
        # In a zone of its own it would count by that zone's clocks, which skip and repeat hours.
        return [when.astimezone(UTC)]
    instants = resolve_local(when.day, when.at, zone)
    if not instants:
        raise NonexistentTime(datetime.combine(when.day, when.at), str(zone))
    return instants


def new_booking(
    sub_account_id: int, request: BookingRequest, wanted: Wanted, *, hold_until: datetime | None = None
) -> NewBooking:
    """Return the row to write: held while `hold_until` is given, else pending or confirmed."""
    is_connected = wanted.facts.connected is not None
    return NewBooking(
        sub_account_id=sub_account_id,
        regular_user_id=request.user_id,
        lead_id=request.lead_id,
        booking_type=request.booking_type,
        status="held" if hold_until else settled_status(is_connected=is_connected),
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        busy_until=wanted.busy_until,
        details={
            **wanted.when_details(),
            "location": request.location,
            "subject": request.subject,
            "notes": request.notes,
        },
        external_state="pending" if is_connected and not hold_until else "none",
        hold_expires_at=hold_until,
    )


def settled_status(*, is_connected: bool) -> Status:
    """Return what a booking is before any outside calendar has spoken: with none connected, final at once."""
    return "pending" if is_connected else "confirmed"


def _instant(when: WallTime | datetime) -> datetime | None:
    return when if isinstance(when, datetime) else None

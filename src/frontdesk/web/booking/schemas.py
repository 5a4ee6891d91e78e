"""How a lead's own booking looks from outside: the booking and its links, and nothing else."""

from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from frontdesk.availability.schemas import Day
from frontdesk.availability.service import UserDay
from frontdesk.bookings.lifecycle import Status
from frontdesk.errors import ValidationFailed
from frontdesk.http import AnyRequest, Body
from frontdesk.reading import read_date, read_instant
from frontdesk.web.addresses import address_of_page
from frontdesk.web.booking.service import LeadBooking

MOST_DAYS = 62
Line = Annotated[str, msgspec.Meta(max_length=320)]
Notes = Annotated[str, msgspec.Meta(max_length=2000)]
Reason = Annotated[str, msgspec.Meta(max_length=500)]
Zone = Annotated[str, msgspec.Meta(description="IANA name", max_length=64)]
Instant = Annotated[str, msgspec.Meta(description="ISO 8601 with offset", max_length=40)]


class LeadBookingDetails(Body):
    """When it is, by the lead's clock, and what was agreed."""

    date: str
    time: str
    duration: int
    timezone: str
    subject: str | None
    location: str | None


class LeadBookingView(Body):
    """A lead's booking. `canChange` says whether its link still moves and cancels it."""

    id: int
    status: Status
    details: LeadBookingDetails
    starts_at: datetime
    ends_at: datetime
    can_change: bool
    manage_url: str
    calendar_url: str


class LeadBookingList(Body):
    """The visitor's bookings, the newest start first."""

    bookings: list[LeadBookingView]


class FreeDay(Body):
    """What can be booked on a day: `slots` by the asker's clock, `startTimes` the same with offsets."""

    date: str
    slots: list[str]
    start_times: list[str]


class FreeDays(Body):
    """What can be booked, day by day."""

    timezone: str
    days: list[FreeDay]


class BookAsLead(Body):
    """Which time a lead wants, and who they are: a name, and an e-mail address or a phone number."""

    starts_at: Instant
    timezone: Zone
    name: Line
    email: Line | None = None
    phone: Line | None = None
    notes: Notes | None = None


class MoveAsLead(Body):
    """Where a booking is to go; in `timezone` its time is shown from then on."""

    starts_at: Instant
    timezone: Zone | None = None


class CancelAsLead(Body):
    """Why a booking is cancelled."""

    reason: Reason | None = None


class DaysQuery(Body):
    """Which days are asked about, both ends included."""

    from_: Day = msgspec.field(name="from")
    to: Day

    def span(self) -> tuple[date, date]:
        """Return the first and the last day.

        Raises:
            ValidationFailed: unreadable days, the wrong way round, or too many.
        """
        first, last = read_date(self.from_, "from"), read_date(self.to, "to")
        if last < first:
            raise ValidationFailed({"to": "must not lie before 'from'"})
        if (last - first).days >= MOST_DAYS:
            raise ValidationFailed({"to": f"one call may ask for {MOST_DAYS} days at most"})
        return first, last


def view(request: AnyRequest, shown: LeadBooking) -> LeadBookingView:
    """Put a lead's booking into the contract's form."""
    booking, details = shown.booking, shown.booking.details
    return LeadBookingView(
        id=booking.id,
        status=booking.status,
        details=LeadBookingDetails(
            date=str(details["date"]),
            time=str(details["time"]),
            duration=int(details["duration"]),
            timezone=str(details["timezone"]),
            subject=details.get("subject"),
            location=details.get("location"),
        ),
        starts_at=booking.starts_at.astimezone(UTC),
        ends_at=booking.ends_at.astimezone(UTC),
        can_change=shown.can_change,
        manage_url=address_of_page(request, f"/m/{shown.token}"),
        calendar_url=address_of_page(request, f"/m/{shown.token}/calendar.ics"),
    )


def free_days(found: list[UserDay], timezone: str) -> FreeDays:
    """Put free times into the contract's form."""
    return FreeDays(timezone, [_free_day(one) for one in found])


def instant(text: str) -> datetime:
    """Return the instant that is asked for.

    Raises:
        ValidationFailed: it cannot be read, or has no offset.
    """
    return read_instant(text, "startsAt")


def _free_day(found: UserDay) -> FreeDay:
    zone: ZoneInfo = found.zone
    starts = [slot.starts_at.astimezone(zone) for slot in found.slots]
    return FreeDay(
        found.day.isoformat(), [f"{start:%H:%M}" for start in starts], [start.isoformat() for start in starts]
    )

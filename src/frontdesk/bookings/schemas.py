"""How bookings look from outside."""

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from frontdesk.availability.schemas import Identifier, Minutes
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.bookings.lifecycle import Status, SyncState
from frontdesk.bookings.repository import Booking, Event
from frontdesk.errors import ValidationFailed
from frontdesk.http import Body
from frontdesk.reading import read_date, read_instant, read_time

Line = Annotated[str, msgspec.Meta(max_length=500)]
Text = Annotated[str, msgspec.Meta(max_length=5000)]


class CreateBooking(Body):
    """What to book: `date` and `time` by the asker's clock, or `startsAt` with its offset."""

    date: Annotated[str, msgspec.Meta(description="YYYY-MM-DD", max_length=10)] | None = None
    time: Annotated[str, msgspec.Meta(description="HH:MM", max_length=8)] | None = None
    starts_at: Annotated[str, msgspec.Meta(description="ISO 8601 with offset", max_length=40)] | None = None
    lead_id: Identifier | None = None
    user_id: Identifier | None = None
    duration: Minutes | None = None
    timezone: Line | None = None
    booking_type: Annotated[str, msgspec.Meta(min_length=1, max_length=50)] = "meeting"
    subject: Line | None = None
    location: Line | None = None
    notes: Text | None = None

    def as_request(self, default_user_id: int) -> BookingRequest:
        """Return what is asked for.

        Raises:
            ValidationFailed: neither a date and time nor an instant, or both, or unreadable ones.
        """
        return BookingRequest(
            user_id=self.user_id or default_user_id,
            when=self._when(),
            lead_id=self.lead_id,
            timezone=self.timezone,
            duration_minutes=self.duration,
            booking_type=self.booking_type,
            subject=self.subject,
            location=self.location,
            notes=self.notes,
        )

    def _when(self) -> WallTime | datetime:
        if self.starts_at is not None:
            if self.date is not None or self.time is not None:
                raise ValidationFailed({"startsAt": "cannot be given together with date and time"})
            return read_instant(self.starts_at, "startsAt")
        missing = {name: "is needed" for name in ("date", "time") if getattr(self, name) is None}
        if missing:
            raise ValidationFailed(missing)
        return WallTime(read_date(self.date or ""), read_time(self.time or ""))


class ExternalSync(Body):
    """How far the outside calendar agrees."""

    state: SyncState
    error: str | None


class BookingView(Body):
    """A booking. `details` show the asker's clock, `startsAt` and `endsAt` are UTC."""

    id: int
    sub_account_id: int
    regular_user_id: int
    lead_id: int | None
    booking_type: str
    status: Status
    details: dict[str, Any]
    starts_at: datetime
    ends_at: datetime
    external_event_id: str | None
    external_sync: ExternalSync
    created_at: datetime
    updated_at: datetime


class BookingPage(Body):
    """One page of bookings; `nextCursor` asks for the next."""

    bookings: list[BookingView]
    next_cursor: str | None


class EventView(Body):
    """One line of a booking's history."""

    at: datetime
    actor: dict[str, Any]
    from_: str | None = msgspec.field(name="from")
    to: str
    reason: str | None


class History(Body):
    """What happened to a booking, oldest first."""

    events: list[EventView]


class CancelBooking(Body):
    """Why a booking is cancelled."""

    reason: Line | None = None


def view(booking: Booking) -> BookingView:
    """Put a booking into the contract's form."""
    return BookingView(
        id=booking.id,
        sub_account_id=booking.sub_account_id,
        regular_user_id=booking.regular_user_id,
        lead_id=booking.lead_id,
        booking_type=booking.booking_type,
        status=booking.status,
        details=dict(booking.details),
        starts_at=booking.starts_at.astimezone(UTC),
        ends_at=booking.ends_at.astimezone(UTC),
        external_event_id=booking.external_event_id,
        external_sync=ExternalSync(booking.external_state, booking.external_error),
        created_at=booking.created_at.astimezone(UTC),
        updated_at=booking.updated_at.astimezone(UTC),
    )


def event_view(event: Event) -> EventView:
    """Put a line of history into the contract's form."""
    actor = {"kind": event.actor_kind, "id": event.actor_id}
    return EventView(event.at.astimezone(UTC), actor, event.from_status, event.to_status, event.reason)

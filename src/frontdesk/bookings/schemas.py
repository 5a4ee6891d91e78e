"""How bookings look from outside."""

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from frontdesk.availability.schemas import Identifier, Minutes
from frontdesk.bookings.batch import MOST_ITEMS
from frontdesk.bookings.hold import DEFAULT_TTL_SECONDS, HoldUse
from frontdesk.bookings.lifecycle import Status, SyncState
from frontdesk.bookings.repository import Booking, Event
from frontdesk.bookings.request import DEFAULT_KIND, BookingRequest, WallTime
from frontdesk.bookings.reschedule import Changes, NewTime
from frontdesk.errors import ValidationFailed
from frontdesk.http import Body
from frontdesk.reading import read_date, read_instant, read_time

Kind = Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
Line = Annotated[str, msgspec.Meta(max_length=500)]
Text = Annotated[str, msgspec.Meta(max_length=5000)]


class TimeFields(Body):
    """A time: `date` and `time` by the asker's clock, or `startsAt` with its offset."""

    date: Annotated[str, msgspec.Meta(description="YYYY-MM-DD", max_length=10)] | None = None
    time: Annotated[str, msgspec.Meta(description="HH:MM", max_length=8)] | None = None
    starts_at: Annotated[str, msgspec.Meta(description="ISO 8601 with offset", max_length=40)] | None = None

    def when(self) -> WallTime | datetime:
        """Return the time that is asked for.

        Raises:
            ValidationFailed: neither a date and time nor an instant, or both, or unreadable ones.
        """
        if self.starts_at is not None:
            self._refuse_both()
            return read_instant(self.starts_at, "startsAt")
        missing = {name: "is needed" for name in ("date", "time") if getattr(self, name) is None}
        if missing:
            raise ValidationFailed(missing)
        return WallTime(read_date(self.date or ""), read_time(self.time or ""))

    def _refuse_both(self) -> None:
        if self.date is not None or self.time is not None:
            raise ValidationFailed({"startsAt": "cannot be given together with date and time"})


class BookingFields(TimeFields):
    """What a booking is made of."""

    lead_id: Identifier | None = None
    user_id: Identifier | None = None
    duration: Minutes | None = None
    timezone: Line | None = None
    booking_type: Kind | None = None
    subject: Line | None = None
    location: Line | None = None
    notes: Text | None = None

    def as_request(self, default_user_id: int) -> BookingRequest:
        """Return what is asked for.

        Raises:
            ValidationFailed: as in `when`.
        """
        return BookingRequest(
            user_id=self.user_id or default_user_id,
            when=self.when(),
            lead_id=self.lead_id,
            timezone=self.timezone,
            duration_minutes=self.duration,
            booking_type=self.booking_type or DEFAULT_KIND,
            subject=self.subject,
            location=self.location,
            notes=self.notes,
        )


class CreateBooking(BookingFields):
    """What to book: a time, or with `holdId` what was reserved."""

    hold_id: Identifier | None = None

    def as_hold_use(self) -> HoldUse | None:
        """Return which hold is to become a booking, if one is.

        Raises:
            ValidationFailed: a time is given too; the hold has it.
        """
        if self.hold_id is None:
            return None
        given = {"date": self.date, "time": self.time, "startsAt": self.starts_at, "duration": self.duration}
        if extra := {name: "is the hold's already" for name, value in given.items() if value is not None}:
            raise ValidationFailed(extra)
        return HoldUse(self.hold_id, self.lead_id, self.booking_type, self.subject, self.location, self.notes)


class CreateHold(BookingFields):
    """What to reserve, and for how long."""

    ttl_seconds: Annotated[int, msgspec.Meta(ge=1, le=86_400, description="Seconds.")] = DEFAULT_TTL_SECONDS


class EditBooking(TimeFields):
    """What is to change of a booking; what is not named stays. A time of day alone keeps the day."""

    duration: Minutes | None = None
    timezone: Line | None = None
    lead_id: Identifier | None | UnsetType = UNSET
    booking_type: Kind | UnsetType = UNSET
    subject: Line | None | UnsetType = UNSET
    location: Line | None | UnsetType = UNSET
    notes: Text | None | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    reason: Line | None = None

    def as_changes(self) -> Changes:
        """Return what is to change.

        Raises:
            ValidationFailed: an unreadable time, or two.
        """
        if self.starts_at is not None:
            self._refuse_both()
        return Changes(
            time=NewTime(
                day=self.date,
                at=self.time,
                starts_at=read_instant(self.starts_at, "startsAt") if self.starts_at else None,
                duration_minutes=self.duration,
                timezone=self.timezone,
            ),
            columns=self._given("lead_id", "booking_type"),
            details=self._given("subject", "location", "notes"),
            status=None if self.status is UNSET else self.status,
            reason=self.reason,
        )

    def _given(self, *names: str) -> dict[str, object]:
        values = {name: getattr(self, name) for name in names}
        return {name: value for name, value in values.items() if value is not UNSET}


class BatchRequest(Body):
    """Many bookings at once."""

    # Read one by one, as `BookingFields`, so that a bad one harms no other.
    bookings: Annotated[list[Any], msgspec.Meta(min_length=1, max_length=MOST_ITEMS)]


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
    hold_expires_at: datetime | None
    external_event_id: str | None
    external_sync: ExternalSync
    created_at: datetime
    updated_at: datetime


class BatchAnswer(Body):
    """How each item of a batch went, in the order they were given."""

    created: int
    failed: int
    results: list[dict[str, Any]]


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
    changes: dict[str, Any]


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
        hold_expires_at=booking.hold_expires_at.astimezone(UTC) if booking.hold_expires_at else None,
        external_event_id=booking.external_event_id,
        external_sync=ExternalSync(booking.external_state, booking.external_error),
        created_at=booking.created_at.astimezone(UTC),
        updated_at=booking.updated_at.astimezone(UTC),
    )


def event_view(event: Event) -> EventView:
    """Put a line of history into the contract's form."""
    actor = {"kind": event.actor_kind, "id": event.actor_id}
    return EventView(
        at=event.at.astimezone(UTC),
        actor=actor,
        from_=event.from_status,
        to=event.to_status,
        reason=event.reason,
        changes=dict(event.changes),
    )

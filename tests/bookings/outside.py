"""A booking desk with an outside calendar in plain objects, and a worker that is run by hand."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from frontdesk.assembly import Services
from frontdesk.bookings.create import Alongside
from frontdesk.bookings.lifecycle import Status
from frontdesk.bookings.repository import Actor, Booking, Event
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.bookings.reschedule import Changes, NewTime
from frontdesk.bookings.sync import TryAgain
from frontdesk.calendars.connections import EventKind
from frontdesk.calendars.credentials import Credentials
from frontdesk.calendars.port import CalendarTarget, EventDraft, ExternalEvent
from frontdesk.clock import FixedClock
from frontdesk.leads.repository import LeadFields
from frontdesk.reading import read_date, read_time
from frontdesk.trail.entries import SYSTEM
from tests.calendars.in_memory import InMemoryCalendar
from tests.conftest import Account

TUESDAY_AT_NINE = datetime(2026, 12, 1, 14, tzinfo=UTC)  # in New York
CELLS = [TUESDAY_AT_NINE + number * timedelta(minutes=30) for number in range(16)]


@dataclass
class WatchedCalendar(InMemoryCalendar):
    """A calendar that lets something else happen while it is written to."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def create_event(self, target: CalendarTarget, draft: EventDraft) -> str:
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        return await super().create_event(target, draft)

    def put(self, event: ExternalEvent, *, starts_at: datetime) -> None:
        """Move an event by hand, over there."""
        moved = replace(event, starts_at=starts_at, ends_at=starts_at + (event.ends_at - event.starts_at))
        self.events[event.event_id] = moved


@dataclass
class Outside:
    """A connected account: books, cancels, and runs the worker's side when told to."""

    services: Services
    account: Account
    clock: FixedClock
    calendar: WatchedCalendar = field(default_factory=lambda: WatchedCalendar("cal", "loc", list(CELLS)))

    async def connect(self, event_kind: EventKind = "block_slot") -> None:
        """Connect the account to the calendar, and let nobody wait for the worker."""
        services, account = self.services, self.account
        services.connections._open_calendar = lambda _credentials: self.calendar
        services.bookings._desk = replace(services.bookings._desk, patience_seconds=0.0)
        await services.connections.connect(
            account.sub_account_id, Credentials("pit-secret"), location_id="loc", event_kind=event_kind
        )
        user = await services.tenancy.user(account.owner, account.user_id)
        await services.tenancy.update_user(account.owner, replace(user, calendar_id="cal", location_id="loc"))

    async def book(
        self, at: str = "14:00", *, lead_id: int | None = None, alongside: Alongside | None = None
    ) -> Booking:
        when = WallTime(read_date("2026-12-01"), read_time(at))
        request = BookingRequest(user_id=self.account.user_id, when=when, lead_id=lead_id)
        return await self.services.bookings.create(
            self.account.owner, request, actor=Actor("user", self.account.user_id), alongside=alongside
        )

    async def lead(self, name: str = "Ann", **reached: str) -> int:
        """Make a lead; without a word about how, one who can be reached."""
        known = reached or {"email": "ann@example.com"}
        fields = LeadFields(name, known.get("email"), known.get("phone"))
        return (await self.services.leads.create(self.account.sub_account_id, fields, by=SYSTEM)).id

    async def move(self, booking: Booking, at: str) -> Booking:
        changes = Changes(time=NewTime(at=at))
        return await self.services.bookings.change(
            self.account.owner, booking.id, changes, actor=Actor("user")
        )

    async def end(self, booking: Booking, status: Status) -> Booking:
        return await self.services.bookings.change(
            self.account.owner, booking.id, Changes(status=status), actor=Actor("user")
        )

    async def cancel(self, booking: Booking) -> Booking:
        return await self.services.bookings.cancel(self.account.owner, booking.id, actor=Actor("user"))

    async def sync(self, booking: Booking) -> Booking:
        """Run the job once and return the booking as it is then."""
        await self.services.sync.run(booking.sub_account_id, booking.id)
        return await self.current(booking)

    async def sync_in_vain(self, booking: Booking) -> TryAgain:
        """Run the job, which is to be run again, and return how it says so."""
        try:
            await self.services.sync.run(booking.sub_account_id, booking.id)
        except TryAgain as later:
            return later
        raise AssertionError("the job was done")

    async def current(self, booking: Booking) -> Booking:
        return await self.services.bookings.by_id(self.account.owner, booking.id)

    async def history(self, booking: Booking) -> list[Event]:
        return await self.services.bookings.history(self.account.owner, booking.id)

    async def jobs(self, booking_id: int) -> int:
        """Return how many jobs wait for a booking."""
        async with self.services.db.tenant(self.account.sub_account_id) as connection:
            rows = await connection.fetch("SELECT payload FROM pgqueuer")
        wanted = b'{"sub_account_id":%d,"booking_id":%d}' % (self.account.sub_account_id, booking_id)
        return [row["payload"] for row in rows].count(wanted)

    @property
    def blocks(self) -> list[ExternalEvent]:
        return list(self.calendar.blocks.values())

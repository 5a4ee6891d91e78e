"""What the dashboard shows, in words. Fetching is at the top, wording below it is pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from frontdesk.assistant.offline.speech import spoken_day, spoken_time, spoken_zone
from frontdesk.bookings.lifecycle import SyncState
from frontdesk.calendars.connections import active_integration
from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import NotFound
from frontdesk.tenancy import repository as tenancy
from frontdesk.tenancy.repository import User
from frontdesk.web import repository
from frontdesk.web.repository import UpcomingBooking
from frontdesk.web.sign_in import SignedIn
from frontdesk.zones import zone_named

MOST_SHOWN = 100
SYNC_WORDS: dict[SyncState, str] = {
    "none": "Kept here only",
    "pending": "On its way to the calendar",
    "synced": "In the calendar",
    "failed": "Not in the calendar",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One booking in words."""

    starts: str
    ends: str
    lead: str
    contact: str | None
    subject: str | None
    user: str
    status: str
    sync_state: SyncState
    sync: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day's bookings. `label` is "Today", "Tomorrow" or None; `name` the weekday and date."""

    label: str | None
    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The whole page."""

    business: str
    user: str
    zone: str
    today_count: int
    days: list[Day]
    upcoming_count: int
    is_cut: bool
    widget_key: str
    connection: str
    is_connected: bool
    is_ready: bool


class DashboardService:
    """Fetches what the dashboard shows."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def show(self, signed_in: SignedIn) -> Dashboard:
        """Return the page for a user: everybody's bookings for an owner or admin, their own for a member."""
        principal, user = signed_in.principal, signed_in.user
        mine = None if principal.acts_for_everyone else principal.user_id
        zone, now = zone_named(user.timezone), self._clock.now()
        today = now.astimezone(zone).date()
        async with self._db.tenant(principal.sub_account_id) as connection:
            account = await tenancy.sub_account(connection)
            integration = await active_integration(connection)
            rows = await repository.upcoming(connection, now=now, user_id=mine, limit=MOST_SHOWN + 1)
            today_count = await repository.count_starting(
                connection,
                start=midnight(today, zone),
                end=midnight(today + timedelta(1), zone),
                user_id=mine,
            )
        if account is None:
            raise NotFound("There is no such account.")
        connection_words, is_ready = connection_of(user, is_connected=integration is not None)
        return Dashboard(
            business=account.name,
            user=user.name,
            zone=spoken_zone(zone.key),
            today_count=today_count,
            days=by_day(rows[:MOST_SHOWN], zone=zone, today=today),
            upcoming_count=min(len(rows), MOST_SHOWN),
            is_cut=len(rows) > MOST_SHOWN,
            widget_key=account.widget_key,
            connection=connection_words,
            is_connected=integration is not None,
            is_ready=is_ready,
        )


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant a day begins in a zone."""
    return datetime.combine(day, time(), zone)


def connection_of(user: User, *, is_connected: bool) -> tuple[str, bool]:
    """Return the state of the outside calendar in words, and whether bookings can be made."""
    if not is_connected:
        return "No calendar is connected. Bookings are kept here and confirmed at once.", True
    missing = [
        name for name, value in (("calendar", user.calendar_id), ("location", user.location_id)) if not value
    ]
    if missing:
        return f"GoHighLevel is connected, but your {' and '.join(missing)} must still be chosen.", False
    return "GoHighLevel is connected. Bookings are written to your calendar.", True


def by_day(bookings: Sequence[UpcomingBooking], *, zone: ZoneInfo, today: date) -> list[Day]:
    """Return bookings, soonest first, as days on a user's wall clock."""

    def local_day(booking: UpcomingBooking) -> date:
        return booking.starts_at.astimezone(zone).date()

    labels = {today: "Today", today + timedelta(1): "Tomorrow"}
    return [
        Day(labels.get(day), _named(day, today), [_row(booking, zone) for booking in found])
        for day, found in groupby(bookings, key=local_day)
    ]


def _named(day: date, today: date) -> str:
    return spoken_day(day) if day.year == today.year else f"{spoken_day(day)} {day.year}"


def _row(booking: UpcomingBooking, zone: ZoneInfo) -> Row:
    return Row(
        starts=spoken_time(booking.starts_at.astimezone(zone).time()),
        ends=spoken_time(booking.ends_at.astimezone(zone).time()),
        lead=booking.lead_name or booking.lead_contact or "Website visitor",
        contact=booking.lead_contact if booking.lead_name else None,
        subject=booking.details.get("subject"),
        user=booking.user_name,
        status=booking.status,
        sync_state=booking.external_state,
        sync=SYNC_WORDS[booking.external_state],
    )

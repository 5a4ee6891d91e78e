"""Everything the simulator remembers, in plain objects. No HTTP, no clock: instants are handed in, in UTC."""

import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from frontdesk.calendars.simulator.faults import FaultPlan
from frontdesk.calendars.simulator.limits import RateLimit
from frontdesk.calendars.simulator.refusals import not_found
from frontdesk.calendars.simulator.requests import RequestLog
from frontdesk.calendars.simulator.webhooks import Webhooks

CalendarType = Literal["round_robin", "event", "class_booking", "collective", "service_booking", "personal"]
EventKind = Literal["appointment", "block"]
ALPHABET = string.ascii_letters + string.digits
EVERY_SCOPE = frozenset(
    {
        "calendars.readonly",
        "calendars/events.readonly",
        "calendars/events.write",
        "contacts.readonly",
        "contacts.write",
        "locations.readonly",
        "users.readonly",
        "oauth.readonly",
        "oauth.write",
    }
)


def new_id() -> str:
    """Return an id as the vendor makes them: twenty letters and digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(20))


@dataclass(frozen=True, slots=True)
class Location:
    """A sub-account. Its zone is the one its calendars' opening hours are in."""

    id: str
    name: str
    zone: ZoneInfo
    company_id: str = "company_demo"


@dataclass(frozen=True, slots=True)
class OpenHours:
    """One window on some days of the week, wall time. Day 0 is Sunday; minutes count from midnight."""

    days: frozenset[int]
    opens_minute: int
    closes_minute: int

    def __post_init__(self) -> None:
        if not self.days <= frozenset(range(7)):
            raise ValueError("days of the week are numbered 0 (Sunday) to 6")
        if not 0 <= self.opens_minute < self.closes_minute <= 24 * 60:
            raise ValueError("opening hours must open before they close, within one day")


@dataclass(frozen=True, slots=True)
class BookableCalendar:
    """A calendar: its hours, its grid in minutes and the people whose time it offers."""

    id: str
    location_id: str
    name: str
    type: CalendarType
    open_hours: tuple[OpenHours, ...]
    slot_minutes: int = 30
    interval_minutes: int = 30
    team: tuple[str, ...] = ()
    is_active: bool = True

    def __post_init__(self) -> None:
        if self.slot_minutes <= 0 or self.interval_minutes <= 0:
            raise ValueError("slot duration and slot interval are at least one minute")


@dataclass(slots=True)
class Contact:
    """A lead; `fields` are the vendor's own, by their wire names."""

    id: str
    location_id: str
    fields: dict[str, object]


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One of a location's own people, a user in the vendor's words."""

    id: str
    location_id: str
    first_name: str
    last_name: str
    email: str


@dataclass(slots=True)
class Event:
    """An appointment or a block, half-open, in UTC. A block is on a calendar or on a person, never both."""

    id: str
    kind: EventKind
    location_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    added_at: datetime
    updated_at: datetime
    calendar_id: str | None = None
    user_id: str | None = None
    contact_id: str | None = None
    status: str = "confirmed"
    description: str | None = None

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether any part of it lies in the half-open stretch."""
        return self.starts_at < end and start < self.ends_at


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token for one location, or for an agency. A private integration token has no end."""

    value: str = field(repr=False)
    location_id: str | None
    scopes: frozenset[str] = EVERY_SCOPE
    expires_at: datetime | None = None
    company_id: str | None = None


@dataclass(slots=True)
class Install:
    """One installation of a Marketplace app; `code` and `refresh_token` each work once.

    Attributes:
        location_id: None when a whole agency said yes, for the locations in `approved`.
    """

    client_id: str
    client_secret: str = field(repr=False)
    location_id: str | None
    scopes: frozenset[str]
    company_id: str = "company_demo"
    approved: set[str] = field(default_factory=set)
    code: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    is_paused: bool = False


@dataclass(slots=True)
class SimulatorState:
    """The whole world of one simulator.

    Attributes:
        apps: the secret of every Marketplace app, by its client id.
    """

    locations: dict[str, Location] = field(default_factory=dict)
    calendars: dict[str, BookableCalendar] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    staff: dict[str, StaffMember] = field(default_factory=dict)
    apps: dict[str, str] = field(default_factory=dict, repr=False)
    installs: list[Install] = field(default_factory=list)
    access_token_seconds: int = 86_399
    rate_limit: RateLimit = field(default_factory=RateLimit)
    faults: FaultPlan = field(default_factory=FaultPlan)
    requests: RequestLog = field(default_factory=RequestLog)
    webhooks: Webhooks = field(default_factory=Webhooks)

    def add_location(self, zone: ZoneInfo, *, id: str | None = None, name: str = "Location") -> Location:  # noqa: A002 -- the vendor's word
        """Add a location."""
        location = Location(id=id or new_id(), name=name, zone=zone)
        self.locations[location.id] = location
        return location

    def add_calendar(self, calendar: BookableCalendar) -> BookableCalendar:
        """Add a calendar to a location that exists."""
        self.location(calendar.location_id)
        self.calendars[calendar.id] = calendar
        return calendar

    def add_private_token(self, location_id: str, *, scopes: frozenset[str] = EVERY_SCOPE) -> str:
        """Make a private integration token for a location that exists, and return it."""
        token = Token(f"pit-{secrets.token_hex(16)}", self.location(location_id).id, scopes)
        self.tokens[token.value] = token
        return token.value

    def location(self, location_id: str) -> Location:
        """Return a location, or refuse."""
        if location_id not in self.locations:
            raise not_found("Location not found")
        return self.locations[location_id]

    def zone_of(self, event: Event) -> ZoneInfo:
        """Return the zone an event is shown in."""
        return self.locations[event.location_id].zone

    def events_of(self, location_id: str, *, kind: EventKind) -> Iterator[Event]:
        """Yield a location's appointments or blocks."""
        return (
            event for event in self.events.values() if event.location_id == location_id and event.kind == kind
        )

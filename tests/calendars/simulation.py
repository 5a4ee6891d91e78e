"""A running simulator with a small story, and the ways tests talk to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx

from frontdesk.calendars.gohighlevel.calendar import GoHighLevelCalendar
from frontdesk.calendars.gohighlevel.client import GoHighLevelClient
from frontdesk.calendars.gohighlevel.tokens import StaticToken
from frontdesk.calendars.gohighlevel.transport import Patience, Transport
from frontdesk.calendars.port import CalendarTarget
from frontdesk.calendars.simulator import SimulatorState, create_app, running
from frontdesk.calendars.simulator.faults import plan_faults
from frontdesk.calendars.simulator.state import BookableCalendar, CalendarType, OpenHours
from frontdesk.clock import FixedClock
from tests.calendars.gohighlevel.vendor_spec import AnswersJudged, BothJudged

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WEEKDAYS = OpenHours(frozenset({1, 2, 3, 4, 5}), opens_minute=9 * 60, closes_minute=17 * 60)
VERSION = "2021-04-15"


@dataclass
class Simulation:
    """One location, open on weekdays from 09:00 to 17:00 in New York; it is Sunday, 2026-11-22."""

    state: SimulatorState
    clock: FixedClock
    base_url: str
    token: str
    # What retries waited, in seconds; nothing really sleeps.
    pauses: list[float] = field(default_factory=list)

    def add_calendar(
        self, calendar_id: str, kind: CalendarType, *, team: tuple[str, ...] = (), slot_minutes: int = 30
    ) -> BookableCalendar:
        calendar = BookableCalendar(
            calendar_id,
            "loc",
            calendar_id.title(),
            kind,
            open_hours=(WEEKDAYS,),
            team=team,
            slot_minutes=slot_minutes,
            interval_minutes=slot_minutes,
        )
        return self.state.add_calendar(calendar)

    def break_with(self, rules: str) -> None:
        """Put fault rules, in JSON, in force."""
        self.state.faults = plan_faults(rules.encode())

    def client(
        self, http: httpx.AsyncClient, *, token: str | None = None, attempts: int = 3
    ) -> GoHighLevelClient:
        patience = Patience(attempts=attempts, sleep=self._sleep, jitter=lambda: 0.0)
        tokens = StaticToken(token or self.token)
        return GoHighLevelClient(Transport(http, base_url=self.base_url, tokens=tokens, patience=patience))

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    @asynccontextmanager
    async def adapter(self) -> AsyncIterator[GoHighLevelCalendar]:
        """Our adapter over real HTTP; every exchange is judged by the vendor's document."""
        async with httpx.AsyncClient(transport=BothJudged()) as http:
            yield GoHighLevelCalendar(self.client(http), clock=self.clock)

    @asynccontextmanager
    async def api(self, *, token: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
        """Bare HTTP with the right headers; every answer is judged by the vendor's document."""
        headers = {"Authorization": f"Bearer {token or self.token}", "Version": VERSION}
        async with httpx.AsyncClient(
            transport=AnswersJudged(), base_url=self.base_url, headers=headers
        ) as http:
            yield http


def bare(base_url: str = "", headers: dict[str, str] | None = None) -> httpx.AsyncClient:
    """Return a plain HTTP client; it loads no certificates, which would take longer than a test."""
    return httpx.AsyncClient(base_url=base_url, headers=headers, verify=False)


@asynccontextmanager
async def simulate() -> AsyncIterator[Simulation]:
    state, clock = SimulatorState(), FixedClock(NOW)
    state.add_location(NEW_YORK, id="loc")
    async with running(create_app(state, clock)) as base_url:
        yield Simulation(state, clock, base_url, state.add_private_token("loc"))


def target(calendar_id: str, *, person: str | None = None) -> CalendarTarget:
    return CalendarTarget(calendar_id=calendar_id, location_id="loc", assigned_user_id=person, zone=NEW_YORK)


def local(text: str) -> datetime:
    """Return New York wall time, written `2026-12-01 09:00`, as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)

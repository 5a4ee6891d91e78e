"""An ordeal for the sync: many bookings made, moved and cancelled while nearly everything goes wrong.

The simulated GoHighLevel runs in this process, the worker in one of its own that is killed and started again.
What people were told is written down and held against both sides when all is at rest.
"""

import asyncio
import os
import random
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import msgspec

from bench.verdict import Promise, Row, Verdict, judged
from frontdesk.assembly import Services, assembled
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.request import BookingRequest
from frontdesk.bookings.reschedule import Changes, NewTime
from frontdesk.calendars.credentials import Credentials, Grant
from frontdesk.calendars.port import CalendarError
from frontdesk.calendars.simulator import SimulatorState, create_app, running
from frontdesk.calendars.simulator.faults import plan_faults
from frontdesk.calendars.simulator.oauth import give_tokens, install
from frontdesk.calendars.simulator.state import EVERY_SCOPE, BookableCalendar, OpenHours
from frontdesk.clock import SystemClock
from frontdesk.db.pool import by_url
from frontdesk.leads.repository import LeadFields
from frontdesk.settings import Settings
from frontdesk.tenancy.principal import Principal

CLIENT_ID, CLIENT_SECRET = "app-ordeal", "not-much-of-a-secret"
# Longer than the margin by which a token is renewed before its end, and not by much.
TOKEN_SECONDS = 75
# How many deeds are done at once.
AT_ONCE = 8
SLOT = timedelta(minutes=30)
EVERY_DAY = frozenset(range(7))
WAITING = "SELECT count(*) FROM bookings WHERE external_state = 'pending'"
QUEUED = "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'sync_booking'"
ROWS = """
SELECT sub_account_id, id, status, external_state, starts_at, ends_at, external_event_id FROM bookings
"""
# The claims and heartbeats of whoever was killed, and the pauses between tries.
OVERDUE = (
    "UPDATE bookings SET external_claimed_until = NULL",
    "UPDATE integrations SET renewal_claimed_until = NULL",
    "UPDATE pgqueuer SET heartbeat = heartbeat - interval '1 hour'",
)
TRY_NOW = "UPDATE pgqueuer SET execute_after = now() WHERE status = 'queued' AND execute_after > now()"


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of an ordeal it is.

    Attributes:
        share: of the calls that go wrong, 0 to 1.
        slowest_seconds: the longest that an answer is delayed.
        most_waiting: how many bookings may wait for the worker before the next deed.
        is_hurried: whether what would be tried again later, or when a claim is over, is tried at once.
    """

    bookings: int = 2_000
    kills: int = 20
    parties: int = 20
    share: float = 0.3
    slowest_seconds: float = 12.0
    most_waiting: int = 120
    is_hurried: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A sub-account with a location and a calendar of its own."""

    principal: Principal
    lead_id: int


@dataclass
class Ordeal:
    """The stage, and what was promised to people on it."""

    scale: Scale
    database_url: str
    settings: Settings
    state: SimulatorState
    services: Services
    parties: list[Party] = field(default_factory=list)
    promises: dict[tuple[int, int], Promise] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(11))
    deeds: int = 0
    changes: int = 0
    killed: int = 0
    worker: asyncio.subprocess.Process | None = None

    async def asked(self, query: str) -> int:
        """Return a number that the database's owner is told."""
        connection = await asyncpg.connect(self.database_url)
        try:
            return int(await connection.fetchval(query))
        finally:
            await connection.close()

    async def let_time_pass(self, *statements: str) -> None:
        """Let be over at once what takes its time."""
        connection = await asyncpg.connect(self.database_url)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()


def faults(scale: Scale) -> bytes:
    """Return rules by which a share of all calls goes wrong, each in one of all ways there are."""
    ways: list[dict[str, object]] = [
        {"status": 500}, {"status": 502}, {"status": 503},
        {"status": 429, "headers": {"Retry-After": "1"}},
        {"dropReply": True}, {"reset": True}, {"malformed": True}, {"html403": True},
        {"latencySeconds": scale.slowest_seconds}, {"latencySeconds": 1.5, "dropReply": True},
    ]  # fmt: skip
    each = 1 - (1 - scale.share) ** (1 / len(ways))
    return msgspec.json.encode(
        [{"probability": each, "seed": number, "then": way} for number, way in enumerate(ways)]
    )


@asynccontextmanager
async def prepared(scale: Scale, database_url: str, folder: Path) -> AsyncIterator[Ordeal]:
    """Put up the stage: everybody connected, half of them by OAuth, half of them with appointments."""
    state = SimulatorState(access_token_seconds=TOKEN_SECONDS)
    state.apps[CLIENT_ID] = CLIENT_SECRET
    state.requests.entries = deque()
    async with running(create_app(state, SystemClock())) as base_url:
        settings = Settings(
            data_dir=folder,
            secret_keys=(b"k" * 32,),
            ghl_base_url=base_url,
            ghl_client_id=CLIENT_ID,
            ghl_client_secret=CLIENT_SECRET,
            public_url="http://127.0.0.1:1",
        )
        async with assembled(settings, by_url(database_url), clock=SystemClock()) as services:
            desk = services.bookings._desk  # noqa: SLF001 -- nobody is to wait for the worker here
            services.bookings._desk = replace(desk, patience_seconds=0.0)  # noqa: SLF001
            ordeal = Ordeal(scale, database_url, settings, state, services)
            for number in range(scale.parties):
                ordeal.parties.append(await _joined(ordeal, number))
            yield ordeal


async def _joined(ordeal: Ordeal, number: int) -> Party:
    services, state = ordeal.services, ordeal.state
    location_id, calendar_id = f"loc-{number}", f"cal-{number}"
    state.add_location(ZoneInfo("UTC"), id=location_id)
    hours = OpenHours(EVERY_DAY, 0, 24 * 60)
    state.add_calendar(
        BookableCalendar(
            calendar_id, location_id, "Visits", "personal", open_hours=(hours,), team=(f"ann-{number}",)
        )
    )
    made = await services.tenancy.create_account("Ordeal", f"o{number}@example.com", timezone="UTC")
    principal = Principal(made.sub_account_id, made.user_id, "owner")
    await services.connections.connect(
        made.sub_account_id,
        _credentials(state, location_id) if number % 2 else Credentials(state.add_private_token(location_id)),
        location_id=location_id,
        event_kind="appointment" if number % 4 < 2 else "block_slot",
    )
    user = await services.tenancy.user(principal, made.user_id)
    open_always = {"slots": [{"day": day, "start": "00:00", "end": "24:00"} for day in range(7)]}
    placed = replace(user, calendar_id=calendar_id, location_id=location_id, bookings_time=open_always)
    await services.tenancy.update_user(principal, placed)
    lead = await services.leads.create(
        made.sub_account_id, LeadFields("Ann", f"lead{number}@example.com", "+12125550123")
    )
    await services.outside_times.refresh(made.sub_account_id, made.user_id)
    return Party(principal, lead.id)


def _credentials(state: SimulatorState, location_id: str) -> Credentials:
    code = install(
        state,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        location_id=location_id,
        scopes=EVERY_SCOPE,
    )
    app = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    form = {**app, "grant_type": "authorization_code", "code": code}
    now = SystemClock().now()
    told = give_tokens(state, form, now=now)
    return Credentials(
        grant=Grant(
            access_token=str(told["access_token"]),
            refresh_token=str(told["refresh_token"]),
            expires_at=now + timedelta(seconds=TOKEN_SECONDS),
            location_id=location_id,
            company_id=str(told["companyId"]),
        )
    )


async def gone_through(ordeal: Ordeal, *, on_progress: Callable[[], None]) -> None:
    """Have everything happen: deeds, faults, kills. Ends when nobody does anything any more."""
    ordeal.state.faults = plan_faults(faults(ordeal.scale))
    async with asyncio.TaskGroup() as group:
        group.create_task(_worked(ordeal, on_progress))
        group.create_task(_deeds(ordeal, on_progress))


async def at_rest(ordeal: Ordeal, *, within_seconds: float) -> Verdict:
    """Wait until nothing is left to do, whatever still goes wrong, and judge both sides.

    Raises:
        TimeoutError: something is never done.
    """

    async def is_at_rest() -> bool:
        if ordeal.scale.is_hurried:
            await ordeal.let_time_pass(TRY_NOW)
        return not await ordeal.asked(WAITING) and not await ordeal.asked(QUEUED)

    try:
        async with asyncio.timeout(within_seconds):
            await _until(is_at_rest)
    finally:
        if ordeal.worker is not None:
            ordeal.worker.terminate()
            await ordeal.worker.wait()
    return judged(ordeal.promises, await _rows(ordeal), ordeal.state.events.values())


async def tokens_lost(ordeal: Ordeal) -> list[int]:
    """Let the calendar be well again, and return the sub-accounts whose connection opens nothing any more."""
    ordeal.state.faults = plan_faults(b"[]")
    lost = []
    for party in ordeal.parties:
        sub_account_id = party.principal.sub_account_id
        integration = await ordeal.services.connections.integration(sub_account_id)
        calendar = ordeal.services.connections.open(sub_account_id, integration)
        try:
            await calendar.list_calendars(integration.location_id or "")
        except CalendarError:
            lost.append(sub_account_id)
    return lost


async def _rows(ordeal: Ordeal) -> dict[tuple[int, int], Row]:
    connection = await asyncpg.connect(ordeal.database_url)
    try:
        rows = await connection.fetch(ROWS)
    finally:
        await connection.close()
    return {(row[0], row[1]): Row(*row[2:]) for row in (tuple(row) for row in rows)}


async def _deeds(ordeal: Ordeal, on_progress: Callable[[], None]) -> None:
    limit = asyncio.Semaphore(AT_ONCE)

    async def has_room() -> bool:
        return await ordeal.asked(WAITING) < ordeal.scale.most_waiting

    async def one(number: int) -> None:
        async with limit:
            await _until(has_room)
            await _story(ordeal, number)
            ordeal.deeds += 1
            on_progress()

    await asyncio.gather(*(one(number) for number in range(ordeal.scale.bookings)))


async def _story(ordeal: Ordeal, number: int) -> None:
    """One booking's life: made, perhaps moved, perhaps cancelled, at once or a little later."""
    party = ordeal.parties[number % len(ordeal.parties)]
    place = number // len(ordeal.parties)
    starts_at = _starts_at(2 * place)
    request = BookingRequest(user_id=party.principal.user_id, when=starts_at, lead_id=party.lead_id)
    bookings, actor = ordeal.services.bookings, Actor("user", party.principal.user_id)
    booking = await bookings.create(party.principal, request, actor=actor)
    _promise(ordeal, booking)
    if ordeal.dice.random() < 0.4:
        await asyncio.sleep(ordeal.dice.choice((0, 0, 1.0)))
        ordeal.changes += 1
        changes = Changes(time=NewTime(starts_at=_starts_at(2 * place + 1)))
        _promise(ordeal, await bookings.change(party.principal, booking.id, changes, actor=actor))
    if ordeal.dice.random() < 0.3:
        await asyncio.sleep(ordeal.dice.choice((0, 0, 1.0)))
        ordeal.changes += 1
        _promise(ordeal, await bookings.cancel(party.principal, booking.id, actor=actor))


def _starts_at(slot: int) -> datetime:
    """Return a slot of its own for everybody, from the day after tomorrow on."""
    today = SystemClock().now().date()
    first = datetime(today.year, today.month, today.day, tzinfo=UTC) + timedelta(days=2)
    return first + slot * SLOT


def _promise(ordeal: Ordeal, booking: Booking) -> None:
    promise = Promise(booking.status != "cancelled", booking.starts_at, booking.ends_at)
    ordeal.promises[booking.sub_account_id, booking.id] = promise


async def _worked(ordeal: Ordeal, on_progress: Callable[[], None]) -> None:
    """Run the worker and kill it now and then, evenly over all deeds; the last one lives."""
    for kill in range(ordeal.scale.kills):
        ordeal.worker = await _start_worker(ordeal)
        wanted = ordeal.scale.bookings * (kill + 1) // (ordeal.scale.kills + 1)
        await _until(partial(_has_done, ordeal, wanted))
        await _killed(ordeal)
        on_progress()
    ordeal.worker = await _start_worker(ordeal)


async def _has_done(ordeal: Ordeal, deeds: int) -> bool:
    return ordeal.deeds >= deeds


async def _until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that another process does."""
    while not await is_so():  # noqa: ASYNC110 -- nothing tells us
        await asyncio.sleep(0.1)


async def _killed(ordeal: Ordeal) -> None:
    """Kill the worker as an outage of power would."""
    if ordeal.worker is not None:
        os.killpg(ordeal.worker.pid, signal.SIGKILL)
        await ordeal.worker.wait()
        ordeal.worker = None
        ordeal.killed += 1
        if ordeal.scale.is_hurried:
            await ordeal.let_time_pass(*OVERDUE)


async def _start_worker(ordeal: Ordeal) -> asyncio.subprocess.Process:
    settings = ordeal.settings
    environment = {
        **os.environ,
        "FRONTDESK_DATABASE_URL": ordeal.database_url,
        "FRONTDESK_DATA_DIR": str(settings.data_dir),
        "FRONTDESK_SECRET_KEYS": "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=",
        "FRONTDESK_GHL_BASE_URL": settings.ghl_base_url,
        "FRONTDESK_GHL_CLIENT_ID": CLIENT_ID,
        "FRONTDESK_GHL_CLIENT_SECRET": CLIENT_SECRET,
        "FRONTDESK_PUBLIC_URL": "http://127.0.0.1:1",
        "FRONTDESK_LOG_LEVEL": "ERROR",
        "FRONTDESK_MODEL": "offline",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "frontdesk", "worker", env=environment, start_new_session=True
    )

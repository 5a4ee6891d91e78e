"""Clients that want the same few hours of one user, all at once, through several server processes.

What each was told is written down, so that it can be compared with what the table says afterwards.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.processes import served
from bench.wire import Reply, Wire

from frontdesk.assembly import assembled
from frontdesk.bookings.lifecycle import MOVES, Status
from frontdesk.clock import SystemClock
from frontdesk.settings import Settings
from tests.conftest import Account, TestServer, make_account
from tests.databases import rows

# Method, path, body.
Request = tuple[str, str, dict[str, Any]]
BUFFER_MINUTES = 10
DURATIONS = (15, 30, 45)
# Six hours, a start every quarter of an hour: too little for everybody.
FIRST_HOUR, HOURS = 9, 6
BOOKINGS_TIME = {
    "slots": [{"day": day, "start": "09:00", "end": "16:00"} for day in range(7)],
    "slotDuration": 30, "slotInterval": 15, "bufferMinutes": BUFFER_MINUTES,
}  # fmt: skip

OVERLAPS = """
SELECT a.id, b.id FROM bookings a
JOIN bookings b ON b.sub_account_id = a.sub_account_id AND b.regular_user_id = a.regular_user_id
WHERE a.sub_account_id = $1 AND a.id < b.id
  AND a.status IN ('held', 'pending', 'confirmed') AND b.status IN ('held', 'pending', 'confirmed')
  AND a.starts_at < b.ends_at + $2 AND b.starts_at < a.ends_at + $2
"""
BOOKINGS = "SELECT * FROM bookings WHERE sub_account_id = $1"
EVENTS = "SELECT booking_id, at, to_status FROM booking_events WHERE sub_account_id = $1"


@dataclass(slots=True)
class Told:
    """What the clients were told."""

    accepted: list[dict[str, Any]] = field(default_factory=list)
    refused_subjects: list[str] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    refusals: dict[str, dict[str, Any]] = field(default_factory=dict)
    unexpected: list[tuple[int, bytes]] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    holds: list[int] = field(default_factory=list)

    def note(self, reply: Reply, *, subject: str | None = None) -> None:
        """Write an answer down."""
        answer = reply.json()
        if reply.status in {200, 201}:
            self.accepted.append(answer)
            self.codes[answer["status"]] += 1
        elif reply.status == 409:
            self.codes[answer["error"]] += 1
            self.refusals.setdefault(answer["error"], answer)
        else:
            self.unexpected.append((reply.status, reply.body))
        if subject is not None and reply.status != 201:
            self.refused_subjects.append(subject)


@dataclass(slots=True)
class Racer:
    """One client with a connection of its own; `number` seeds what it does."""

    number: int
    wire: Wire
    told: Told
    chance: random.Random = field(init=False)
    made: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.number)

    async def run(self, until: float) -> None:
        """Do this and that until the time is over."""
        deeds: dict[Callable[[], Awaitable[None]], int] = {
            self.create: 40, self.hold: 15, self.book_hold: 10, self.move: 25, self.cancel: 10,
        }  # fmt: skip
        while time.monotonic() < until:
            [deed] = self.chance.choices(list(deeds), weights=list(deeds.values()))
            await deed()

    async def create(self) -> None:
        subject = self._new_subject()
        reply = await self.wire.ask("POST", "/bookings", {**self._time(), "subject": subject})
        self._created(reply, subject, self.told.ids)

    async def hold(self) -> None:
        subject, seconds = self._new_subject(), self.chance.choice((1, 60))
        wanted = {**self._time(), "subject": subject, "ttlSeconds": seconds}
        self._created(await self.wire.ask("POST", "/bookings/holds", wanted), subject, self.told.holds)

    async def book_hold(self) -> None:
        if self.told.holds:
            hold_id = self.chance.choice(self.told.holds[-5:])
            reply = await self.wire.ask("POST", "/bookings", {"holdId": hold_id})
            self.told.note(reply)
            if reply.status == 201:
                self.told.ids.append(hold_id)

    async def move(self) -> None:
        if self.told.ids:
            booking_id = self.chance.choice(self.told.ids)
            self.told.note(await self.wire.ask("PATCH", f"/bookings/{booking_id}", self._time()))

    async def cancel(self) -> None:
        if self.told.ids:
            booking_id = self.told.ids.pop(self.chance.randrange(len(self.told.ids)))
            self.told.note(await self.wire.ask("DELETE", f"/bookings/{booking_id}", {"reason": "a race"}))

    def _created(self, reply: Reply, subject: str, ids: list[int]) -> None:
        self.told.note(reply, subject=subject)
        if reply.status == 201:
            ids.append(reply.json()["id"])

    def _time(self) -> dict[str, Any]:
        start = timedelta(hours=FIRST_HOUR, minutes=15 * self.chance.randrange(HOURS * 4))
        return {"startsAt": (race_day() + start).isoformat(), "duration": self.chance.choice(DURATIONS)}

    def _new_subject(self) -> str:
        self.made += 1
        return f"racer {self.number}, try {self.made}"


@dataclass(frozen=True, slots=True)
class Track:
    """Server processes over one database, and the account they race for."""

    server: TestServer
    account: Account
    ports: list[int]

    async def wire(self, number: int) -> Wire:
        """Connect to one of the processes."""
        return await Wire.connect(self.ports[number % len(self.ports)], self.account.api_key)

    async def race(self, *, clients: int, seconds: float) -> Told:
        """Let the clients loose; returns what they were told."""
        told = Told()
        racers = [Racer(number, await self.wire(number), told) for number in range(clients)]
        until = time.monotonic() + seconds
        await asyncio.gather(*(racer.run(until) for racer in racers))
        for racer in racers:
            await racer.wire.close()
        return told

    async def at_once(self, requests: list[Request]) -> list[Reply]:
        """Send every request on a connection of its own, all at the same moment."""
        wires = [await self.wire(number) for number in range(len(requests))]
        asked = (wire.ask(*request) for wire, request in zip(wires, requests, strict=True))
        replies = await asyncio.gather(*asked)
        for wire in wires:
            await wire.close()
        return replies

    async def overlaps(self) -> list[tuple[int, int]]:
        """Return the pairs of live bookings that lie closer together than the buffer, asked as the owner."""
        buffer = timedelta(minutes=BUFFER_MINUTES)
        found = await rows(self.server, OVERLAPS, self.account.sub_account_id, buffer)
        return [(row[0], row[1]) for row in found]

    async def broken_promises(self, told: Told) -> list[str]:
        """Return every answer that the table does not bear out."""
        sub_account_id = self.account.sub_account_id
        table = {row["id"]: row for row in await rows(self.server, BOOKINGS, sub_account_id)}
        history = {tuple(row) for row in await rows(self.server, EVENTS, sub_account_id)}
        subjects = {row["details"] for row in table.values()}
        lost = [str(one) for one in told.accepted if not _is_borne_out(one, table, history)]
        ghosts = [one for one in told.refused_subjects if any(f'"{one}"' in text for text in subjects)]
        return lost + ghosts


@asynccontextmanager
async def processes(server: TestServer, data_dir: Path, *, count: int = 2) -> AsyncIterator[list[int]]:
    """Start server processes over a database; yields their ports."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(served(server.owner_dsn, data_dir)) for _ in range(count)]


async def new_account(server: TestServer, data_dir: Path) -> Account:
    """Make an account whose owner everybody wants."""
    settings = Settings(data_dir=data_dir, secret_keys=(b"k" * 32,), ghl_base_url="http://127.0.0.1:9")
    async with assembled(settings, server.app, clock=SystemClock()) as services:
        account = await make_account(services, timezone="UTC")
        user = await services.tenancy.user(account.owner, account.user_id)
        await services.tenancy.update_user(account.owner, replace(user, bookings_time=BOOKINGS_TIME))
    return account


def race_day() -> datetime:
    """Return the day after tomorrow, in UTC: the servers run on the machine's clock."""
    today = SystemClock().now().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    return today + timedelta(days=2)


def _is_borne_out(answer: dict[str, Any], table: dict[int, Any], history: set[tuple[Any, ...]]) -> bool:
    """Tell whether a booking was, and is or has gone on from, what an answer said of it."""
    row = table.get(answer["id"])
    if row is None:
        return False
    at, status = datetime.fromisoformat(answer["updatedAt"]), answer["status"]
    if row["updated_at"] == at:
        is_as_told = (row["status"], row["starts_at"]) == (status, datetime.fromisoformat(answer["startsAt"]))
    else:
        is_as_told = row["updated_at"] > at and row["status"] in _reachable(status)
    return is_as_told and (row["id"], at, status) in history


def _reachable(status: Status) -> set[Status]:
    return {status}.union(*(_reachable(following) for following in MOVES[status]))

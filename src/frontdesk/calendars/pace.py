"""How fast a location may be asked: a token bucket in PostgreSQL, shared by all processes, and what the
answers' headers say is left.

A process takes tokens in blocks, so most calls cost no query. Calls in the background leave a reserve to
those that somebody waits for. Time is the database's: the other side's limit runs by no clock of ours.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.calendars.port import CalendarUnreachable
from frontdesk.clock import Clock
from frontdesk.db.pool import Database

# What the documentation grants; an answer's headers may say otherwise.
CALLS, INTERVAL_SECONDS = 100, 10.0
# A bucket of this share, refilled by that share an interval: together, with what processes hold, never more
# than the whole in any interval, wherever it begins.
BUCKET, REFILL, BLOCK, RESERVE = 0.4, 0.5, 0.05, 0.15
HELD_FOR = timedelta(seconds=10)
LONGEST_WAIT_SECONDS = 3.0
LONGEST_BACKGROUND_WAIT_SECONDS = 10.0
# Of the day's budget, this share is for calls that somebody waits for.
DAY_RESERVE = 0.05
DAY_OVER = timedelta(minutes=10)

# $1 key, $2 capacity, $3 wanted, $4 tokens a second, $5 reserve. A new bucket is full.
TAKE = """
INSERT INTO rate_buckets AS b (key, tokens, granted, refilled_at)
VALUES ($1, $2::float8 - $3::int, $3::int, clock_timestamp())
ON CONFLICT (key) DO UPDATE SET (tokens, granted, refilled_at) = (
    SELECT there - given, given, greatest(b.refilled_at, clock_timestamp())
    FROM (SELECT there, greatest(0, least($3::int, floor(there - $5::float8)))::int AS given
          FROM (SELECT least($2::float8, b.tokens + $4::float8 * greatest(
              0, extract(epoch FROM clock_timestamp() - b.refilled_at))) AS there) AS refilled) AS shared
)
RETURNING granted, tokens
"""

_is_background: ContextVar[bool] = ContextVar("is_background", default=False)


@contextmanager
def in_background() -> Iterator[None]:
    """Let the calls within leave a reserve to those that somebody waits for."""
    token = _is_background.set(True)
    try:
        yield
    finally:
        _is_background.reset(token)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the other side grants, and what is left of it, as its last answer said."""

    calls: int = CALLS
    interval_seconds: float = INTERVAL_SECONDS
    left: int | None = None
    day: int | None = None
    left_today: int | None = None


def read_allowance(headers: Mapping[str, str]) -> Allowance:
    """Return what an answer's headers say; what they do not say is as documented. Pure."""

    def number(name: str) -> int | None:
        value = headers.get(f"X-RateLimit-{name}", "")
        return int(value) if value.isdecimal() else None

    return Allowance(
        calls=number("Max") or CALLS,
        interval_seconds=(number("Interval-Milliseconds") or INTERVAL_SECONDS * 1000) / 1000,
        left=number("Remaining"),
        day=number("Limit-Daily"),
        left_today=number("Daily-Remaining"),
    )


class Pace:
    """One location's pace in this process."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        location: str,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._db = db
        self._clock = clock
        self._key = hashlib.blake2b(location.encode(), digest_size=16, person=b"outside location").digest()
        self._sleep = sleep
        self._allowance = Allowance()
        self._tokens = 0
        self._held_until: datetime | None = None
        self._paused_until: datetime | None = None
        self._taking = asyncio.Lock()

    async def take(self) -> None:
        """Wait for one call's turn.

        Raises:
            CalendarUnreachable: it would take too long; says how long.
        """
        self._refuse_while_paused()
        waited, most = 0.0, LONGEST_BACKGROUND_WAIT_SECONDS if _is_background.get() else LONGEST_WAIT_SECONDS
        async with self._taking:
            while not self._has_tokens():
                wait = await self._refill()
                if wait > 0:
                    if waited + wait > most:
                        raise _too_many(wait)
                    await self._sleep(wait)
                    waited += wait
            self._tokens -= 1

    def heed(self, headers: Mapping[str, str]) -> None:
        """Go by what an answer says is left."""
        self._allowance = told = read_allowance(headers)
        if told.left == 0:
            self._tokens = 0
            self._paused_until = self._clock.now() + timedelta(seconds=told.interval_seconds)
        if told.left_today == 0:
            self._paused_until = self._clock.now() + DAY_OVER

    def _refuse_while_paused(self) -> None:
        now, told = self._clock.now(), self._allowance
        if self._paused_until is not None and now < self._paused_until:
            raise _too_many((self._paused_until - now).total_seconds())
        if _is_background.get() and told.day and (told.left_today or 0) < told.day * DAY_RESERVE:
            raise _too_many(DAY_OVER.total_seconds())

    def _has_tokens(self) -> bool:
        if self._held_until is not None and self._clock.now() >= self._held_until:
            self._tokens = 0
        return self._tokens > 0

    async def _refill(self) -> float:
        """Take a block out of the bucket; returns the seconds until there may be one, if there is none."""
        told = self._allowance
        block = max(1, int(told.calls * BLOCK))
        per_second = told.calls * REFILL / told.interval_seconds
        reserve = told.calls * RESERVE if _is_background.get() else 0.0
        async with self._db.untenanted() as connection:
            row = await connection.fetchrow(TAKE, self._key, told.calls * BUCKET, block, per_second, reserve)
        assert row is not None, "an upsert returns its row"  # noqa: S101
        self._tokens = row["granted"]
        self._held_until = self._clock.now() + HELD_FOR
        return 0.0 if self._tokens else max(0.02, (1 + reserve - row["tokens"]) / per_second)


def _too_many(wait: float) -> CalendarUnreachable:
    return CalendarUnreachable(
        "GoHighLevel allows no more calls for this location just now.", retry_after_seconds=max(1.0, wait)
    )

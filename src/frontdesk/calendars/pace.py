"""How fast a location may be asked: a token bucket in PostgreSQL, shared by all processes, and what the
answers' headers say is left.

A process takes a few tokens at a time, so most calls cost no query. Calls in the background leave a reserve
to those that somebody waits for. Time is the database's: the other side's limit runs by no clock of ours.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from frontdesk.calendars.port import CalendarUnreachable
from frontdesk.clock import Clock
from frontdesk.db.pool import Database, DatabaseError
from frontdesk.logs import logger

# What the documentation grants; an answer's headers may say otherwise, for a while.
CALLS, INTERVAL_SECONDS = 100, 10.0
BELIEVED_FOR = timedelta(minutes=10)
# A bucket of this share of the calls, refilled by that share an interval. A process keeps tokens for that
# share of the interval. So however many processes there are, an interval sees at most what the bucket
# had and what came in while it and one keeping lasted: 0.4 + 0.5 * 1.1, wherever it begins.
BUCKET, REFILL, KEPT = 0.4, 0.5, 0.1
BLOCK, RESERVE = 0.05, 0.15
LONGEST_WAIT_SECONDS = 3.0
LONGEST_BACKGROUND_WAIT_SECONDS = 10.0
# Of the day's budget, this share is for calls that somebody waits for.
DAY_RESERVE = 0.05
# When the day ends is not told: after so long one call finds out.
DAY_OVER = timedelta(minutes=10)

# $1 key, $2 capacity, $3 wanted, $4 tokens a second, $5 reserve, none for calls that somebody waits for.
# A new bucket is full; one that runs low gives them out singly, so that few are kept unused.
TAKE = """
INSERT INTO rate_buckets AS b (key, tokens, granted, refilled_at)
VALUES ($1, $2::float8 - $3::int, $3::int, clock_timestamp())
ON CONFLICT (key) DO UPDATE SET (tokens, granted, refilled_at) = (
    SELECT there - given, given, greatest(b.refilled_at, clock_timestamp())
    FROM (SELECT there, CASE
              WHEN b.paused_until > clock_timestamp() THEN 0
              WHEN $5::float8 > 0 AND b.spared_until > clock_timestamp() THEN 0
              WHEN there - $5::float8 < 1 THEN 0
              ELSE least($3::int, greatest(1, floor((there - $5::float8) / 4)))
          END::int AS given
          FROM (SELECT least($2::float8, b.tokens + $4::float8 * greatest(
              0, extract(epoch FROM clock_timestamp() - b.refilled_at))) AS there) AS refilled) AS shared
)
RETURNING granted, tokens, extract(epoch FROM greatest(
    b.paused_until, CASE WHEN $5::float8 > 0 THEN b.spared_until END) - clock_timestamp())::float8 AS pause
"""

# $1 key, $2 for how long nobody may call, $3 for how long nobody in the background.
PAUSE = """
INSERT INTO rate_buckets AS b (key, tokens, granted, refilled_at, paused_until, spared_until)
VALUES ($1, 0, 0, clock_timestamp(), clock_timestamp() + $2::interval, clock_timestamp() + $3::interval)
ON CONFLICT (key) DO UPDATE SET paused_until = greatest(b.paused_until, excluded.paused_until),
                                spared_until = greatest(b.spared_until, excluded.spared_until)
"""

_log = logger(__name__)
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

    @property
    def pause(self) -> timedelta:
        """For how long nobody may call."""
        if self.left_today == 0:
            return DAY_OVER
        return timedelta(seconds=self.interval_seconds if self.left == 0 else 0)

    @property
    def spared(self) -> timedelta:
        """For how long nobody may call in the background."""
        if self.day is None or self.left_today is None or self.left_today >= self.day * DAY_RESERVE:
            return timedelta(0)
        return DAY_OVER


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


@dataclass(slots=True)
class _Kept:
    """The tokens that this process has taken and not used."""

    tokens: int = 0
    until: datetime | None = None
    taking: asyncio.Lock = field(default_factory=asyncio.Lock)


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
        self._told = Allowance()
        self._believed_until = self._noted_until = clock.now()
        self._noted = (timedelta(0), timedelta(0))
        self._kept, self._kept_in_background = _Kept(), _Kept()

    async def take(self) -> None:
        """Wait for one call's turn.

        Raises:
            CalendarUnreachable: it would take too long; says how long.
        """
        is_background = _is_background.get()
        waited, most = 0.0, LONGEST_BACKGROUND_WAIT_SECONDS if is_background else LONGEST_WAIT_SECONDS
        kept = self._kept_in_background if is_background else self._kept
        async with kept.taking:
            if kept.until is not None and self._clock.now() >= kept.until:
                kept.tokens = 0
            while not kept.tokens:
                wait = await self._refill(kept, RESERVE if is_background else 0.0)
                if wait > 0:
                    if waited + wait > most:
                        raise _too_many(wait)
                    await self._sleep(wait)
                    waited += wait
            kept.tokens -= 1

    async def heed(self, headers: Mapping[str, str]) -> None:
        """Go by what an answer says is left; that nothing is, all processes are told."""
        now, told = self._clock.now(), read_allowance(headers)
        self._told, self._believed_until = told, now + BELIEVED_FOR
        news = told.pause, told.spared
        if not any(news) or (news == self._noted and now < self._noted_until):
            return
        self._noted, self._noted_until = news, now + max(news)
        self._kept_in_background.tokens = 0
        if told.pause:
            self._kept.tokens = 0
        try:
            async with self._db.untenanted() as connection:
                await connection.execute(PAUSE, self._key, *news)
        except DatabaseError as error:
            _log.warning("pause_not_stored", reason=str(error))

    async def _refill(self, kept: _Kept, reserve_share: float) -> float:
        """Take a few out of the bucket; returns the seconds until there may be one, if there is none."""
        now = self._clock.now()
        told = self._told if now < self._believed_until else Allowance()
        block = max(1, int(told.calls * BLOCK))
        per_second = told.calls * REFILL / told.interval_seconds
        reserve = told.calls * reserve_share
        async with self._db.untenanted() as connection:
            row = await connection.fetchrow(TAKE, self._key, told.calls * BUCKET, block, per_second, reserve)
        assert row is not None, "an upsert returns its row"  # noqa: S101
        kept.tokens = row["granted"]
        kept.until = now + timedelta(seconds=told.interval_seconds * KEPT)
        if kept.tokens:
            return 0.0
        return float(max(0.02, (1 + reserve - row["tokens"]) / per_second, row["pause"] or 0.0))


def _too_many(wait: float) -> CalendarUnreachable:
    return CalendarUnreachable(
        "GoHighLevel allows no more calls for this location just now.", retry_after_seconds=max(1.0, wait)
    )

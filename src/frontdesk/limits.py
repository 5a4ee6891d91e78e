"""How often a caller may ask: token buckets in PostgreSQL, shared by all processes.

A process takes tokens in blocks and spends them from memory, so that most requests cost no query. A limit can
be off by one block for each process. Sign-ins are taken one by one.
"""

import asyncio
import hashlib
import math
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler

from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.emails import folded
from frontdesk.errors import RateLimited

Caller = ASGIConnection[Any, Any, Any, State]
MOST_CALLERS = 10_000
SWEEP_EVERY = 1_000
SWEPT_AFTER = timedelta(minutes=10)
# One home or office has that many IPv6 addresses at least.
IPV6_PREFIX = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """So many a minute, and as many at once after a minute of quiet; a process takes `block` at a time."""

    name: str
    per_minute: int
    block: int = 1


# Against a runaway loop, not against work: one process answers about two thousand requests a second.
API_KEY = Limit("api key", 60_000, block=100)
OPEN_ROUTE = Limit("open route", 300, block=10)
# Pages and their pieces, by the session that looks at them: an office shares one address.
SIGNED_IN = Limit("signed in", 1_200, block=20)
VISITOR_MESSAGE = Limit("visitor message", 30)
VISITOR_READING = Limit("visitor reading", 120, block=10)
# Bookings that leads make, move and cancel without talking, by address: a family, not a script.
LEAD_CHANGE = Limit("lead change", 20)
SIGN_IN = Limit("sign-in", 10)
# Talks with a draft of the assistant, by sub-account: each asks the model, which costs money.
REHEARSAL = Limit("rehearsal", 20)

# $1 key, $2 capacity, $3 wanted, $4 tokens a second, $5 now. A new bucket is full.
TAKE = """
INSERT INTO rate_buckets AS b (key, tokens, granted, refilled_at)
VALUES ($1, $2::float8 - $3::int, $3::int, $5)
ON CONFLICT (key) DO UPDATE SET (tokens, granted, refilled_at) = (
    SELECT there - least($3::int, floor(there)), least($3::int, floor(there)), greatest(b.refilled_at, $5)
    FROM (SELECT least($2::float8, b.tokens + $4::float8 * greatest(
        0, extract(epoch FROM $5 - b.refilled_at))) AS there) AS refilled
)
RETURNING granted, tokens
"""

SWEEP = "DELETE FROM rate_buckets WHERE refilled_at < $1"


@dataclass(slots=True)
class _Share:
    """What this process holds of one bucket."""

    tokens: int = 0
    empty_until: datetime | None = None
    taking: asyncio.Lock = field(default_factory=asyncio.Lock)


class Limits:
    """Counts what callers ask."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._shares: OrderedDict[tuple[str, str | bytes], _Share] = OrderedDict()
        self._refills = 0

    async def take(self, limit: Limit, caller: str | bytes) -> None:
        """Count one request of a caller.

        Raises:
            RateLimited: it is one too many; says when there is room again.
        """
        share = self._share(limit, caller)
        if share.tokens < 1:
            async with share.taking:
                if share.tokens < 1:
                    await self._refill(share, limit, caller)
        share.tokens -= 1

    async def take_sign_in(self, address: str, email: str) -> None:
        """Count an attempt to sign in, by where it comes from and by whose password is tried.

        Raises:
            RateLimited: there were too many.
        """
        await self.take(SIGN_IN, f"address {address}")
        await self.take(SIGN_IN, f"e-mail {folded(email)}")

    def _share(self, limit: Limit, caller: str | bytes) -> _Share:
        place = (limit.name, caller)
        share = self._shares.get(place)
        if share is None:
            share = self._shares[place] = _Share()
            if len(self._shares) > MOST_CALLERS:
                self._shares.popitem(last=False)
        else:
            self._shares.move_to_end(place)
        return share

    async def _refill(self, share: _Share, limit: Limit, caller: str | bytes) -> None:
        now = self._clock.now()
        if share.empty_until is not None and now < share.empty_until:
            raise _too_many(share.empty_until - now)
        per_second = limit.per_minute / 60
        async with self._db.untenanted() as connection:
            row = await connection.fetchrow(
                TAKE, _key(limit, caller), float(limit.per_minute), limit.block, per_second, now
            )
            self._refills += 1
            if self._refills % SWEEP_EVERY == 0:
                await connection.execute(SWEEP, now - SWEPT_AFTER)
        assert row is not None, "an upsert returns its row"  # noqa: S101
        share.tokens = row["granted"]
        if share.tokens < 1:
            share.empty_until = now + timedelta(seconds=(1 - row["tokens"]) / per_second)
            raise _too_many(share.empty_until - now)


def address_of(connection: Caller) -> str:
    """Return where a request comes from, as one name for whatever is one place."""
    host = host_of(connection)
    return _place(host) or host


def host_of(connection: Caller) -> str:
    """Return the address that a request comes from.

    A proxy on this machine or in a private network is believed about whom it speaks for: the last address it
    names, which is the one it saw. Anybody else's word counts for nothing.
    """
    peer = connection.client.host if connection.client else ""
    # A proxy may add to the header or send another one of that name: the last word is its own either way.
    named = ",".join(connection.headers.getall("X-Forwarded-For", [])).rpartition(",")[2].strip()
    return named if named and is_near(peer) and _place(named) else peer


async def limit_by_address(connection: Caller, _handler: BaseRouteHandler) -> None:
    """Guard a route that is open to everyone.

    Raises:
        RateLimited: too many requests come from one place.
    """
    await connection.app.state.services.limits.take(OPEN_ROUTE, address_of(connection))


async def limit_lead_changes(connection: Caller, _handler: BaseRouteHandler) -> None:
    """Guard a route by which leads book, move or cancel without talking.

    Raises:
        RateLimited: too many such requests come from one place.
    """
    await connection.app.state.services.limits.take(LEAD_CHANGE, address_of(connection))


def _key(limit: Limit, caller: str | bytes) -> bytes:
    named = caller.encode() if isinstance(caller, str) else caller
    return hashlib.blake2b(named, digest_size=16, person=limit.name.encode()[:16]).digest()


def _too_many(wait: timedelta) -> RateLimited:
    return RateLimited(
        "Too many requests. Please wait a moment.",
        retry_after_seconds=max(1, math.ceil(wait.total_seconds())),
    )


def is_near(host: str) -> bool:
    """Say whether an address is this machine's or a private network's."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def _place(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    return str(ip_network((int(address), IPV6_PREFIX), strict=False))

"""The stage of an ordeal: a simulated GoHighLevel that tells what it knows, our server, and who books."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg

from bench.ordeal.parties import Party
from bench.ordeal.verdict import Promise, Row
from frontdesk.assembly import Services
from frontdesk.calendars.simulator import SimulatorState

# Longer than the margin by which a token is renewed before its end, and not by much.
TOKEN_SECONDS = 75
SLOT = timedelta(minutes=30)
# What is booked reaches over both days on which clocks are changed.
SLOTS_OF_TWO_DAYS = 96
ROWS = """
SELECT sub_account_id, id, status, external_state, starts_at, ends_at, external_event_id, external_from,
       external_claimed_until > now() AS is_claimed, doubted_at IS NOT NULL AS is_doubted
FROM bookings
"""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of an ordeal it is.

    Attributes:
        share: of the calls that go wrong, 0 to 1.
        slow_seconds: by how much a slow answer is delayed.
        late_writes: how many writes take effect when nobody waits for them any more; None: as many as others
            go wrong in another way.
        refused_seconds: how long a location is turned down when it is, and left alone after that.
        patience_seconds: after that long somebody pushes again what stays refused.
        most_waiting: how many bookings may wait for the workers before the next deed.
        is_hurried: whether what would be tried again later, or when a claim is over, is tried at once.
    """

    bookings: int = 2_000
    kills: int = 20
    parties: int = 20
    share: float = 0.3
    slow_seconds: float = 3.0
    late_writes: int | None = None
    refused_seconds: float = 8.0
    patience_seconds: float = 10.0
    most_waiting: int = 120
    is_hurried: bool = False


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill, and what it left undone.

    Attributes:
        workers: how many were killed at once.
        open_claims: bookings that a worker, killed or not, was at.
        unnoted: of them, those whose event was changed already, and nobody had taken note of it.
    """

    workers: int
    open_claims: int
    unnoted: int


@dataclass
class Ordeal:
    """The stage, and what was promised to people on it."""

    scale: Scale
    database_url: str
    environment: Mapping[str, str]
    log: Path | None
    state: SimulatorState
    services: Services
    first: datetime
    parties: Sequence[Party] = ()
    promises: dict[tuple[int, int], Promise] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(11))
    deeds: int = 0
    changes: int = 0
    refusals: int = 0
    pushed_again: int = 0
    looked_at: int = 0
    kills: list[Kill] = field(default_factory=list)
    workers: list[asyncio.subprocess.Process] = field(default_factory=list)

    def starts_at(self, slot: int) -> datetime:
        """Return when a slot begins; they follow one another over all that is booked of a calendar."""
        slots = 2 * self.scale.bookings // self.scale.parties
        return self.first + slot * SLOT * max(1, SLOTS_OF_TWO_DAYS // max(1, slots))

    @property
    def free_at(self) -> datetime:
        """When nobody has booked anything."""
        return self.first + timedelta(days=30)

    async def asked(self, query: str) -> list[asyncpg.Record]:
        """Return what the database's owner is told."""
        connection = await asyncpg.connect(self.database_url)
        try:
            return list(await connection.fetch(query))
        finally:
            await connection.close()

    async def counted(self, query: str) -> int:
        """Return a number that the database's owner is told."""
        return int((await self.asked(query))[0][0])

    async def rows(self) -> dict[tuple[int, int], Row]:
        """Return the bookings as the database has them."""
        return {(row[0], row[1]): Row(*row[2:]) for row in (tuple(row) for row in await self.asked(ROWS))}

    async def let_time_pass(self, *statements: str) -> None:
        """Let be over at once what takes its time."""
        for statement in statements:
            await self.asked(statement)

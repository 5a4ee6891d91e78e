"""What is measured on: the embedded server as it ships, an account, and users with a history."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import asyncpg

from frontdesk.assembly import assembled
from frontdesk.clock import SystemClock
from frontdesk.db import embedded, schema
from frontdesk.db.pool import ConnectionSettings, by_arguments
from frontdesk.settings import Settings

USERS = 100
# Back to back before the day that is asked about: all of them live, as the index of busy times has them.
HISTORY = """
INSERT INTO bookings (sub_account_id, regular_user_id, booking_type, status, starts_at, ends_at, busy_range,
                      details, external_state, created_at, updated_at, external_from, external_until)
SELECT $1, $2, 'meeting', 'confirmed', s, s + interval '30 minutes', tstzrange(s, s + interval '30 minutes'),
       '{}', 'none', s, s, s, s
FROM (SELECT $3::timestamptz - n * interval '30 minutes' AS s FROM generate_series($4::int, $5::int) n) starts
"""
# Five appointments on the day itself.
BUSY_DAY = (19, 22, 25, 27, 30)
MORE_USERS = """
INSERT INTO users (sub_account_id, name, email, role, timezone, bookings_time, created_at, updated_at)
SELECT $1, 'user', 'user' || n || '@example.com', 'member', 'UTC', u.bookings_time, now(), now()
FROM users u, generate_series(1, $3) n WHERE u.id = $2
"""


@dataclass(slots=True)
class Stage:
    """A database with an account in it. The owner is asked about; `clerk_id` is booked."""

    database_url: str
    app: ConnectionSettings
    data_dir: Path
    sub_account_id: int
    user_id: int
    clerk_id: int
    api_key: str
    day: date
    history: int = 0
    booked: int = 0

    async def grow_history(self, count: int) -> None:
        """Let the owner have this many bookings before the day."""
        connection = await asyncpg.connect(self.database_url)
        day = datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        whose = (self.sub_account_id, self.user_id, day)
        await connection.execute(HISTORY, *whose, self.history + 1, count)
        await connection.execute("VACUUM ANALYZE bookings")
        await connection.close()
        self.history = count

    def next_start(self) -> datetime:
        """Return a time of the clerk's that nobody has asked for yet: one on every day, then another."""
        number, self.booked = self.booked, self.booked + 1
        day = datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        return day + timedelta(days=number % 700, minutes=30 * (number // 700))


@asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    """Start everything; it is removed in the end."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # noqa: ASYNC240 -- nobody else is waiting yet
        with embedded.running(folder / "data") as server:
            owner, app = server.dsn(embedded.SUPERUSER), by_arguments({"dsn": server.dsn(embedded.APP)})
            await schema.migrate(owner)
            yield await _furnished(owner, app, folder / "home")


async def _furnished(owner: str, app: ConnectionSettings, data_dir: Path) -> Stage:
    settings = Settings(data_dir=data_dir, secret_keys=(b"k" * 32,))
    async with assembled(settings, app, clock=SystemClock()) as services:
        made = await services.tenancy.create_account("Bench", "bench@example.com", timezone="UTC")
        clerk_id, _ = await services.tenancy.create_user(
            made.sub_account_id, "clerk@example.com", role="admin"
        )
        principal = await services.tenancy.authenticate(made.api_key)
        hours = [{"day": day, "start": "09:00", "end": "17:00"} for day in range(7)]
        around = [{"day": day, "start": "00:00", "end": "24:00"} for day in range(7)]
        for user_id, slots in ((made.user_id, hours), (clerk_id, around)):
            user = await services.tenancy.user(principal, user_id)
            times = {"slots": slots, "slotDuration": 30}
            await services.tenancy.update_user(principal, replace(user, bookings_time=times, timezone="UTC"))
    day = SystemClock().now().date() + timedelta(days=7)
    stage = Stage(owner, app, data_dir, made.sub_account_id, made.user_id, clerk_id, made.api_key, day)
    connection = await asyncpg.connect(owner)
    await connection.execute(MORE_USERS, made.sub_account_id, made.user_id, USERS - 2)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for half_hour in BUSY_DAY:
        start = midnight + timedelta(minutes=30 * (half_hour + 1))
        await connection.execute(HISTORY, stage.sub_account_id, stage.user_id, start, 1, 1)
    await connection.close()
    return stage

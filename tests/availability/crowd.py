"""A database with a million bookings in it, made in seconds: what queries cost when there is a history."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

from tests.conftest import TestServer
from tests.databases import own_database, owning

TENANTS, USERS_EACH, LEADS_EACH = 20, 10, 2_000
BOOKINGS = 1_000_000
# One user has a fifth of all bookings, eleven years of them back to back; the others share the rest.
BUSIEST_HAS = 200_000
SINCE = datetime(2016, 1, 1, tzinfo=UTC)
# From here on the busiest user's bookings are still to come.
NOW = datetime(2027, 1, 1, tzinfo=UTC)

ROWS = f"""
INSERT INTO sub_accounts (id, name, timezone, widget_key, created_at)
SELECT t, 'tenant ' || t, 'UTC', 'w' || t, now() FROM generate_series(1, {TENANTS}) t;

INSERT INTO users (sub_account_id, id, name, email, role, timezone, bookings_time, created_at, updated_at)
SELECT t, t * 100 + u, 'user', u || '@' || t, 'member', 'UTC', '{{"slots": []}}', now(), now()
FROM generate_series(1, {TENANTS}) t, generate_series(1, {USERS_EACH}) u;

INSERT INTO leads (sub_account_id, id, created_at, updated_at)
SELECT t, t * 100000 + l, now(), now()
FROM generate_series(1, {TENANTS}) t, generate_series(1, {LEADS_EACH}) l;

WITH places AS (
    SELECT 1 AS t, 101 AS u, n FROM generate_series(0, {BUSIEST_HAS - 1}) n
    UNION ALL
    SELECT 1 + other / {USERS_EACH}, (1 + other / {USERS_EACH}) * 100 + 1 + other % {USERS_EACH}, n
    FROM generate_series(1, {TENANTS * USERS_EACH - 1}) other,
         generate_series(0, {(BOOKINGS - BUSIEST_HAS) // (TENANTS * USERS_EACH - 1)}) n
), times AS (
    SELECT t, u, n, timestamptz '{SINCE:%Y-%m-%d}Z' + n * interval '30 minutes' AS starts_at FROM places
)
INSERT INTO bookings (sub_account_id, regular_user_id, lead_id, booking_type, status, starts_at, ends_at,
                      busy_range, details, hold_expires_at, external_state, created_at, updated_at,
                      external_from, external_until)
SELECT t, u, t * 100000 + 1 + n * 7919 % {LEADS_EACH}, 'meeting',
       CASE WHEN n % 50000 = 777 THEN 'pending' WHEN n % 3000 = 1111 THEN 'held'
            WHEN n % 20 = 3 THEN 'cancelled' WHEN n % 1000 = 5 THEN 'no_show'
            WHEN starts_at >= '{NOW:%Y-%m-%d}Z' OR n % 10 = 0 THEN 'confirmed' ELSE 'completed' END,
       starts_at, starts_at + interval '20 minutes',
       tstzrange(starts_at, starts_at + interval '30 minutes'),
       jsonb_build_object('date', to_char(starts_at, 'YYYY-MM-DD'), 'time', '10:00:00', 'duration', 20),
       CASE WHEN n % 3000 = 1111 THEN starts_at END,
       'none', starts_at, starts_at, starts_at, starts_at + interval '20 minutes'
FROM times;

INSERT INTO outside_calendars (sub_account_id, user_id, place, asked_at, known_until, tried_at, wanted_at)
SELECT sub_account_id, id, 'loc cal', now(), now(), now(), now() FROM users;

INSERT INTO outside_busy (sub_account_id, user_id, starts_at, ends_at)
SELECT sub_account_id, id, piece, piece + interval '16 hours'
FROM users, generate_series(0, 59) number, LATERAL (
    SELECT timestamptz '{NOW:%Y-%m-%d}Z' + number * interval '1 day' AS piece
) AS pieces;

INSERT INTO booking_events (sub_account_id, booking_id, at, actor_kind, to_status)
SELECT sub_account_id, id, created_at, 'system', status FROM bookings WHERE id % 10 = 0;

INSERT INTO idempotency_keys (sub_account_id, user_id, key, fingerprint, claimed_at)
SELECT sub_account_id, regular_user_id, 'key ' || id, '\\x00', created_at FROM bookings WHERE id % 10 = 0;
"""

OTHER_INDEXES = """
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
FROM pg_index i
WHERE i.indrelid = 'bookings'::regclass
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


@dataclass(frozen=True, slots=True)
class Crowd:
    """The crowded database, and the ids of those whom questions are about."""

    server: TestServer
    tenant: int = 1
    busiest: int = 101
    somebody: int = 105
    lead: int = 100_778


@asynccontextmanager
async def crowded(server: TestServer) -> AsyncIterator[Crowd]:
    """Make the crowd; the database is dropped in the end."""
    async with own_database(server, "crowded") as database:
        async with owning(database) as owner:
            await _fill(owner)
        yield Crowd(database)


async def _fill(owner: asyncpg.Connection) -> None:
    """Write the rows without asking foreign keys, which hold by how they are made, and index them at once."""
    await owner.execute("SET session_replication_role = replica; SET maintenance_work_mem = '256MB'")
    indexes = await owner.fetch(OTHER_INDEXES)
    await owner.execute(f"DROP INDEX {', '.join(index['name'] for index in indexes)}")
    await owner.execute(ROWS)
    for index in indexes:
        await owner.execute(index["definition"])
    # Plans shall follow from the tables, not from which rows a sample happened to have.
    await owner.execute("SET default_statistics_target = 3000")
    await owner.execute("VACUUM ANALYZE")

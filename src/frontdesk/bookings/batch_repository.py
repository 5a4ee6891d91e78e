"""Writing many bookings in a few statements: the rows, their history, their jobs."""

from collections.abc import Sequence
from datetime import datetime

from frontdesk.bookings.repository import COLUMNS, Actor, Booking, NewBooking
from frontdesk.bookings.turns import end_expired_holds, take_turns
from frontdesk.db.pool import Connection
from frontdesk.zones import LeadZone

# Rows whose time was taken meanwhile are left out by the constraint; the caller tells by what comes back. So
# are those of a lead who was erased meanwhile: erasing takes the turns that the caller holds.
INSERT_MANY = f"""
INSERT INTO bookings (sub_account_id, regular_user_id, lead_id, booking_type, status, starts_at, ends_at,
                      busy_range, details, external_state, created_at, updated_at, external_from,
                      external_until)
SELECT $1, user_id, lead_id, booking_type, status, starts_at, ends_at, tstzrange(starts_at, busy_until),
       details, external_state, $2, $2, starts_at, ends_at
FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[],
            $9::timestamptz[], $10::jsonb[], $11::text[])
     AS new (user_id, lead_id, booking_type, status, starts_at, ends_at, busy_until, details, external_state)
WHERE lead_id IS NULL OR EXISTS (SELECT FROM leads WHERE leads.id = new.lead_id AND erased_at IS NULL)
ON CONFLICT ON CONSTRAINT bookings_no_overlap DO NOTHING
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

RECORD_MANY = """
INSERT INTO booking_events (sub_account_id, booking_id, at, actor_kind, actor_id, api_key_id, to_status)
SELECT $1, created.id, $2, $3, $4, $5, created.status
FROM unnest($6::bigint[], $7::text[]) AS created (id, status)
"""

LEADS = """
SELECT id, timezone, timezone_source FROM leads WHERE id = ANY($1::bigint[]) AND erased_at IS NULL
"""


async def insert_many(
    connection: Connection, sub_account_id: int, rows: Sequence[NewBooking], *, now: datetime
) -> list[Booking]:
    """Write bookings and return those that found their time free."""
    user_ids = sorted({row.regular_user_id for row in rows})
    await take_turns(connection, user_ids)
    first, last = min(row.starts_at for row in rows), max(row.busy_until for row in rows)
    await end_expired_holds(connection, user_ids, start=first, end=last, now=now)
    written = await connection.fetch(
        INSERT_MANY,
        sub_account_id,
        now,
        [row.regular_user_id for row in rows],
        [row.lead_id for row in rows],
        [row.booking_type for row in rows],
        [row.status for row in rows],
        [row.starts_at for row in rows],
        [row.ends_at for row in rows],
        [row.busy_until for row in rows],
        [row.details for row in rows],
        [row.external_state for row in rows],
    )
    return [Booking(**row) for row in written]


async def record_many(
    connection: Connection, sub_account_id: int, created: Sequence[Booking], actor: Actor, *, now: datetime
) -> None:
    """Write the first line of history of each booking."""
    await connection.execute(
        RECORD_MANY,
        sub_account_id,
        now,
        actor.kind,
        actor.id,
        actor.api_key_id,
        [booking.id for booking in created],
        [booking.status for booking in created],
    )


async def lead_zones(connection: Connection, lead_ids: Sequence[int]) -> dict[int, LeadZone]:
    """Return the leads of these ids that the tenant has, with their zones."""
    rows = await connection.fetch(LEADS, list(lead_ids))
    return {row["id"]: LeadZone(row["timezone"], row["timezone_source"]) for row in rows}

"""Finding many bookings at once. Every query runs inside `db.tenant()`."""

from collections.abc import Sequence
from datetime import datetime

from frontdesk.bookings.repository import COLUMNS, Booking, Filters
from frontdesk.db.pool import Connection

BY_IDS = f"""
SELECT {COLUMNS} FROM bookings WHERE id = ANY($1::bigint[]) ORDER BY starts_at DESC, id DESC
"""  # noqa: S608 -- columns are a constant


async def newest(
    connection: Connection, filters: Filters, *, limit: int, after: tuple[datetime, int] | None
) -> list[Booking]:
    """Return bookings, newest start first, strictly after a (start, id) position."""
    conditions = {
        "status = {}": filters.status,
        "regular_user_id = {}": filters.user_id,
        "lead_id = {}": filters.lead_id,
        "starts_at >= {}": filters.starts_from,
        "starts_at < {}": filters.starts_to,
    }
    given = [(text, value) for text, value in conditions.items() if value is not None]
    where = [text.format(f"${number}") for number, (text, _) in enumerate(given, start=1)]
    values: list[object] = [value for _, value in given]
    if after is not None:
        where.append(f"(starts_at, id) < (${len(values) + 1}, ${len(values) + 2})")
        values += after
    narrowed = f"WHERE {' AND '.join(where)}" if where else ""
    query = (
        f"SELECT {COLUMNS} FROM bookings {narrowed} "  # noqa: S608 -- made of constants and numbers
        f"ORDER BY starts_at DESC, id DESC LIMIT ${len(values) + 1}"
    )
    return [Booking(**row) for row in await connection.fetch(query, *values, limit)]


async def by_ids(connection: Connection, booking_ids: Sequence[int]) -> list[Booking]:
    """Return those of these bookings that the tenant has, newest start first."""
    return [Booking(**row) for row in await connection.fetch(BY_IDS, list(booking_ids))]

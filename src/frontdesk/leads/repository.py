"""Queries for leads. Every one runs inside `db.tenant()`."""

from dataclasses import dataclass
from datetime import datetime

from frontdesk.db.pool import Connection
from frontdesk.leads.searching import contains, digits_pattern
from frontdesk.zones import TimezoneSource

COLUMNS = "id, name, email, phone, timezone, external_id, timezone_source, created_at, updated_at"

INSERT = f"""
INSERT INTO leads (sub_account_id, name, email, phone, timezone, external_id, timezone_source,
                   created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

# An erased lead is a number that bookings were made for, and nobody else's business.
BY_ID = f"SELECT {COLUMNS} FROM leads WHERE id = $1 AND erased_at IS NULL"  # noqa: S608 -- columns are a constant

LOCKED_BY_ID = f"{BY_ID} FOR UPDATE"

# $2 the last lead of the page before, $3 a pattern for words, $4 one for the digits of a phone number.
NEWEST = f"""
SELECT {COLUMNS} FROM leads
WHERE erased_at IS NULL AND ($2::bigint IS NULL OR id < $2)
  AND ($3::text IS NULL OR name ILIKE $3 OR email ILIKE $3 OR external_id ILIKE $3
       OR regexp_replace(phone, '[^0-9]', '', 'g') LIKE $4)
ORDER BY id DESC LIMIT $1
"""  # noqa: S608 -- columns are a constant

BY_EXTERNAL_ID = f"""
SELECT {COLUMNS} FROM leads WHERE external_id = $1 AND erased_at IS NULL ORDER BY id FOR UPDATE
"""  # noqa: S608 -- columns are a constant

UPDATE = f"""
UPDATE leads SET name = $2, email = $3, phone = $4, timezone = $5, external_id = $6, timezone_source = $7,
                 updated_at = $8
WHERE id = $1
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

# Whoever writes for a lead holds a weaker lock on it until they are done.
LOCKED_FOR_ERASURE = "SELECT erased_at, external_id FROM leads WHERE id = $1 FOR UPDATE"

ERASE = """
UPDATE leads SET name = NULL, email = NULL, phone = NULL, external_id = NULL, timezone = NULL,
                 timezone_source = NULL, erased_at = $2, updated_at = $2
WHERE id = $1
"""


@dataclass(frozen=True, slots=True)
class LeadFields:
    """What may be known of a lead; every part of it may be missing.

    Attributes:
        timezone_source: how the zone is known; None exactly when there is none.
    """

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    timezone: str | None = None
    external_id: str | None = None
    timezone_source: TimezoneSource | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """A person who may want an appointment."""

    id: int
    name: str | None
    email: str | None
    phone: str | None
    timezone: str | None
    external_id: str | None
    timezone_source: TimezoneSource | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ErasureState:
    """Whether a lead was erased, and when; else the name that other systems know them by."""

    erased_at: datetime | None
    external_id: str | None


async def insert(connection: Connection, sub_account_id: int, fields: LeadFields, *, now: datetime) -> Lead:
    """Write a lead."""
    row = await connection.fetchrow(INSERT, sub_account_id, *_values(fields), now)
    assert row is not None, "an insert returns its row"  # noqa: S101
    return Lead(**row)


async def by_id(connection: Connection, lead_id: int) -> Lead | None:
    """Return one lead of the tenant."""
    row = await connection.fetchrow(BY_ID, lead_id)
    return Lead(**row) if row else None


async def locked(connection: Connection, lead_id: int) -> Lead | None:
    """Return one lead and keep others from changing it until the transaction ends."""
    row = await connection.fetchrow(LOCKED_BY_ID, lead_id)
    return Lead(**row) if row else None


async def locked_by_external_id(connection: Connection, external_id: str) -> list[Lead]:
    """Return the leads that another system knows by this name; they change for nobody else meanwhile."""
    return [Lead(**row) for row in await connection.fetch(BY_EXTERNAL_ID, external_id)]


async def newest(
    connection: Connection, limit: int, *, before: int | None = None, search: str | None = None
) -> list[Lead]:
    """Return the tenant's newest leads, older than `before`, that match what is searched for."""
    rows = await connection.fetch(NEWEST, limit, before, contains(search), digits_pattern(search or ""))
    return [Lead(**row) for row in rows]


async def update(connection: Connection, lead_id: int, fields: LeadFields, *, now: datetime) -> Lead | None:
    """Write all that is known of a lead."""
    row = await connection.fetchrow(UPDATE, lead_id, *_values(fields), now)
    return Lead(**row) if row else None


async def locked_for_erasure(connection: Connection, lead_id: int) -> ErasureState | None:
    """Say whether a lead was erased, and let nobody write for them until the transaction ends."""
    row = await connection.fetchrow(LOCKED_FOR_ERASURE, lead_id)
    return ErasureState(**row) if row else None


async def erase(connection: Connection, lead_id: int, *, now: datetime) -> None:
    """Leave a number of a lead, and when they were erased."""
    await connection.execute(ERASE, lead_id, now)


def _values(fields: LeadFields) -> tuple[str | None, ...]:
    return (
        fields.name,
        fields.email,
        fields.phone,
        fields.timezone,
        fields.external_id,
        fields.timezone_source,
    )

"""Queries for sessions in browsers. Every one runs inside `db.tenant()`."""

from datetime import datetime

from frontdesk.db.pool import Connection
from frontdesk.tenancy.principal import AgencyPerson, Principal
from frontdesk.trail.entries import Actor

BY_SESSION = """
SELECT u.sub_account_id, u.id AS user_id, u.role, u.session_epoch, s.agency_id, s.agency_person_id
FROM web_sessions s JOIN users u ON u.sub_account_id = s.sub_account_id AND u.id = s.user_id
WHERE s.id = $1 AND s.expires_at >= $2 AND u.deactivated_at IS NULL
"""

INSERT = """
INSERT INTO web_sessions (sub_account_id, user_id, created_at, expires_at, agency_id, agency_person_id)
VALUES ($1, $2, $3, $4, $5, $6)
RETURNING id
"""

DELETE = "DELETE FROM web_sessions WHERE id = $1 RETURNING user_id, agency_person_id"

FORGET_EXPIRED = "DELETE FROM web_sessions WHERE user_id = $1 AND expires_at < $2"


async def principal(connection: Connection, session_id: int, now: datetime) -> Principal | None:
    """Return whose session this is, unless it has ended; an agency's person is yet to be looked up."""
    row = await connection.fetchrow(BY_SESSION, session_id, now)
    if row is None:
        return None
    known = dict(row)
    agency_id, person_id = known.pop("agency_id"), known.pop("agency_person_id")
    person = AgencyPerson(agency_id, person_id) if agency_id is not None else None
    return Principal(**known, agency_person=person)


async def insert(connection: Connection, principal: Principal, *, now: datetime, until: datetime) -> int:
    """Write a session and return its id."""
    session_id: int = await connection.fetchval(
        INSERT,
        principal.sub_account_id,
        principal.user_id,
        now,
        until,
        principal.agency_person.agency_id if principal.agency_person else None,
        principal.agency_person.id if principal.agency_person else None,
    )
    return session_id


async def delete(connection: Connection, session_id: int) -> Actor | None:
    """End a session; returns whose it was, None if it was over already."""
    row = await connection.fetchrow(DELETE, session_id)
    if row is None:
        return None
    person_id = row["agency_person_id"]
    return Actor("user", row["user_id"]) if person_id is None else Actor("agency", person_id)


async def forget_expired(connection: Connection, user_id: int, now: datetime) -> None:
    """Delete those sessions of a user that are over."""
    await connection.execute(FORGET_EXPIRED, user_id, now)

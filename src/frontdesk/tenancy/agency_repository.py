"""Queries for agencies, their people and the list of their sub-accounts.

Those that say so run inside `db.tenant()`, all others inside `db.agency()`.
"""

from dataclasses import dataclass
from datetime import datetime

from frontdesk.db.pool import Connection
from frontdesk.tenancy.principal import AgencyPerson

INSERT_AGENCY = "INSERT INTO agencies (id, name, created_at) VALUES ($1, $2, $3)"

INSERT_PERSON = """
INSERT INTO agency_people (agency_id, name, email, password_hash, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $5)
ON CONFLICT DO NOTHING
RETURNING id
"""

AGENCY_NAME = "SELECT name FROM agencies WHERE id = $1"

SIGN_IN_OF = "SELECT email, password_hash, session_epoch FROM agency_people WHERE id = $1"

REPLACE_SIGN_IN = """
UPDATE agency_people SET password_hash = $2, session_epoch = session_epoch + 1, updated_at = $4
WHERE id = $1 AND password_hash = $3
RETURNING session_epoch
"""

END_SIGN_INS = """
UPDATE agency_people SET session_epoch = session_epoch + 1, updated_at = $2 WHERE id = $1
"""

SUB_ACCOUNTS = "SELECT id, name, timezone, created_at FROM sub_accounts WHERE agency_id = $1 ORDER BY id"

# Inside the tenant: as whom its agency's people act there. There always is one.
OWNER_FOR_AGENCY = """
SELECT u.id FROM sub_accounts s JOIN users u ON u.sub_account_id = s.id
WHERE s.agency_id = $1 AND u.role = 'owner' AND u.deactivated_at IS NULL
ORDER BY u.id LIMIT 1
"""

# Inside the tenant.
SET_AGENCY = "UPDATE sub_accounts SET agency_id = $1 WHERE agency_id IS NOT DISTINCT FROM $2 RETURNING true"


@dataclass(frozen=True, slots=True)
class AgencySignIn:
    """Whoever knows the password of this hash is this person."""

    email: str
    password_hash: str
    session_epoch: int


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """A sub-account as its agency sees it in its list."""

    id: int
    name: str
    timezone: str
    created_at: datetime


async def insert_agency(connection: Connection, agency_id: int, name: str, *, now: datetime) -> None:
    """Write an agency."""
    await connection.execute(INSERT_AGENCY, agency_id, name, now)


async def insert_person(
    connection: Connection, agency_id: int, name: str, email: str, *, password_hash: str, now: datetime
) -> int | None:
    """Write a person of the agency and return their id; None if it has that address already."""
    person_id: int | None = await connection.fetchval(
        INSERT_PERSON, agency_id, name, email, password_hash, now
    )
    return person_id


async def agency_name(connection: Connection, agency_id: int) -> str | None:
    """Return what the agency is called; None when there is none."""
    name: str | None = await connection.fetchval(AGENCY_NAME, agency_id)
    return name


async def sign_in_of(connection: Connection, person_id: int) -> AgencySignIn | None:
    """Return what signing in as a person takes."""
    row = await connection.fetchrow(SIGN_IN_OF, person_id)
    return AgencySignIn(**row) if row else None


async def change_password(
    connection: Connection, person_id: int, *, new_hash: str, old_hash: str, now: datetime
) -> int | None:
    """Write a password in place of the one that was checked; returns the new epoch, None if it is another."""
    epoch: int | None = await connection.fetchval(REPLACE_SIGN_IN, person_id, new_hash, old_hash, now)
    return epoch


async def end_sign_ins(connection: Connection, person_id: int, *, now: datetime) -> None:
    """End all tokens, sessions and switches of a person."""
    await connection.execute(END_SIGN_INS, person_id, now)


async def sub_accounts(connection: Connection, agency_id: int) -> list[ListedAccount]:
    """Return the agency's sub-accounts, oldest first."""
    return [ListedAccount(**row) for row in await connection.fetch(SUB_ACCOUNTS, agency_id)]


async def owner_for(connection: Connection, person: AgencyPerson) -> int | None:
    """Return as which user a person acts in the tenant; None when it is not their agency's."""
    user_id: int | None = await connection.fetchval(OWNER_FOR_AGENCY, person.agency_id)
    return user_id


async def set_agency(connection: Connection, *, before: int | None, after: int | None) -> bool:
    """Give the tenant to another agency, or to none; False when it is not the one's it was thought to be."""
    return bool(await connection.fetchval(SET_AGENCY, after, before))

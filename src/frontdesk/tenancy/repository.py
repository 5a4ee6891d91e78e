"""Queries for sub-accounts and users. Every one runs inside `db.tenant()`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from frontdesk.db.pool import Connection
from frontdesk.tenancy.principal import Principal, Role

DateOrder = Literal["day_first", "month_first"]

INSERT_SUB_ACCOUNT = """
INSERT INTO sub_accounts (id, name, timezone, widget_key, agency_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""

SET_DEFAULT_USER = "UPDATE sub_accounts SET default_user_id = $1"

SUB_ACCOUNT = "SELECT id, name, timezone, widget_key, default_user_id, date_order FROM sub_accounts"

SET_DATE_ORDER = "UPDATE sub_accounts SET date_order = $1 RETURNING true"

INSERT_USER = """
INSERT INTO users (sub_account_id, name, email, role, password_hash, timezone, bookings_time,
                   created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
ON CONFLICT DO NOTHING
RETURNING id
"""

USER_COLUMNS = """
    id, name, email, role, timezone, calendar_id, location_id, assigned_user_id, bookings_time,
    deactivated_at IS NULL AS is_active
"""

USER = f"SELECT {USER_COLUMNS} FROM users WHERE id = $1"  # noqa: S608 -- columns are a constant

LOCKED_USER = f"{USER} FOR NO KEY UPDATE"

USERS = f"SELECT {USER_COLUMNS} FROM users ORDER BY id"  # noqa: S608 -- columns are a constant

UPDATE_USER = f"""
UPDATE users SET name = $2, role = $3, timezone = $4, calendar_id = $5, location_id = $6,
                 assigned_user_id = $7, bookings_time = $8, updated_at = $9,
                 deactivated_at = CASE WHEN $10 THEN NULL ELSE coalesce(deactivated_at, $9) END,
                 session_epoch = session_epoch + (deactivated_at IS NULL AND NOT $10)::integer
WHERE id = $1
RETURNING {USER_COLUMNS}
"""  # noqa: S608 -- columns are a constant

# Taken before a user is, so that who owns an account is decided by one at a time.
LOCKED_SUB_ACCOUNT = "SELECT default_user_id FROM sub_accounts FOR NO KEY UPDATE"

FIRST_OWNER = "SELECT min(id) FROM users WHERE role = 'owner' AND deactivated_at IS NULL"

END_SIGN_INS = "UPDATE users SET session_epoch = session_epoch + 1, updated_at = $2 WHERE id = $1"

SIGN_IN_OF = """
SELECT password_hash, sub_account_id, id AS user_id, role, session_epoch FROM users
WHERE id = $1 AND deactivated_at IS NULL
"""

REPLACE_SIGN_IN = """
UPDATE users SET password_hash = $2, session_epoch = session_epoch + 1, updated_at = $4
WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $3
RETURNING session_epoch
"""

PRINCIPAL_BY_USER = """
SELECT sub_account_id, id AS user_id, role, session_epoch FROM users
WHERE id = $1 AND deactivated_at IS NULL
"""

SET_WIDGET_KEY = "UPDATE sub_accounts SET widget_key = $1"


@dataclass(frozen=True, slots=True)
class SubAccount:
    """A tenant.

    Attributes:
        default_user_id: whose calendar the chat widget books.
        date_order: how its leads write 5/6; None follows from where a lead lives.
    """

    id: int
    name: str
    timezone: str
    widget_key: str
    default_user_id: int | None
    date_order: DateOrder | None


@dataclass(frozen=True, slots=True)
class NewSubAccount:
    """What is needed to make a tenant."""

    id: int
    name: str
    timezone: str
    widget_key: str
    agency_id: int | None


@dataclass(frozen=True, slots=True)
class User:
    """A person with a calendar. `bookings_time` is the contract's object, already checked."""

    id: int
    name: str
    email: str
    role: Role
    timezone: str
    calendar_id: str | None
    location_id: str | None
    assigned_user_id: str | None
    bookings_time: Mapping[str, Any]
    is_active: bool


@dataclass(frozen=True, slots=True)
class NewUser:
    """What is needed to make a user."""

    name: str
    email: str
    role: Role
    timezone: str
    password_hash: str | None
    bookings_time: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Whoever knows the password of this hash is this caller."""

    password_hash: str | None
    principal: Principal


async def insert_sub_account(connection: Connection, new: NewSubAccount, *, now: datetime) -> None:
    """Write the tenant's own row."""
    await connection.execute(
        INSERT_SUB_ACCOUNT, new.id, new.name, new.timezone, new.widget_key, new.agency_id, now
    )


async def set_default_user(connection: Connection, user_id: int) -> None:
    """Choose whose calendar the chat widget books."""
    await connection.execute(SET_DEFAULT_USER, user_id)


async def set_date_order(connection: Connection, order: DateOrder | None) -> bool:
    """Choose how dates are written; False when there is no such tenant."""
    return bool(await connection.fetchval(SET_DATE_ORDER, order))


async def sub_account(connection: Connection) -> SubAccount | None:
    """Return the tenant of this transaction."""
    row = await connection.fetchrow(SUB_ACCOUNT)
    return SubAccount(**row) if row else None


async def insert_user(
    connection: Connection,
    sub_account_id: int,
    user: NewUser,
    *,
    now: datetime,
) -> int | None:
    """Write a user and return the id; None if the tenant has that address already."""
    user_id: int | None = await connection.fetchval(
        INSERT_USER,
        sub_account_id,
        user.name,
        user.email,
        user.role,
        user.password_hash,
        user.timezone,
        user.bookings_time,
        now,
    )
    return user_id


async def user_by_id(connection: Connection, user_id: int) -> User | None:
    """Return one user of the tenant."""
    row = await connection.fetchrow(USER, user_id)
    return User(**row) if row else None


async def locked_user(connection: Connection, user_id: int) -> User | None:
    """Return one user and keep others from changing them until the transaction ends."""
    row = await connection.fetchrow(LOCKED_USER, user_id)
    return User(**row) if row else None


async def all_users(connection: Connection) -> list[User]:
    """Return the tenant's users, oldest first."""
    return [User(**row) for row in await connection.fetch(USERS)]


async def lock_sub_account(connection: Connection) -> int | None:
    """Keep others from changing who is who in the tenant; returns whose calendar its chat books."""
    default_user_id: int | None = await connection.fetchval(LOCKED_SUB_ACCOUNT)
    return default_user_id


async def first_owner(connection: Connection) -> int | None:
    """Return the tenant's oldest owner who is not locked out."""
    user_id: int | None = await connection.fetchval(FIRST_OWNER)
    return user_id


async def end_sign_ins(connection: Connection, user_id: int, *, now: datetime) -> None:
    """End all sessions and access tokens of a user."""
    await connection.execute(END_SIGN_INS, user_id, now)


async def update_user(connection: Connection, user: User, *, now: datetime) -> User | None:
    """Write all that may be edited of a user."""
    row = await connection.fetchrow(
        UPDATE_USER,
        user.id,
        user.name,
        user.role,
        user.timezone,
        user.calendar_id,
        user.location_id,
        user.assigned_user_id,
        user.bookings_time,
        now,
        user.is_active,
    )
    return User(**row) if row else None


async def sign_in_of(connection: Connection, user_id: int) -> SignIn | None:
    """Return what signing in as a user takes."""
    row = await connection.fetchrow(SIGN_IN_OF, user_id)
    if row is None:
        return None
    known = dict(row)
    return SignIn(known.pop("password_hash"), Principal(**known))


async def change_password(
    connection: Connection, user_id: int, *, new_hash: str, old_hash: str | None, now: datetime
) -> int | None:
    """Write a password in place of the one that was checked; returns the new epoch, None if it is another."""
    epoch: int | None = await connection.fetchval(REPLACE_SIGN_IN, user_id, new_hash, old_hash, now)
    return epoch


async def principal_by_user(connection: Connection, user_id: int) -> Principal | None:
    """Return a user as a caller, with the role they have now."""
    row = await connection.fetchrow(PRINCIPAL_BY_USER, user_id)
    return Principal(**row) if row else None


async def set_widget_key(connection: Connection, widget_key: str) -> None:
    """Give the tenant's widget another key; the old one is nobody's from now on."""
    await connection.execute(SET_WIDGET_KEY, widget_key)

"""Queries for API keys. Every one runs inside `db.tenant()`."""

from dataclasses import dataclass
from datetime import datetime

from frontdesk.db.pool import Connection
from frontdesk.tenancy.principal import Principal

COLUMNS = "id, user_id, name, last_four, created_at, last_used_at"

INSERT = f"""
INSERT INTO api_keys (sub_account_id, user_id, name, key_hash, last_four, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

LIVE = f"""
SELECT {COLUMNS} FROM api_keys
WHERE revoked_at IS NULL AND ($1::bigint IS NULL OR user_id = $1)
ORDER BY id
"""  # noqa: S608 -- columns are a constant

LOCKED = """
SELECT revoked_at FROM api_keys WHERE id = $1 AND ($2::bigint IS NULL OR user_id = $2) FOR NO KEY UPDATE
"""

REVOKE = "UPDATE api_keys SET revoked_at = $2 WHERE id = $1"

WHOSE = """
SELECT k.id, k.last_used_at, u.sub_account_id, u.id AS user_id, u.role, u.session_epoch
FROM api_keys k JOIN users u ON u.sub_account_id = k.sub_account_id AND u.id = k.user_id
WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND u.deactivated_at IS NULL
"""

# Of requests at once, the first writes; the others find it written and change nothing.
NOTE_USE = """
UPDATE api_keys SET last_used_at = $2
WHERE id = $1 AND last_used_at IS NOT DISTINCT FROM $3
"""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it may be shown: the key itself is known to its holder alone."""

    id: int
    user_id: int
    name: str
    last_four: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A live key that was shown, and whose it is."""

    id: int
    last_used_at: datetime | None
    principal: Principal


async def insert(
    connection: Connection, principal: Principal, name: str, *, key_hash: bytes, last_four: str, now: datetime
) -> ApiKey:
    """Write a key's hash; the key itself is never stored."""
    row = await connection.fetchrow(
        INSERT, principal.sub_account_id, principal.user_id, name, key_hash, last_four, now
    )
    assert row is not None, "an insert returns its row"  # noqa: S101
    return ApiKey(**row)


async def live(connection: Connection, *, user_id: int | None) -> list[ApiKey]:
    """Return the tenant's keys that are not revoked, or one user's, oldest first."""
    return [ApiKey(**row) for row in await connection.fetch(LIVE, user_id)]


async def is_live(connection: Connection, key_id: int, *, user_id: int | None) -> bool | None:
    """Say whether a key of the tenant's, or of one user's, is not revoked, and lock it; None: no such key."""
    row = await connection.fetchrow(LOCKED, key_id, user_id)
    return row["revoked_at"] is None if row else None


async def revoke(connection: Connection, key_id: int, *, now: datetime) -> None:
    """Revoke a key."""
    await connection.execute(REVOKE, key_id, now)


async def whose(connection: Connection, key_hash: bytes) -> KnownKey | None:
    """Return whose live key this is, with the role they have now."""
    row = await connection.fetchrow(WHOSE, key_hash)
    if row is None:
        return None
    principal = Principal(
        row["sub_account_id"], row["user_id"], row["role"], row["session_epoch"], api_key_id=row["id"]
    )
    return KnownKey(row["id"], row["last_used_at"], principal)


async def note_use(connection: Connection, key: KnownKey, now: datetime) -> None:
    """Write down that a key was used, unless somebody has since it was read."""
    await connection.execute(NOTE_USE, key.id, now, key.last_used_at)

"""Grants as they are stored: read, remembered for a while, claimed for a renewal, replaced."""

from dataclasses import dataclass
from datetime import datetime

from frontdesk.calendars.credentials import Credentials, Grant, seal, unseal
from frontdesk.calendars.grant_port import GrantDead
from frontdesk.calendars.port import CalendarRefused
from frontdesk.clock import Clock
from frontdesk.db.cache import TenantCache
from frontdesk.db.pool import Database
from frontdesk.jobs.queue import enqueue_push_again
from frontdesk.sealing import Sealer

# Longer than the three calls of a renewal that goes wrong in every way may take.
CLAIM_SECONDS = 60

LOAD = """
SELECT i.id, i.version, i.credentials FROM integrations i JOIN integration_templates t ON t.id = i.template_id
WHERE t.name = $1 AND i.is_active
"""

CLAIM = f"""
UPDATE integrations SET renewal_claimed_until = $3::timestamptz + make_interval(secs => {CLAIM_SECONDS})
WHERE id = $1 AND version = $2 AND is_active
  AND (renewal_claimed_until IS NULL OR renewal_claimed_until < $3)
RETURNING true
"""  # noqa: S608 -- made of constants

# Whoever's claim ran out may still come back with what it got; the first to store wins. A new token gives no
# permission that the one before lacked. Tells how the connection was.
REPLACE = """
WITH before AS (
    SELECT id, health, health_scope IS NOT NULL AND health <> 'healthy' AS lacks_scope
    FROM integrations WHERE id = $1 AND version = $2 AND is_active FOR UPDATE
)
UPDATE integrations i
SET credentials = $3, expires_at = $4, version = version + 1, renewal_claimed_until = NULL, checked_at = $5,
    health = CASE WHEN lacks_scope THEN i.health ELSE 'healthy' END,
    health_problem = CASE WHEN lacks_scope THEN i.health_problem END,
    health_scope = CASE WHEN lacks_scope THEN i.health_scope END,
    health_since = CASE WHEN lacks_scope OR i.health = 'healthy' THEN i.health_since ELSE $5 END
FROM before WHERE i.id = before.id
RETURNING before.health = 'broken' AND NOT before.lacks_scope AS is_healed
"""

RELEASE = "UPDATE integrations SET renewal_claimed_until = NULL WHERE id = $1 AND version = $2"


@dataclass(frozen=True, slots=True)
class Stored:
    """A grant and the version of its row."""

    integration_id: int
    version: int
    grant: Grant


# By the template it is kept under.
GrantCache = TenantCache[str, Stored]


@dataclass(frozen=True, slots=True)
class Vault:
    """What every store needs.

    Attributes:
        cache: what this process remembers; it forgets a grant the moment that somebody connects anew.
    """

    db: Database
    clock: Clock
    sealer: Sealer
    cache: GrantCache


class GrantStore:
    """The one place of one grant."""

    def __init__(self, vault: Vault, *, template: str, sub_account_id: int) -> None:
        self._db = vault.db
        self._clock = vault.clock
        self._sealer = vault.sealer
        self._cache = vault.cache
        self._template = template
        self._sub_account_id = sub_account_id

    def now(self) -> datetime:
        """Return the present instant, by which grants end."""
        return self._clock.now()

    def known(self) -> Stored | None:
        """Return the grant as it was last read, if nothing has been heard of a change since."""
        return self._cache.known(self._sub_account_id, self._template)

    async def load(self) -> Stored:
        """Return the grant as it is stored.

        Raises:
            GrantDead: there is none, or no longer. CalendarRefused: it is of another kind now.
            CalendarApiError: it cannot be opened.
        """
        version = self._cache.version(self._sub_account_id)
        async with self._db.tenant(self._sub_account_id) as connection:
            row = await connection.fetchrow(LOAD, self._template)
        if row is None:
            raise GrantDead("GoHighLevel is not connected any more. Connect GoHighLevel again.")
        credentials = unseal(
            self._sealer, row["credentials"], template=self._template, sub_account_id=self._sub_account_id
        )
        if credentials.grant is None:
            raise CalendarRefused("GoHighLevel is connected in another way now. Try again.")
        stored = Stored(row["id"], row["version"], credentials.grant)
        self._cache.keep(self._sub_account_id, self._template, stored, version=version)
        return stored

    async def claim(self, stored: Stored) -> bool:
        """Take the renewal of this version on; False while somebody else is at it, or when it is done."""
        async with self._db.tenant(self._sub_account_id) as connection:
            return bool(
                await connection.fetchval(CLAIM, stored.integration_id, stored.version, self._clock.now())
            )

    async def replace(self, stored: Stored, grant: Grant) -> bool:
        """Store the next grant in the place of this version; False if that has been replaced meanwhile."""
        sealed = seal(
            self._sealer,
            Credentials(grant=grant),
            template=self._template,
            sub_account_id=self._sub_account_id,
        )
        async with self._db.tenant(self._sub_account_id) as connection:
            row = await connection.fetchrow(
                REPLACE, stored.integration_id, stored.version, sealed, grant.expires_at, self._clock.now()
            )
            if row is not None and row["is_healed"]:
                await enqueue_push_again(connection, self._sub_account_id)
        return row is not None

    async def release(self, stored: Stored) -> None:
        """Let others try."""
        async with self._db.tenant(self._sub_account_id) as connection:
            await connection.execute(RELEASE, stored.integration_id, stored.version)

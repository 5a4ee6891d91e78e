"""API keys: making, listing and revoking them. What a key looks like is in `keys.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import NotFound
from frontdesk.tenancy import key_repository, keys
from frontdesk.tenancy.key_repository import ApiKey
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import Entry, Target, record


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key just made. `secret` is the key itself and is shown this once."""

    key: ApiKey
    secret: str


class ApiKeys:
    """The keys by which programs come in."""

    def __init__(self, db: Database, clock: Clock, *, on_change: Callable[[int], None]) -> None:
        self._db = db
        self._clock = clock
        self._on_change = on_change

    async def make(self, principal: Principal, name: str) -> NewApiKey:
        """Make a key that speaks for the caller."""
        async with self._db.tenant(principal.sub_account_id) as connection:
            made = await insert_key(connection, principal, name, now=self._clock.now())
            entry = Entry(principal.actor, "api_key.made", Target("api_key", made.key.id), {"name": name})
            await record(connection, entry, now=made.key.created_at)
            return made

    async def visible_to(self, principal: Principal) -> list[ApiKey]:
        """Return the live keys of the sub-account, or a member's own."""
        async with self._db.tenant(principal.sub_account_id) as connection:
            return await key_repository.live(connection, user_id=_reach_of(principal))

    async def revoke(self, principal: Principal, key_id: int) -> None:
        """Revoke a key; from now on it opens nothing. Twice is harmless.

        Raises:
            NotFound: there is none of that id that the caller may see.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            is_live = await key_repository.is_live(connection, key_id, user_id=_reach_of(principal))
            if is_live is None:
                raise NotFound("There is no such key.")
            if is_live:
                now = self._clock.now()
                await key_repository.revoke(connection, key_id, now=now)
                entry = Entry(principal.actor, "api_key.revoked", Target("api_key", key_id))
                await record(connection, entry, now=now)
        self._on_change(principal.sub_account_id)


async def insert_key(connection: Connection, principal: Principal, name: str, *, now: datetime) -> NewApiKey:
    """Make a key inside a transaction that is already open."""
    secret = keys.new_api_key(principal.sub_account_id)
    key = await key_repository.insert(
        connection, principal, name, key_hash=keys.hash_key(secret), last_four=secret[-4:], now=now
    )
    return NewApiKey(key, secret)


def _reach_of(principal: Principal) -> int | None:
    return None if principal.acts_for_everyone else principal.user_id

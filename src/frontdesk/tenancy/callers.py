"""Who is behind an API key or a user's id: read once, kept half a minute, forgotten the moment it changes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from frontdesk.clock import Clock
from frontdesk.db.cache import TenantCache
from frontdesk.db.pool import Connection, Database
from frontdesk.tenancy import agency_repository, key_repository, keys, repository
from frontdesk.tenancy.principal import AgencyPerson, Principal

# A process that hears nothing and does not notice (a half-open connection) believes a revoked key this long.
LIFE_SECONDS = 30.0
# A key's last use is written down when the key is read, and once a minute at most.
USE_NOTED_EVERY = timedelta(minutes=1)

# A key's hash, a user's id, or an agency's person.
Name = bytes | int | tuple[str, int, int]
Find = Callable[[Connection], Awaitable[Principal | None]]


class Callers:
    """The callers of all tenants that were here lately. Keys are kept as their hashes."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.cache: TenantCache[Name, Principal] = TenantCache(life_seconds=LIFE_SECONDS)

    async def by_key(self, key: str) -> Principal | None:
        """Return whose live API key this is."""
        claimed = keys.claimed_sub_account(key)
        if claimed is None:
            return None
        key_hash = keys.hash_key(key)
        return await self._found(claimed, key_hash, lambda connection: self._use(connection, key_hash))

    async def by_user(self, sub_account_id: int, user_id: int) -> Principal | None:
        """Return a user as a caller, with the role they have now."""
        return await self._found(
            sub_account_id, user_id, lambda connection: repository.principal_by_user(connection, user_id)
        )

    async def by_agency_person(self, sub_account_id: int, person: AgencyPerson) -> Principal | None:
        """Return a person of an agency as a caller in a sub-account; None when it is not their agency's.

        They are its owner there. The answer's epoch is that of the person as they are now.
        """
        name = ("agency", person.agency_id, person.id)
        known = self.cache.known(sub_account_id, name)
        if known is not None:
            return known
        version = self.cache.version(sub_account_id)
        async with self._db.agency(person.agency_id) as connection:
            sign_in = await agency_repository.sign_in_of(connection, person.id)
        async with self._db.tenant(sub_account_id) as connection:
            owner_id = await agency_repository.owner_for(connection, person)
        if sign_in is None or owner_id is None:
            return None
        epoch = sign_in.session_epoch
        principal = Principal(
            sub_account_id, owner_id, "owner", epoch, agency_person=replace(person, session_epoch=epoch)
        )
        self.cache.keep(sub_account_id, name, principal, version=version)
        return principal

    async def _found(self, sub_account_id: int, name: Name, find: Find) -> Principal | None:
        known = self.cache.known(sub_account_id, name)
        if known is not None:
            return known
        version = self.cache.version(sub_account_id)
        async with self._db.tenant(sub_account_id) as connection:
            principal = await find(connection)
        if principal is not None:
            self.cache.keep(sub_account_id, name, principal, version=version)
        return principal

    async def _use(self, connection: Connection, key_hash: bytes) -> Principal | None:
        known = await key_repository.whose(connection, key_hash)
        if known is None:
            return None
        now = self._clock.now()
        if known.last_used_at is None or now - known.last_used_at >= USE_NOTED_EVERY:
            await key_repository.note_use(connection, known, now)
        return known.principal

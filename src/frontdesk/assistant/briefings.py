"""Reading and changing how a sub-account's assistant works. Every change is a version of its own."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from frontdesk.assistant import briefing as versions
from frontdesk.assistant.briefing import Briefing, Version
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import NotFound, ValidationFailed
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import Action, Entry, Target, record
from frontdesk.wording import problems

MOST_VERSIONS = 200
# Told in the trail with what they were; the words of the rest are in the versions.
SHORT = frozenset(("mode", "limits"))


class Briefings:
    """The settings of assistants. Everybody of a sub-account may read them, owners and admins change them."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def current(self, principal: Principal) -> Version:
        """Return what holds now."""
        async with self._db.tenant(principal.sub_account_id) as connection:
            return await versions.current(connection)

    async def history(self, principal: Principal) -> list[Version]:
        """Return all versions, newest first."""
        async with self._db.tenant(principal.sub_account_id) as connection:
            return await versions.newest(connection, MOST_VERSIONS)

    async def change(self, principal: Principal, changes: Mapping[str, object]) -> Version:
        """Change what is named, by the contract's names, and leave the rest; returns the new version.

        Raises:
            Forbidden: not an owner or admin. ValidationFailed: a value cannot be.
        """
        principal.require_admin()
        async with self._db.tenant(principal.sub_account_id) as connection:
            await versions.lock(connection)
            before = await versions.current(connection)
            wanted = _read({**msgspec.to_builtins(before.briefing), **changes})
            if wanted == before.briefing and before.number:
                return before
            told = told_of(before.briefing, wanted)
            return await self._add(connection, principal, Version(before.number + 1, wanted), told)

    async def draft(self, principal: Principal, changes: Mapping[str, object]) -> Briefing:
        """Return the settings as they would be with these changes; nothing is changed.

        Raises:
            Forbidden, ValidationFailed: as in `change`.
        """
        principal.require_admin()
        return _read({**msgspec.to_builtins((await self.current(principal)).briefing), **changes})

    async def restore(self, principal: Principal, number: int) -> Version:
        """Let an older version hold again, as a new one.

        Raises:
            Forbidden: not an owner or admin. NotFound: no such version.
        """
        principal.require_admin()
        async with self._db.tenant(principal.sub_account_id) as connection:
            await versions.lock(connection)
            before = await versions.current(connection)
            wanted = await versions.by_number(connection, number)
            if wanted is None:
                raise NotFound("There is no such version of the assistant's settings.")
            version = Version(before.number + 1, wanted.briefing, restored_from=number)
            return await self._add(connection, principal, version, {"restoredFrom": number})

    async def _add(
        self, connection: Connection, principal: Principal, version: Version, told: Mapping[str, object]
    ) -> Version:
        now = self._clock.now()
        by = principal.actor
        added = replace(
            version, user_id=by.id_as("user"), agency_person_id=by.id_as("agency"), created_at=now
        )
        await versions.insert(connection, added)
        action: Action = "assistant.changed" if version.restored_from is None else "assistant.restored"
        changes = {"version": version.number, **told}
        await record(connection, Entry(principal.actor, action, Target("assistant"), changes), now=now)
        return added


def told_of(before: Briefing, after: Briefing) -> dict[str, object]:
    """Return what the trail says of a change: the names of what was changed, and the short values."""
    was, now = msgspec.to_builtins(before), msgspec.to_builtins(after)
    return {name: [was[name], now[name]] if name in SHORT else None for name in now if was[name] != now[name]}


def _read(settings: Mapping[str, object]) -> Briefing:
    """Return the settings as values.

    Raises:
        ValidationFailed: one of them cannot be.
    """
    try:
        return msgspec.convert(settings, Briefing)
    except msgspec.ValidationError as error:
        raise ValidationFailed(problems(error, Briefing)) from None

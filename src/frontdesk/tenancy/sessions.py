"""Sessions in a browser, and the password whose change ends them and every access token."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import Forbidden, Unauthorized, ValidationFailed
from frontdesk.tenancy import passwords, repository, session_repository
from frontdesk.tenancy.callers import Callers
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import Actor, Entry, Target, record


class Sessions:
    """Who is signed in, until when, and no longer."""

    def __init__(
        self, db: Database, clock: Clock, callers: Callers, *, on_change: Callable[[int], None]
    ) -> None:
        self._db = db
        self._clock = clock
        self._callers = callers
        self._on_change = on_change

    async def begin(self, principal: Principal, *, until: datetime) -> int:
        """Begin a session and return its id; the user's expired ones are forgotten."""
        now = self._clock.now()
        async with self._db.tenant(principal.sub_account_id) as connection:
            await session_repository.forget_expired(connection, principal.user_id, now)
            return await session_repository.insert(connection, principal, now=now, until=until)

    async def caller(self, sub_account_id: int, session_id: int, *, epoch: int) -> Principal:
        """Tell whose session this is, with the role they have now.

        Raises:
            Unauthorized: it has ended, or began under a password that was changed since.
        """
        async with self._db.tenant(sub_account_id) as connection:
            principal = await session_repository.principal(connection, session_id, self._clock.now())
        if principal is not None and principal.agency_person is not None:
            principal = await self._callers.by_agency_person(sub_account_id, principal.agency_person)
        if principal is None or principal.session_epoch != epoch:
            raise Unauthorized("Please sign in.")
        return principal

    async def end(self, sub_account_id: int, session_id: int) -> None:
        """End a session, wherever its cookie is kept. Twice is harmless."""
        async with self._db.tenant(sub_account_id) as connection:
            whose = await session_repository.delete(connection, session_id)
            if whose is not None:
                signed_out = Entry(whose, "signed_out", _target_of(whose))
                await record(connection, signed_out, now=self._clock.now())

    async def end_all(self, principal: Principal) -> None:
        """Sign the caller out everywhere: ends all their sessions and access tokens, but no API key.

        Raises:
            Forbidden: an agency's person acts here, and signs out at the agency.
        """
        _require_own(principal)
        now = self._clock.now()
        signed_out = Entry(principal.actor, "signed_out", Target("user", principal.user_id))
        async with self._db.tenant(principal.sub_account_id) as connection:
            await repository.end_sign_ins(connection, principal.user_id, now=now)
            await record(connection, signed_out, now=now)
        self._on_change(principal.sub_account_id)

    async def change_password(self, principal: Principal, current: str | None, *, new: str) -> Principal:
        """Change the caller's password; ends all their sessions and access tokens, but no API key.

        Returns:
            the caller as they are now: what is sealed for them is good again.

        Raises:
            ValidationFailed: `current` is not their password; None is right for who has none yet.
            Forbidden: an agency's person acts here, whose password is the agency's business.
        """
        _require_own(principal)
        async with self._db.tenant(principal.sub_account_id) as connection:
            before = await repository.sign_in_of(connection, principal.user_id)
        old_hash = before.password_hash if before else None
        if old_hash is not None and not await passwords.is_password(current or "", old_hash):
            raise _not_current()
        new_hash = await passwords.hash_password(new)
        now = self._clock.now()
        async with self._db.tenant(principal.sub_account_id) as connection:
            epoch = await repository.change_password(
                connection, principal.user_id, new_hash=new_hash, old_hash=old_hash, now=now
            )
            if epoch is None:  # somebody else changed it meanwhile
                raise _not_current()
            changed = Entry(principal.actor, "password.changed", Target("user", principal.user_id))
            await record(connection, changed, now=now)
        self._on_change(principal.sub_account_id)
        return replace(principal, session_epoch=epoch)


def _require_own(principal: Principal) -> None:
    if principal.agency_person is not None:
        raise Forbidden("You are here for your agency. Do this with the agency's own token.")


def _target_of(actor: Actor) -> Target:
    return Target("user", actor.id) if actor.kind == "user" else Target("sub_account")


def _not_current() -> ValidationFailed:
    return ValidationFailed({"current": "is not your password"})

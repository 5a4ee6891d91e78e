"""Sessions in a browser, and the password whose change ends them and every access token."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import Forbidden, Unauthorized, ValidationFailed
from frontdesk.tenancy import passwords, repository
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
            await repository.forget_expired_sessions(connection, principal.user_id, now)
            return await repository.insert_session(connection, principal, now=now, until=until)

    async def caller(self, sub_account_id: int, session_id: int, *, epoch: int) -> Principal:
        """Tell whose session this is, with the role they have now.

        Raises:
            Unauthorized: it has ended, or began under a password that was changed since.
        """
        async with self._db.tenant(sub_account_id) as connection:
            principal = await repository.principal_by_session(connection, session_id, self._clock.now())
        if principal is not None and principal.agency_person is not None:
            principal = await self._callers.by_agency_person(sub_account_id, principal.agency_person)
        if principal is None or principal.session_epoch != epoch:
            raise Unauthorized("Please sign in.")
        return principal

    async def end(self, sub_account_id: int, session_id: int) -> None:
        """End a session, wherever its cookie is kept. Twice is harmless."""
        async with self._db.tenant(sub_account_id) as connection:
            whose = await repository.delete_session(connection, session_id)
            if whose is not None:
                signed_out = Entry(whose, "signed_out", _target_of(whose))
                await record(connection, signed_out, now=self._clock.now())

    async def change_password(self, principal: Principal, current: str | None, *, new: str) -> Principal:
        """Change the caller's password; ends all their sessions and access tokens, but no API key.

        Returns:
            the caller as they are now: what is sealed for them is good again.

        Raises:
            ValidationFailed: `current` is not their password; None is right for who has none yet.
            Forbidden: an agency's person acts here, whose password is the agency's business.
        """
        if principal.agency_person is not None:
            raise Forbidden("You are here for your agency: change your own password there.")
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


def _target_of(actor: Actor) -> Target:
    return Target("user", actor.id) if actor.kind == "user" else Target("sub_account")


def _not_current() -> ValidationFailed:
    return ValidationFailed({"current": "is not your password"})

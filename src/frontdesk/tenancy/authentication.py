"""Telling who is calling: by API key, by access token, by address and password."""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from frontdesk.emails import folded
from frontdesk.errors import Unauthorized
from frontdesk.sealing import SealBroken
from frontdesk.tenancy import passwords, repository
from frontdesk.tenancy.agency_trail import note_refusal
from frontdesk.tenancy.ground import Ground
from frontdesk.tenancy.principal import AgencyPerson, Principal
from frontdesk.tenancy.repository import SignIn
from frontdesk.trail.entries import SYSTEM, Entry, Target, record

ACCESS_TOKEN_LIFE = timedelta(hours=1)
MOST_TRIED = 10
_TOKEN_PREFIX = "fdt_"  # noqa: S105 -- tells tokens from keys


class AccessToken(msgspec.Struct, frozen=True):
    """What an access token says; `expires_at` in epoch seconds."""

    sub_account_id: int
    user_id: int
    expires_at: float
    session_epoch: int = 0
    agency_id: int | None = None
    agency_person_id: int | None = None


class Authentication:
    """Who is behind a credential."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def authenticate(self, credential: str) -> Principal:
        """Tell whose API key or access token this is.

        Raises:
            Unauthorized: nobody's.
        """
        if credential.startswith(_TOKEN_PREFIX):
            principal = await self._by_token(credential.removeprefix(_TOKEN_PREFIX))
        else:
            principal = await self._ground.callers.by_key(credential)
        if principal is None:
            raise Unauthorized("The API key or access token is not valid.")
        return principal

    async def sign_in(self, email: str, password: str, *, sub_account_id: int | None = None) -> Principal:
        """Tell whose address and password these are; the trail says that they came in.

        Where several sub-accounts know both, it is the oldest, or the one that is named. Of an address that
        is known in many, the `MOST_TRIED` oldest are tried unless one is named: each costs a hash.

        Raises:
            Unauthorized: nobody's; the same words whatever was wrong.
        """
        known = await self._known_by(email, sub_account_id)
        for one in known:
            if await passwords.is_password(password, one.password_hash):
                await self._note_sign_in(one.principal)
                return one.principal
        if not known:
            await passwords.is_password(password, None)  # so that the wait does not tell who exists
        await self._note_refusal(known)
        if sub_account_id is None:
            await note_refusal(self._ground, email)
        raise Unauthorized("The e-mail address or the password is not right.")

    async def _known_by(self, email: str, sub_account_id: int | None) -> list[SignIn]:
        """Return who may sign in with an address, the oldest first, and no more than are tried at once."""
        found = await self._ground.db.find_sign_ins(folded(email))
        wanted = [one for one in found if sub_account_id is None or one[0] == sub_account_id]
        known: list[SignIn] = []
        for account_id, user_id in wanted:
            async with self._ground.db.tenant(account_id) as connection:
                one = await repository.sign_in_of(connection, user_id)
            if one is not None:
                known.append(one)
            if len(known) == MOST_TRIED:
                break
        return known

    def access_token(self, principal: Principal) -> str:
        """Return a token that stands for the caller for `ACCESS_TOKEN_LIFE`."""
        expires_at = (self._ground.clock.now() + ACCESS_TOKEN_LIFE).timestamp()
        person = principal.agency_person
        token = AccessToken(
            principal.sub_account_id,
            principal.user_id,
            expires_at,
            principal.session_epoch,
            person.agency_id if person else None,
            person.id if person else None,
        )
        return _TOKEN_PREFIX + self._ground.sealer.seal_text(token, "access token")

    async def _note_refusal(self, known: Iterable[SignIn]) -> None:
        """Tell those whose address it was; whoever tried is known to be nobody."""
        for one in known:
            refused = Entry(SYSTEM, "sign_in.refused", Target("user", one.principal.user_id))
            async with self._ground.db.tenant(one.principal.sub_account_id) as connection:
                await record(connection, refused, now=self._ground.clock.now())

    async def _note_sign_in(self, principal: Principal) -> None:
        signed_in = Entry(principal.actor, "signed_in", Target("user", principal.user_id))
        async with self._ground.db.tenant(principal.sub_account_id) as connection:
            await record(connection, signed_in, now=self._ground.clock.now())

    async def _by_token(self, sealed: str) -> Principal | None:
        try:
            token = self._ground.sealer.open_text(sealed, AccessToken, "access token")
        except SealBroken:
            return None
        if token.expires_at < self._ground.clock.now().timestamp():
            return None
        principal = await self._caller_of(token)
        is_of_now = principal is not None and principal.session_epoch == token.session_epoch
        return principal if is_of_now else None

    async def _caller_of(self, token: AccessToken) -> Principal | None:
        if token.agency_id is None or token.agency_person_id is None:
            return await self._ground.callers.by_user(token.sub_account_id, token.user_id)
        person = AgencyPerson(token.agency_id, token.agency_person_id)
        return await self._ground.callers.by_agency_person(token.sub_account_id, person)

"""Telling who is calling: by API key, by access token, by address and password."""

from datetime import timedelta

import msgspec

from frontdesk.errors import Unauthorized
from frontdesk.sealing import SealBroken
from frontdesk.tenancy import passwords, repository
from frontdesk.tenancy.ground import Ground
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import Entry, Target, record

ACCESS_TOKEN_LIFE = timedelta(hours=1)
_TOKEN_PREFIX = "fdt_"  # noqa: S105 -- tells tokens from keys


class AccessToken(msgspec.Struct, frozen=True):
    """What an access token says; `expires_at` in epoch seconds."""

    sub_account_id: int
    user_id: int
    expires_at: float
    session_epoch: int = 0


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

    async def sign_in(self, email: str, password: str) -> Principal:
        """Tell whose address and password these are; the trail says that they came in.

        Raises:
            Unauthorized: nobody's; the same words whatever was wrong.
        """
        found = await self._ground.db.find_sign_ins(email)
        for sub_account_id, user_id in found:
            async with self._ground.db.tenant(sub_account_id) as connection:
                known = await repository.sign_in_of(connection, user_id)
            if known is not None and await passwords.is_password(password, known.password_hash):
                await self._note_sign_in(known.principal)
                return known.principal
        if not found:
            await passwords.is_password(password, None)  # so that the wait does not tell who exists
        raise Unauthorized("The e-mail address or the password is not right.")

    def access_token(self, principal: Principal) -> str:
        """Return a token that stands for the caller for `ACCESS_TOKEN_LIFE`."""
        expires_at = (self._ground.clock.now() + ACCESS_TOKEN_LIFE).timestamp()
        token = AccessToken(principal.sub_account_id, principal.user_id, expires_at, principal.session_epoch)
        return _TOKEN_PREFIX + self._ground.sealer.seal_text(token, "access token")

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
        principal = await self._ground.callers.by_user(token.sub_account_id, token.user_id)
        is_of_now = principal is not None and principal.session_epoch == token.session_epoch
        return principal if is_of_now else None

"""Where a call's bearer token comes from. Nothing here prints one."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Protocol

import httpx

from frontdesk.calendars.gohighlevel.errors import is_about_the_token


class TokenSource(Protocol):
    """Gives a token that is valid now, renewing it first if it must.

    Raises one of the port's errors when it cannot: `CalendarRefused` if someone has to connect again,
    `CalendarUnreachable` if renewing got no answer.
    """

    async def token(self) -> str: ...  # noqa: D102 -- the class says it

    async def token_after(self, refused: str) -> str | None:
        """Return another token in the place of one that was turned down too early, if there may be one."""
        ...


@dataclass(frozen=True, slots=True)
class StaticToken:
    """A private integration token (`pit-...`): it has no expiry and is never renewed."""

    value: str = field(repr=False)

    async def token(self) -> str:
        """Return the token."""
        return self.value

    async def token_after(self, refused: str) -> str | None:
        """Return nothing: there is no other."""
        return None


class BearerAuth(httpx.Auth):
    """Puts the token on a request as httpx sends it, so that no frame of ours holds it in a variable.

    A request whose token was turned down is sent once more with another: it has had no effect.
    """

    def __init__(self, tokens: TokenSource) -> None:
        self._tokens = tokens

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Set the Authorization header."""
        request.headers["Authorization"] = f"Bearer {await self._tokens.token()}"
        response = yield request
        if response.status_code != httpx.codes.UNAUTHORIZED:
            return
        await response.aread()
        if is_about_the_token(response):
            refused = request.headers["Authorization"].removeprefix("Bearer ")
            another = await self._tokens.token_after(refused)
            if another is not None:
                request.headers["Authorization"] = f"Bearer {another}"
                yield request

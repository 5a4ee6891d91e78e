"""Where a call's bearer token comes from. Nothing here prints one."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Protocol

import httpx


class TokenSource(Protocol):
    """Gives a token that is valid now, renewing it first if it must.

    Raises one of the port's errors when it cannot: `CalendarRefused` if someone has to connect again,
    `CalendarUnreachable` if renewing got no answer.
    """

    async def token(self) -> str: ...  # noqa: D102 -- the class says it


@dataclass(frozen=True, slots=True)
class StaticToken:
    """A private integration token (`pit-...`): it has no expiry and is never renewed."""

    value: str = field(repr=False)

    async def token(self) -> str:
        """Return the token."""
        return self.value


class BearerAuth(httpx.Auth):
    """Puts the token on a request as httpx sends it, so that no frame of ours holds it in a variable."""

    def __init__(self, tokens: TokenSource) -> None:
        self._tokens = tokens

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Set the Authorization header."""
        request.headers["Authorization"] = f"Bearer {await self._tokens.token()}"
        yield request

"""Signing in for a token. Users are edited in `availability/people.py`, which knows about their hours."""

from typing import Annotated

import msgspec
from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK

from frontdesk.http import Body, refusals
from frontdesk.tenancy.service import ACCESS_TOKEN_LIFE, TenancyService


class SignIn(Body):
    """Who wants to come in."""

    email: Annotated[str, msgspec.Meta(max_length=320)]
    password: Annotated[str, msgspec.Meta(max_length=1000)]


class TokenAnswer(Body):
    """A token for the Authorization header; `expiresIn` in seconds."""

    access_token: str
    expires_in: int


@post("/auth/token", status_code=HTTP_200_OK, responses=refusals(), security=[{}], tags=["people"])
async def sign_in(data: JSONBody[SignIn], tenancy: NamedDependency[TenancyService]) -> TokenAnswer:
    """Exchange an e-mail address and password for an access token."""
    principal = await tenancy.sign_in(data.email, data.password)
    return TokenAnswer(tenancy.access_token(principal), int(ACCESS_TOKEN_LIFE.total_seconds()))


handlers = [sign_in]

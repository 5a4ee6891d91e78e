"""Tokens, passwords and keys. Users have their routes beside their hours, in `availability/people.py`."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT
from msgspec import structs

from frontdesk.http import AnyRequest, Body, Id, NewPassword, refusals
from frontdesk.limits import SIGN_IN, Limits, address_of, limit_by_address
from frontdesk.tenancy.agencies import TOKEN_LIFE, Agencies
from frontdesk.tenancy.api_keys import ApiKeys
from frontdesk.tenancy.authentication import ACCESS_TOKEN_LIFE
from frontdesk.tenancy.key_repository import ApiKey
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.service import TenancyService
from frontdesk.tenancy.sessions import Sessions


class SignIn(Body):
    """Who wants to come in; with `subAccountId`, as a user of that sub-account."""

    email: Annotated[str, msgspec.Meta(max_length=320)]
    password: Annotated[str, msgspec.Meta(max_length=1000)]
    sub_account_id: Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)] | None = None


class PasswordChange(Body):
    """The password there is, left out by who has none yet, and the one that is to be."""

    new: NewPassword
    current: Annotated[str, msgspec.Meta(max_length=1000)] | None = None


class MakeApiKey(Body):
    """What a key is called, so that its holder knows it again."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class ApiKeyView(Body):
    """A key, without the key itself. `lastUsedAt` may be a minute or two behind."""

    id: int
    name: str
    last_four: str
    user_id: int
    created_at: datetime
    last_used_at: datetime | None


class NewApiKeyView(ApiKeyView):
    """A key just made, with the key itself."""

    key: str


class ApiKeyList(Body):
    """Keys that are not revoked, oldest first."""

    api_keys: list[ApiKeyView]


class WidgetKeyAnswer(Body):
    """The key that stands in the page with the chat."""

    widget_key: str


class TokenAnswer(Body):
    """A token for the Authorization header; `expiresIn` in seconds.

    `subAccountId` is null in the token of an agency, which is good for its list of sub-accounts alone.
    """

    access_token: str
    expires_in: int
    sub_account_id: int | None
    agency_id: int | None


def _token_of(tenancy: TenancyService, principal: Principal) -> TokenAnswer:
    life = int(ACCESS_TOKEN_LIFE.total_seconds())
    return TokenAnswer(tenancy.access_token(principal), life, principal.sub_account_id, None)


def view(key: ApiKey) -> ApiKeyView:
    """Put a key into the contract's form."""
    return ApiKeyView(key.id, key.name, key.last_four, key.user_id, key.created_at, key.last_used_at)


@post(
    "/auth/token",
    guards=[limit_by_address],
    status_code=HTTP_200_OK,
    responses=refusals(),
    security=[{}],
    tags=["people"],
)
async def sign_in(
    request: AnyRequest,
    data: JSONBody[SignIn],
    tenancy: NamedDependency[TenancyService],
    agencies: NamedDependency[Agencies],
    rate_limits: NamedDependency[Limits],
) -> TokenAnswer:
    """Exchange an e-mail address and password for an access token, an agency's before a sub-account's."""
    await rate_limits.take_sign_in(address_of(request), data.email)
    if data.sub_account_id is None:
        person = await agencies.sign_in(data.email, data.password)
        if person is not None:
            life = int(TOKEN_LIFE.total_seconds())
            return TokenAnswer(agencies.token(person), life, None, person.agency_id)
    return _token_of(
        tenancy, await tenancy.sign_in(data.email, data.password, sub_account_id=data.sub_account_id)
    )


@post("/auth/password", status_code=HTTP_200_OK, responses=refusals(403), tags=["people"])
async def change_password(
    data: JSONBody[PasswordChange],
    principal: NamedDependency[Principal],
    tenancy: NamedDependency[TenancyService],
    sessions: NamedDependency[Sessions],
    rate_limits: NamedDependency[Limits],
) -> TokenAnswer:
    """Change the caller's password: ends their sessions and access tokens, and answers with a fresh token."""
    await rate_limits.take(SIGN_IN, f"password of {principal.sub_account_id} {principal.user_id}")
    changed = await sessions.change_password(principal, data.current, new=data.new)
    return _token_of(tenancy, changed)


@post("/auth/sign-out", status_code=HTTP_204_NO_CONTENT, responses=refusals(403), tags=["people"])
async def sign_out(principal: NamedDependency[Principal], sessions: NamedDependency[Sessions]) -> None:
    """Sign the caller out everywhere: their access tokens and sessions end at once, their API keys stay."""
    await sessions.end_all(principal)


@get("/api-keys", responses=refusals(), tags=["people"])
async def list_keys(principal: NamedDependency[Principal], api_keys: NamedDependency[ApiKeys]) -> ApiKeyList:
    """List the sub-account's API keys; a member sees their own."""
    return ApiKeyList([view(key) for key in await api_keys.visible_to(principal)])


@post("/api-keys", responses=refusals(), tags=["people"])
async def make_key(
    data: JSONBody[MakeApiKey], principal: NamedDependency[Principal], api_keys: NamedDependency[ApiKeys]
) -> NewApiKeyView:
    """Make an API key that speaks for the caller; it is shown this once."""
    made = await api_keys.make(principal, data.name)
    return NewApiKeyView(**structs.asdict(view(made.key)), key=made.secret)


@delete("/api-keys/{key_id:int}", status_code=HTTP_204_NO_CONTENT, responses=refusals(404), tags=["people"])
async def revoke_key(
    key_id: Id, principal: NamedDependency[Principal], api_keys: NamedDependency[ApiKeys]
) -> None:
    """Revoke an API key at once."""
    await api_keys.revoke(principal, key_id)


@post("/widget-key", status_code=HTTP_200_OK, responses=refusals(403), tags=["widget"])
async def rotate_widget_key(
    principal: NamedDependency[Principal], tenancy: NamedDependency[TenancyService]
) -> WidgetKeyAnswer:
    """Give the sub-account's chat a new key in place of the old one."""
    return WidgetKeyAnswer(await tenancy.rotate_widget_key(principal))


handlers = [sign_in, change_password, sign_out, list_keys, make_key, revoke_key, rotate_widget_key]

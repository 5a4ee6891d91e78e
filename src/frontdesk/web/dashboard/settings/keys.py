"""API keys: what programs come in with."""

from dataclasses import dataclass
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from frontdesk.http import Id
from frontdesk.tenancy.api_keys import ApiKeys
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.dashboard.settings.places import settings_page
from frontdesk.web.dashboard.shell import Shell

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class NewKeyForm:
    """What a new key is called."""

    name: str = ""


KeyBody = Annotated[NewKeyForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@get("/settings/keys")
async def keys_page(
    shell: NamedDependency[Shell],
    api_keys: NamedDependency[ApiKeys],
    tenancy: NamedDependency[TenancyService],
) -> Template:
    """Show the keys there are."""
    return await _page(shell, api_keys, tenancy)


@post("/settings/keys", status_code=HTTP_200_OK)
async def make_key(
    shell: NamedDependency[Shell],
    api_keys: NamedDependency[ApiKeys],
    tenancy: NamedDependency[TenancyService],
    data: KeyBody,
) -> Template:
    """Make a key and show it this once."""
    name = data.name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        return await _page(shell, api_keys, tenancy, is_name_wrong=True)
    made = await api_keys.make(shell.principal, name)
    return await _page(shell, api_keys, tenancy, secret=made.secret)


@post("/settings/keys/{key_id:int}/revoke", status_code=HTTP_303_SEE_OTHER)
async def revoke_key(
    key_id: Id, shell: NamedDependency[Shell], api_keys: NamedDependency[ApiKeys]
) -> Redirect:
    """Revoke a key at once."""
    await api_keys.revoke(shell.principal, key_id)
    return Redirect("/app/settings/keys", status_code=HTTP_303_SEE_OTHER)


async def _page(shell: Shell, api_keys: ApiKeys, tenancy: TenancyService, **told: object) -> Template:
    names = {user.id: user.name for user in await tenancy.users(shell.principal)}
    shown = {"secret": None, "is_name_wrong": False, **told}
    keys = await api_keys.visible_to(shell.principal)
    return settings_page(shell, "keys", keys=keys, names=names, **shown)


handlers = [keys_page, make_key, revoke_key]

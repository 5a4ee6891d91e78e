"""What an agency's people see: their sub-accounts, a way into each, and a form for a new one."""

from dataclasses import dataclass
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from frontdesk.errors import InvalidTimezone, Unauthorized, ValidationFailed
from frontdesk.http import AnyRequest, Id
from frontdesk.tenancy.agencies import Agencies
from frontdesk.tenancy.principal import AgencyPerson
from frontdesk.web.language import language_of
from frontdesk.web.refusals import problems_of
from frontdesk.web.sign_in import SignIns
from frontdesk.web.templating import look_of
from frontdesk.zones import DEFAULT_ZONE, all_zones

AGENCY, SIGN_IN, HOME = "/app/agency", "/app/sign-in", "/app"
NEVER_KEPT = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class NewAccountForm:
    """What a new sub-account is called, where it is, and whose it is; no address: the agency's person's."""

    name: str = ""
    timezone: str = DEFAULT_ZONE
    email: str = ""


AccountBody = Annotated[NewAccountForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@get("/app/agency")
async def agency_page(
    request: AnyRequest, agencies: NamedDependency[Agencies], sign_ins: NamedDependency[SignIns]
) -> Template | Redirect:
    """Show the agency's sub-accounts."""
    try:
        person = await sign_ins.agency_person(request)
    except Unauthorized:
        return Redirect(SIGN_IN, status_code=HTTP_303_SEE_OTHER)
    return await _page(request, agencies, sign_ins, person, told={})


@post("/app/agency/accounts", status_code=HTTP_200_OK)
async def make_account(
    request: AnyRequest,
    agencies: NamedDependency[Agencies],
    sign_ins: NamedDependency[SignIns],
    data: AccountBody,
) -> Template:
    """Make a sub-account; its owner's password is shown this once."""
    person = await sign_ins.agency_person(request)
    try:
        made = await agencies.create_sub_account(
            person, data.name.strip(), timezone=data.timezone, email=data.email.strip() or None
        )
    except (ValidationFailed, InvalidTimezone) as refusal:
        told: dict[str, object] = {"form": data, "problems": problems_of(refusal, language_of(request))}
        return await _page(request, agencies, sign_ins, person, told=told)
    return await _page(request, agencies, sign_ins, person, told={"made": data.name, "secret": made.password})


@post("/app/agency/accounts/{sub_account_id:int}/enter", status_code=HTTP_303_SEE_OTHER)
async def enter(
    sub_account_id: Id,
    request: AnyRequest,
    agencies: NamedDependency[Agencies],
    sign_ins: NamedDependency[SignIns],
) -> Redirect:
    """Go into a sub-account, as its owner, and out of the one before; its trail says who it was."""
    principal = await agencies.enter(await sign_ins.agency_person(request), sub_account_id)
    await sign_ins.leave(request)
    session = await sign_ins.begin(principal)
    return Redirect(HOME, status_code=HTTP_303_SEE_OTHER, cookies=[sign_ins.session_cookie(request, session)])


async def send_in(request: AnyRequest, sign_ins: SignIns, person: AgencyPerson) -> Redirect:
    """Begin a session of an agency's person, and lead to their accounts."""
    cookie = sign_ins.agency_cookie(request, await sign_ins.begin_agency(person))
    return Redirect(AGENCY, status_code=HTTP_303_SEE_OTHER, cookies=[cookie])


async def _page(
    request: AnyRequest,
    agencies: Agencies,
    sign_ins: SignIns,
    person: AgencyPerson,
    *,
    told: dict[str, object],
) -> Template:
    browser = sign_ins.browser_cookie(request)
    shown: dict[str, object] = {"form": NewAccountForm(), "problems": {}, "made": None, "secret": None}
    return Template(
        "agency.html",
        context={
            "accounts": await agencies.sub_accounts(person),
            "zones": all_zones(),
            "form_token": sign_ins.form_token(browser.value or ""),
            **shown,
            **told,
            **look_of(request),
        },
        cookies=[browser],
        headers=NEVER_KEPT,
    )


handlers = [agency_page, make_account, enter]

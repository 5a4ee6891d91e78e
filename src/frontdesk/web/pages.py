"""The open pages: hosted chat, sign-in, API reference; and how all pages refuse."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.exceptions import HTTPException, ValidationException
from litestar.params import BodyKwarg, FromPath
from litestar.response import Redirect, Response, Template
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_303_SEE_OTHER,
    HTTP_404_NOT_FOUND,
    HTTP_405_METHOD_NOT_ALLOWED,
    HTTP_422_UNPROCESSABLE_ENTITY,
)

import frontdesk.web.booking.manage_pages
import frontdesk.web.booking.pages
from frontdesk.errors import Forbidden, FrontdeskError, Unauthorized
from frontdesk.http import AnyRequest, headers_of, render_http
from frontdesk.limits import Limits, address_of, limit_by_address
from frontdesk.tenancy.agencies import Agencies
from frontdesk.tenancy.service import TenancyService
from frontdesk.web import agency_pages
from frontdesk.web.addresses import address_of_page
from frontdesk.web.booking.colour_sheet import colour_sheet
from frontdesk.web.dashboard.shell import NEVER_KEPT
from frontdesk.web.language import language_of
from frontdesk.web.own_pages import require_own_page
from frontdesk.web.reference import groups_of
from frontdesk.web.refusals import told
from frontdesk.web.rendering import compressed, let_frame
from frontdesk.web.sign_in import SignIns
from frontdesk.web.templating import look_of
from frontdesk.web.widget_script import fingerprint
from frontdesk.web.widget_settings import WidgetSettingsService
from frontdesk.web.widget_setup import setup_of

HOME = "/app"
SIGN_IN = "/app/sign-in"
NOWHERE = {HTTP_404_NOT_FOUND, HTTP_405_METHOD_NOT_ALLOWED}


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What the sign-in page sends."""

    email: str = ""
    password: str = ""


SignInBody = Annotated[SignInForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@get("/")
async def home() -> Redirect:
    """Lead to the dashboard."""
    return Redirect(HOME)


@get("/c/{widget_key:str}")
async def chat_page(
    request: AnyRequest,
    widget_key: FromPath[str],
    tenancy: NamedDependency[TenancyService],
    widget_settings: NamedDependency[WidgetSettingsService],
) -> Template:
    """Show a sub-account's chat, on its own or framed by the sites that it allows."""
    account = await tenancy.account_of_widget(widget_key)
    settings = await widget_settings.of(account.id)
    let_frame(request, settings.allowed_sites)
    booking_page = address_of_page(request, f"/b/{widget_key}")
    setup = setup_of(account, settings, language_of(request), booking_page=booking_page)
    context = {
        "setup": setup,
        "setup_json": msgspec.json.encode(setup).decode(),
        "widget_key": widget_key,
        "script": f"/widget.js?{fingerprint()}",
        **look_of(request),
    }
    return Template("chat.html", context=context)


@get("/app/sign-in")
async def sign_in_page(request: AnyRequest, sign_ins: NamedDependency[SignIns]) -> Template | Redirect:
    """Ask who it is, or lead on those who said so already, an agency's people to their accounts."""
    for known, home in ((sign_ins.signed_in, HOME), (sign_ins.agency_person, agency_pages.AGENCY)):
        with suppress(Unauthorized):
            await known(request)
            return Redirect(home, status_code=HTTP_303_SEE_OTHER)
    return _sign_in_form(request, sign_ins, email="")


def ask_again(request: AnyRequest, refusal: Forbidden) -> Template:
    """Answer a sign-in form that was open for too long with a fresh one."""
    return _sign_in_form(request, request.app.state.services.sign_ins, email="", refusal=refusal)


@post("/app/sign-in", status_code=HTTP_200_OK, exception_handlers={Forbidden: ask_again})
async def sign_in(
    request: AnyRequest,
    data: SignInBody,
    sign_ins: NamedDependency[SignIns],
    agencies: NamedDependency[Agencies],
    rate_limits: NamedDependency[Limits],
) -> Template | Redirect:
    """Let somebody in, an agency's people to their accounts, or say in one sentence why not."""
    try:
        await rate_limits.take_sign_in(address_of(request), data.email)
        person = await agencies.sign_in(data.email.strip(), data.password)
        if person is not None:
            return await agency_pages.send_in(request, sign_ins, person)
        session = await sign_ins.sign_in(data.email.strip(), data.password)
    except Unauthorized as refusal:
        return _sign_in_form(request, sign_ins, email=data.email, refusal=refusal)
    return Redirect(HOME, status_code=HTTP_303_SEE_OTHER, cookies=[sign_ins.session_cookie(request, session)])


@post("/app/sign-out", status_code=HTTP_303_SEE_OTHER)
async def sign_out(request: AnyRequest, sign_ins: NamedDependency[SignIns]) -> Redirect:
    """End the session of this browser."""
    await sign_ins.sign_out(request)
    ended = [sign_ins.session_cookie(request, ""), sign_ins.agency_cookie(request, "")]
    return Redirect(SIGN_IN, status_code=HTTP_303_SEE_OTHER, cookies=ended)


@get("/docs", sync_to_thread=False)
def reference_page(request: AnyRequest) -> Template:
    """Show the API reference."""
    document = request.app.openapi_schema.to_schema()
    return Template("docs.html", context={"groups": groups_of(document), **look_of(request)})


def _sign_in_form(
    request: AnyRequest, sign_ins: SignIns, *, email: str, refusal: FrontdeskError | None = None
) -> Template:
    browser = sign_ins.browser_cookie(request)
    return Template(
        "sign_in.html",
        context={
            "email": email,
            "problem": told(refusal, language_of(request)) if refusal else None,
            "form_token": sign_ins.form_token(browser.value or ""),
            **look_of(request),
        },
        status_code=refusal.status if refusal else HTTP_200_OK,
        cookies=[browser],
        headers=NEVER_KEPT,
    )


def render_problem(request: AnyRequest, error: FrontdeskError) -> Template:
    """Show a refusal as a page."""
    problem = told(error, language_of(request))
    return _problem_page(request, problem, status_code=error.status, headers=headers_of(error))


def render_unreadable(request: AnyRequest, _error: ValidationException) -> Template:
    """Show that a form could not be read."""
    problem = language_of(request).gettext("That form could not be read.")
    return _problem_page(request, problem, status_code=HTTP_422_UNPROCESSABLE_ENTITY)


def render_nothing(request: AnyRequest, error: HTTPException) -> Template | Response[dict[str, object]]:
    """Show a page to whoever looks for one where there is none; a program is answered as everywhere."""
    if error.status_code in NOWHERE and "text/html" in request.headers.get("Accept", ""):
        problem = language_of(request).gettext("There is nothing at this address.")
        return _problem_page(request, problem, status_code=error.status_code)
    return render_http(request, error)


def _problem_page(
    request: AnyRequest, problem: str, *, status_code: int, headers: Mapping[str, str] | None = None
) -> Template:
    is_office = request.scope["path"].startswith(f"{HOME}/")
    return Template(
        "problem.html",
        context={"problem": problem, "home": HOME if is_office else None, **look_of(request)},
        status_code=status_code,
        headers=dict(headers or {}),
    )


pages = Router(
    path="",
    route_handlers=[
        frontdesk.web.booking.pages.routes,
        frontdesk.web.booking.manage_pages.routes,
        colour_sheet,
        home,
        chat_page,
        sign_in_page,
        sign_in,
        sign_out,
        *agency_pages.handlers,
        reference_page,
    ],
    guards=[limit_by_address, require_own_page],
    middleware=[compressed],
    include_in_schema=False,
    exception_handlers={FrontdeskError: render_problem, ValidationException: render_unreadable},
)

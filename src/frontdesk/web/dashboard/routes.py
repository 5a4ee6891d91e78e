"""All pages of the dashboard in one router, and what happens when nobody is signed in."""

from litestar import Router
from litestar.di import Provide
from litestar.exceptions import ValidationException
from litestar.response import Redirect, Response, Template
from litestar.status_codes import HTTP_204_NO_CONTENT, HTTP_303_SEE_OTHER

from frontdesk.errors import FrontdeskError, Unauthorized
from frontdesk.http import AnyRequest
from frontdesk.limits import limit_by_address
from frontdesk.web.dashboard import calendar, leads, reports
from frontdesk.web.dashboard.settings import chat, hours, keys, password, people
from frontdesk.web.dashboard.shell import provide_shell
from frontdesk.web.own_pages import require_own_page
from frontdesk.web.pages import SIGN_IN, render_problem, render_unreadable
from frontdesk.web.rendering import compressed


def lead_to_sign_in(request: AnyRequest, _refusal: Unauthorized) -> Response[None] | Redirect:
    """Ask who it is; a script is told to leave the page, for what it wanted is only a piece of one."""
    if request.headers.get("HX-Request"):
        return Response(None, status_code=HTTP_204_NO_CONTENT, headers={"HX-Redirect": SIGN_IN})
    return Redirect(SIGN_IN, status_code=HTTP_303_SEE_OTHER)


def render_refusal(request: AnyRequest, refusal: FrontdeskError) -> Template:
    """Show a refusal as a page."""
    return render_problem(request, refusal)


SETTINGS = (*hours.handlers, *people.handlers, *keys.handlers, *chat.handlers, *password.handlers)

dashboard = Router(
    path="/app",
    route_handlers=[*calendar.handlers, *leads.handlers, *reports.handlers, *SETTINGS],
    dependencies={"shell": Provide(provide_shell)},
    guards=[limit_by_address, require_own_page],
    middleware=[compressed],
    include_in_schema=False,
    exception_handlers={
        Unauthorized: lead_to_sign_in,
        FrontdeskError: render_refusal,
        ValidationException: render_unreadable,
    },
)

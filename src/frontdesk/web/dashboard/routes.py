"""All pages of the dashboard in one router, and what happens when nobody is signed in."""

from collections.abc import Sequence

from litestar import Request, Router
from litestar.di import Provide
from litestar.exceptions import ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.response import Redirect, Response, Template
from litestar.status_codes import HTTP_204_NO_CONTENT, HTTP_303_SEE_OTHER, HTTP_422_UNPROCESSABLE_ENTITY
from litestar.types import ControllerRouterHandler, Middleware

from frontdesk.errors import FrontdeskError, Unauthorized
from frontdesk.http import AnyRequest
from frontdesk.limits import SIGNED_IN, Caller, limit_by_address
from frontdesk.web.dashboard import (
    booking_dialogs,
    booking_form,
    bookings,
    calendar,
    conversations,
    first_steps,
    leads,
    live,
    reports,
)
from frontdesk.web.dashboard.answers import is_asked_by_script, refused
from frontdesk.web.dashboard.settings import (
    agency,
    assistant,
    chat,
    connection,
    hours,
    keys,
    password,
    people,
    trial,
)
from frontdesk.web.dashboard.shell import provide_shell
from frontdesk.web.language import language_of
from frontdesk.web.own_pages import require_own_page
from frontdesk.web.pages import SIGN_IN, render_problem, render_unreadable
from frontdesk.web.refusals import told
from frontdesk.web.rendering import compressed

Refused = Template | Response[str] | Response[dict[str, str]]


def lead_to_sign_in(request: AnyRequest, _refusal: Unauthorized) -> Response[None] | Redirect:
    """Ask who it is; a script is told to leave the page, for what it wanted is only a piece of one."""
    if is_asked_by_script(request):
        return Response(None, status_code=HTTP_204_NO_CONTENT, headers={"HX-Redirect": SIGN_IN})
    return Redirect(SIGN_IN, status_code=HTTP_303_SEE_OTHER)


def show_refusal(request: AnyRequest, refusal: FrontdeskError) -> Refused:
    """Show a refusal as a page, or tell the script that asked."""
    if is_asked_by_script(request):
        return refused(request, told(refusal, language_of(request)), status_code=refusal.status)
    return render_problem(request, refusal)


SETTINGS = (
    *hours.handlers,
    *connection.handlers,
    *agency.handlers,
    *assistant.handlers,
    *trial.handlers,
    *people.handlers,
    *keys.handlers,
    *chat.handlers,
    *password.handlers,
)


async def limit_by_session(connection: Caller, handler: BaseRouteHandler) -> None:
    """Guard the dashboard: who has signed in is counted by their session, everybody else by their address.

    Raises:
        RateLimited: too many requests come from one of them.
    """
    assert isinstance(connection, Request), "pages are asked by HTTP"  # noqa: S101
    services = connection.app.state.services
    session = services.sign_ins.session_of(connection)
    if session is None:
        await limit_by_address(connection, handler)
    else:
        await services.limits.take(SIGNED_IN, session)


def show_unreadable(request: AnyRequest, error: ValidationException) -> Refused:
    """Show that a form could not be read."""
    if is_asked_by_script(request):
        words = language_of(request).gettext("That form could not be read.")
        return refused(request, words, status_code=HTTP_422_UNPROCESSABLE_ENTITY)
    return render_unreadable(request, error)


def _router(*handlers: ControllerRouterHandler, middleware: Sequence[Middleware] = ()) -> Router:
    return Router(
        path="/app",
        route_handlers=handlers,
        dependencies={"shell": Provide(provide_shell)},
        guards=[limit_by_session, require_own_page],
        middleware=middleware,
        include_in_schema=False,
        exception_handlers={
            Unauthorized: lead_to_sign_in,
            FrontdeskError: show_refusal,
            ValidationException: show_unreadable,
        },
    )


dashboard = _router(
    *calendar.handlers,
    *first_steps.handlers,
    *bookings.handlers,
    *booking_form.handlers,
    *booking_dialogs.handlers,
    *conversations.handlers,
    *leads.handlers,
    *reports.handlers,
    *SETTINGS,
    middleware=[compressed],
)
# A stream is not held back until there is enough of it to compress.
streams = _router(*live.handlers, *conversations.streams)

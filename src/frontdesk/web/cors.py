"""Which other sites' pages may call the widget API: those that their sub-account allows, and no others.

A browser says where a page comes from (`Origin`). This guards every route of the widget by that, and tells
the browser what the page may read. None of our other routes is for other sites' pages.
"""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders, State
from litestar.handlers import BaseRouteHandler

from frontdesk.errors import Forbidden
from frontdesk.http import AnyRequest, bearer
from frontdesk.web.sessions import WidgetSessions
from frontdesk.web.sites import host_of
from frontdesk.web.widget_settings import WidgetSettingsService

_ALLOWED = "frontdesk_allowed_origin"
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": (
        "Authorization, Content-Type, Accept, Accept-Language, Idempotency-Key, Last-Event-ID"
    ),
    "Access-Control-Max-Age": "600",
}


async def require_allowed_site(
    connection: ASGIConnection[Any, Any, Any, State], _handler: BaseRouteHandler
) -> None:
    """Guard the widget's routes. A caller that names no origin is no other site's page.

    Raises:
        Forbidden: the page stands on a site that the sub-account has not allowed. NotFound, Unauthorized: it
            shows a key or a token that is nobody's.
    """
    assert isinstance(connection, Request), "the widget is asked by HTTP"  # noqa: S101
    origin = connection.headers.get("Origin")
    if origin is None or is_own_origin(connection, origin):
        return
    sub_account_id = await _whose_widget(connection)
    if sub_account_id is None and connection.method != "OPTIONS":
        return  # the route refuses it
    if sub_account_id is not None and origin not in await _allowed_sites(connection, sub_account_id):
        raise Forbidden("This chat is not available on this site.")
    connection.scope["state"][_ALLOWED] = origin


def is_own_origin(request: AnyRequest, origin: str) -> bool:
    """Say whether an origin is this server's, by the name it was called by or its public one."""
    public_url = request.app.state.services.settings.public_url
    return bool(host_of(origin)) and host_of(origin) in {
        request.headers.get("Host", ""),
        host_of(public_url or ""),
    }


def add_cors_headers(headers: MutableScopeHeaders, state: dict[str, Any], *, method: str) -> None:
    """Tell the browser that the page may read the answer, if its site is allowed."""
    origin = state.get(_ALLOWED)
    if origin is None:
        return
    headers["Access-Control-Allow-Origin"] = origin
    headers["Access-Control-Expose-Headers"] = "Retry-After"
    headers["Vary"] = "Origin"
    if method == "OPTIONS":
        headers.update(PREFLIGHT)


async def _whose_widget(request: AnyRequest) -> int | None:
    """Return the sub-account whose widget is called; None when a request does not say, as when asking ahead.

    A browser that asks ahead shows no token. To let it ask gives nothing away: the request itself is judged.
    """
    services = request.app.state.services
    if "widget_key" in request.path_params:
        account = await services.tenancy.account_of_widget(request.path_params["widget_key"])
        return int(account.id)
    if "Authorization" not in request.headers:
        return None
    widget: WidgetSessions = services.widget
    return widget.visitor(bearer(request)).principal.sub_account_id


async def _allowed_sites(request: AnyRequest, sub_account_id: int) -> tuple[str, ...]:
    widget_settings: WidgetSettingsService = request.app.state.services.widget_settings
    return (await widget_settings.of(sub_account_id)).allowed_sites

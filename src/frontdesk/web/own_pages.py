"""Cookies alone change nothing: what a page sends must prove that the page was ours and this browser's.

The one guard against forged requests. It stands on the router of the pages: a page added there has it.
"""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler

from frontdesk.web.sign_in import COOKIE_PATH, SignIns

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
TOKEN_FIELD = "form_token"  # noqa: S105 -- the name of a field
TOKEN_HEADER = "X-Form-Token"  # noqa: S105 -- the name of a header


async def require_own_page(
    connection: ASGIConnection[Any, Any, Any, State], _handler: BaseRouteHandler
) -> None:
    """Guard whatever a page sends to an address that the cookies go to.

    The token stands in a form's field `form_token`, or for scripts in the header `X-Form-Token`. Outside of
    `COOKIE_PATH` no browser sends our cookies, so a forged request there is nobody's.

    Raises:
        Forbidden: there is no token, or it was made for another browser, or another site sent it.
    """
    assert isinstance(connection, Request), "pages are asked by HTTP"  # noqa: S101
    if connection.method in SAFE_METHODS or not are_cookies_sent_to(connection.scope["path"]):
        return
    token = connection.headers.get(TOKEN_HEADER) or (await connection.form()).get(TOKEN_FIELD)
    sign_ins: SignIns = connection.app.state.services.sign_ins
    sign_ins.require_own_form(connection, token if isinstance(token, str) else "")


def are_cookies_sent_to(path: str) -> bool:
    """Say whether a browser sends our cookies to an address."""
    return path == COOKIE_PATH or path.startswith(f"{COOKIE_PATH}/")

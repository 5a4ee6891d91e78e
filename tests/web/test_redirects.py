"""No redirect leads to another site because somebody wrote so into a request."""

from typing import Any

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from tests.conftest import Account, client_of
from tests.plausible import VALUES
from tests.tenancy.inhabited import inhabit
from tests.tenancy.page_walk import is_endless, pages
from tests.web.conftest import Browser

ELSEWHERE = "https://elsewhere.example/"
NAMES = ("next", "return", "returnTo", "redirect", "redirect_uri", "url", "to", "continue", "state", "code")
HEADERS = {"Referer": ELSEWHERE, "X-Forwarded-Host": "elsewhere.example", "X-Original-URL": ELSEWHERE}


def leads_away(answer: httpx.Response) -> bool:
    """Say whether a browser would leave this site: by a redirect, or because htmx is told to."""
    told = (answer.headers.get(name, "") for name in ("Location", "HX-Redirect", "HX-Location", "Refresh"))
    return any("elsewhere" in where or where.startswith(("//", "/\\")) for where in told)


@pytest.fixture
async def signed_in(app: Litestar, services: Services) -> Browser:
    inhabited = await inhabit(services)
    browser = Browser(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test"))  # type: ignore[arg-type]
    await browser.sign_in(inhabited.account.email, inhabited.account.password)
    return browser


async def test_no_page_leads_where_a_request_says(app: Litestar, signed_in: Browser) -> None:
    token = await signed_in.form_token("/app")
    asked = dict.fromkeys(NAMES, ELSEWHERE)
    seen = 0

    for method, path, handler in sorted(pages(app), key=lambda page: "sign-out" in page[1]):
        if is_endless(handler):
            continue
        form: dict[str, Any] = {**VALUES, **asked}
        headers = {**HEADERS, "X-Form-Token": token}
        answer = await signed_in.http.request(
            method,
            path.replace("{", "").replace(":int}", "").replace(":str}", ""),
            params=asked,
            data=form if method != "GET" else None,
            headers=headers,
        )
        assert not leads_away(answer), (method, path, answer.headers)
        seen += answer.is_redirect
    assert seen
    await signed_in.http.aclose()


@pytest.mark.parametrize("path", ["//elsewhere.example", "/\\elsewhere.example", "//elsewhere.example/%2f.."])
async def test_no_address_is_turned_into_another_sites(app: Litestar, account: Account, path: str) -> None:
    async with client_of(app, account.headers) as http:
        for end in ("", "/"):
            request = http.build_request("GET", "http://test/")
            request.url = request.url.copy_with(raw_path=(path + end).encode())
            assert not leads_away(await http.send(request))

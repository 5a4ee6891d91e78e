"""No other site can make a signed-in browser change anything: every page's address, new ones included."""

import re
from collections.abc import Iterator

import httpx
import pytest
from litestar import Litestar, post

from frontdesk.web.own_pages import SAFE_METHODS, are_cookies_sent_to
from frontdesk.web.sign_in import BROWSER_COOKIE, SESSION_COOKIE
from tests.conftest import Account, TestServer
from tests.tenancy.inhabited import everything_of
from tests.web.conftest import Browser

TOO_LONG = "This page was open for too long."


def changing(app: Litestar) -> Iterator[tuple[str, str]]:
    """Yield every method and address by which a signed-in browser could change something."""
    for route in app.routes:
        for method in sorted(set(getattr(route, "methods", ())) - SAFE_METHODS):
            if are_cookies_sent_to(route.path):
                yield method, re.sub(r"\{\w+:\w+\}", "some", re.sub(r"\{\w+:int\}", "1", route.path))


@pytest.fixture
async def signed_in(browser: Browser, account: Account) -> Browser:
    assert (await browser.sign_in(account.email, account.password)).status_code == 303
    return browser


def test_there_are_pages_to_forge(app: Litestar) -> None:
    assert {("POST", "/app/sign-in"), ("POST", "/app/sign-out")} <= set(changing(app))


async def test_what_no_page_of_ours_sent_is_refused_everywhere_and_changes_nothing(
    app: Litestar, signed_in: Browser, account: Account, server: TestServer
) -> None:
    before = await everything_of(server, account.sub_account_id)

    for method, path in changing(app):
        for headers in ({}, {"X-Form-Token": "forged"}, {"Content-Type": "application/json"}):
            refusal = await signed_in.http.request(method, path, headers=headers)
            assert (refusal.status_code, TOO_LONG in refusal.text) == (403, True), (method, path, headers)

    assert await everything_of(server, account.sub_account_id) == before


@pytest.mark.parametrize(
    "forged", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"}]
)
async def test_a_good_token_sent_from_another_site_is_refused_everywhere(
    app: Litestar, signed_in: Browser, forged: dict[str, str]
) -> None:
    token = await signed_in.form_token("/app")

    for method, path in changing(app):
        refusal = await signed_in.http.request(method, path, headers={**forged, "X-Form-Token": token})
        assert (refusal.status_code, TOO_LONG in refusal.text) == (403, True), (method, path)


@post("/app/probe")
async def probe() -> None:
    """Stand for a page that somebody adds beside the guarded router."""


async def test_a_page_beside_the_guarded_ones_is_found(app: Litestar, signed_in: Browser) -> None:
    app.register(probe)

    assert ("POST", "/app/probe") in set(changing(app))
    assert (await signed_in.http.post("/app/probe")).status_code == 201


@pytest.mark.parametrize("carried", ["header", "field"])
async def test_the_token_may_travel_in_a_header_or_in_a_form(signed_in: Browser, carried: str) -> None:
    token = await signed_in.form_token("/app")

    header, field = ({"X-Form-Token": token}, {}) if carried == "header" else ({}, {"form_token": token})

    answer = await signed_in.http.post("/app/sign-out", headers=header, data=field)
    assert answer.headers["Location"] == "/app/sign-in"


async def test_cookies_go_to_the_guarded_addresses_alone_and_no_script_reads_them(
    browser: Browser, account: Account
) -> None:
    answers = [await browser.http.get("/app/sign-in"), await browser.sign_in(account.email, account.password)]

    cookies = [line for answer in answers for line in answer.headers.get_list("Set-Cookie")]
    assert {line.partition("=")[0] for line in cookies} == {BROWSER_COOKIE, SESSION_COOKIE}
    assert all({"HttpOnly", "SameSite=lax", "Path=/app"} <= set(line.split("; ")) for line in cookies)


async def test_a_cookie_alone_opens_no_endpoint_of_the_api(signed_in: Browser) -> None:
    cookies = "; ".join(f"{name}={value}" for name, value in signed_in.http.cookies.items())

    refusal: httpx.Response = await signed_in.http.get("/users/me", headers={"Cookie": cookies})

    assert refusal.status_code == 401

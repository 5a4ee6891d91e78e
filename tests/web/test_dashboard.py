"""Signing in, looking, signing out."""

from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services, assembled
from frontdesk.clock import FixedClock
from frontdesk.web.sign_in import SESSION_COOKIE, SESSION_LIFE
from tests.conftest import Account, TestServer, app_around, client_of, with_changes
from tests.web.conftest import Browser


async def test_who_is_not_signed_in_is_led_to_the_sign_in_page(browser: Browser) -> None:
    answers = [await browser.http.get(path) for path in ("/", "/app")]

    assert [answer.headers["Location"] for answer in answers] == ["/app", "/app/sign-in"]


async def test_the_right_password_leads_to_the_dashboard(browser: Browser, account: Account) -> None:
    answer = await browser.sign_in(account.email, account.password)
    page = await browser.http.get("/app")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/app")
    assert "Acme Roofing" in page.text


async def test_a_wrong_password_is_told_in_one_sentence_and_the_address_is_kept(
    browser: Browser, account: Account
) -> None:
    answer = await browser.sign_in(account.email, "wrong")

    assert answer.status_code == 401
    assert "The e-mail address or the password is not right." in answer.text
    assert f'value="{account.email}"' in answer.text
    assert SESSION_COOKIE not in browser.http.cookies


async def test_what_was_typed_is_never_markup(browser: Browser) -> None:
    answer = await browser.sign_in('"><script>alert(1)</script>', "wrong")

    assert "<script>alert" not in answer.text


async def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(
    browser: Browser, account: Account
) -> None:
    answer = await browser.sign_in(account.email, account.password)

    cookie = next(line for line in answer.headers.get_list("Set-Cookie") if SESSION_COOKIE in line)
    assert {"HttpOnly", "SameSite=lax", "Path=/app", "Max-Age=43200"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


async def test_behind_a_proxy_with_tls_cookies_are_for_https_alone(
    services: Services, server: TestServer, account: Account, clock: FixedClock
) -> None:
    chosen = with_changes(services.settings, public_url="https://desk.example")
    async with (
        assembled(chosen, server.app, clock=clock) as ours,
        client_of(app_around(ours), {}) as http,
    ):
        answer = await Browser(http).sign_in(account.email, account.password)

    assert all("Secure" in cookie.split("; ") for cookie in answer.headers.get_list("Set-Cookie"))


@pytest.mark.parametrize("token", ["", "nonsense"])
async def test_a_form_without_this_sites_token_signs_nobody_in(
    browser: Browser, account: Account, token: str
) -> None:
    await browser.form_token("/app/sign-in")
    form = {"email": account.email, "password": account.password, "form_token": token}

    answer = await browser.http.post("/app/sign-in", data=form)

    assert answer.status_code == 403
    assert SESSION_COOKIE not in browser.http.cookies


async def test_a_form_token_of_another_browser_is_worth_nothing(browser: Browser, account: Account) -> None:
    token = await browser.form_token("/app/sign-in")
    browser.http.cookies.clear()
    await browser.form_token("/app/sign-in")

    form = {"email": account.email, "password": account.password, "form_token": token}
    assert (await browser.http.post("/app/sign-in", data=form)).status_code == 403


@pytest.mark.parametrize(
    "header", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}]
)
async def test_a_form_sent_from_another_site_is_refused(
    browser: Browser, account: Account, header: dict[str, str]
) -> None:
    token = await browser.form_token("/app/sign-in")

    form = {"email": account.email, "password": account.password, "form_token": token}
    assert (await browser.http.post("/app/sign-in", data=form, headers=header)).status_code == 403


async def test_signing_out_ends_the_session_on_this_browser(browser: Browser, account: Account) -> None:
    await browser.sign_in(account.email, account.password)
    token = await browser.form_token("/app")

    answer = await browser.http.post("/app/sign-out", data={"form_token": token})

    assert answer.headers["Location"] == "/app/sign-in"
    assert (await browser.http.get("/app")).status_code == 303


async def test_a_copy_of_the_cookie_is_worth_nothing_after_signing_out(
    browser: Browser, account: Account
) -> None:
    await browser.sign_in(account.email, account.password)
    copy = browser.http.cookies[SESSION_COOKIE]
    token = await browser.form_token("/app")
    await browser.http.post("/app/sign-out", data={"form_token": token})

    browser.http.cookies.set(SESSION_COOKIE, copy)

    assert (await browser.http.get("/app")).status_code == 303


async def test_signing_out_leaves_other_browsers_signed_in(
    browser: Browser, app: Litestar, account: Account
) -> None:
    await browser.sign_in(account.email, account.password)
    async with client_of(app, {}) as http:
        other = Browser(http)
        await other.sign_in(account.email, account.password)
        token = await other.form_token("/app")
        await other.http.post("/app/sign-out", data={"form_token": token})

    assert (await browser.http.get("/app")).status_code == 200


async def test_a_new_password_signs_every_browser_out(
    browser: Browser, client: httpx.AsyncClient, account: Account
) -> None:
    await browser.sign_in(account.email, account.password)

    await client.post("/auth/password", json={"current": account.password, "new": "a better password"})

    assert (await browser.http.get("/app")).status_code == 303
    assert (await browser.sign_in(account.email, "a better password")).status_code == 303


async def test_another_site_cannot_sign_somebody_out(browser: Browser, account: Account) -> None:
    await browser.sign_in(account.email, account.password)

    refusal = await browser.http.post("/app/sign-out", data={})

    assert refusal.status_code == 403
    assert (await browser.http.get("/app")).status_code == 200


async def test_a_session_lasts_twelve_hours(browser: Browser, account: Account, clock: FixedClock) -> None:
    await browser.sign_in(account.email, account.password)
    clock.instant += SESSION_LIFE
    in_time = await browser.http.get("/app")
    clock.instant += timedelta(seconds=1)
    too_late = await browser.http.get("/app")

    assert (in_time.status_code, too_late.status_code) == (200, 303)


async def test_no_address_in_the_request_decides_where_signing_in_leads(
    browser: Browser, account: Account
) -> None:
    token = await browser.form_token("/app/sign-in")
    form = {"email": account.email, "password": account.password, "form_token": token}

    answer = await browser.http.post("/app/sign-in?next=https://elsewhere.example", data=form)

    assert answer.headers["Location"] == "/app"


async def test_a_script_whose_session_has_ended_is_told_to_leave_the_page(browser: Browser) -> None:
    answer = await browser.http.get("/app/calendar", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/app/sign-in")


@pytest.mark.parametrize(
    ("chosen", "accepted", "words"),
    [
        ("", "", "New booking"),
        ("", "es-MX,es;q=0.9,en;q=0.8", "Nueva cita"),
        ("es", "en-GB", "Nueva cita"),
        ("en", "es", "New booking"),
        ("xx", "de", "New booking"),
    ],
)
async def test_a_page_speaks_the_chosen_language_or_the_browsers(
    browser: Browser, account: Account, chosen: str, accepted: str, words: str
) -> None:
    await browser.sign_in(account.email, account.password)
    browser.http.cookies.set("frontdesk_language", chosen)

    page = await browser.http.get("/app", headers={"Accept-Language": accepted})

    assert words in page.text


async def test_chosen_colours_are_there_before_any_script_runs(browser: Browser, account: Account) -> None:
    await browser.sign_in(account.email, account.password)
    browser.http.cookies.set("frontdesk_theme", "dark")

    page = await browser.http.get("/app")

    assert '<html lang="en" data-theme="dark">' in page.text

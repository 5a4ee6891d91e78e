"""An agency's people in a browser: their accounts, and a way into each."""

import itertools
from datetime import timedelta

import httpx
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.clock import FixedClock
from frontdesk.tenancy.agencies import NewAgency
from frontdesk.tenancy.principal import AgencyPerson
from tests.conftest import Account, client_of, make_account
from tests.web.conftest import Browser

AGENCY, PASSWORD = "/app/agency", "correct horse"
_numbers = itertools.count(1)


async def signed_in(browser: Browser, services: Services) -> NewAgency:
    """Make an agency and sign its owner in."""
    address = f"boss{next(_numbers)}@big-agency.example"
    made = await services.agencies.create("Big Agency", address, password=PASSWORD)
    answer = await browser.sign_in(address, PASSWORD)
    assert answer.headers["Location"] == AGENCY
    browser.http.headers["X-Form-Token"] = await browser.form_token(AGENCY)
    return made


async def test_an_agency_makes_an_account_and_goes_in(browser: Browser, services: Services) -> None:
    await signed_in(browser, services)

    made = await browser.http.post(f"{AGENCY}/accounts", data={"name": "Roofs <East>"})
    [account_id] = [part.split("/")[0] for part in made.text.split("/app/agency/accounts/")[1:]]
    entered = await browser.http.post(f"{AGENCY}/accounts/{account_id}/enter")
    page = (await browser.http.get("/app")).text

    assert "Roofs &lt;East&gt; is ready." in made.text
    assert entered.headers["Location"] == "/app"
    assert "Roofs &lt;East&gt;" in page
    assert 'href="/app/agency"' in page


async def test_what_cannot_be_made_is_told_beside_its_field(browser: Browser, services: Services) -> None:
    await signed_in(browser, services)

    page = (await browser.http.post(f"{AGENCY}/accounts", data={"name": "East", "email": "nobody"})).text

    assert "must look like name@example.com" in page
    assert "No accounts yet." in page


async def test_an_account_of_nobody_or_of_others_is_not_there(
    browser: Browser, services: Services, account: Account
) -> None:
    await signed_in(browser, services)

    answer = await browser.http.post(f"{AGENCY}/accounts/{account.sub_account_id}/enter")

    assert answer.status_code == 404
    assert (await browser.http.get("/app")).headers["Location"] == "/app/sign-in"


async def test_signing_out_forgets_the_agency_too(browser: Browser, services: Services) -> None:
    await signed_in(browser, services)

    await browser.http.post("/app/sign-out")

    assert (await browser.http.get(AGENCY)).headers["Location"] == "/app/sign-in"


async def test_whoever_is_signed_in_to_an_account_is_no_agency(
    browser: Browser, account: Account, web: httpx.AsyncClient
) -> None:
    await browser.sign_in(account.email, account.password)

    assert (await web.get(AGENCY)).headers["Location"] == "/app/sign-in"


async def test_a_copy_of_the_cookie_opens_nothing_after_signing_out(
    browser: Browser, services: Services
) -> None:
    await signed_in(browser, services)
    copy = browser.http.cookies["frontdesk_agency"]

    await browser.http.post("/app/sign-out")

    browser.http.cookies.set("frontdesk_agency", copy, domain="test.local", path="/app")
    assert (await browser.http.get(AGENCY)).headers["Location"] == "/app/sign-in"


async def test_the_cookie_is_no_token(browser: Browser, services: Services) -> None:
    await signed_in(browser, services)
    headers = {"Authorization": f"Bearer {browser.http.cookies['frontdesk_agency']}"}

    assert (await browser.http.get("/agency/sub-accounts", headers=headers)).status_code == 401


async def test_an_agencys_session_ends_twelve_hours_after_it_began_whatever_is_done_with_it(
    browser: Browser, services: Services, clock: FixedClock
) -> None:
    await signed_in(browser, services)

    seen = []
    for _ in range(13):
        seen.append((await browser.http.get(AGENCY)).status_code)
        clock.instant += timedelta(hours=1)

    assert seen == [200] * 13
    assert (await browser.http.get(AGENCY)).status_code == 303


async def test_going_into_another_account_ends_the_session_in_the_one_before(
    browser: Browser, services: Services
) -> None:
    agency = await signed_in(browser, services)
    ids = [(await make_account(services)).sub_account_id for _ in range(2)]
    for account_id in ids:
        await services.agencies.take_in(agency.agency_id, account_id)
    await browser.http.post(f"{AGENCY}/accounts/{ids[0]}/enter")
    copy = browser.http.cookies["frontdesk_session"]

    await browser.http.post(f"{AGENCY}/accounts/{ids[1]}/enter")

    assert (await browser.http.get("/app")).status_code == 200
    browser.http.cookies.set("frontdesk_session", copy, domain="test.local", path="/app")
    assert (await browser.http.get("/app")).status_code == 303


async def test_signing_out_everywhere_ends_sessions_tokens_and_switches(
    app: Litestar, browser: Browser, services: Services
) -> None:
    agency = await signed_in(browser, services)
    account = await make_account(services)
    await services.agencies.take_in(agency.agency_id, account.sub_account_id)
    await browser.http.post(f"{AGENCY}/accounts/{account.sub_account_id}/enter")
    token = services.agencies.token(AgencyPerson(agency.agency_id, agency.person_id))

    async with client_of(app, {"Authorization": f"Bearer {token}"}) as person:
        signed_out = await person.post("/agency/sign-out")
        after = await person.get("/agency/sub-accounts")

    assert (signed_out.status_code, after.status_code) == (204, 401)
    assert [(await browser.http.get(page)).status_code for page in (AGENCY, "/app")] == [303, 303]


async def test_the_agencys_trail_says_who_came_in_and_went(
    app: Litestar, browser: Browser, services: Services
) -> None:
    agency = await signed_in(browser, services)
    await browser.http.post("/app/sign-out")
    token = services.agencies.token(AgencyPerson(agency.agency_id, agency.person_id))

    async with client_of(app, {"Authorization": f"Bearer {token}"}) as person:
        entries = (await person.get("/agency/trail")).json()["entries"]

    assert [(one["action"], one["personId"]) for one in entries] == [
        ("signed_out", agency.person_id), ("signed_in", agency.person_id),
    ]  # fmt: skip
    assert entries[0]["at"] == "2026-11-30T13:00:00Z"


async def test_who_has_not_gone_into_an_account_is_led_to_the_list_of_them(
    browser: Browser, services: Services
) -> None:
    await signed_in(browser, services)

    for page in ("/app", "/app/bookings", "/app/sign-in"):
        led = await browser.http.get(page, follow_redirects=True)
        assert (led.status_code, led.url.path) == (200, AGENCY), page

    await browser.http.post("/app/sign-out")
    assert (await browser.http.get("/app/bookings", follow_redirects=True)).url.path == "/app/sign-in"

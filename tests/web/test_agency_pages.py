"""An agency's people in a browser: their accounts, and a way into each."""

import itertools

import httpx

from frontdesk.assembly import Services
from frontdesk.tenancy.agencies import NewAgency
from tests.conftest import Account
from tests.web.conftest import Browser

AGENCY, PASSWORD = "/app/agency", "correct horse"
_numbers = itertools.count(1)


async def signed_in(browser: Browser, services: Services) -> NewAgency:
    """Make an agency and sign its owner in."""
    address = f"boss{next(_numbers)}@agency.example"
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

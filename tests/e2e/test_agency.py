"""An agency's person connects its locations in a browser."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect

from frontdesk.assembly import Services
from frontdesk.calendars.credentials import Credentials, Grant
from frontdesk.calendars.simulator.oauth import install_agency
from frontdesk.calendars.simulator.state import EVERY_SCOPE, Token
from frontdesk.settings import Settings
from frontdesk.tenancy.principal import AgencyPerson
from tests.conftest import make_account
from tests.e2e.conftest import FrontDesk, Simulated
from tests.e2e.looking import require_accessible, require_no_sideways_scroll
from tests.e2e.test_office_looks import LONG, give_name

PASSWORD, COMPANY = "correct horse", "company_demo"
PATH = "/app/settings/connection/agency"


@pytest.fixture
def settings(tmp_path: Path, simulated: Simulated) -> Settings:
    """Return settings for a process with an app of its own at GoHighLevel."""
    return Settings(
        data_dir=tmp_path,
        secret_keys=(b"k" * 32,),
        ghl_base_url=simulated.base_url,
        ghl_client_id="app-1",
        ghl_client_secret="client-s3cret",
        public_url="http://desk.example",
    )


@pytest.fixture
async def agency_email(new_desk: FrontDesk, working_services: Services) -> str:
    """Return the address of an agency's person; the desk's account keeps the agency's grant."""
    services, state = working_services, new_desk.calendar
    state.add_location(ZoneInfo("America/New_York"), id="second", name=LONG)
    install_agency(state, client_id="app-1", client_secret="client-s3cret", company_id=COMPANY)
    until = services.clock.now() + timedelta(days=1)
    state.tokens["agency's"] = Token("agency's", None, EVERY_SCOPE, until, COMPANY)
    email = f"agency-of-{new_desk.account.email}"
    made = await services.agencies.create(LONG, email, password=PASSWORD)
    other = await make_account(services)
    for account in (new_desk.account, other):
        await services.agencies.take_in(made.agency_id, account.sub_account_id)
    await services.connections.connect_agency(
        new_desk.account.sub_account_id,
        Credentials(grant=Grant("agency's", until, company_id=COMPANY)),
        by=AgencyPerson(made.agency_id, made.person_id).actor,
    )
    return email


async def test_locations_are_connected_beside_their_accounts(
    strict_page: Page, new_desk: FrontDesk, agency_email: str
) -> None:
    page, ours = strict_page, new_desk.account.sub_account_id
    await page.goto(f"{new_desk.base_url}/app/sign-in")
    await give_name(page, agency_email, PASSWORD)
    await page.locator(f"form[action$='/accounts/{ours}/enter'] button").click()
    await page.wait_for_url("**/app/calendar*")
    await page.goto(f"{new_desk.base_url}/app/settings/connection")
    await page.locator(f"a[href='{PATH}']").click()
    await require_accessible(page)
    await require_no_sideways_scroll(page)

    await page.locator("tr", has_text=LONG.split()[0]).locator("select").select_option(str(ours))
    await page.locator("[name=event_kind]").select_option("appointment")
    await page.locator(f"form[action='{PATH}'] button[type=submit]").click()

    await expect(page.locator("[role=status] .outcomes .pill.good")).to_have_count(1)
    await require_accessible(page)
    await require_no_sideways_scroll(page)
    shown = (await new_desk.http.get("/integrations/gohighlevel")).json()
    assert (shown["locationId"], shown["eventKind"]) == ("second", "appointment")

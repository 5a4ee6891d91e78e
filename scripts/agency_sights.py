"""What an agency's people see, and the simulated GoHighLevel in which their agency has its locations."""

from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from playwright.async_api import Page

from frontdesk.assembly import Services
from frontdesk.calendars.agency_locations import Wish
from frontdesk.calendars.credentials import Credentials, Grant
from frontdesk.calendars.simulator import SimulatorState
from frontdesk.calendars.simulator.oauth import install_agency
from frontdesk.calendars.simulator.state import EVERY_SCOPE, Token
from frontdesk.tenancy.principal import AgencyPerson
from scripts.sights import PASSWORD, ZONE, Sight, Stage

CLIENT_ID, CLIENT_SECRET, COMPANY = "frontdesk-pictures", "not a secret", "company_demo"
ACCESS_TOKEN = "the agency's"  # noqa: S105 -- of a simulated agency
EMAIL = "boss@harbour.example"
ACCOUNTS = ("Harbour Dental", "Hill Street Physio", "Casa Núñez", "عيادة النور", "Quay Optics")
LOCATIONS = ("Harbour Dental", "Hill Street Physio", "Casa Núñez", "Nour Clinic", "Old Town Barbers")


async def furnish_agency(services: Services, state: SimulatorState) -> None:
    """Make an agency: its first account keeps its grant and has a location, the last one waits for one."""
    _populate(state)
    made = await services.agencies.create("Harbour Agency", EMAIL, password=PASSWORD)
    person = AgencyPerson(made.agency_id, made.person_id)
    accounts = [
        await services.agencies.create_sub_account(person, name, timezone=ZONE, email=None)
        for name in ACCOUNTS
    ]
    keeper = await services.agencies.enter(person, accounts[0].sub_account_id)
    tomorrow = services.clock.now() + timedelta(days=1)
    state.tokens[ACCESS_TOKEN] = Token(ACCESS_TOKEN, None, EVERY_SCOPE, tomorrow, COMPANY)
    credentials = Credentials(grant=Grant(ACCESS_TOKEN, tomorrow, company_id=COMPANY))
    await services.connections.connect_agency(keeper.sub_account_id, credentials, by=person.actor)
    wishes = [Wish("loc_0", keeper.sub_account_id), Wish("loc_later", accounts[-1].sub_account_id)]
    await services.agency_locations.connect(keeper, wishes)


def _populate(state: SimulatorState) -> None:
    """Put the agency's locations, in which our app is installed, into the simulator."""
    for number, name in enumerate(LOCATIONS):
        state.add_location(ZoneInfo(ZONE), id=f"loc_{number}", name=name)
    install_agency(state, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, company_id=COMPANY)


async def _agency(stage: Stage, page: Page) -> None:
    await stage.sign_in(page, EMAIL)
    await page.goto(f"{stage.address}/app/agency")


async def _inside(stage: Stage, page: Page, *, account: str, path: str) -> None:
    await _agency(stage, page)
    await page.get_by_role("button", name=f"Enter {account}").click()
    await page.wait_for_url("**/app/calendar*")
    await page.goto(f"{stage.address}{path}")


async def _connected(stage: Stage, page: Page) -> None:
    await _inside(stage, page, account=ACCOUNTS[0], path="/app/settings/connection/agency")
    await page.get_by_label("Location id").fill("loc_unknown")
    await page.get_by_label("Account for the location that is not in the list").select_option(
        label=ACCOUNTS[-1]
    )
    await page.get_by_role("button", name="Connect what is chosen").click()
    await page.locator(".outcomes").first.wait_for()


ALL = (
    Sight("agency", _agency),
    Sight("agency-keeper", partial(_inside, account=ACCOUNTS[0], path="/app/settings/connection")),
    Sight("agency-locations", partial(_inside, account=ACCOUNTS[0], path="/app/settings/connection/agency")),
    Sight("agency-waiting", partial(_inside, account=ACCOUNTS[-1], path="/app/settings/connection")),
    Sight("agency-outcomes", _connected),
)

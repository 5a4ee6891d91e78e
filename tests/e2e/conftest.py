"""A whole front desk on a free port, its calendar simulated, and a browser to look at it with."""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright

from frontdesk.assembly import Services
from frontdesk.calendars import simulator
from frontdesk.calendars.simulator.state import Event, SimulatorState
from frontdesk.clock import FixedClock
from frontdesk.entry import end_streams
from frontdesk.serving import serving
from frontdesk.settings import Settings
from tests.conftest import Account, app_around
from tests.e2e.looking import WATCH_ARRIVAL

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE, DESKTOP = (390, 844), (1280, 800)
LOOKS = [
    ("light", {"width": 320, "height": 640}, "es-ES"),
    ("dark", {"width": DESKTOP[0], "height": DESKTOP[1]}, "en-GB"),
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Simulated:
    """A GoHighLevel stand-in that is listening."""

    base_url: str
    state: SimulatorState
    seed: simulator.DemoSeed


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """A running server, its account, a client that speaks as the owner, and what its calendar holds."""

    base_url: str
    account: Account
    http: httpx.AsyncClient
    calendar: SimulatorState

    @property
    def chat_page(self) -> str:
        return f"{self.base_url}/c/{self.account.widget_key}"

    @property
    def blocks(self) -> list[Event]:
        return [event for event in self.calendar.events.values() if event.kind == "block"]


@pytest.fixture
async def simulated(clock: FixedClock) -> AsyncIterator[Simulated]:
    state = simulator.SimulatorState()
    seed = simulator.seed_demo(state)
    async with simulator.running(simulator.create_app(state, clock)) as base_url:
        yield Simulated(base_url, state, seed)


@pytest.fixture
def settings(tmp_path: Path, simulated: Simulated) -> Settings:
    """Return settings for a process whose GoHighLevel is the simulator."""
    return Settings(data_dir=tmp_path, secret_keys=(b"k" * 32,), ghl_base_url=simulated.base_url)


@pytest.fixture
async def new_desk(
    working_services: Services, account: Account, simulated: Simulated
) -> AsyncIterator[FrontDesk]:
    """Return a server with its worker, whose account is new: nothing is connected."""
    ending = partial(end_streams, working_services)
    async with (
        serving(app_around(working_services), before_stop=ending) as base_url,
        httpx.AsyncClient(base_url=base_url, headers=account.headers, verify=False) as http,
    ):
        yield FrontDesk(base_url, account, http, simulated.state)


@pytest.fixture
async def front_desk(new_desk: FrontDesk, simulated: Simulated) -> FrontDesk:
    """Return a server with its worker, whose account's calendar is connected."""
    seed = simulated.seed
    token = {"privateIntegrationToken": seed.token, "locationId": seed.location_id}
    place = {"calendarId": seed.calendar_id, "locationId": seed.location_id}
    for answer in (
        await new_desk.http.put("/integrations/gohighlevel", json=token),
        await new_desk.http.patch("/users/me", json=place),
    ):
        assert answer.status_code == 200, answer.text
    return new_desk


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Start the Chromium that `CHROMIUM` names, or the first that is installed."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("These tests need Chromium: install it, or name the program in CHROMIUM.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
async def page(chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """Return a page in New York, as small as a phone's and as large as a desktop's.

    An error in its scripts fails the test.
    """
    width, height = request.param
    context = await chromium.new_context(
        viewport={"width": width, "height": height}, timezone_id="America/New_York"
    )
    page = await context.new_page()
    raised: list[str] = []
    page.on("pageerror", lambda error: raised.append(str(error)))
    yield page
    await context.close()
    assert raised == []


@pytest.fixture(params=LOOKS, ids=["light-320px-es", "dark-desktop-en"])
async def strict_page(chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """Return a page that keeps still, in one colour scheme, 320 pixels wide or with all the room there is."""
    scheme, size, locale = request.param
    context = await chromium.new_context(
        viewport=size,
        color_scheme=scheme,
        locale=locale,
        reduced_motion="reduce",
        timezone_id="Europe/Madrid",
    )
    page = await context.new_page()
    await page.add_init_script(WATCH_ARRIVAL)
    yield page
    await context.close()

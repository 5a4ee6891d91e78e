"""Take a picture of every page, by day and by night, on a desktop and on a phone: `make screenshots`.

The server, its data and its clock are this script's own, so the same code gives the same pictures. What there
is to see is listed in `scripts/sights.py`. Pictures are there to be looked at; those that the documentation
shows are written by `make screenshots ARGS=--docs`.
"""

import argparse
import asyncio
import base64
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal

from litestar import Litestar
from playwright.async_api import Browser, Page, async_playwright

from frontdesk import logs
from frontdesk.app import create_app
from frontdesk.assembly import Services, assembled, jobs_running
from frontdesk.calendars import simulator
from frontdesk.clock import FixedClock
from frontdesk.db import embedded, schema
from frontdesk.db.pool import by_arguments
from frontdesk.entry import end_streams
from frontdesk.serving import serving
from frontdesk.settings import Settings
from scripts import agency_sights, sights
from scripts.agency_sights import furnish_agency
from scripts.sights import Sight, Stage, furnish, other_site

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "build" / "screenshots"
FOR_DOCS = ROOT / "docs" / "pictures"
ALL = (*sights.ALL, *agency_sights.ALL)
MONDAY_MORNING = datetime(2026, 11, 30, 13, 0, tzinfo=UTC)  # 08:00 in New York
SCREENS = {"desktop": (1280, 800), "phone": (390, 844)}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
Form = Mapping[str, object]
PNG: Form = {"format": "png"}
WEBP: Form = {"format": "webp", "quality": 85}


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", action="store_true", help="only the documentation's pictures, in place")
    parser.add_argument("names", nargs="*", help="only these sights")
    asked = parser.parse_args()
    chosen = [sight for sight in ALL if not asked.names or sight.name in asked.names]
    logs.configure("ERROR")
    if asked.docs:
        asyncio.run(_picture_for_docs([sight for sight in chosen if sight.is_in_docs]))
    else:
        asyncio.run(_picture_all(chosen))


async def _picture_all(chosen: Sequence[Sight]) -> None:
    async with staged() as stage, a_browser() as browser:
        for scheme in SCHEMES:
            for screen in SCREENS:
                for sight in chosen:
                    picture = await _taken(browser, stage, sight, scheme=scheme, screen=screen)
                    _keep(PICTURES / f"{sight.name}-{scheme}-{screen}.png", picture)


async def _picture_for_docs(chosen: Sequence[Sight]) -> None:
    async with staged() as stage, a_browser() as browser:
        for sight in chosen:
            picture = await _taken(browser, stage, sight, scheme="light", screen="desktop", form=WEBP)
            _keep(FOR_DOCS / f"{sight.name}.webp", picture)


def _keep(path: Path, picture: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    print(path.relative_to(ROOT))  # noqa: T201 -- a command speaks


async def _taken(
    browser: Browser, stage: Stage, sight: Sight, *, scheme: Scheme, screen: str, form: Form = PNG
) -> bytes:
    width, height = SCREENS[screen]
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale="en-US",
        timezone_id="America/New_York",
        reduced_motion="reduce",
    )
    page = await context.new_page()
    await page.clock.set_fixed_time(MONDAY_MORNING)
    await sight.show(stage, page)
    picture = await _picture(page, form)
    await context.close()
    return picture


async def _picture(page: Page, form: Form) -> bytes:
    session = await page.context.new_cdp_session(page)
    return base64.b64decode((await session.send("Page.captureScreenshot", dict(form)))["data"])


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    """Start a browser that nobody sees."""
    names = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    path = os.environ.get("CHROMIUM") or next(names, None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        await browser.close()


@asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    """Serve an account with a story, and another site with its chat on it."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-pictures-") as folder:
        Path(folder).chmod(0o711)  # noqa: ASYNC240 -- nothing else runs yet
        with embedded.running(Path(folder) / "data", settings=embedded.FORGETFUL) as running:
            await schema.migrate(running.dsn(embedded.SUPERUSER))
            connections = by_arguments({"dsn": running.dsn(embedded.APP)})
            state, clock = simulator.SimulatorState(), FixedClock(MONDAY_MORNING)
            async with (
                simulator.running(simulator.create_app(state, clock)) as outside,
                assembled(_settings(Path(folder), outside), connections, clock=clock) as services,
                jobs_running(services),
                serving(_around(services), before_stop=partial(end_streams, services)) as address,
            ):
                account = await furnish(services)
                await furnish_agency(services, state)
                async with serving(other_site(address, account)) as site:
                    await account.allow(services, site)
                    yield Stage(address, site, account, services)


def _settings(folder: Path, outside: str) -> Settings:
    return Settings(
        data_dir=folder,
        secret_keys=(b"k" * 32,),
        ghl_base_url=outside,
        ghl_client_id=agency_sights.CLIENT_ID,
        ghl_client_secret=agency_sights.CLIENT_SECRET,
        public_url="http://desk.example",
    )


def _around(services: Services) -> Litestar:
    @asynccontextmanager
    async def given() -> AsyncIterator[Services]:
        yield services

    return create_app(given)


if __name__ == "__main__":
    main()

"""How quickly the dashboard's pages are made, what the first view weighs, and when it is there.

    .venv/bin/python -m bench.pages

The account is the one in the pictures of the documentation; later it has 5,000 bookings more, in a month.
"""

import asyncio
import logging
import statistics
import time

import httpx
from playwright.async_api import Browser, Page
from scripts.screenshots import MONDAY_MORNING, a_browser, staged
from scripts.sights import EMAIL, Stage

from bench.stage import HISTORY
from frontdesk import logs
from frontdesk.web.dashboard.settings.places import PLACES
from frontdesk.web.dashboard.shell import SECTIONS

ROUNDS, WARM_UP = 30, 3
PEOPLE, BOOKINGS_EACH = 10, 500
COMPONENT = "/event-calendar/"
MONTH = "/app/calendar/feed?first=2026-12-01&until=2027-01-01"
WATCH = """
window.arrival = {paint: 0, shift: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) arrival.paint = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) arrival.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


async def main() -> None:
    """Measure and print."""
    logs.configure("ERROR")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    async with staged() as stage, a_browser() as browser:
        cookies = await _signed_in(browser, stage)
        async with httpx.AsyncClient(base_url=stage.address, cookies=cookies) as http:
            for path in (*(one.path for one in SECTIONS), *(one.path for one in PLACES), "/app/start"):
                await _forget_who_asked(stage)
                _say(path, await _milliseconds(http, path))
            await _first_view(browser, stage, "/app/calendar?view=week")
            await _fill_a_month(stage)
            await _forget_who_asked(stage)
            _say("the feed of a month of 5,000", await _milliseconds(http, MONTH))
            shown = (await http.get(MONTH)).json()
            print(f"  of them shown: {len(shown['events'])}, the rest said to be cut: {shown['isCut']}")
            await _first_view(browser, stage, "/app/calendar?view=month&date=2026-12-01")


async def _signed_in(browser: Browser, stage: Stage) -> dict[str, str]:
    page = await browser.new_page()
    await stage.sign_in(page, EMAIL)
    await page.close()
    return {cookie["name"]: cookie["value"] for cookie in stage.cookies[EMAIL]}


async def _forget_who_asked(stage: Stage) -> None:
    """Let this address ask on: on a clock that stands still nobody is ever allowed more."""
    async with stage.services.db.untenanted() as connection:
        await connection.execute("DELETE FROM rate_buckets")


async def _milliseconds(http: httpx.AsyncClient, path: str) -> list[float]:
    """Return how long the answers took, one after the other, the way to this process and back included."""
    taken = []
    for number in range(WARM_UP + ROUNDS):
        begun = time.perf_counter()
        answer = await http.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        if number >= WARM_UP:
            taken.append(1000 * (time.perf_counter() - begun))
    return taken


async def _first_view(browser: Browser, stage: Stage, path: str) -> None:
    """Tell what a browser that has been nowhere yet fetches, when it is there, and whether it jumps."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    await context.add_cookies(stage.cookies[EMAIL])
    page = await context.new_page()
    await page.clock.set_fixed_time(MONDAY_MORNING)
    await page.add_init_script(WATCH)
    weights = await _weighed(page)
    await page.goto(stage.address + path)
    await page.locator("#calendar .ec-event button").first.wait_for(state="attached")
    arrival = await page.evaluate("arrival")
    rest = sum(weight for url, weight in weights.items() if COMPONENT not in url)
    print(
        f"{path}: {rest / 1000:.0f} kB and {(sum(weights.values()) - rest) / 1000:.0f} kB of the component; "
        f"largest paint {arrival['paint']:.0f} ms, shift {arrival['shift']:.4f}"
    )
    await context.close()


async def _weighed(page: Page) -> dict[str, int]:
    """Return a table that fills with the bytes over the wire of whatever the page fetches."""
    weights: dict[str, int] = {}
    urls: dict[str, str] = {}
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    session.on(
        "Network.requestWillBeSent", lambda sent: urls.update({sent["requestId"]: sent["request"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda done: weights.update({urls[done["requestId"]]: int(done["encodedDataLength"])}),
    )
    return weights


async def _fill_a_month(stage: Stage) -> None:
    """Give ten more people 500 bookings each, back to back and before the end of the year."""
    owner = stage.account.owner
    for number in range(PEOPLE):
        email = f"person{number}@bluedoor.example"
        user_id, _ = await stage.services.tenancy.create_user(owner.sub_account_id, email, role="member")
        until = MONDAY_MORNING.replace(month=12, day=30)
        async with stage.services.db.tenant(owner.sub_account_id) as connection:
            await connection.execute(HISTORY, owner.sub_account_id, user_id, until, 1, BOOKINGS_EACH)


def _say(what: str, taken: list[float]) -> None:
    ordered = sorted(taken)
    p95 = ordered[int(0.95 * len(ordered))]
    print(f"{what}: {statistics.median(ordered):.1f} / {p95:.1f} ms")


if __name__ == "__main__":
    asyncio.run(main())

"""A user of the dashboard in a real browser, on whose screen it is the day of the tests."""

from datetime import datetime, timedelta

from playwright.async_api import Locator, Page, expect

from tests.conftest import MONDAY_MORNING
from tests.e2e.conftest import FrontDesk

# What the page's own clock shows; nothing of it is decided there.
NOW: datetime = MONDAY_MORNING


async def enter(page: Page, front_desk: FrontDesk) -> None:
    """Sign in, and wait for the calendar."""
    await page.clock.set_fixed_time(NOW + timedelta(seconds=1))
    await page.goto(f"{front_desk.base_url}/app/sign-in")
    await page.get_by_label("E-mail address").fill(front_desk.account.email)
    await page.get_by_label("Password").fill(front_desk.account.password)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_role("heading", name="Calendar", level=1)).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("data-live", "yes")


async def go_to(page: Page, front_desk: FrontDesk, *, view: str, day: str) -> None:
    """Show a day of the calendar, and wait until its hours are there."""
    await page.goto(f"{front_desk.base_url}/app/calendar?view={view}&date={day}")
    await expect(page.locator(".is-closed").first).to_be_attached()
    await expect(page.locator("html")).to_have_attribute("data-live", "yes")


def booking(page: Page, words: str) -> Locator:
    """Return a booking on the calendar by the words that a screen reader says."""
    return page.locator("#calendar").get_by_role("button", name=words)


async def middle(page: Page, at: Locator) -> tuple[float, float]:
    """Return where an element is on the screen."""
    await at.scroll_into_view_if_needed()
    box = await at.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

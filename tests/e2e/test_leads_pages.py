"""What leads see without talking, in a browser; and every page of theirs by day and by night."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import LOOKS, FrontDesk
from tests.e2e.looking import (
    require_accessible,
    require_no_sideways_scroll,
    require_still_arrival,
)
from tests.e2e.test_pages import on_a_phone, say

LONG = "Wolfeschlegelsteinhausenbergerdorff " * 3
ARABIC = "محمد بن عبد الله"


async def choose(page: Page, time: str) -> None:
    await page.get_by_role("link", name="Tuesday, December 1", exact=True).click()
    await page.get_by_role("link", name=time, exact=True).click()


@on_a_phone
async def test_a_lead_books_from_the_calendar_and_moves_and_cancels_by_the_link(
    page: Page, front_desk: FrontDesk
) -> None:
    await page.goto(f"{front_desk.base_url}/b/{front_desk.account.widget_key}")
    await expect(page).to_have_url(re.compile("zone=America%2FNew_York"))  # the browser's own
    await page.get_by_role("link", name="Later month").click()
    await choose(page, "2:00 PM")
    await page.get_by_label("Name").fill(ARABIC)
    await page.get_by_label("E-mail address").fill("lead@example.com")
    await page.get_by_role("button", name="Book this time").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("You are booked")
    [block] = front_desk.blocks
    assert block.starts_at.isoformat() == "2026-12-01T19:00:00+00:00"
    await page.get_by_role("link", name="Move", exact=True).click()
    await choose(page, "10:00 AM")
    await page.get_by_role("button", name="Move the booking").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your booking has moved")
    await expect(page.get_by_role("region", name="Your booking")).to_contain_text("10:00 – 10:30 AM")

    await page.get_by_role("link", name="Cancel", exact=True).click()
    await page.get_by_label("Reason").fill("Rain")
    await page.get_by_role("button", name="Cancel the booking").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("This booking is cancelled")
    await require_no_sideways_scroll(page)


async def test_every_page_of_leads_is_accessible_fits_and_comes_without_a_jump(
    strict_page: Page, front_desk: FrontDesk
) -> None:
    page, key = strict_page, front_desk.account.widget_key
    looks = {"accentColor": "#ffe600", "title": LONG}
    await front_desk.http.patch("/widget/settings", json=looks)
    days = f"/widget/{key}/days?from=2026-12-01&to=2026-12-01&timezone=UTC"
    start = (await front_desk.http.get(days)).json()["days"][0]["startTimes"][0]
    lead = {"startsAt": start, "timezone": "Europe/Madrid", "name": LONG, "phone": "+34 600 000 000"}
    made = (await front_desk.http.post(f"/widget/{key}/bookings", json=lead)).json()
    booking, own = f"{front_desk.base_url}/b/{key}?zone=Europe/Madrid", made["manageUrl"]

    form = f"{booking}&at={start.replace('+', '%2B')}"
    own_pages = [own, f"{own}?show=move", f"{own}?show=cancel"]
    for address in (front_desk.chat_page, booking, form, *own_pages, f"{front_desk.base_url}/b/nobody"):
        await page.goto(address)
        await page.get_by_role("heading", level=1).wait_for()
        await require_accessible(page)
        await require_no_sideways_scroll(page)
        await require_still_arrival(page)


@pytest.mark.parametrize("strict_page", LOOKS[1:], ids=["dark-desktop-en"], indirect=True)
async def test_a_chat_with_offers_and_a_booking_is_accessible(
    strict_page: Page, front_desk: FrontDesk
) -> None:
    await strict_page.goto(front_desk.chat_page)
    await say(strict_page, "What is free tomorrow?")
    await require_accessible(strict_page)

    offered = strict_page.get_by_role("group", name="Times you can choose")
    await offered.get_by_role("button").first.click()
    await strict_page.get_by_role("link", name="Move or cancel").wait_for()
    await require_accessible(strict_page)

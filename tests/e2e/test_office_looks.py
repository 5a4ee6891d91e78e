"""Every page of the office that its people see: by day and by night, narrow and wide, for everybody."""

import re

from playwright.async_api import Page, expect

from frontdesk.assembly import Services
from frontdesk.web.dashboard.settings.places import PLACES
from tests.e2e.conftest import FrontDesk
from tests.e2e.looking import (
    require_accessible,
    require_no_sideways_scroll,
    require_nothing_cut_off,
    require_still_arrival,
)

LONG = "Wolfeschlegelsteinhausenbergerdorff " * 3
ALL_WORDED = """[...document.querySelectorAll("#calendar .ec-event button")]
    .every((button) => button.textContent.trim())"""
PAGES = (
    "/app/calendar?view=week&date=2026-12-01",
    "/app/calendar?view=day&date=2026-12-01",
    "/app/calendar?view=month&date=2026-12-01",
    "/app/bookings",
    "/app/bookings?search=nobody",
    "/app/start",
    "/app/leads",
    "/app/leads?search=nobody",
    "/app/leads/new",
    "/app/conversations",
    "/app/reports",
    *(place.path for place in PLACES),
)
# Whether the navigation lies over the middle of what has the focus.
BEHIND = """
() => {
  const box = document.activeElement.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return !document.activeElement.closest("nav") && top !== null && top.closest(".side nav") !== null;
}
"""
DIALOGS = ("card", "move", "edit", "cancel")


async def furnished(front_desk: FrontDesk) -> int:
    """Book for people with names of all kinds; returns one of the bookings."""
    for number, name in enumerate((LONG, "מירי כהן", "Ada Lovelace")):
        lead = (await front_desk.http.post("/leads", json={"name": name})).json()
        wish = {"date": "2026-12-01", "time": f"{10 + number}:00", "leadId": lead["id"], "subject": LONG}
        answer = await front_desk.http.post("/bookings", json=wish)
        assert answer.status_code == 201, answer.text
    booking_id: int = (await front_desk.http.get("/bookings")).json()["bookings"][0]["id"]
    return booking_id


async def suggested(front_desk: FrontDesk) -> list[str]:
    """Let a lead ask for a time that a person must approve; returns the pages that show it."""
    await front_desk.http.patch("/assistant/settings", json={"mode": "suggest", "services": [{"name": LONG}]})
    lead = (await front_desk.http.post("/leads", json={"name": LONG, "email": "lead@example.com"})).json()
    message = {"leadId": lead["id"], "content": "Can I come on December 2 at 2pm?"}
    turn = (await front_desk.http.post("/chat/messages", json=message)).json()
    return [f"/app/conversations/{turn['conversationId']}", f"/app/leads/{lead['id']}"]


async def sign_in(page: Page, front_desk: FrontDesk) -> None:
    await page.goto(f"{front_desk.base_url}/app/sign-in")
    await require_accessible(page)
    await give_name(page, front_desk.account.email, front_desk.account.password)
    await page.wait_for_url("**/app/calendar*")


async def give_name(page: Page, email: str, password: str) -> None:
    await page.locator("[name=email]").fill(email)
    await page.locator("[name=password]").fill(password)
    await page.keyboard.press("Enter")


async def require_good_looks(page: Page, address: str) -> None:
    await page.goto(address)
    if "/calendar" in address:
        await page.locator("#calendar .ec-event button").first.wait_for(state="attached")
    if "view=month" in address:  # whose first row begins in November
        await expect(page.locator("#calendar-title")).to_contain_text(re.compile("december|diciembre", re.I))
    await page.wait_for_function(ALL_WORDED)  # the calendar draws anew what arrives by itself
    await require_accessible(page)
    await require_no_sideways_scroll(page)
    await require_nothing_cut_off(page)
    await require_still_arrival(page)


async def test_every_page_is_accessible_fits_and_comes_without_a_jump(
    strict_page: Page, front_desk: FrontDesk
) -> None:
    page, booking_id = strict_page, await furnished(front_desk)
    await sign_in(page, front_desk)

    for address in (*PAGES, f"/app/bookings/{booking_id}", *await suggested(front_desk)):
        await require_good_looks(page, front_desk.base_url + address)


async def test_an_agencys_page_is_accessible_fits_and_comes_without_a_jump(
    strict_page: Page, front_desk: FrontDesk, services: Services
) -> None:
    email = f"agency-of-{front_desk.account.email}"
    agency = await services.agencies.create(LONG, email, password="correct horse")
    await services.agencies.take_in(agency.agency_id, front_desk.account.sub_account_id)
    await strict_page.goto(f"{front_desk.base_url}/app/sign-in")
    await give_name(strict_page, email, "correct horse")
    await strict_page.wait_for_url("**/app/agency")

    await require_good_looks(strict_page, f"{front_desk.base_url}/app/agency")


async def test_every_dialog_is_accessible(strict_page: Page, front_desk: FrontDesk) -> None:
    page, booking_id = strict_page, await furnished(front_desk)
    await sign_in(page, front_desk)
    await page.goto(f"{front_desk.base_url}/app/bookings")

    for address in ("new", *(f"{booking_id}/{dialog}" for dialog in DIALOGS)):
        await page.evaluate("(to) => htmx.ajax('GET', to, '#sheet-content')", f"/app/bookings/{address}")
        await page.locator("#sheet[open] h2").wait_for()
        await require_accessible(page)
        await page.keyboard.press("Escape")

    await page.locator("[popovertarget=menu]:visible").click()
    await require_accessible(page)


async def test_what_has_the_focus_is_never_behind_the_navigation(
    strict_page: Page, front_desk: FrontDesk
) -> None:
    page = strict_page
    await sign_in(page, front_desk)
    await page.goto(f"{front_desk.base_url}/app/settings/hours")
    await page.locator("#hours [name=start]").first.focus()

    for _ in range(40):
        await page.keyboard.press("Tab")
        assert not await page.evaluate(BEHIND), await page.evaluate("document.activeElement.outerHTML")

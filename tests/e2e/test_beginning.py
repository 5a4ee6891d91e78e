"""A new account's owner follows the first steps, to a test booking that arrives in the outside calendar."""

from playwright.async_api import Page, expect

from tests.e2e.conftest import FrontDesk, Simulated
from tests.e2e.office import booking, enter, go_to
from tests.e2e.test_calendar import on_a_desktop
from tests.e2e.test_pages import say


async def follow(page: Page, front_desk: FrontDesk, step: str) -> None:
    """Click what a step of the list leads to."""
    await page.goto(f"{front_desk.base_url}/app/start")
    await page.locator(".step.is-next").get_by_role("link", name=step).click()


async def start_at_ten_on_tuesdays(page: Page) -> None:
    """Change the hours, and see what that would do, and that it was done."""
    tuesday = page.locator(".bookable li:has(time[datetime^='2026-12-01'])")
    await expect(tuesday).to_contain_text("9:00 AM")
    await page.get_by_label("From, Tuesday").fill("10:00")
    await page.get_by_label("To, Tuesday").press("Tab")
    await expect(tuesday).not_to_contain_text("9:00 AM")
    await expect(tuesday).to_contain_text("10:00 AM")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("status").first).to_contain_text("Saved")
    await expect(tuesday).to_contain_text("10:00 AM")


async def connect(page: Page, simulated: Simulated) -> None:
    """Connect with a token, and choose the calendar that the owner's bookings go to."""
    await page.get_by_label("Token").fill(simulated.seed.token)
    await page.get_by_label("Location id").fill(simulated.seed.location_id)
    await page.get_by_role("button", name="Connect", exact=True).click()
    await expect(page.get_by_role("status").first).to_contain_text("It answers, and has 1 calendar")
    await page.get_by_label("Calendar of").select_option("Consultations")
    await page.locator(".places").get_by_role("button", name="Save").click()
    await expect(page.get_by_label("Calendar of")).to_have_value(simulated.seed.calendar_id)


async def book_on_tuesday(page: Page) -> None:
    """Make the test booking at the first time of Tuesday."""
    await page.locator(".step.is-next").get_by_role("button", name="Book a time").click()
    dialog = page.get_by_role("dialog", name="New booking")
    await dialog.get_by_label("Day").fill("2026-12-01")
    await dialog.get_by_label("Day").press("Tab")
    await expect(dialog.get_by_label("9:00 AM", exact=True)).to_have_count(0)
    await dialog.get_by_label("10:00 AM", exact=True).check(force=True)
    await dialog.get_by_label("Name").fill("Test Person")
    await dialog.get_by_role("button", name="Book", exact=True).click()


@on_a_desktop
async def test_the_first_steps_lead_to_a_test_booking(
    page: Page, new_desk: FrontDesk, simulated: Simulated
) -> None:
    await enter(page, new_desk)
    await page.get_by_role("link", name="First steps").click()
    await expect(page.locator(".progress-words")).to_have_text("0 of 5 done")

    await follow(page, new_desk, "Set hours")
    await start_at_ten_on_tuesdays(page)
    await page.get_by_role("link", name="First steps").click()
    await page.get_by_role("button", name="They are right as they are").click()
    await follow(page, new_desk, "Connect")
    await connect(page, simulated)
    async with page.context.expect_page() as opening:
        await follow(page, new_desk, "Open the chat page")
    chat = await opening.value
    await say(chat, "Hello")
    await chat.close()
    await page.reload()
    await page.get_by_role("button", name="It is there, or I share the link").click()
    await book_on_tuesday(page)

    await expect(page.get_by_text("All set. Bookings can come.")).to_be_visible()
    await go_to(page, new_desk, view="day", day="2026-12-01")
    await expect(booking(page, "Test Person")).to_contain_text("10:00")
    await booking(page, "Test Person").press("Enter")
    await expect(page.get_by_role("dialog", name="Test Person")).to_contain_text("In the calendar")
    assert len(new_desk.blocks) == 1

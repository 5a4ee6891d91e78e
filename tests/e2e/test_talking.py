"""A person has a part in a conversation: approves what the assistant suggests, takes over, hands back."""

from playwright.async_api import Page, expect

from tests.e2e.conftest import FrontDesk
from tests.e2e.office import enter
from tests.e2e.test_calendar import on_a_desktop
from tests.e2e.test_pages import TWO_ON_TUESDAY, say


async def chat_of(page: Page, front_desk: FrontDesk) -> Page:
    """Open the chat in another window, where a lead asks for a time."""
    chat = await page.context.new_page()
    await chat.goto(front_desk.chat_page)
    await say(chat, TWO_ON_TUESDAY)
    return chat


@on_a_desktop
async def test_a_person_approves_a_suggestion_takes_over_and_hands_back(
    page: Page, front_desk: FrontDesk
) -> None:
    await front_desk.http.patch("/assistant/settings", json={"mode": "suggest"})
    chat = await chat_of(page, front_desk)
    assert (await front_desk.http.get("/bookings")).json()["bookings"] == []
    await enter(page, front_desk)

    await page.get_by_role("link", name="Conversations").click()
    await page.locator("main").get_by_role("link", name="Website visitor").click()
    await expect(page.locator(".proposed")).to_contain_text("Tue, Dec 1, 2026")
    await page.get_by_role("button", name="Approve and send").click()

    await expect(page.locator(".by-assistant .words").last).to_contain_text("2:00")
    await expect(chat.get_by_role("region", name="Your booking")).to_contain_text("Confirmed")
    [booked] = (await front_desk.http.get("/bookings")).json()["bookings"]
    assert booked["startsAt"] == "2026-12-01T19:00:00Z"

    await page.get_by_role("button", name="Take over").click()
    await page.get_by_label("Your message").fill("Ada here, see you on Tuesday.")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(chat.locator(".said.assistant .text").last).to_have_text("Ada here, see you on Tuesday.")
    await say(chat, "Thank you")
    await expect(page.locator(".by-lead .words").last).to_have_text("Thank you")
    await page.get_by_role("button", name="Hand back to the assistant").click()

    await expect(page.get_by_role("button", name="Take over")).to_be_visible()
    await say(chat, "What is free on Thursday?")
    await expect(page.get_by_role("button", name="Approve and send")).to_be_visible()

"""Somebody tries the assistant beside its settings, with the keyboard alone, on every kind of screen."""

from playwright.async_api import Page, expect

from tests.e2e.conftest import FrontDesk
from tests.e2e.looking import require_accessible, require_no_sideways_scroll


async def settings_of(page: Page, front_desk: FrontDesk) -> None:
    await page.goto(f"{front_desk.base_url}/app/sign-in")
    await page.locator("[name=email]").fill(front_desk.account.email)
    await page.locator("[name=password]").fill(front_desk.account.password)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/app/calendar*")
    await page.goto(f"{front_desk.base_url}/app/settings/assistant")


async def test_a_talk_with_the_form_as_it_stands(strict_page: Page, front_desk: FrontDesk) -> None:
    page = strict_page
    await settings_of(page, front_desk)
    said, words = page.get_by_role("log").get_by_role("listitem"), page.locator("#trial-words")

    await words.fill("Is anything free on December 1?")
    await words.press("Enter")
    await expect(page.locator("#trial-said .steps > li")).to_have_count(1)
    await expect(words).to_have_value("")
    await expect(words).to_be_focused()
    await page.keyboard.type("Book 2pm please")
    await page.keyboard.press("Enter")

    await expect(said.filter(has_text="Tuesday 1 December, 2:00 PM")).to_be_visible()
    await expect(said.filter(has_text="Book 2pm please")).to_have_count(1)
    await require_accessible(page)
    await require_no_sideways_scroll(page)
    assert (await front_desk.http.get("/bookings")).json()["bookings"] == []


async def test_what_is_wrong_in_the_form_is_told_and_one_can_start_over(
    strict_page: Page, front_desk: FrontDesk
) -> None:
    page = strict_page
    await settings_of(page, front_desk)
    words, problem = page.locator("#trial-words"), page.locator(".trial-problem")
    await page.locator("#services").fill("Inspection; soon")

    await words.fill("Hi")
    await words.press("Enter")
    await expect(problem).to_be_visible()
    await expect(words).to_have_value("Hi")
    await page.locator("#services").fill("Inspection; 45")
    await page.locator("#trial [type=submit]").click()

    await expect(page.locator("#trial-said .words")).to_have_count(2)
    await expect(problem).to_have_count(0)
    await page.locator("[data-start-over]").click()
    await expect(page.locator("#trial-said > li")).to_have_count(0)

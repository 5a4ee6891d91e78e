"""What people see and do, in a real browser against a real server, worker and (simulated) calendar."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, Route, expect

from frontdesk.calendars.simulator.faults import plan_faults
from tests.e2e.conftest import PHONE, FrontDesk
from tests.e2e.looking import require_no_sideways_scroll
from tests.e2e.office import booking, enter, go_to

TWO_ON_TUESDAY = "Hi, can I book for Tuesday at 2pm?"
# Longer than anybody who writes in the chat is kept waiting for the calendar.
SLOW_CALENDAR = b"""[{"match": {"method": "POST", "path": "/calendars/events/block-slots"}, "times": 1,
                      "then": {"latencySeconds": 7}}]"""
on_a_phone = pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
# Writes down every state of the newest reply, so that a test can tell streaming from appearing.
WATCH_REPLIES = """
window.states = [];
window.chat = document.querySelector("frontdesk-chat").shadowRoot;
new MutationObserver(() => {
  const text = [...window.chat.querySelectorAll(".assistant .text")].at(-1)?.textContent;
  if (text && text !== states.at(-1)) states.push(text);
}).observe(window.chat, {childList: true, subtree: true, characterData: true});
"""


async def say(page: Page, words: str) -> None:
    """Write a message and wait until the desk has answered."""
    await page.get_by_label("Your message").fill(words)
    await page.keyboard.press("Enter")
    await expect(page.locator(".said.lead .text").last).to_have_text(words)
    await expect(page.get_by_role("log")).to_have_attribute("aria-busy", "false")


async def test_a_visitor_books_in_the_chat_and_the_calendar_has_it(page: Page, front_desk: FrontDesk) -> None:
    await page.goto(front_desk.chat_page)
    await expect(page.get_by_role("heading", name="Acme Roofing")).to_be_visible()
    await page.evaluate(WATCH_REPLIES)

    await say(page, TWO_ON_TUESDAY)

    card = page.get_by_role("region", name="Your booking")
    for words in ("Confirmed", "Tuesday, December 1", "2:00 – 2:30 PM", "30 minutes", "New York time"):
        await expect(card).to_contain_text(words)
    await require_no_sideways_scroll(page)
    states = [state for state in await page.evaluate("states") if not state.endswith("…")]
    assert len(states) > 3
    assert all(states[-1].startswith(state.rstrip()) for state in states)

    booking = (await front_desk.http.get("/bookings")).json()["bookings"][0]
    assert (booking["status"], booking["externalSync"]["state"]) == ("confirmed", "synced")
    assert booking["startsAt"] == "2026-12-01T19:00:00Z"
    [block] = front_desk.blocks
    assert (block.id, block.starts_at) == (
        booking["externalEventId"],
        datetime(2026, 12, 1, 19, 0, tzinfo=UTC),
    )


async def test_an_offered_time_is_booked_with_the_keyboard_alone(page: Page, front_desk: FrontDesk) -> None:
    await page.goto(front_desk.chat_page)
    await say(page, "What is free tomorrow?")

    time = page.get_by_role("group", name="Times you can choose").get_by_role("button").first
    told = await time.get_attribute("aria-label")
    await page.get_by_role("log").focus()
    await page.keyboard.press("Tab")
    await expect(time).to_be_focused()
    await page.keyboard.press("Enter")

    await expect(page.locator(".said.lead .text").last).to_have_text(told or "")
    await expect(page.get_by_role("region", name="Your booking")).to_contain_text("Confirmed")


@on_a_phone
async def test_a_reload_keeps_the_talk_and_the_booking(page: Page, front_desk: FrontDesk) -> None:
    await page.goto(front_desk.chat_page)
    await say(page, TWO_ON_TUESDAY)
    said = await page.locator(".said .text").all_inner_texts()

    await page.reload()

    await expect(page.get_by_role("region", name="Your booking")).to_contain_text("Confirmed")
    assert await page.locator(".said .text").all_inner_texts() == said


@on_a_phone
async def test_a_talk_that_could_not_be_fetched_is_there_when_the_server_is(
    page: Page, front_desk: FrontDesk
) -> None:
    await page.route("**/widget/events", lambda route: route.abort())
    await page.goto(front_desk.chat_page)
    await say(page, TWO_ON_TUESDAY)
    said = await page.locator(".said .text").all_inner_texts()

    await page.unroute("**/widget/events")
    await page.route("**/widget/messages", lambda route: route.abort())
    await page.reload()
    await expect(page.get_by_role("alert")).to_contain_text("The connection broke off.")
    await page.wait_for_timeout(500)  # what is heard by another way meanwhile would be told twice
    await expect(page.locator(".said")).to_have_count(1)
    await page.unroute("**/widget/messages")

    await expect(page.get_by_role("region", name="Your booking")).to_contain_text("Confirmed")
    await expect(page.get_by_role("alert")).to_be_empty()
    assert await page.locator(".said .text").all_inner_texts() == said


@on_a_phone
async def test_a_message_that_did_not_get_out_is_kept_and_sent_once(
    page: Page, front_desk: FrontDesk
) -> None:
    await page.goto(front_desk.chat_page)
    await page.route("**/widget/messages", lambda route: route.abort())
    await page.get_by_label("Your message").fill(TWO_ON_TUESDAY)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("What you wrote is kept here")

    await page.unroute("**/widget/messages")
    await expect(page.get_by_role("region", name="Your booking")).to_contain_text("Confirmed")
    await expect(page.get_by_role("alert")).to_be_empty()
    await expect(page.locator(".said.lead")).to_have_count(1)
    assert await count_messages(front_desk) == 2


@on_a_phone
async def test_a_message_whose_answer_got_lost_is_not_taken_twice(page: Page, front_desk: FrontDesk) -> None:
    async def lose_answer(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.goto(front_desk.chat_page)
    await page.route("**/widget/messages", lose_answer, times=1)
    await page.get_by_label("Your message").fill(TWO_ON_TUESDAY)
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("region", name="Your booking")).to_contain_text("Confirmed")
    assert await count_messages(front_desk) == 2
    assert len(front_desk.blocks) == 1


@on_a_phone
async def test_what_is_written_offline_is_kept_over_a_reload_and_sent_when_online(
    page: Page, front_desk: FrontDesk
) -> None:
    await page.goto(front_desk.chat_page)
    await page.route("**/widget/**", lambda route: route.abort())
    await page.context.set_offline(True)
    await page.get_by_label("Your message").fill(TWO_ON_TUESDAY)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("You are offline.")
    await expect(page.locator(".said.lead")).to_contain_text("Waiting to be sent")

    await page.context.set_offline(False)
    await page.reload()
    await expect(page.locator(".said.lead .text")).to_have_text(TWO_ON_TUESDAY)
    await page.unroute("**/widget/**")

    await expect(page.get_by_role("region", name="Your booking")).to_contain_text("Confirmed")
    await expect(page.locator(".said.lead")).to_have_count(1)


@on_a_phone
async def test_a_reload_in_the_middle_of_an_answer_loses_and_repeats_nothing(
    page: Page, front_desk: FrontDesk
) -> None:
    front_desk.calendar.faults = plan_faults(SLOW_CALENDAR)  # the answer takes seconds
    await page.goto(front_desk.chat_page)
    await page.get_by_label("Your message").fill(TWO_ON_TUESDAY)
    await page.keyboard.press("Enter")
    await expect(page.locator(".waiting .text")).to_contain_text("Looking at")

    await page.reload()

    await expect(page.get_by_role("region", name="Your booking")).to_contain_text("2:00 – 2:30 PM")
    await expect(page.locator(".said.lead")).to_have_count(1)
    assert await count_messages(front_desk) == 2
    assert len((await front_desk.http.get("/bookings")).json()["bookings"]) == 1


@on_a_phone
async def test_a_booking_goes_into_the_visitors_own_calendar(page: Page, front_desk: FrontDesk) -> None:
    await page.goto(front_desk.chat_page)
    await say(page, TWO_ON_TUESDAY)

    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Add to calendar").click()

    lines = (await (await downloading.value).path()).read_text().splitlines()
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"DTSTART:20261201T190000Z", "DTEND:20261201T193000Z", "STATUS:CONFIRMED"} <= set(lines)
    assert "SUMMARY:Appointment with Acme Roofing" in lines


async def test_the_dashboard_shows_what_was_booked_in_the_chat(page: Page, front_desk: FrontDesk) -> None:
    await page.goto(front_desk.chat_page)
    await say(page, TWO_ON_TUESDAY)

    await enter(page, front_desk)
    await go_to(page, front_desk, view="day", day="2026-12-01")

    await booking(page, "Website visitor").press("Enter")
    card = page.get_by_role("dialog", name="Website visitor")
    for words in ("2:00", "Confirmed", "In the calendar"):
        await expect(card).to_contain_text(words)
    await page.keyboard.press("Escape")
    await require_no_sideways_scroll(page)
    await page.locator("[popovertarget=menu]:visible").click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@on_a_phone
async def test_a_booking_is_shown_as_waiting_until_the_calendar_has_it(
    page: Page, front_desk: FrontDesk
) -> None:
    front_desk.calendar.faults = plan_faults(SLOW_CALENDAR)
    await page.goto(front_desk.chat_page)

    await say(page, TWO_ON_TUESDAY)

    card = page.get_by_role("region", name="Your booking")
    await expect(card).to_contain_text("Awaiting confirmation")
    await expect(card).to_contain_text("Confirmed", timeout=30_000)


async def count_messages(front_desk: FrontDesk) -> int:
    newest = (await front_desk.http.get("/chat/conversations")).json()["conversations"][0]
    return len((await front_desk.http.get(f"/chat/conversations/{newest['id']}")).json()["messages"])


@on_a_phone
async def test_back_from_a_booking_shows_the_form_that_was_corrected(
    page: Page, front_desk: FrontDesk
) -> None:
    await page.goto(
        f"{front_desk.base_url}/b/{front_desk.account.widget_key}?at=2026-12-01T14:00:00-05:00&zone=America/New_York"
    )
    await page.get_by_label("Name").fill("Ada")
    await page.get_by_label("E-mail address").fill("ada@nowhere")
    await page.get_by_role("button", name="Book this time").click()
    await expect(page.get_by_text("This does not look like an e-mail address.")).to_be_visible()
    await page.get_by_label("E-mail address").fill("ada@example.com")
    await page.get_by_role("button", name="Book this time").click()
    await expect(page.get_by_role("heading", name="You are booked")).to_be_visible()

    await page.go_back()

    await expect(page.get_by_label("Name")).to_have_value("Ada")

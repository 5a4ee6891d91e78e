"""The chat on another site's page: a custom element that this site alone may show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, get
from litestar.response import Response
from playwright.async_api import Page, expect

from frontdesk.serving import serving
from tests.e2e.conftest import PHONE, FrontDesk
from tests.e2e.test_pages import TWO_ON_TUESDAY, on_a_phone, say


@asynccontextmanager
async def other_site(front_desk: FrontDesk, *, language: str = "en") -> AsyncIterator[str]:
    """Serve a page that embeds the widget, under the strictest policy that docs/widget.md says it needs."""
    desk = front_desk.base_url
    policy = f"default-src 'none'; script-src {desk}; connect-src {desk}"
    script = f'src="{desk}/widget.js" data-widget-key="{front_desk.account.widget_key}"'
    direction = "rtl" if language == "ar" else "ltr"
    text = (
        f'<!doctype html><html lang="{language}" dir="{direction}"><title>Acme</title>'
        f'<meta name="viewport" content="width=device-width"><main><h1>Acme</h1></main>'
        f"<script {script}></script>"
    )

    @get("/", media_type="text/html", sync_to_thread=False)
    def site() -> Response[str]:
        return Response(text, headers={"Content-Security-Policy": policy})

    async with serving(Litestar([site], openapi_config=None)) as address:
        yield address


def is_phone(page: Page) -> bool:
    return page.viewport_size is not None and page.viewport_size["width"] == PHONE[0]


async def test_a_visitor_books_in_the_widget_on_an_allowed_site(page: Page, front_desk: FrontDesk) -> None:
    async with other_site(front_desk) as site:
        await front_desk.http.patch("/widget/settings", json={"allowedSites": [site]})
        await page.goto(site)
        await page.get_by_role("button", name="Book an appointment").click()
        chat = page.get_by_role("dialog", name="Acme Roofing")
        await expect(chat.get_by_label("Your message")).to_be_focused()
        await page.keyboard.type(TWO_ON_TUESDAY)
        await page.keyboard.press("Enter")

        card = chat.get_by_role("region", name="Your booking")
        await expect(card).to_contain_text("Confirmed")
        await expect(card.get_by_role("link", name="Move or cancel")).to_be_visible()
        await page.reload()  # what was said is still there
        if is_phone(page):  # where an open chat would cover the page
            await page.get_by_role("button", name="Book an appointment").click()
        await expect(card).to_contain_text("Confirmed")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Book an appointment")).to_be_focused()


@on_a_phone
async def test_a_site_that_is_not_allowed_shows_no_chat(page: Page, front_desk: FrontDesk) -> None:
    async with other_site(front_desk) as site:
        async with page.expect_console_message(lambda told: "not shown here" in told.text) as told:
            await page.goto(site)

        await expect(page.get_by_role("button")).to_have_count(0)
        why = (await told.value).text
        assert f"{site} is not in its allowedSites" in why
    assert (await front_desk.http.get("/chat/conversations")).json()["conversations"] == []


@on_a_phone
async def test_on_a_phone_the_open_chat_keeps_the_keyboard_and_runs_from_right_to_left_where_the_site_does(
    page: Page, front_desk: FrontDesk
) -> None:
    async with other_site(front_desk, language="ar") as site:
        await front_desk.http.patch("/widget/settings", json={"allowedSites": [site]})
        await page.set_viewport_size({"width": 320, "height": 640})
        await page.goto(site)
        launcher = page.get_by_role("button", name="Book an appointment")
        box = await launcher.bounding_box()
        assert box is not None
        assert box["x"] < 100
        await launcher.click()

        for _ in range(12):
            await page.keyboard.press("Tab")
            assert await page.evaluate("document.activeElement.tagName") in {"FRONTDESK-CHAT", "BODY"}
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320


@on_a_phone
async def test_what_a_person_writes_who_takes_over_appears_by_itself_and_once(
    page: Page, front_desk: FrontDesk
) -> None:
    await page.goto(front_desk.chat_page)
    await say(page, "Hello")
    talk = (await front_desk.http.get("/chat/conversations")).json()["conversations"][0]["id"]
    await front_desk.http.post(f"/chat/conversations/{talk}/take-over", json={})
    await expect(page.get_by_role("alert")).to_contain_text("Somebody from the team will answer")

    await front_desk.http.post(f"/chat/conversations/{talk}/messages", json={"content": "Ada here."})
    await expect(page.locator(".said.assistant .text").last).to_have_text("Ada here.")
    await expect(page.locator(".who")).to_have_text("Team")
    await page.get_by_label("Your message").fill("Thank you")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_have_attribute("aria-busy", "false")
    await front_desk.http.post(f"/chat/conversations/{talk}/messages", json={"content": "Welcome!"})

    await expect(page.locator(".said.assistant .text").last).to_have_text("Welcome!")
    said = await page.locator(".said .text").all_inner_texts()
    assert said[1:2] + said[3:] == ["Hello", "Ada here.", "Thank you", "Welcome!"]

"""What there is to see: each page in a state worth a picture, and the story that fills them.

A page that is new gets a line here.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from litestar import Litestar, get
from playwright.async_api import Page

from frontdesk.assembly import Services
from frontdesk.assistant.service import Incoming
from frontdesk.bookings.errors import SlotUnavailable
from frontdesk.bookings.request import BookingRequest
from frontdesk.leads.repository import LeadFields
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import SYSTEM
from frontdesk.web.booking.contact import Contact
from frontdesk.web.booking.service import Wish
from frontdesk.web.dashboard.settings.places import PLACES
from frontdesk.web.dashboard.shell import SECTIONS

BUSINESS, EMAIL, PASSWORD = "Blue Door Roofing", "owner@bluedoor.example", "a blue door"
ZONE = "America/New_York"
IN_DOCS = ("calendar", "bookings")
FIRST_DAY = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)  # nine o'clock in New York
LEADS = (
    ("Ada Lovelace", "ada@example.com"),
    ("Grace Hopper", "grace@example.com"),
    ("محمد بن عبد الله", "mohammed@example.com"),
    ("Wolfeschlegelsteinhausenbergerdorff Maximiliane", "max@example.com"),
    ("José Núñez", "jose@example.com"),
    ("Katherine Johnson", "katherine@example.com"),
)
SUBJECTS = ("Roof inspection", "Leak at the chimney", "Quote for a new roof", "Gutter repair")


@dataclass(frozen=True, slots=True)
class Account:
    """The business in the pictures."""

    owner: Principal
    widget_key: str

    async def allow(self, services: Services, site: str) -> None:
        """Let the chat stand on a site."""
        settings = await services.widget_settings.read(self.owner)
        await services.widget_settings.write(self.owner, replace(settings, allowed_sites=(site,)))


@dataclass(frozen=True, slots=True)
class Stage:
    """Where everything is."""

    address: str
    site: str
    account: Account
    services: Services
    cookies: dict[str, Any] = field(default_factory=dict)

    @property
    def chat(self) -> str:
        """The hosted chat page."""
        return f"{self.address}/c/{self.account.widget_key}"

    @property
    def booking_page(self) -> str:
        """The booking page."""
        return f"{self.address}/b/{self.account.widget_key}?zone={ZONE}"

    async def sign_in(self, page: Page, email: str) -> None:
        """Sign somebody in, once: nobody signs in as often as there are pictures."""
        if email not in self.cookies:
            await page.goto(f"{self.address}/app/sign-in")
            await page.locator("[name=email]").fill(email)
            await page.locator("[name=password]").fill(PASSWORD)
            await page.locator("form[action='/app/sign-in'] .button").click()
            await page.locator("body:not(.alone)").wait_for()
            self.cookies[email] = await page.context.cookies()
        await page.context.add_cookies(self.cookies[email])


Show = Callable[[Stage, Page], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Sight:
    """A page in a state worth a picture; `show` brings it there."""

    name: str
    show: Show
    is_in_docs: bool = False


async def furnish(services: Services) -> Account:
    """Make the business, its leads and two weeks of bookings."""
    made = await services.tenancy.create_account(BUSINESS, EMAIL, timezone=ZONE, password=PASSWORD)
    owner = Principal(made.sub_account_id, made.user_id, "owner")
    leads = [
        await services.leads.create(owner.sub_account_id, LeadFields(name, email, timezone=ZONE), by=SYSTEM)
        for name, email in LEADS
    ]
    for number in range(26):
        starts_at = FIRST_DAY + timedelta(days=number // 2, hours=(number * 3) % 7)
        wish = BookingRequest(
            made.user_id,
            starts_at,
            lead_id=leads[number % len(leads)].id,
            subject=SUBJECTS[number % len(SUBJECTS)],
            location="12 Harbour Street" if number % 3 == 0 else None,
        )
        try:
            await services.bookings.create(owner, wish, actor=owner.actor)
        except SlotUnavailable:
            continue  # the weekend
    await services.briefings.change(owner, {"mode": "suggest"})
    await services.chat.answer(owner, Incoming(leads[0].id, "Can you come on December 15 at 2pm?"))
    await services.briefings.change(owner, {"mode": "auto"})
    return Account(owner, made.widget_key)


def other_site(address: str, account: Account) -> Litestar:
    """Return a business's own page with the chat on it."""
    script = f'<script src="{address}/widget.js" data-widget-key="{account.widget_key}"></script>'
    text = (
        '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">'
        "<title>Blue Door Roofing</title><body style='font: 18px/1.6 Georgia, serif; margin: 8vmin'>"
        f"<main><h1>Blue Door Roofing</h1><p>Roofs that keep the rain out since 1987.</p></main>{script}"
    )

    @get("/", media_type="text/html", sync_to_thread=False)
    def home() -> str:
        return text

    return Litestar([home], openapi_config=None)


async def _at(stage: Stage, page: Page, *, path: str) -> None:
    await page.goto(f"{stage.address}{path}")


async def _signed_in(stage: Stage, page: Page, *, path: str) -> None:
    await stage.sign_in(page, EMAIL)
    await page.goto(f"{stage.address}{path}")


async def _calendar(stage: Stage, page: Page, *, view: str) -> None:
    await _signed_in(stage, page, path=f"/app/calendar?view={view}&date=2026-12-01")
    await page.locator("#calendar .ec-event button").first.wait_for()


async def _booking(stage: Stage, page: Page) -> None:
    await _signed_in(stage, page, path="/app/bookings")
    await page.locator(".row-link").last.click()
    await page.locator(".booking-page").wait_for()


async def _booking_dialog(stage: Stage, page: Page) -> None:
    await _calendar(stage, page, view="day")
    await page.locator("#calendar .ec-event button").first.press("Enter")
    await page.locator(".facts-list").wait_for()


async def _new_booking(stage: Stage, page: Page) -> None:
    await _signed_in(stage, page, path="/app/bookings")
    await page.locator("[hx-get='/app/bookings/new']").click()
    await page.locator(".times").wait_for()


async def _chat_offers(stage: Stage, page: Page) -> None:
    await page.goto(stage.chat)
    await page.get_by_label("Your message").fill("What is free next Thursday?")
    await page.keyboard.press("Enter")
    await page.locator(".offers .chip").first.wait_for()


async def _chat_booked(stage: Stage, page: Page) -> None:
    await _chat_offers(stage, page)
    await page.locator(".offers .chip").last.click()
    await page.locator(".keep a").last.wait_for()


async def _widget(stage: Stage, page: Page) -> None:
    await page.goto(stage.site)
    await page.get_by_role("button", name="Book an appointment").click()
    await page.get_by_role("dialog").wait_for()


async def _booking_page(stage: Stage, page: Page) -> None:
    await page.goto(f"{stage.booking_page}&day=2026-12-08")


async def _booking_form(stage: Stage, page: Page) -> None:
    await _booking_page(stage, page)
    await page.locator(".free-times a").nth(2).click()
    await page.locator(".who-form").wait_for()


async def _own_page(stage: Stage, page: Page, *, show: str) -> None:
    """Book the next free time and look at the booking."""
    owner = stage.account.owner
    first = datetime(2026, 12, 22, tzinfo=UTC).date()
    days = await stage.services.lead_desk.days(owner, first, first + timedelta(days=7), timezone=ZONE)
    start = next(slot.starts_at for found in days for slot in found.slots)
    wish = Wish(start, ZONE, Contact("Ada", "ada@example.com"), f"{show} {start}")
    booked = await stage.services.lead_desk.book(owner, wish)
    await page.goto(f"{stage.address}/m/{booked.token}?show={show}")


ALL = (
    Sight("chat-empty", lambda stage, page: _at(stage, page, path=f"/c/{stage.account.widget_key}")),
    Sight("chat-offers", _chat_offers),
    Sight("chat", _chat_booked, is_in_docs=True),
    Sight("widget", _widget, is_in_docs=True),
    Sight("booking-page", _booking_page, is_in_docs=True),
    Sight("booking-form", _booking_form),
    *(Sight(f"own-booking-{show}", partial(_own_page, show=show)) for show in ("new", "move", "cancel")),
    Sight("nobody", partial(_at, path="/m/nobody")),
    Sight("sign-in", partial(_at, path="/app/sign-in")),
    Sight("api-reference", partial(_at, path="/docs")),
    *(Sight(f"settings-{place.key}", partial(_signed_in, path=place.path)) for place in PLACES),
    *(Sight(f"one-{what}", partial(_signed_in, path=f"/app/{what}s/1")) for what in ("lead", "conversation")),
    *(
        Sight(section.key, partial(_signed_in, path=section.path), section.key in IN_DOCS)
        for section in SECTIONS
        if section.key != "calendar"
    ),
    *(
        Sight(name, partial(_calendar, view=view), name in IN_DOCS)
        for name, view in (("calendar", "week"), ("calendar-day", "day"), ("calendar-month", "month"))
    ),
    Sight("booking", _booking),
    Sight("booking-dialog", _booking_dialog),
    Sight("new-booking", _new_booking),
    Sight("first-steps", partial(_signed_in, path="/app/start")),
)

"""The booking page and a booking's own page, as somebody without scripts uses them."""

import re

import httpx
import pytest

from frontdesk.assembly import Services
from tests.conftest import Account

AT = "2026-12-01T14:00:00-05:00"
FORM = {"at": AT, "zone": "America/New_York", "attempt": "a", "name": "Ada", "email": "ada@example.com"}


async def booked(web: httpx.AsyncClient, account: Account) -> str:
    """Book by the form and return the address of the booking's page."""
    answer = await web.post(f"/b/{account.widget_key}", data=FORM)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


async def test_the_page_opens_where_the_first_free_time_is(web: httpx.AsyncClient, account: Account) -> None:
    page = (await web.get(f"/b/{account.widget_key}")).text

    assert "November 2026" in page
    assert "Monday, November 30" in page
    assert len(re.findall(r'class="chip"', page)) == 16


async def test_times_are_shown_in_the_zone_that_is_asked_for(
    web: httpx.AsyncClient, account: Account
) -> None:
    asked = {"zone": "Europe/Madrid", "day": "2026-12-01"}
    page = await web.get(f"/b/{account.widget_key}", params=asked, headers={"Accept-Language": "es-ES"})

    assert 'lang="es"' in page.text
    assert "martes, 1 de diciembre" in page.text
    assert ">15:00<" in page.text
    assert ">22:30<" in page.text
    assert "lu" in re.findall(r'aria-hidden="true">(\w+)<', page.text)[1].lower()  # weeks begin on Monday


@pytest.mark.parametrize(
    "asked", [{"zone": "Mars/Olympus"}, {"month": "soon"}, {"day": "x"}, {"at": "never"}]
)
async def test_what_an_address_asks_and_nobody_can_read_is_not_asked(
    web: httpx.AsyncClient, account: Account, asked: dict[str, str]
) -> None:
    assert "Monday, November 30" in (await web.get(f"/b/{account.widget_key}", params=asked)).text


async def test_a_form_books_and_leads_to_the_bookings_page(web: httpx.AsyncClient, account: Account) -> None:
    page = (await web.get(f"{await booked(web, account)}?show=new")).text

    assert "You are booked" in page
    assert "Tuesday, December 1" in page
    assert "ada@example.com" not in page


async def test_a_form_that_lacks_something_says_what_and_keeps_the_rest(
    web: httpx.AsyncClient, account: Account
) -> None:
    page = await web.post(f"/b/{account.widget_key}", data={**FORM, "email": "", "notes": "The back door"})

    assert page.status_code == 422
    assert "Please leave an e-mail address or a phone number." in page.text
    assert 'value="Ada"' in page.text
    assert "The back door" in page.text


async def test_when_the_time_is_gone_the_nearest_are_offered_and_nothing_is_lost(
    web: httpx.AsyncClient, account: Account
) -> None:
    await booked(web, account)

    page = await web.post(f"/b/{account.widget_key}", data={**FORM, "attempt": "b", "name": "Bob"})

    assert page.status_code == 409
    assert "That time has just been taken." in page.text
    near = re.findall(r'name="at" value="([^"]+)"', page.text)
    assert near == [f"2026-12-01T{at}:00-05:00" for at in ("12:30", "13:00", "15:00", "15:30")]
    assert 'value="Bob"' in page.text


async def test_a_booking_is_moved_and_cancelled_by_forms(
    web: httpx.AsyncClient, account: Account, services: Services
) -> None:
    page = await booked(web, account)
    picking = (await web.get(f"{page}?show=move")).text
    assert "December 2026" in picking

    moved = await web.post(
        f"{page}/move", data={"at": "2026-12-02T10:00:00-05:00", "zone": "America/New_York"}
    )
    assert moved.status_code == 303
    assert "Wednesday, December 2" in (await web.get(moved.headers["Location"])).text
    await web.post(f"{page}/cancel", data={"reason": "Rain"})

    shown = (await web.get(page)).text
    assert "This booking is cancelled" in shown
    assert f'href="/b/{account.widget_key}"' in shown
    assert "calendar.ics" not in shown


async def test_a_move_to_a_time_that_is_gone_offers_the_nearest(
    web: httpx.AsyncClient, account: Account
) -> None:
    page = await booked(web, account)
    await web.post(
        f"/b/{account.widget_key}", data={**FORM, "at": "2026-12-01T15:00:00-05:00", "attempt": "b"}
    )

    answer = await web.post(f"{page}/move", data={"at": "2026-12-01T15:00:00-05:00"})

    assert answer.status_code == 409
    assert 'name="at" value="2026-12-01T16:00:00-05:00"' in answer.text


async def test_a_business_shows_its_own_colour_and_title(
    web: httpx.AsyncClient, account: Account, client: httpx.AsyncClient
) -> None:
    await client.patch("/widget/settings", json={"accentColor": "#8a1c7c", "title": "Ask Acme"})

    page = (await web.get(f"/b/{account.widget_key}")).text
    sheet = await web.get("/colours/8a1c7c.css")

    assert 'href="/colours/8a1c7c.css"' in page
    assert "Ask Acme" in page
    assert "--accent:light-dark(#8a1c7c," in sheet.text
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert (await web.get("/colours/red;}.css")).status_code == 404


async def test_a_bookings_page_stands_in_no_frame_and_the_booking_page_where_it_may(
    web: httpx.AsyncClient, account: Account, client: httpx.AsyncClient
) -> None:
    await client.patch("/widget/settings", json={"allowedSites": ["https://acme.example"]})
    own = (await web.get(await booked(web, account))).headers
    shared = (await web.get(f"/b/{account.widget_key}")).headers

    assert own["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert shared["Content-Security-Policy"].endswith("frame-ancestors 'self' https://acme.example")
    assert own["X-Robots-Tag"] == "noindex"

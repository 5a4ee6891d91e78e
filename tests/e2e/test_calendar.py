"""Booking, moving and cancelling on the calendar, by mouse and by keyboard."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, FrontDesk
from tests.e2e.office import booking, enter, go_to, middle

TUESDAY = "2026-12-01"
on_a_desktop = pytest.mark.parametrize("page", [DESKTOP], ids=["desktop"], indirect=True)
on_a_phone = pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
SLOT_PIXELS = 30


async def made(front_desk: FrontDesk, time: str, name: str) -> int:
    """Book a time on Tuesday through the API; returns the booking's id."""
    lead = (await front_desk.http.post("/leads", json={"name": name})).json()
    answer = await front_desk.http.post(
        "/bookings", json={"date": TUESDAY, "time": time, "leadId": lead["id"]}
    )
    assert answer.status_code == 201, answer.text
    booking_id: int = answer.json()["id"]
    return booking_id


async def drag(page: Page, words: str, *, slots: int) -> None:
    """Drag a booking so many half hours down."""
    x, y = await middle(page, booking(page, words))
    await page.mouse.move(x, y)
    await page.mouse.down()
    for step in range(1, 9):
        await page.mouse.move(x, y + slots * SLOT_PIXELS * step / 8)
    await page.mouse.up()


@on_a_desktop
async def test_a_click_on_an_empty_slot_books_it(page: Page, front_desk: FrontDesk) -> None:
    await made(front_desk, "10:00", "Ada Lovelace")
    await enter(page, front_desk)
    await go_to(page, front_desk, view="day", day=TUESDAY)

    x, y = await middle(page, booking(page, "Ada Lovelace"))
    await page.mouse.click(x, y + 2 * SLOT_PIXELS)
    dialog = page.get_by_role("dialog", name="New booking")
    await expect(dialog.get_by_label("11:00 AM", exact=True)).to_be_checked()
    await dialog.get_by_label("Name").fill("Grace Hopper")
    await dialog.get_by_role("button", name="Book", exact=True).click()

    await expect(page.get_by_role("status")).to_contain_text("Booked for Tue, Dec 1")
    await expect(booking(page, "Grace Hopper")).to_contain_text("11:00")
    found = (await front_desk.http.get("/bookings", params={"search": "Grace"})).json()["bookings"]
    assert [one["startsAt"] for one in found] == ["2026-12-01T16:00:00Z"]


@on_a_desktop
async def test_a_drag_moves_a_booking(page: Page, front_desk: FrontDesk) -> None:
    booking_id = await made(front_desk, "10:00", "Ada Lovelace")
    await enter(page, front_desk)
    await go_to(page, front_desk, view="day", day=TUESDAY)

    await drag(page, "Ada Lovelace", slots=2)

    await expect(page.get_by_role("status")).to_contain_text("Moved to")
    await expect(booking(page, "Ada Lovelace")).to_contain_text("11:00")
    stored = (await front_desk.http.get(f"/bookings/{booking_id}")).json()
    assert stored["startsAt"] == "2026-12-01T16:00:00Z"


@on_a_desktop
async def test_a_drag_onto_a_taken_time_is_explained_and_put_back(page: Page, front_desk: FrontDesk) -> None:
    booking_id = await made(front_desk, "10:00", "Ada Lovelace")
    await made(front_desk, "13:00", "Grace Hopper")
    await enter(page, front_desk)
    await go_to(page, front_desk, view="day", day=TUESDAY)

    await drag(page, "Ada Lovelace", slots=6)

    await expect(page.locator(".toast.bad")).to_contain_text("taken")
    await expect(booking(page, "Ada Lovelace")).to_contain_text("10:00")
    stored = (await front_desk.http.get(f"/bookings/{booking_id}")).json()
    assert stored["startsAt"] == "2026-12-01T15:00:00Z"


@on_a_phone
async def test_a_booking_is_moved_and_cancelled_with_the_keyboard_alone(
    page: Page, front_desk: FrontDesk
) -> None:
    booking_id = await made(front_desk, "10:00", "Ada Lovelace")
    await enter(page, front_desk)
    await go_to(page, front_desk, view="day", day=TUESDAY)

    await booking(page, "Ada Lovelace").press("Enter")
    card = page.get_by_role("dialog", name="Ada Lovelace")
    await card.get_by_role("button", name="Move").press("Enter")
    move = page.get_by_role("dialog", name="Move the booking")
    await move.get_by_label("3:00 PM", exact=True).press("Space")
    await move.get_by_role("button", name="Move", exact=True).press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Moved to")

    await booking(page, "Ada Lovelace").press("Enter")
    await card.get_by_role("button", name="Cancel the booking").press("Enter")
    await page.get_by_label("Reason").fill("The roof holds")
    await page.keyboard.press("Enter")
    await expect(booking(page, "Ada Lovelace")).to_have_count(0)
    events = (await front_desk.http.get(f"/bookings/{booking_id}/history")).json()["events"]
    assert "The roof holds" in [event["reason"] for event in events]


@on_a_desktop
async def test_a_booking_that_arrives_shows_itself(page: Page, front_desk: FrontDesk) -> None:
    await enter(page, front_desk)
    await go_to(page, front_desk, view="week", day=TUESDAY)

    await made(front_desk, "10:00", "Ada Lovelace")

    await expect(booking(page, "Ada Lovelace")).to_be_visible()

"""Both sides are compared unasked, mended where it is clear how, and told where it is not."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.bookings.differences import CODES
from frontdesk.bookings.drift_routes import ADVICE
from frontdesk.bookings.repository import Booking
from frontdesk.calendars.port import CalendarRefused, CalendarUnreachable, EventStatus, ExternalEvent
from frontdesk.clock import FixedClock
from tests.bookings.outside import CELLS, Outside
from tests.conftest import Account

PATH = "/integrations/gohighlevel/drift"


@pytest.fixture
async def outside(services: Services, account: Account, clock: FixedClock) -> Outside:
    outside = Outside(services, account, clock)
    await outside.connect("appointment")
    return outside


async def booked(outside: Outside, at: str = "14:00", *, is_block: bool = False) -> Booking:
    lead_id = None if is_block else await outside.lead()
    return await outside.sync(await outside.book(at, lead_id=lead_id))


async def compare(outside: Outside) -> list[tuple[str, bool]]:
    """Refresh and compare as the worker does; returns what was found and whether it was mended."""
    ids = (outside.account.sub_account_id, outside.account.user_id)
    await outside.services.outside_times.refresh(*ids)
    found = await outside.services.comparing.compare(*ids)
    return [(finding.code, finding.is_mended) for finding in found]


def foreign(outside: Outside, at: datetime, title: str = "Dentist") -> ExternalEvent:
    event = ExternalEvent("appointment", f"by-hand {title}", title, at, at + timedelta(minutes=30))
    outside.calendar.events[event.event_id] = event
    return event


async def drift(client: httpx.AsyncClient) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.get(PATH)).json()
    return answer


async def test_sides_that_agree_are_said_to(outside: Outside, client: httpx.AsyncClient) -> None:
    await booked(outside, "10:00")
    await booked(outside, "11:00", is_block=True)

    assert await compare(outside) == []

    told = await drift(client)
    [calendar] = told["calendars"]
    assert (told["open"], calendar["agreed"], calendar["items"]) == (0, 2, [])
    assert calendar["comparedAt"] == calendar["timesReadAt"] == "2026-11-30T13:00:00Z"


async def test_what_was_moved_over_there_unheard_moves_the_booking(outside: Outside) -> None:
    booking = await booked(outside)
    outside.calendar.put(outside.calendar.events[booking.external_event_id or ""], starts_at=CELLS[2])

    assert await compare(outside) == [("moved", True)]
    assert (await outside.current(booking)).starts_at == CELLS[2]
    assert await compare(outside) == []


@pytest.mark.parametrize(
    ("status", "code", "becomes"),
    [
        ("no_show", "ended", "no_show"),
        ("completed", "ended", "completed"),
        ("cancelled", "called_off", "cancelled"),
    ],
)
async def test_how_an_appointment_ended_is_found_for_three_days(
    outside: Outside, status: EventStatus, code: str, becomes: str
) -> None:
    early, late = await booked(outside, "10:00"), await booked(outside, "14:00")
    outside.clock.instant = early.ends_at + timedelta(days=3)
    for booking in (early, late):
        event = outside.calendar.events[booking.external_event_id or ""]
        outside.calendar.events[event.event_id] = replace(event, status=status)

    assert await compare(outside) == [(code, True)]
    assert [(await outside.current(one)).status for one in (early, late)] == ["confirmed", becomes]
    assert await compare(outside) == []


async def test_what_is_over_and_no_longer_there_stays_as_it_was(outside: Outside) -> None:
    appointment, block = await booked(outside, "10:00"), await booked(outside, "11:00", is_block=True)
    outside.clock.instant = block.ends_at + timedelta(hours=1)
    foreign(outside, block.starts_at)
    for booking in (appointment, block):
        del outside.calendar.events[booking.external_event_id or ""]

    assert await compare(outside) == []
    assert {(await outside.current(one)).status for one in (appointment, block)} == {"confirmed"}


async def test_a_deleted_appointment_cancels_and_a_deleted_block_is_written_again(outside: Outside) -> None:
    appointment, block = await booked(outside, "10:00"), await booked(outside, "11:00", is_block=True)
    outside.calendar.events.clear()

    assert await compare(outside) == [("gone", True), ("gone", True)]

    block = await outside.sync(block)
    assert (await outside.current(appointment)).status == "cancelled"
    assert (block.status, list(outside.calendar.events)) == ("confirmed", [block.external_event_id])


async def test_when_everything_is_gone_at_once_nothing_is_cancelled(outside: Outside) -> None:
    bookings = [await booked(outside, f"{hour}:00") for hour in (10, 11, 13, 14)]
    outside.calendar.events.clear()

    assert await compare(outside) == [("many_gone", False)] * 4
    assert {(await outside.current(one)).status for one in bookings} == {"confirmed"}


async def test_an_event_that_outlived_its_booking_is_called_off(outside: Outside) -> None:
    booking = await booked(outside)
    event = outside.calendar.events[booking.external_event_id or ""]
    cancelled = await outside.sync(await outside.cancel(booking))
    outside.calendar.events[event.event_id] = event  # somebody has brought it back

    assert await compare(outside) == [("left_over", True)]
    await outside.sync(cancelled)
    assert not outside.calendar.events[event.event_id].takes_time


async def test_a_twin_is_called_off(outside: Outside) -> None:
    booking = await booked(outside)
    event = outside.calendar.events[booking.external_event_id or ""]
    outside.calendar.events["twin"] = replace(event, event_id="twin")

    assert await compare(outside) == [("twin", True)]
    await outside.sync(booking)
    assert [one.event_id for one in outside.calendar.events.values() if one.takes_time] == [event.event_id]


@pytest.mark.parametrize("is_block", [False, True])
@pytest.mark.parametrize("title", ["Bob Smith", "{} - called him"])
async def test_an_event_is_its_bookings_whatever_staff_call_it(
    outside: Outside, title: str, is_block: bool
) -> None:
    booking = await booked(outside, is_block=is_block)
    event = outside.calendar.events[booking.external_event_id or ""]
    outside.calendar.events[event.event_id] = replace(event, title=title.format(event.title))

    booking = await outside.sync(await outside.move(booking, "15:00"))

    [moved] = outside.calendar.events.values()
    assert (moved.event_id, moved.starts_at) == (event.event_id, booking.starts_at)
    assert await compare(outside) == []


async def test_a_twin_is_called_off_wherever_it_stands_and_whatever_was_added_to_it(outside: Outside) -> None:
    booking = await booked(outside, is_block=True)
    event = outside.calendar.events[booking.external_event_id or ""]
    twin = replace(event, event_id="twin", title=f"{event.title} - called him")
    outside.calendar.put(twin, starts_at=CELLS[2])

    assert await compare(outside) == [("twin", True)]
    await outside.sync(booking)
    assert list(outside.calendar.events) == [event.event_id]
    assert await compare(outside) == []


async def test_an_event_that_may_not_be_read_keeps_nobody_from_comparing_the_others(outside: Outside) -> None:
    hidden, moved = await booked(outside, "10:00"), await booked(outside, "11:00")
    del outside.calendar.events[hidden.external_event_id or ""]
    outside.calendar.put(outside.calendar.events[moved.external_event_id or ""], starts_at=CELLS[12])
    outside.calendar.fail("appointment", CalendarRefused("The token may not be used for this location."))

    assert await compare(outside) == [("unreadable", False), ("moved", True)]
    assert (await outside.current(hidden)).status == "confirmed"
    assert (await outside.current(moved)).starts_at == CELLS[12]


async def test_what_nobody_can_decide_is_told_with_what_to_do(
    outside: Outside, client: httpx.AsyncClient
) -> None:
    booking = await booked(outside)
    foreign(outside, CELLS[10])
    foreign(outside, CELLS[4], f"Visit (frontdesk {booking.sub_account_id}-987654321)")

    assert await compare(outside) == [("orphan", False), ("overlap", False)]

    told = await drift(client)
    [orphan, overlap] = told["calendars"][0]["items"]
    assert (told["open"], told["calendars"][0]["mended"]) == (2, 0)
    assert (overlap["bookingId"], overlap["eventId"]) == (booking.id, "by-hand Dentist")
    assert overlap["startsAt"] == "2026-12-01T19:00:00Z"
    assert orphan["whatToDo"] == "Delete it in GoHighLevel if nobody needs it."
    assert await outside.services.comparing.open_findings(booking.sub_account_id) == 2


async def test_a_refused_event_is_told_until_it_is_written(outside: Outside) -> None:
    outside.calendar.fail("create_event", CalendarRefused("The calendar does not accept the token."))
    booking = await booked(outside)

    assert await compare(outside) == [("not_written", False)]
    await outside.services.sync.push_again(booking.sub_account_id)
    await outside.sync(booking)
    assert await compare(outside) == []


@pytest.mark.parametrize("is_block", [False, True])
async def test_an_event_that_could_not_be_called_off_is_told_and_tried_again(
    outside: Outside, is_block: bool
) -> None:
    booking = await booked(outside, is_block=is_block)
    outside.calendar.fail("cancel_event", *[CalendarRefused("This is not allowed.")] * 2)
    booking = await outside.sync(await outside.cancel(booking))
    assert (booking.status, booking.external_state) == ("cancelled", "failed")

    found = await compare(outside)
    booking = await outside.sync(booking)
    found_again = await compare(outside)
    booking = await outside.sync(booking)

    assert found == found_again == [("left_over", False)]
    assert not [event for event in outside.calendar.events.values() if event.takes_time]
    assert await compare(outside) == []


async def test_bookings_that_are_being_written_are_left_alone(outside: Outside) -> None:
    booking = await booked(outside)
    moved = await outside.move(booking, "15:00")

    assert await compare(outside) == []
    assert await outside.current(booking) == moved


async def test_a_calendar_that_does_not_answer_keeps_what_was_found(
    outside: Outside, client: httpx.AsyncClient
) -> None:
    await booked(outside)
    foreign(outside, CELLS[10])
    await compare(outside)
    outside.calendar.fail("find_events", CalendarUnreachable("down"))

    assert await compare(outside) == []
    assert (await drift(client))["open"] == 1


async def test_both_sides_are_compared_every_ten_minutes(outside: Outside) -> None:
    ids = (outside.account.sub_account_id, outside.account.user_id)
    await compare(outside)
    foreign(outside, CELLS[4], f"Visit (frontdesk {ids[0]}-987654321)")

    opened = []
    for minutes in (9, 1):
        outside.clock.instant += timedelta(minutes=minutes)
        await outside.services.comparing.compare_if_due(*ids)
        opened.append(await outside.services.comparing.open_findings(ids[0]))

    assert opened == [0, 1]


async def test_members_are_not_shown_everybodys_calendars(
    outside: Outside, client: httpx.AsyncClient
) -> None:
    made = await client.post("/users", json={"email": "member@example.com", "role": "member"})
    key = {"Authorization": f"Bearer {made.json()['apiKey']}"}

    assert (await client.get(PATH, headers=key)).status_code == 403


def test_every_finding_has_its_advice() -> None:
    assert set(ADVICE) == set(CODES)

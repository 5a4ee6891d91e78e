"""What people do in the outside calendar reaches bookings and leads, in whatever order news of it comes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from frontdesk.assembly import Services
from frontdesk.bookings.repository import Booking
from frontdesk.calendars.deliveries import DeliveryKind, Hint
from frontdesk.calendars.port import (
    CalendarRefused,
    CalendarUnreachable,
    ContactFacts,
    EventStatus,
    ExternalContact,
    ExternalEvent,
)
from frontdesk.clock import FixedClock
from frontdesk.errors import NotFound
from tests.bookings.outside import CELLS, Outside
from tests.conftest import Account

_numbers = count(1)


@pytest.fixture
async def outside(services: Services, account: Account, clock: FixedClock) -> Outside:
    outside = Outside(services, account, clock)
    await outside.connect("appointment")
    return outside


@pytest.fixture
async def booking(outside: Outside) -> Booking:
    """A booking with its appointment over there, at 14:00."""
    return await outside.sync(await outside.book(lead_id=await outside.lead()))


async def hear(outside: Outside, subject_id: str | None, kind: DeliveryKind = "event", **more: Any) -> str:
    """Take in a hint and follow it up; returns what came of it."""
    services, account = outside.services, outside.account
    hint = Hint(f"w-{next(_numbers)}", kind, location_id="loc", subject_id=subject_id, **more)
    assert await services.inbox.store(account.sub_account_id, hint)
    wait = await services.outside_changes.follow(account.sub_account_id, hint.delivery_id)
    async with services.db.tenant(account.sub_account_id) as connection:
        outcome = await connection.fetchval(
            "SELECT outcome FROM webhook_deliveries WHERE delivery_id = $1", hint.delivery_id
        )
    return str(outcome) if wait is None else "again"


def event_of(outside: Outside, booking: Booking) -> ExternalEvent:
    return outside.calendar.events[booking.external_event_id or ""]


def set_status(outside: Outside, booking: Booking, status: EventStatus) -> None:
    event = event_of(outside, booking)
    outside.calendar.events[event.event_id] = replace(event, status=status)


def put_by_hand(outside: Outside, at: datetime, title: str = "Dentist") -> ExternalEvent:
    """Have somebody make an appointment over there."""
    event = ExternalEvent("appointment", "by-hand", title, at, at + timedelta(minutes=30), calendar_id="cal")
    outside.calendar.events[event.event_id] = event
    return event


async def test_an_echo_of_what_we_wrote_changes_nothing(outside: Outside, booking: Booking) -> None:
    assert await hear(outside, booking.external_event_id) == "echo"
    assert await outside.current(booking) == booking


async def test_an_appointment_moved_there_moves_the_booking(outside: Outside, booking: Booking) -> None:
    outside.calendar.put(event_of(outside, booking), starts_at=CELLS[2])

    assert await hear(outside, booking.external_event_id) == "moved"

    moved = await outside.current(booking)
    assert (moved.starts_at, moved.details["time"]) == (CELLS[2], "10:00:00")
    assert (moved.status, moved.external_state) == ("confirmed", "synced")
    assert (await outside.history(booking))[-1].reason == "moved_in_calendar"
    assert (await outside.sync(moved)) == moved
    assert (await outside.book("14:00")).status == "pending"


@pytest.mark.parametrize("is_deleted", [False, True])
async def test_an_appointment_called_off_there_cancels_the_booking(
    outside: Outside, booking: Booking, is_deleted: bool
) -> None:
    if is_deleted:
        del outside.calendar.events[booking.external_event_id or ""]
    else:
        set_status(outside, booking, "cancelled")

    assert await hear(outside, booking.external_event_id) == ("gone" if is_deleted else "called_off")

    cancelled = await outside.current(booking)
    last = (await outside.history(booking))[-1]
    assert (cancelled.status, cancelled.external_event_id) == ("cancelled", None)
    assert (last.actor_kind, last.reason) == ("calendar", "cancelled_in_calendar")


@pytest.mark.parametrize("ending", ["completed", "no_show"])
async def test_an_appointment_that_ended_there_ends_the_booking(
    outside: Outside, booking: Booking, ending: EventStatus
) -> None:
    set_status(outside, booking, ending)

    await hear(outside, booking.external_event_id)

    assert (await outside.current(booking)).status == ending


async def test_news_that_overtakes_other_news_ends_alike(outside: Outside, booking: Booking) -> None:
    outside.calendar.put(event_of(outside, booking), starts_at=CELLS[2])
    outside.calendar.put(event_of(outside, booking), starts_at=CELLS[4])

    heard = [await hear(outside, booking.external_event_id) for _ in ("the later one", "the earlier one")]

    assert heard == ["moved", "echo"]
    assert (await outside.current(booking)).starts_at == CELLS[4]


async def test_a_booking_that_is_being_written_is_left_to_its_sync(
    outside: Outside, booking: Booking
) -> None:
    moved = await outside.move(booking, "15:00")

    assert await hear(outside, booking.external_event_id) == "ours, being written"
    assert (await outside.current(booking)).starts_at == moved.starts_at


async def test_a_booking_that_changes_while_its_event_is_read_is_read_again(
    outside: Outside, booking: Booking
) -> None:
    read = outside.calendar.appointment

    async def meanwhile(event_id: str) -> ExternalEvent:
        event = await read(event_id)
        outside.clock.instant += timedelta(seconds=1)
        await outside.sync(await outside.move(booking, "15:00"))
        return event

    outside.calendar.appointment = meanwhile  # type: ignore[method-assign]
    assert await hear(outside, booking.external_event_id) == "again"
    assert (await outside.current(booking)).starts_at == CELLS[12]


async def test_an_appointment_moved_onto_another_booking_is_left_and_told(
    outside: Outside, booking: Booking
) -> None:
    await outside.sync(await outside.book("10:00", lead_id=booking.lead_id))
    outside.calendar.put(event_of(outside, booking), starts_at=CELLS[2])

    assert await hear(outside, booking.external_event_id) == "moved_onto_another"
    assert (await outside.current(booking)).starts_at == booking.starts_at


async def test_a_lost_replys_event_is_known_by_its_mark(outside: Outside) -> None:
    outside.calendar.losing_replies.append(CalendarUnreachable("lost"))
    booking = await outside.book(lead_id=await outside.lead())
    await outside.sync_in_vain(booking)
    [event_id] = outside.calendar.events

    assert await hear(outside, event_id) == "ours, being written"
    assert (await outside.sync(booking)).external_event_id == event_id


async def test_somebody_elses_appointment_becomes_busy_time(outside: Outside) -> None:
    account = outside.account
    refresh = outside.services.outside_times.refresh
    await refresh(account.sub_account_id, account.user_id)
    event = put_by_hand(outside, CELLS[10])
    outside.clock.instant += timedelta(seconds=1)

    assert await hear(outside, event.event_id, calendar_id="cal") == "somebody else's"

    async with outside.services.db.tenant(account.sub_account_id) as connection:
        key = f"refresh_calendar {account.sub_account_id} {account.user_id}"
        assert await connection.fetchval("SELECT count(*) FROM pgqueuer WHERE dedupe_key = $1", key) == 1


async def test_another_sub_accounts_mark_is_nobodys_here(outside: Outside, booking: Booking) -> None:
    event = put_by_hand(outside, CELLS[3], f"Visit (frontdesk {booking.sub_account_id + 1}-{booking.id})")

    assert await hear(outside, event.event_id) == "somebody else's"
    assert await outside.current(booking) == booking


async def test_a_contact_that_changed_is_taken_over_by_its_lead(outside: Outside, booking: Booking) -> None:
    [contact_id] = outside.calendar.contacts
    facts = ContactFacts("Ann Lee", "lee@example.com", "+12125550123")
    outside.calendar.contacts[contact_id] = ExternalContact(contact_id, facts)

    assert await hear(outside, contact_id, "contact") == "taken over"

    assert booking.lead_id is not None
    lead = await outside.services.leads.by_id(booking.sub_account_id, booking.lead_id)
    assert (lead.name, lead.email, lead.phone) == ("Ann Lee", "lee@example.com", "+12125550123")


async def test_a_stranger_over_there_is_not_even_asked_for(outside: Outside) -> None:
    outside.calendar.fail("contact", CalendarUnreachable("must not be asked"))

    assert await hear(outside, "stranger", "contact") == "no lead of ours"


def silent(outside: Outside) -> None:
    outside.calendar.fail("list_calendars", CalendarRefused("The token is not accepted."))


@pytest.mark.parametrize(
    ("before", "age", "outcome"),
    [
        (silent, timedelta(), "disconnected"),
        (silent, timedelta(seconds=1), "connected since"),
        (lambda _: None, timedelta(), "still connected"),
    ],
)
async def test_an_uninstalled_app_is_disconnected_if_it_is_so(
    outside: Outside, before: Callable[[Outside], None], age: timedelta, outcome: str
) -> None:
    before(outside)

    assert await hear(outside, None, "uninstall", sent_at=outside.clock.now() - age) == outcome

    if outcome == "disconnected":
        with pytest.raises(NotFound):
            await outside.services.connections.integration(outside.account.sub_account_id)


async def test_a_source_that_does_not_answer_is_asked_again_for_an_hour(
    outside: Outside, booking: Booking
) -> None:
    outside.calendar.fail("appointment", *[CalendarUnreachable("down")] * 2)
    hint = Hint("w-late", "event", location_id="loc", subject_id=booking.external_event_id)
    await outside.services.inbox.store(booking.sub_account_id, hint)

    follow = outside.services.outside_changes.follow
    assert await follow(booking.sub_account_id, "w-late") == timedelta(seconds=20)
    outside.clock.instant += timedelta(minutes=61)
    assert await follow(booking.sub_account_id, "w-late") is None
    assert await follow(booking.sub_account_id, "w-late") is None

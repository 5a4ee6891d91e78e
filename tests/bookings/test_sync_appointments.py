"""Bookings as appointments over there: with a contact, moved and called off in place, never twice."""

from datetime import timedelta

import pytest

from frontdesk.assembly import Services
from frontdesk.bookings.lifecycle import Status
from frontdesk.bookings.outside_events import mark_of
from frontdesk.bookings.repository import Booking
from frontdesk.calendars.port import CalendarUnreachable, ExternalEvent
from frontdesk.clock import FixedClock
from tests.bookings.outside import CELLS, Outside
from tests.conftest import Account


@pytest.fixture
async def outside(services: Services, account: Account, clock: FixedClock) -> Outside:
    outside = Outside(services, account, clock)
    await outside.connect("appointment")
    return outside


def down() -> CalendarUnreachable:
    return CalendarUnreachable("The calendar does not answer.")


def the_one(outside: Outside) -> ExternalEvent:
    [event] = outside.calendar.events.values()
    return event


async def booked(outside: Outside, at: str = "14:00") -> Booking:
    return await outside.sync(await outside.book(at, lead_id=await outside.lead()))


async def test_a_booking_is_an_appointment_with_its_leads_contact(outside: Outside) -> None:
    booking = await booked(outside)

    event, [contact] = the_one(outside), outside.calendar.contacts.values()
    assert (event.kind, event.event_id, event.contact_id) == (
        "appointment", booking.external_event_id, contact.contact_id
    )  # fmt: skip
    assert (booking.status, booking.external_kind) == ("confirmed", "appointment")
    assert event.title.endswith(mark_of(booking))
    assert booking.lead_id is not None
    lead = await outside.services.leads.by_id(booking.sub_account_id, booking.lead_id)
    assert lead.external_id == contact.contact_id


@pytest.mark.parametrize("lost", ["upsert_contact", "create_event"])
async def test_no_answer_makes_a_second_contact_or_a_second_appointment(outside: Outside, lost: str) -> None:
    if lost == "create_event":
        outside.calendar.losing_replies.append(down())
    else:
        outside.calendar.fail(lost, down())
    booking = await outside.book(lead_id=await outside.lead())

    await outside.sync_in_vain(booking)
    booking = await outside.sync(booking)

    assert booking.external_event_id == the_one(outside).event_id
    assert len(outside.calendar.contacts) == 1


async def test_a_number_goes_out_in_the_form_of_machines_and_what_is_none_does_not(outside: Outside) -> None:
    lead_id = await outside.lead(name="Bob", phone="(212) 555-0123", email="bob@example.com")
    odd = await outside.lead(name="Odd", phone="call me", email="odd@example.com")

    await outside.sync(await outside.book("14:00", lead_id=lead_id))
    await outside.sync(await outside.book("15:00", lead_id=odd))

    assert [contact.facts.phone for contact in outside.calendar.contacts.values()] == ["+12125550123", None]


async def test_without_anybody_to_reach_a_block_takes_the_time(outside: Outside) -> None:
    nobody = await outside.sync(await outside.book("14:00"))
    unknown = await outside.sync(await outside.book("15:00", lead_id=await outside.lead("Cy", email="")))

    assert [event.kind for event in outside.calendar.events.values()] == ["block", "block"]
    assert {nobody.status, unknown.status} == {"confirmed"}


@pytest.mark.parametrize("event_kind", ["block_slot", "appointment"])
@pytest.mark.parametrize("is_reply_lost", [False, True])
async def test_a_move_moves_the_event_and_makes_no_other(
    outside: Outside, event_kind: str, is_reply_lost: bool
) -> None:
    await outside.connect("appointment" if event_kind == "appointment" else "block_slot")
    booking = await booked(outside)
    before = the_one(outside)

    moved = await outside.move(booking, "14:30")
    if is_reply_lost:
        outside.calendar.losing_replies.append(down())
        await outside.sync_in_vain(moved)
    moved = await outside.sync(moved)

    event = the_one(outside)
    assert (event.event_id, event.kind) == (before.event_id, before.kind)
    assert (event.starts_at, event.ends_at) == (moved.starts_at, moved.ends_at)
    assert moved.starts_at == booking.starts_at + timedelta(minutes=30)


@pytest.mark.parametrize("event_kind", ["block_slot", "appointment"])
async def test_a_move_to_a_time_that_is_gone_leaves_both_where_they_were(
    outside: Outside, event_kind: str
) -> None:
    await outside.connect("appointment" if event_kind == "appointment" else "block_slot")
    booking = await booked(outside)
    moved = await outside.move(booking, "15:00")
    outside.calendar.opening.remove(CELLS[12])

    stayed = await outside.sync(moved)

    assert (stayed.status, stayed.external_state) == ("confirmed", "synced")
    assert stayed.starts_at == the_one(outside).starts_at == booking.starts_at
    assert (stayed.details["time"], stayed.external_error is None) == ("14:00:00", False)
    assert (await outside.history(booking))[-1].reason == "calendar_conflict"


async def test_with_its_old_time_given_away_too_a_refused_move_ends_the_booking(outside: Outside) -> None:
    booking = await booked(outside)
    await outside.services.outside_times.refresh(booking.sub_account_id, booking.regular_user_id)
    moved = await outside.move(booking, "15:00")
    other = await outside.book("14:00")
    outside.calendar.opening.remove(CELLS[12])

    ended = await outside.sync(moved)

    assert (ended.status, ended.external_state, ended.external_event_id) == ("cancelled", "synced", None)
    assert not [event for event in outside.calendar.events.values() if event.takes_time]
    assert (await outside.sync(other)).status == "confirmed"


@pytest.mark.parametrize("event_kind", ["block_slot", "appointment"])
@pytest.mark.parametrize("deed", ["move", "cancel"])
async def test_a_time_just_given_up_is_had_once_its_event_is_gone(
    outside: Outside, event_kind: str, deed: str
) -> None:
    await outside.connect("appointment" if event_kind == "appointment" else "block_slot")
    leaving = await booked(outside)
    await outside.services.outside_times.refresh(leaving.sub_account_id, leaving.regular_user_id)
    leaving = await (outside.move(leaving, "15:00") if deed == "move" else outside.cancel(leaving))
    coming = await outside.book("14:00", lead_id=leaving.lead_id)

    assert (await outside.sync_in_vain(coming)).delay >= timedelta(seconds=1)
    assert (await outside.current(coming)).status == "pending"
    await outside.sync(leaving)

    assert (await outside.sync(coming)).status == "confirmed"


async def test_calling_off_leaves_a_cancelled_appointment_for_their_workflows(outside: Outside) -> None:
    booking = await booked(outside)
    outside.calendar.losing_replies.append(down())

    cancelled = await outside.cancel(booking)
    await outside.sync_in_vain(cancelled)
    cancelled = await outside.sync(cancelled)

    assert the_one(outside).status == "cancelled"
    assert (cancelled.status, cancelled.external_state) == ("cancelled", "synced")


@pytest.mark.parametrize("ending", ["completed", "no_show"])
async def test_an_appointment_is_told_how_it_ended(outside: Outside, ending: Status) -> None:
    booking = await booked(outside)
    outside.calendar.fail("end_appointment", down())

    ended = await outside.end(booking, ending)
    await outside.sync_in_vain(ended)
    ended = await outside.sync(ended)

    assert the_one(outside).status == ending
    assert (ended.status, ended.external_state) == (ending, "synced")
    assert ended.external_event_id == booking.external_event_id


async def test_an_appointment_stays_one_when_blocks_are_written_from_now_on(outside: Outside) -> None:
    booking = await booked(outside)
    await outside.connect("block_slot")

    ended = await outside.sync(await outside.end(booking, "completed"))

    assert (the_one(outside).kind, the_one(outside).status) == ("appointment", "completed")
    assert ended.external_state == "synced"


async def test_an_event_moved_far_away_by_hand_is_fetched_back_by_a_move(outside: Outside) -> None:
    booking = await booked(outside)
    outside.calendar.put(the_one(outside), starts_at=CELLS[0] + timedelta(days=9))

    moved = await outside.sync(await outside.move(booking, "15:00"))

    assert the_one(outside).starts_at == moved.starts_at
    assert moved.external_event_id == booking.external_event_id

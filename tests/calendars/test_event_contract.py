"""What every outside calendar must do with appointments, busy times, contacts and people."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from frontdesk.bookings.differences import marked_booking
from frontdesk.calendars.port import (
    CalendarMissing,
    CalendarRefused,
    CalendarSlotTaken,
    ContactFacts,
    Ending,
    EventDraft,
    EventKind,
    ExternalEvent,
)
from tests.calendars.simulation import local, target
from tests.calendars.worlds import HALF_AN_HOUR, World

TEN, ELEVEN, NOON = (local(f"2026-12-01 {hour}:00") for hour in (10, 11, 12))
DAY = {"start": local("2026-12-01 00:00"), "end": local("2026-12-02 00:00")}
LEE = ContactFacts("Lee Park", "lee@example.com", "+12125550147", "America/Chicago")


@pytest.fixture(params=["block", "appointment"])
async def draft(request: pytest.FixtureRequest, world: World) -> EventDraft:
    """Half an hour at ten, in either form."""
    contact_id = None
    if request.param == "appointment":
        contact_id = (await world.calendar.upsert_contact("loc", LEE)).contact_id
    return EventDraft(request.param, "Visit (frontdesk 1-2)", TEN, TEN + HALF_AN_HOUR, contact_id)


@pytest.fixture
async def meeting(world: World) -> EventDraft:
    contact = await world.calendar.upsert_contact("loc", LEE)
    return EventDraft("appointment", "Visit", TEN, TEN + HALF_AN_HOUR, contact.contact_id)


async def found(world: World) -> list[ExternalEvent]:
    return await world.calendar.find_events(world.target, **DAY)


async def test_an_event_is_found_again_as_it_was_written(world: World, draft: EventDraft) -> None:
    event_id = await world.calendar.create_event(world.target, draft)

    (event,) = await found(world)
    assert (event.event_id, event.kind, event.title) == (event_id, draft.kind, draft.title)
    assert (event.starts_at, event.ends_at) == (draft.starts_at, draft.ends_at)
    assert (event.status, event.contact_id) == ("confirmed", draft.contact_id)
    assert event.takes_time
    assert marked_booking(event, 1) == 2


async def test_an_event_takes_its_time(world: World, draft: EventDraft) -> None:
    await world.calendar.create_event(world.target, draft)

    cells = await world.calendar.free_cells(world.target, **DAY)
    assert TEN not in {cell.starts_at for cell in cells}
    assert [event.starts_at for event in await world.calendar.busy(world.target, **DAY)] == [TEN]


async def test_a_moved_event_is_the_same_event_at_another_time(world: World, draft: EventDraft) -> None:
    event_id = await world.calendar.create_event(world.target, draft)
    moved = replace(draft, title="Visit, later", starts_at=NOON, ends_at=NOON + HALF_AN_HOUR)

    await world.calendar.update_event(world.target, event_id, moved)

    (event,) = await found(world)
    assert (event.event_id, event.title) == (event_id, "Visit, later")
    assert (event.starts_at, event.ends_at) == (NOON, NOON + HALF_AN_HOUR)


async def test_a_cancelled_event_takes_no_time_and_may_be_cancelled_again(
    world: World, draft: EventDraft
) -> None:
    event_id = await world.calendar.create_event(world.target, draft)

    for _ in range(2):
        await world.calendar.cancel_event(event_id, kind=draft.kind)

    left = [(event.kind, event.status) for event in await found(world)]
    assert left == ([] if draft.kind == "block" else [("appointment", "cancelled")])
    assert await world.calendar.busy(world.target, **DAY) == []
    assert TEN in {cell.starts_at for cell in await world.calendar.free_cells(world.target, **DAY)}


@pytest.mark.parametrize("kind", ["block", "appointment"])
async def test_what_never_was_can_be_cancelled_and_cannot_be_moved(world: World, kind: EventKind) -> None:
    await world.calendar.cancel_event("never-was", kind=kind)

    with pytest.raises(CalendarMissing):
        await world.calendar.update_event(
            world.target, "never-was", EventDraft(kind, "Visit", TEN, ELEVEN, contact_id="somebody")
        )


async def test_an_appointment_is_refused_where_time_is_taken(world: World, meeting: EventDraft) -> None:
    await world.calendar.create_event(world.target, EventDraft("block", "Lunch", TEN, ELEVEN))
    if world.target.calendar_id == "robin" and world.target.assigned_user_id is None:
        assert (await world.calendar.busy(world.target, **DAY))[0].assigned_user_id == "ann"

    with pytest.raises(CalendarSlotTaken):
        await world.calendar.create_event(world.target, meeting)
    assert [event.kind for event in await found(world)] == ["block"]


async def test_an_appointment_cannot_be_moved_onto_another(world: World, meeting: EventDraft) -> None:
    await world.calendar.create_event(world.target, meeting)
    later = replace(meeting, starts_at=ELEVEN, ends_at=ELEVEN + HALF_AN_HOUR)
    second = await world.calendar.create_event(world.target, later)

    with pytest.raises(CalendarSlotTaken):
        await world.calendar.update_event(world.target, second, meeting)
    assert [event.starts_at for event in await found(world)] == [TEN, ELEVEN]


async def test_an_appointment_may_move_by_less_than_its_length(world: World, meeting: EventDraft) -> None:
    hour = replace(meeting, ends_at=ELEVEN)
    event_id = await world.calendar.create_event(world.target, hour)

    moved = replace(hour, starts_at=TEN + HALF_AN_HOUR, ends_at=ELEVEN + HALF_AN_HOUR)
    await world.calendar.update_event(world.target, event_id, moved)

    assert [event.starts_at for event in await found(world)] == [TEN + HALF_AN_HOUR]


async def test_a_moved_appointment_that_was_cancelled_stays_cancelled(
    world: World, meeting: EventDraft
) -> None:
    event_id = await world.calendar.create_event(world.target, meeting)
    await world.calendar.cancel_event(event_id, kind="appointment")

    await world.calendar.update_event(world.target, event_id, replace(meeting, title="Visit again"))

    event = await world.calendar.appointment(event_id)
    assert (event.status, event.title) == ("cancelled", "Visit again")


@pytest.mark.parametrize("ending", ["completed", "no_show"])
async def test_an_appointment_is_told_how_it_ended(world: World, meeting: EventDraft, ending: Ending) -> None:
    event_id = await world.calendar.create_event(world.target, meeting)

    await world.calendar.end_appointment(event_id, status=ending)

    event = await world.calendar.appointment(event_id)
    assert (event.status, event.starts_at, event.title) == (ending, meeting.starts_at, meeting.title)
    with pytest.raises(CalendarMissing):
        await world.calendar.end_appointment("never-was", status=ending)


async def test_an_appointment_is_read_by_its_id_and_a_block_is_not(world: World, meeting: EventDraft) -> None:
    event_id = await world.calendar.create_event(world.target, replace(meeting, notes="Mind the dog."))
    block_id = await world.calendar.create_event(
        world.target, EventDraft("block", "Lunch", NOON, NOON + HALF_AN_HOUR)
    )

    event = await world.calendar.appointment(event_id)

    assert (event.starts_at, event.ends_at, event.notes) == (TEN, TEN + HALF_AN_HOUR, "Mind the dog.")
    with pytest.raises(CalendarMissing):
        await world.calendar.appointment(block_id)


async def test_an_appointment_needs_a_contact_that_exists(world: World) -> None:
    for contact_id in (None, "nobody"):
        with pytest.raises(CalendarRefused):
            await world.calendar.create_event(
                world.target, EventDraft("appointment", "Visit", TEN, ELEVEN, contact_id)
            )
    assert await found(world) == []


async def test_only_what_overlaps_the_stretch_is_found(world: World, draft: EventDraft) -> None:
    await world.calendar.create_event(world.target, draft)

    after = {"start": TEN + HALF_AN_HOUR, "end": NOON}
    assert await world.calendar.find_events(world.target, **after) == []
    assert await world.calendar.busy(world.target, **after) == []


async def test_a_contact_is_made_once_and_found_by_either_address(world: World) -> None:
    made = await world.calendar.upsert_contact("loc", LEE)
    again = await world.calendar.upsert_contact("loc", ContactFacts("Lee P.", phone=LEE.phone))

    assert again.contact_id == made.contact_id
    assert (await world.calendar.contact(made.contact_id)).facts.name == "Lee P."
    for facts in (ContactFacts(email=LEE.email), ContactFacts(email="x@example.com", phone=LEE.phone)):
        known = await world.calendar.find_contact("loc", facts)
        assert known is not None
        assert (known.contact_id, known.facts.email) == (made.contact_id, LEE.email)


async def test_who_is_unknown_is_not_found(world: World) -> None:
    assert await world.calendar.find_contact("loc", ContactFacts(email="a+b@example.com")) is None
    assert await world.calendar.find_contact("loc", ContactFacts()) is None
    with pytest.raises(CalendarMissing):
        await world.calendar.contact("nobody")


async def test_the_locations_zone_and_people_are_told(world: World) -> None:
    assert await world.calendar.location_zone("loc") == ZoneInfo("America/New_York")
    (ann,) = await world.calendar.people("loc")
    assert (ann.user_id, ann.name, ann.email) == ("ann", "Ann Lee", "ann@x.example")


async def test_another_locations_zone_people_and_contacts_are_refused(world: World) -> None:
    calendar = world.calendar
    for ask in (calendar.location_zone, calendar.people):
        with pytest.raises(CalendarRefused):
            await ask("another")
    with pytest.raises(CalendarRefused):
        await calendar.upsert_contact("another", LEE)


async def test_events_on_an_unknown_calendar_are_refused(world: World) -> None:
    with pytest.raises(CalendarRefused):
        await world.calendar.find_events(target("nowhere"), **DAY)
    with pytest.raises(CalendarRefused):
        await world.calendar.busy(target("nowhere"), **DAY)


def test_an_event_that_ends_before_it_starts_is_no_event() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        EventDraft("block", "Visit", TEN, TEN - timedelta(minutes=1))

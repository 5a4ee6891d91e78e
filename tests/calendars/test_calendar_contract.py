"""What every outside calendar must do, whoever makes it: the stand-in and the real adapter alike."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from frontdesk.calendars.port import CalendarRefused
from tests.calendars.simulation import local, target
from tests.calendars.worlds import HALF_AN_HOUR, World, block


async def test_the_locations_calendars_are_listed(world: World) -> None:
    listed = await world.calendar.list_calendars("loc")

    assert world.target.calendar_id in {calendar.calendar_id for calendar in listed}
    assert all(calendar.name and calendar.is_active for calendar in listed)


async def test_another_locations_calendars_are_refused(world: World) -> None:
    with pytest.raises(CalendarRefused):
        await world.calendar.list_calendars("another")


async def test_a_free_day_is_told_in_order_cell_by_cell(world: World) -> None:
    cells = await world.calendar.free_cells(
        world.target, start=local("2026-12-01 00:00"), end=local("2026-12-02 00:00")
    )

    assert [cell.starts_at for cell in cells] == [
        local("2026-12-01 09:00") + HALF_AN_HOUR * number for number in range(16)
    ]
    assert {cell.ends_at - cell.starts_at for cell in cells} == {HALF_AN_HOUR}


async def test_only_cells_that_start_in_the_half_open_stretch_are_told(world: World) -> None:
    cells = await world.calendar.free_cells(
        world.target, start=local("2026-12-01 09:15"), end=local("2026-12-01 10:30")
    )

    assert [cell.starts_at for cell in cells] == [local("2026-12-01 09:30"), local("2026-12-01 10:00")]


async def test_a_hundred_days_may_be_asked_for_at_once(world: World) -> None:
    start = local("2026-11-23 00:00")

    cells = await world.calendar.free_cells(world.target, start=start, end=start + timedelta(days=100))

    weekdays = {cell.starts_at.date() for cell in cells}
    assert len(weekdays) == 72
    assert len(cells) == 72 * 16
    assert all(earlier.starts_at < later.starts_at for earlier, later in pairwise(cells))


async def test_an_empty_stretch_holds_nothing(world: World) -> None:
    noon = local("2026-12-01 12:00")

    assert await world.calendar.free_cells(world.target, start=noon, end=noon) == []


async def test_a_block_takes_its_cells_and_deleting_it_gives_them_back(world: World) -> None:
    day = {"start": local("2026-12-01 00:00"), "end": local("2026-12-02 00:00")}
    before = await world.calendar.free_cells(world.target, **day)

    event_id = await block(
        world.calendar,
        world.target,
        starts_at=local("2026-12-01 10:00"),
        ends_at=local("2026-12-01 11:00"),
        title="Visit",
    )
    blocked = await world.calendar.free_cells(world.target, **day)
    await world.calendar.delete_event(event_id)
    after = await world.calendar.free_cells(world.target, **day)

    gone = {cell.starts_at for cell in before} - {cell.starts_at for cell in blocked}
    assert gone == {local("2026-12-01 10:00"), local("2026-12-01 10:30")}
    assert after == before


async def test_a_block_is_found_again_as_it_was_made(world: World) -> None:
    starts_at, ends_at = local("2026-12-01 10:00"), local("2026-12-01 10:45")
    event_id = await block(
        world.calendar, world.target, starts_at=starts_at, ends_at=ends_at, title="Roof inspection · Zoë"
    )

    (found,) = await world.calendar.find_events(world.target, start=starts_at, end=ends_at)

    assert (found.event_id, found.title) == (event_id, "Roof inspection · Zoë")
    assert (found.starts_at, found.ends_at) == (starts_at, ends_at)


async def test_only_blocks_that_overlap_the_stretch_are_found(world: World) -> None:
    for hour in (9, 10, 11):
        await block(
            world.calendar,
            world.target,
            starts_at=local(f"2026-12-01 {hour:02}:00"),
            ends_at=local(f"2026-12-01 {hour + 1:02}:00"),
            title=f"at {hour}",
        )

    touching = await world.calendar.find_events(
        world.target, start=local("2026-12-01 10:00"), end=local("2026-12-01 11:00")
    )
    across = await world.calendar.find_events(
        world.target, start=local("2026-12-01 09:59"), end=local("2026-12-01 11:01")
    )

    assert [each.title for each in touching] == ["at 10"]
    assert [each.title for each in across] == ["at 9", "at 10", "at 11"]


async def test_two_blocks_of_the_same_time_are_two_events(world: World) -> None:
    hour = {"starts_at": local("2026-12-01 10:00"), "ends_at": local("2026-12-01 11:00")}

    first = await block(world.calendar, world.target, **hour, title="one")
    second = await block(world.calendar, world.target, **hour, title="two")

    assert first != second
    await world.calendar.delete_event(first)
    left = await world.calendar.find_events(world.target, start=hour["starts_at"], end=hour["ends_at"])
    assert [each.event_id for each in left] == [second]


async def test_deleting_twice_is_harmless(world: World) -> None:
    event_id = await block(
        world.calendar,
        world.target,
        starts_at=local("2026-12-01 10:00"),
        ends_at=local("2026-12-01 11:00"),
        title="Visit",
    )

    await world.calendar.delete_event(event_id)
    await world.calendar.delete_event(event_id)
    await world.calendar.delete_event("never-was")


async def test_the_hour_that_happens_twice_keeps_its_two_meanings(world: World) -> None:
    first = datetime(2027, 11, 7, 5, 30, tzinfo=UTC)  # 01:30 in New York, still summer time
    second = first + timedelta(hours=1)  # 01:30 again, winter time

    for starts_at in (first, second):
        await block(
            world.calendar, world.target, starts_at=starts_at, ends_at=starts_at + HALF_AN_HOUR, title="late"
        )
    found = await world.calendar.find_events(world.target, start=first, end=second + HALF_AN_HOUR)

    assert [each.starts_at for each in found] == [first, second]


async def test_working_hours_keep_their_wall_time_across_a_clock_change(world: World) -> None:
    friday, monday = local("2027-03-12 00:00"), local("2027-03-15 00:00")

    cells = await world.calendar.free_cells(world.target, start=friday, end=monday + timedelta(hours=10))

    assert cells[0].starts_at == datetime(2027, 3, 12, 14, 0, tzinfo=UTC)
    assert cells[-1].starts_at == datetime(2027, 3, 15, 13, 30, tzinfo=UTC)


async def test_an_unknown_calendar_is_refused(world: World) -> None:
    with pytest.raises(CalendarRefused):
        await world.calendar.free_cells(
            target("nowhere"), start=local("2026-12-01 00:00"), end=local("2026-12-02 00:00")
        )

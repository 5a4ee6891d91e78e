"""What must hold of slots for every user, every calendar and every question."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from frontdesk.availability.explain import explain
from frontdesk.availability.hours import BookingsTime
from frontdesk.availability.intervals import Interval
from frontdesk.availability.rules import Known, Plan
from frontdesk.availability.slots import Slot, find_slots, find_slots_between, search_window, wall
from tests.availability import slow_reading
from tests.availability.strategies import (
    DAYS,
    FIXED_ZONES,
    LAWS,
    World,
    facts,
    moved_facts,
    moved_plan,
    plans_in_the_users_zone,
    worlds,
)


def slots_of(world: World) -> list[Slot]:
    return find_slots(
        world.plan, world.known, day=world.day, zone=world.zone, duration_minutes=world.duration_minutes
    )


def codes_against(world: World, start: datetime) -> list[str]:
    reasons = explain(world.plan, world.known, start=start, duration_minutes=world.duration_minutes)
    return [reason.code for reason in reasons]


@settings(LAWS, max_examples=100)
@given(worlds)
def test_the_slots_are_exactly_those_that_a_slow_reading_of_the_contract_finds(world: World) -> None:
    assert [slot.starts_at for slot in slots_of(world)] == slow_reading.slots_of(world)


@settings(LAWS, max_examples=40)
@given(worlds, st.sampled_from([0, 0, 1, 7]))
def test_a_start_is_offered_exactly_when_nothing_stands_against_it(world: World, seconds: int) -> None:
    offered = {slot.starts_at for slot in slots_of(world)}
    first = datetime.combine(world.day, time(), UTC) - timedelta(hours=14, seconds=seconds)
    starts = (first + timedelta(minutes=10 * number) for number in range(52 * 6))
    for start in (start for start in starts if wall(start, world.zone).date() == world.day):
        assert (start in offered) == (codes_against(world, start) == []), start


@settings(LAWS, max_examples=60)
@given(worlds)
def test_slots_are_in_order_and_unique_and_as_long_as_asked(world: World) -> None:
    slots = slots_of(world)
    starts = [slot.starts_at for slot in slots]
    assert starts == sorted(set(starts))
    assert all(slot.ends_at - slot.starts_at == slow_reading.length(world) for slot in slots)
    assert all(slot.starts_at.tzinfo is UTC for slot in slots)


@settings(LAWS, max_examples=60)
@given(worlds)
def test_no_slot_comes_closer_to_a_busy_time_than_the_buffer(world: World) -> None:
    buffer = timedelta(minutes=world.plan.bookings_time.buffer_minutes)
    for slot in slots_of(world):
        for busy in world.known.busy:
            assert busy.end + buffer <= slot.starts_at or slot.ends_at + buffer <= busy.start


@settings(LAWS, max_examples=60)
@given(worlds)
def test_facts_outside_the_search_window_change_nothing(world: World) -> None:
    needed = search_window(world.plan, world.day, world.zone, duration_minutes=world.duration_minutes)
    seen = replace(
        world.known,
        busy=tuple(busy for busy in world.known.busy if busy.overlaps(needed)),
        booking_starts=tuple(start for start in world.known.booking_starts if needed.includes(start)),
    )
    assert slots_of(replace(world, known=seen)) == slots_of(world)


@settings(LAWS, max_examples=60)
@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(world: World, shuffler: Random) -> None:
    busy, starts = list(world.known.busy), list(world.known.booking_starts)
    shuffler.shuffle(busy)
    shuffler.shuffle(starts)
    shuffled = replace(world.known, busy=tuple(busy), booking_starts=tuple(starts))
    assert slots_of(replace(world, known=shuffled)) == slots_of(world)


@settings(LAWS, max_examples=60)
@given(worlds, st.data())
def test_being_busier_never_opens_a_slot(world: World, draws: st.DataObject) -> None:
    assume(world.known.busy)
    kept = draws.draw(st.integers(0, len(world.known.busy) - 1))
    idler = replace(world.known, busy=world.known.busy[:kept])
    assert set(slots_of(world)) <= set(slots_of(replace(world, known=idler)))


@settings(LAWS, max_examples=60)
@given(worlds)
def test_booking_an_offered_slot_takes_it_away(world: World) -> None:
    slots = slots_of(world)
    assume(slots)
    booked = Interval(slots[0].starts_at, slots[0].ends_at)
    busier = replace(world.known, busy=(*world.known.busy, booked))
    assert slots[0] not in slots_of(replace(world, known=busier))


@settings(LAWS, max_examples=60)
@given(worlds)
def test_days_looked_at_one_by_one_are_the_stretch_looked_at_once(world: World) -> None:
    utc = ZoneInfo("UTC")
    days = [world.day + timedelta(days=number) for number in range(3)]
    one_by_one = [slot for day in days for slot in slots_of(replace(world, day=day, zone=utc))]
    midnight = datetime.combine(world.day, time(), UTC)
    whole = Interval(midnight, midnight + timedelta(days=3))
    assert one_by_one == find_slots_between(
        world.plan, world.known, window=whole, duration_minutes=world.duration_minutes
    )


@settings(LAWS, max_examples=60)
@given(plans_in_the_users_zone, facts, st.integers(0, 20), st.integers(0, 20))
def test_moving_everybody_to_other_zones_moves_the_slots_and_changes_nothing_else(
    rules: BookingsTime, known: Known, old: int, new: int
) -> None:
    # Etc/GMT+1 is an hour behind Etc/GMT+0: a step in the list is an hour later on the line of time.
    by = timedelta(hours=new - old)
    here, there = FIXED_ZONES[old], FIXED_ZONES[new]
    before = find_slots(Plan(here, rules), known, day=DAYS[0], zone=here)
    after = find_slots(Plan(there, rules), moved_facts(known, by), day=DAYS[0], zone=there)
    assert [Slot(slot.starts_at + by, slot.ends_at + by) for slot in before] == after


@settings(LAWS, max_examples=60)
@given(plans_in_the_users_zone, facts, st.sampled_from(FIXED_ZONES), st.sampled_from(FIXED_ZONES))
def test_a_week_later_is_the_same_week(
    rules: BookingsTime, known: Known, user: ZoneInfo, asker: ZoneInfo
) -> None:
    week = timedelta(days=7)
    now = find_slots(Plan(user, rules), known, day=DAYS[0], zone=asker)
    later_plan = Plan(user, moved_plan(rules, week))
    later = find_slots(later_plan, moved_facts(known, week), day=DAYS[0] + week, zone=asker)
    assert [Slot(slot.starts_at + week, slot.ends_at + week) for slot in now] == later

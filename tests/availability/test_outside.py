"""Outside calendars are kept here: finding times asks nobody, and says how old its answer is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.assembly import Services
from frontdesk.availability.intervals import Interval, merge, subtract
from frontdesk.availability.outside import busy_pieces
from frontdesk.bookings.errors import SlotUnavailable
from frontdesk.calendars.port import CalendarUnreachable
from frontdesk.clock import FixedClock
from tests.availability.test_query_count import statements
from tests.bookings.outside import CELLS, Outside
from tests.conftest import Account

TUESDAY = {"date": "2026-12-01"}
START = datetime(2026, 12, 1, tzinfo=UTC)
HOURS = st.builds(
    lambda start, length: Interval(START + timedelta(hours=start), START + timedelta(hours=start + length)),
    st.integers(-10, 300),
    st.integers(1, 60),
)


@pytest.fixture
async def outside(services: Services, account: Account, clock: FixedClock) -> Outside:
    outside = Outside(services, account, clock)
    await outside.connect()
    return outside


@pytest.fixture
async def kept(outside: Outside) -> Outside:
    """The same, asked once; from then on it does not answer."""
    await refresh(outside)
    outside.calendar.fail("free_cells", *[CalendarUnreachable("The calendar does not answer.")] * 50)
    return outside


async def refresh(outside: Outside) -> None:
    account = outside.account
    await outside.services.outside_times.refresh(account.sub_account_id, account.user_id)


async def tuesday(client: httpx.AsyncClient) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.post("/bookings/availability", json=TUESDAY)).json()
    return answer


async def test_what_is_kept_answers_in_one_query_and_asks_nobody(
    kept: Outside, client: httpx.AsyncClient
) -> None:
    warm = await tuesday(client)
    async with statements(kept.services) as told:
        found = await tuesday(client)

    assert warm == found
    assert (len(found["slots"]), found["degraded"]) == (16, False)
    assert told == ["BEGIN; SET LOCAL", "SELECT regular_user_id, starts_at,", "COMMIT"]


async def test_what_the_calendar_does_not_call_free_is_not_offered(
    outside: Outside, client: httpx.AsyncClient
) -> None:
    outside.calendar.opening.remove(CELLS[10])
    await refresh(outside)

    slots = (await tuesday(client))["slots"]

    assert "14:00" not in slots
    assert len(slots) == 15


async def test_an_answer_that_grew_old_is_used_and_called_degraded(
    kept: Outside, client: httpx.AsyncClient
) -> None:
    kept.clock.instant += timedelta(minutes=30)
    fresh = await tuesday(client)
    kept.clock.instant += timedelta(minutes=1)
    old = await tuesday(client)

    assert (fresh["degraded"], old["degraded"]) == (False, True)
    assert fresh["slots"] == old["slots"]


async def test_a_calendar_that_does_not_answer_leaves_what_was_known(
    kept: Outside, client: httpx.AsyncClient
) -> None:
    kept.clock.instant += timedelta(minutes=10)
    await refresh(kept)

    assert (await tuesday(client))["slots"]


async def test_a_later_day_than_is_kept_is_asked_for(kept: Outside, client: httpx.AsyncClient) -> None:
    far = await client.post("/bookings/availability", json={"date": "2027-02-02"})

    assert far.json()["degraded"] is True


async def test_a_user_with_another_calendar_is_not_answered_for_from_the_old_one(
    kept: Outside, client: httpx.AsyncClient
) -> None:
    await client.patch("/users/me", json={"calendarId": "another"})

    assert (await tuesday(client))["degraded"] is True


async def test_a_bookings_own_event_does_not_keep_its_time_when_it_goes(
    outside: Outside, client: httpx.AsyncClient
) -> None:
    booking = await outside.sync(await outside.book())
    await refresh(outside)
    taken = (await tuesday(client))["slots"]

    await outside.cancel(booking)

    assert "14:00" not in taken
    assert "14:00" in (await tuesday(client))["slots"]


async def test_a_time_taken_there_since_is_found_before_the_booking_is_final(kept: Outside) -> None:
    kept.calendar.failing.clear()
    kept.calendar.opening.remove(CELLS[10])

    booking = await kept.sync(await kept.book())

    assert (booking.status, kept.blocks) == ("cancelled", [])
    assert (await kept.history(booking))[-1].reason == "calendar_conflict"
    with pytest.raises(SlotUnavailable) as refusal:
        await kept.book()
    assert "14:00" not in str(refusal.value.details["availableSlots"])


async def test_a_calendar_that_is_slow_does_not_hold_a_booking_up(kept: Outside) -> None:
    booking = await kept.book()
    await kept.sync_in_vain(booking)

    assert (await kept.current(booking)).status == "pending"


async def test_whose_answer_grows_old_is_asked_again_by_the_clock(outside: Outside) -> None:
    ours = outside.account.sub_account_id
    since = outside.clock.now() - timedelta(minutes=10)
    before = await outside.services.db.find_stale_calendars(since, 10_000)
    await refresh(outside)
    after = await outside.services.db.find_stale_calendars(since, 10_000)
    outside.clock.instant += timedelta(minutes=11)
    await outside.services.outside_times.refresh_stale()

    assert (before.get(ours), after.get(ours)) == ([outside.account.user_id], None)
    async with outside.services.db.tenant(ours) as connection:
        key = f"refresh_calendar {ours} {outside.account.user_id}"
        assert await connection.fetchval("SELECT count(*) FROM pgqueuer WHERE dedupe_key = $1", key) == 1


async def test_disconnecting_forgets_what_was_kept(kept: Outside) -> None:
    await kept.services.connections.disconnect(kept.account.sub_account_id)
    await refresh(kept)

    async with kept.services.db.tenant(kept.account.sub_account_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM outside_busy") == 0
        assert await connection.fetchval("SELECT count(*) FROM outside_calendars") == 0


@given(st.lists(HOURS), st.lists(HOURS))
def test_what_is_kept_and_what_is_free_make_up_the_whole(free: list[Interval], ours: list[Interval]) -> None:
    within = Interval(START, START + timedelta(days=9))

    busy = busy_pieces(within, free=free, ours=ours)

    assert merge([*busy, *subtract([within], busy)]) == (within,)
    assert merge([*subtract([within], busy)]) == subtract([within], subtract([within], [*free, *ours]))
    assert all(piece.end - piece.start <= timedelta(days=1) for piece in busy)

"""With a million bookings in the table, every query reads in proportion to its answer.

One test asks everything, because the million takes half a minute to make.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest

from frontdesk.availability import repository as availability
from frontdesk.availability.repository import Stretch
from frontdesk.bookings import finding, idempotency, repository, turns
from frontdesk.bookings.repository import Filters, NewBooking
from frontdesk.db.pool import Connection
from frontdesk.reports import repository as reports
from tests.availability.crowd import NOW, Crowd, crowded
from tests.availability.explained import Ask, Plan, explain, overheard
from tests.conftest import TestServer

PAGE = 51
# A lead has about a hundred bookings here; all of them may be read to find the few in a status.
PAGES_TO_BEGIN = 140
PAGES_A_ROW = 4
ROWS_IN_VAIN = 150


@pytest.fixture
async def crowd(server: TestServer) -> AsyncIterator[Crowd]:
    async with crowded(server) as found:
        yield found


def questions(crowd: Crowd) -> Iterator[tuple[str, Ask]]:
    """Yield everything that is asked of bookings, and a name for it."""
    yield from lists(crowd)
    yield from questions_about("the busiest", crowd.busiest, crowd)
    yield from questions_about("somebody", crowd.somebody, crowd)
    everybody = [100 + number for number in range(1, 11)]
    week = Stretch(NOW, NOW + timedelta(days=7), NOW)
    yield "busy times of everybody", partial(availability.taken_times, user_ids=everybody, stretch=week)
    yield "one booking", partial(repository.by_id, booking_id=777)
    yield "one booking, locked", partial(turns.locked, booking_id=777)
    yield "history", partial(repository.events, booking_id=770)


def questions_about(name: str, user_id: int, crowd: Crowd) -> Iterator[tuple[str, Ask]]:
    day = Stretch(NOW + timedelta(days=20), NOW + timedelta(days=21), NOW, but_for=5)
    yield f"busy times of {name}", partial(availability.taken_times, user_ids=[user_id], stretch=day)
    yield f"new booking of {name}", partial(repository.insert, new=new(crowd, user_id), now=NOW)
    end_expired = partial(turns.end_expired_holds, user_ids=[user_id], now=NOW + timedelta(days=30))
    yield f"expired holds of {name}", partial(end_expired, start=NOW, end=NOW + timedelta(days=1))

    async def first_answer(connection: Connection) -> None:
        await connection.fetchrow(idempotency.FIND, user_id, "key 1230")

    yield f"first answer of {name}", first_answer


def lists(crowd: Crowd) -> Iterator[tuple[str, Ask]]:
    """Yield every list that the API can be asked for: all combinations of filters, first and later pages."""
    somewhere = NOW - timedelta(days=300)
    choices: Mapping[str, tuple[Any, ...]] = {
        "status": (None, "confirmed", "no_show", "pending"),
        "user_id": (None, crowd.busiest, crowd.somebody),
        "lead_id": (None, crowd.lead),
        "starts_from": (None, somewhere - timedelta(days=30)),
        "starts_to": (None, somewhere),
    }
    for values in product(*choices.values()):
        filters = Filters(**dict(zip(choices, values, strict=True)))
        for after in (None, (somewhere - timedelta(days=1), 5_000)):
            ask = partial(finding.newest, filters=filters, limit=PAGE, after=after)
            yield f"list of {filters} after {after}", ask


def counts() -> Iterator[tuple[str, Ask]]:
    """Yield what the reports count; they read every row of their weeks, and no others."""
    weeks = reports.Stretch(NOW - timedelta(days=28), NOW)
    yield "bookings by week", partial(reports.booked_by_week, stretch=weeks, zone="America/New_York")
    yield "bookings by status", partial(reports.starting_by_status, stretch=weeks)
    yield "bookings by sync", partial(reports.live_by_sync, stretch=weeks)


def new(crowd: Crowd, user_id: int) -> NewBooking:
    start: datetime = NOW + timedelta(days=365 * 3)
    return NewBooking(
        sub_account_id=crowd.tenant,
        regular_user_id=user_id,
        lead_id=crowd.lead,
        booking_type="meeting",
        status="confirmed",
        starts_at=start,
        ends_at=start + timedelta(minutes=30),
        busy_until=start + timedelta(minutes=40),
        details={},
        external_state="none",
    )


def waste(plan: Plan) -> list[str]:
    """Return what a plan reads that it has no use for."""
    found = [f"reads all of {table}" for table in plan.reads_all if table != "users"]
    if plan.rows_thrown_away > ROWS_IN_VAIN:
        found.append(f"{plan.rows_thrown_away} rows read in vain")
    return found


def complaints(plan: Plan) -> list[str]:
    """Return what is wrong with a plan."""
    found = waste(plan)
    if plan.pages > PAGES_TO_BEGIN + PAGES_A_ROW * plan.rows:
        found.append(f"{plan.pages} pages for {plan.rows} rows")
    return found


async def test_no_query_reads_more_than_its_answer_needs(crowd: Crowd) -> None:
    found = {}
    asked = [(*one, complaints) for one in questions(crowd)] + [(*one, waste) for one in counts()]
    for name, ask, wrong_with in asked:
        for query, values in await overheard(ask):
            for generic in (False, True):
                plan = await explain(crowd, query, values, generic=generic)
                if wrong := wrong_with(plan):
                    found[f"{name}, {'generic' if generic else 'custom'} plan"] = (wrong, plan.indexes)

    assert found == {}

"""Changes of one user's bookings happen one after the other, so that no two of them wait for each other."""

import asyncio

import pytest

from frontdesk.assembly import Services
from frontdesk.bookings.repository import Actor
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.bookings.turns import locked, take_turns
from frontdesk.reading import read_date, read_time
from tests.conftest import Account, TestServer
from tests.databases import rows

BLOCKED = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
"""


async def book(services: Services, account: Account, at: str) -> int:
    when = WallTime(read_date("2026-12-01"), read_time(at))
    request = BookingRequest(user_id=account.user_id, when=when)
    booking = await services.bookings.create(account.owner, request, actor=Actor("system"))
    return booking.id


async def until_somebody_waits(server: TestServer) -> None:
    async with asyncio.timeout(10):
        while (await rows(server, BLOCKED))[0][0] == 0:
            pass


@pytest.mark.parametrize("taken_by", ["a change of another booking", "a batch"])
async def test_a_change_waits_for_the_one_before_it(
    services: Services, account: Account, server: TestServer, taken_by: str
) -> None:
    first, second = await book(services, account, "10:00"), await book(services, account, "14:00")
    told: list[str] = []

    async def change() -> None:
        async with services.db.tenant(account.sub_account_id) as connection:
            await locked(connection, second)
            told.append("second")

    async with services.db.tenant(account.sub_account_id) as connection:
        await (
            take_turns(connection, [account.user_id]) if taken_by == "a batch" else locked(connection, first)
        )
        changing = asyncio.create_task(change())
        await until_somebody_waits(server)
        told.append("first")
    await changing

    assert told == ["first", "second"]


async def test_a_new_booking_waits_for_no_turn(services: Services, account: Account) -> None:
    async with services.db.tenant(account.sub_account_id) as connection:
        await take_turns(connection, [account.user_id])

        assert await book(services, account, "10:00")

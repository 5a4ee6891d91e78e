"""Races for one user's time, for real: two server processes, one database, everybody at once.

To race for longer than the suite does, and to see the answers counted:
`FRONTDESK_RACE_SECONDS=30 python -m pytest tests/bookings/test_races.py --log-cli-level=INFO`.
"""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.bookings.racing import Request, Told, Track, new_account, processes, race_day
from tests.conftest import TestServer
from tests.databases import own_database, owning

RACE_SECONDS = float(os.environ.get("FRONTDESK_RACE_SECONDS", "8"))
CLIENTS = 64
# Between looking and writing lie milliseconds: one round may pass without two meeting in them.
ROUNDS = 4
# Times that half an hour and a buffer of ten minutes leave apart.
APART = ("09:00", "09:45", "10:30", "11:15", "12:00", "12:45", "13:30", "14:15", "15:00")
# A constraint of the same name that forbids nothing, so that the code runs as it does with the real one.
DISARM = """
ALTER TABLE bookings DROP CONSTRAINT bookings_no_overlap;
ALTER TABLE bookings ADD CONSTRAINT bookings_no_overlap EXCLUDE USING gist
    (sub_account_id WITH =, regular_user_id WITH =, busy_range WITH &&) WHERE (false);
"""


@pytest.fixture(scope="module")
async def ports(server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[int]]:
    async with processes(server, tmp_path_factory.mktemp("races")) as found:
        yield found


@pytest.fixture
async def running(server: TestServer, ports: list[int], tmp_path: Path) -> Track:
    return Track(server, await new_account(server, tmp_path), ports)


def at(clock: str) -> str:
    hours, minutes = clock.split(":")
    return (race_day() + timedelta(hours=int(hours), minutes=int(minutes))).isoformat()


async def create(running: Track, clock: str, *, hold_seconds: int | None = None) -> int:
    path, more = ("/bookings/holds", {"ttlSeconds": hold_seconds}) if hold_seconds else ("/bookings", {})
    [reply] = await running.at_once([("POST", path, {"startsAt": at(clock), **more})])
    assert reply.status == 201, reply.body
    booking_id: int = reply.json()["id"]
    return booking_id


async def test_two_processes_and_sixty_four_clients_never_overlap_and_keep_every_promise(
    running: Track,
) -> None:
    told = await running.race(clients=CLIENTS, seconds=RACE_SECONDS)

    logging.getLogger(__name__).info("%g s: %s", RACE_SECONDS, dict(told.codes))
    assert told.unexpected == []
    assert await running.overlaps() == []
    assert await running.broken_promises(told) == []
    assert min(told.codes[one] for one in ("held", "confirmed", "cancelled", "SLOT_UNAVAILABLE")) > 0


async def test_the_same_race_without_the_constraint_is_lost(server: TestServer, tmp_path: Path) -> None:
    lost = False
    told: list[Told] = []
    while not lost and len(told) < ROUNDS:
        async with own_database(server, "disarmed") as disarmed, owning(disarmed) as owner:
            await owner.execute(DISARM)
            async with processes(disarmed, tmp_path, count=1) as ports:
                running = Track(disarmed, await new_account(disarmed, tmp_path), ports)
                told.append(await running.race(clients=CLIENTS, seconds=2))
                lost = await running.overlaps() != []

    assert lost, [(one.codes, one.refusals) for one in told]


async def test_of_two_hundred_who_want_the_time_of_an_expired_hold_one_gets_it(running: Track) -> None:
    hold_id = await create(running, "10:00", hold_seconds=1)
    await asyncio.sleep(1.05)

    replies = await running.at_once([("POST", "/bookings", {"startsAt": at("10:00")})] * 200)

    assert Counter(reply.status for reply in replies) == {201: 1, 409: 199}
    assert {reply.json()["error"] for reply in replies if reply.status == 409} == {"SLOT_UNAVAILABLE"}
    assert await running.overlaps() == []
    [history] = await running.at_once([("GET", f"/bookings/{hold_id}/history", {})])
    assert [(event["to"], event["reason"]) for event in history.json()["events"]] == [
        ("held", None), ("cancelled", "expired"),
    ]  # fmt: skip


async def test_of_eight_bookings_that_move_to_one_time_one_gets_it(running: Track) -> None:
    ids = [await create(running, clock) for clock in APART[:8]]

    replies = await running.at_once(
        [("PATCH", f"/bookings/{booking_id}", {"startsAt": at("15:15")}) for booking_id in ids]
    )

    assert Counter(reply.status for reply in replies) == {200: 1, 409: 7}
    assert await running.overlaps() == []


async def test_a_hold_is_booked_once_and_nobody_else_gets_its_time(running: Track) -> None:
    hold_id = await create(running, "10:00", hold_seconds=60)
    taking: list[Request] = [
        ("POST", "/bookings", {"holdId": hold_id}),
        ("POST", "/bookings", {"startsAt": at("10:15")}),
    ]

    replies = await running.at_once(taking * 20)

    assert Counter(reply.status for reply in replies[0::2]) == {201: 1, 409: 19}
    assert {reply.json()["error"] for reply in replies[1::2]} == {"SLOT_UNAVAILABLE"}
    assert await running.overlaps() == []


async def test_two_batches_that_want_the_same_times_in_opposite_order_share_them(running: Track) -> None:
    items: list[dict[str, Any]] = [{"startsAt": at(clock)} for clock in APART]
    batches = [items, items[::-1]] * 6

    replies = await running.at_once([("POST", "/bookings/batch", {"bookings": one}) for one in batches])

    assert {reply.status for reply in replies} == {200}
    assert sum(reply.json()["created"] for reply in replies) == len(APART)
    assert await running.overlaps() == []

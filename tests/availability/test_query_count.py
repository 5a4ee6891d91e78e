"""What a request costs in statements, written down: whoever makes one dearer changes a number here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest

from frontdesk.assembly import Services

TUESDAY = {"date": "2026-12-01"}


@asynccontextmanager
async def statements(services: Services) -> AsyncIterator[list[str]]:
    """Write down the first words of every statement that goes through the pool."""
    pool = services.db._pool
    told: list[str] = []

    def note(record: asyncpg.connection.LoggedQuery) -> None:
        told.append(" ".join(record.query.split()[:3]))

    connections = [holder._con for holder in pool._holders if holder._con is not None]
    assert len(connections) == 1, "requests that come one after the other share one connection"
    connections[0].add_query_logger(note)
    yield told
    connections[0].remove_query_logger(note)


@pytest.fixture(autouse=True)
async def warm(client: httpx.AsyncClient) -> None:
    """Have everything asked once, so that who is calling and how they can be booked is known."""
    await client.post("/bookings/availability", json=TUESDAY)


async def test_one_day_of_availability_is_one_query_in_one_transaction(
    client: httpx.AsyncClient, services: Services
) -> None:
    async with statements(services) as told:
        await client.post("/bookings/availability", json=TUESDAY)

    assert told == ["BEGIN; SET LOCAL", "SELECT regular_user_id, starts_at,", "COMMIT"]


async def test_a_booking_is_one_query_to_judge_and_two_to_write(
    client: httpx.AsyncClient, services: Services
) -> None:
    async with statements(services) as told:
        await client.post("/bookings", json={**TUESDAY, "time": "14:00"})

    assert told == [
        "BEGIN; SET LOCAL", "SELECT regular_user_id, starts_at,", "COMMIT",
        "BEGIN; SET LOCAL", "WITH expired AS", "INSERT INTO booking_events", "COMMIT",
    ]  # fmt: skip


async def test_a_batch_of_a_hundred_takes_no_more_statements_than_one_of_two(
    client: httpx.AsyncClient, services: Services
) -> None:
    counts = []
    for day, size in (("2026-12-01", 1), ("2026-12-02", 2), ("2026-12-03", 100)):
        items = [{"date": day, "time": f"{9 + number % 7:02}:00"} for number in range(size)]
        async with statements(services) as told:
            await client.post("/bookings/batch", json={"bookings": items})
        counts.append(len(told))

    assert counts[1:] == [10, 10]  # at the first, asyncpg asks what the arrays' types are


async def test_a_month_of_everybody_is_one_query_for_all(
    client: httpx.AsyncClient, services: Services
) -> None:
    async with statements(services) as told:
        await client.post("/bookings/availability/bulk", json={"from": "2026-12-01", "to": "2026-12-31"})

    assert told.count("BEGIN; SET LOCAL") == 2
    assert told.count("SELECT regular_user_id, starts_at,") == 1

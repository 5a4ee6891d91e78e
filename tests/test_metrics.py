"""Figures for monitoring: right, for those who may read them, and without a word about anybody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from frontdesk.assembly import Services, assembled
from frontdesk.calendars.deliveries import Hint
from frontdesk.calendars.port import CalendarRefused
from frontdesk.clock import FixedClock
from frontdesk.metrics import GAUGES, gauges
from tests.bookings.outside import Outside
from tests.conftest import Account, TestServer, app_around, client_of, with_changes

Samples = dict[tuple[str, str], float]


@pytest.fixture
async def outside(services: Services, account: Account, clock: FixedClock) -> Outside:
    outside = Outside(services, account, clock)
    await outside.connect()
    return outside


async def read(client: httpx.AsyncClient) -> Samples:
    """Return every sample by its name and its labels' values."""
    answer = await client.get("/metrics")
    assert answer.status_code == 200, answer.text
    return {
        (sample.name, " ".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@asynccontextmanager
async def reading(services: Services, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app_around(services), headers) as client:
        yield client


def grown(before: Samples, after: Samples, name: str, label: str = "") -> float:
    """Return by how much a figure has grown: other tests' tenants are counted, too."""
    return after[name, label] - before.get((name, label), 0.0)


async def test_figures_follow_what_happens(outside: Outside, client: httpx.AsyncClient) -> None:
    before = await read(client)
    outside.calendar.fail("create_event", CalendarRefused("The calendar does not accept the token."))
    await outside.sync(await outside.book("10:00"))
    await outside.book("11:00")
    ids = (outside.account.sub_account_id, outside.account.user_id)
    await outside.services.outside_times.refresh(*ids)
    await outside.services.comparing.compare(*ids)
    await outside.services.inbox.store(ids[0], Hint("w-metrics", "event", "loc", subject_id="somebody's"))
    outside.clock.instant += timedelta(seconds=5)

    after = await read(client)

    assert grown(before, after, "frontdesk_sync_bookings", "pending") == 1
    assert grown(before, after, "frontdesk_sync_bookings", "failed") == 1
    assert grown(before, after, "frontdesk_drift", "open") == 1
    assert grown(before, after, "frontdesk_calendars", "fresh") == 1
    assert grown(before, after, "frontdesk_webhooks_waiting") == 1
    assert after["frontdesk_webhooks_oldest_waiting_seconds", ""] >= 5
    assert after["frontdesk_sync_oldest_pending_seconds", ""] >= 5
    assert after["frontdesk_integrations", "healthy"] >= 1


async def test_requests_are_counted_by_their_route_and_not_by_who_asks(client: httpx.AsyncClient) -> None:
    for booking_id in (987_654, 987_655):
        await client.get(f"/bookings/{booking_id}")
    await client.get("/nowhere/ann@example.com")

    answer = (await client.get("/metrics")).text

    assert 'route="/bookings/{booking_id}",status="404"} 2.0' in answer
    assert "987654" not in answer
    assert "ann@example.com" not in answer


@pytest.mark.parametrize(
    ("forwarded", "status"),
    [(None, 200), ("10.1.2.3", 200), ("::1", 200), ("9.9.9.9", 403), ("2620:fe::fe", 403)],
)
async def test_without_a_token_only_this_network_may_read(
    services: Services, forwarded: str | None, status: int
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    async with reading(services, **headers) as client:
        assert (await client.get("/metrics")).status_code == status


@pytest.mark.parametrize(("sent", "status"), [("Bearer right", 200), ("Bearer wrong", 403), ("", 403)])
async def test_with_a_token_only_its_holders_may_read(
    services: Services, server: TestServer, clock: FixedClock, sent: str, status: int
) -> None:
    chosen = with_changes(services.settings, metrics_token="right")
    async with (
        assembled(chosen, server.app, clock=clock) as guarded,
        reading(guarded, Authorization=sent) as client,
    ):
        assert (await client.get("/metrics")).status_code == status


def test_what_there_is_none_of_is_told_as_nothing() -> None:
    told = {family.name: [sample.value for sample in family.samples] for family in gauges([])}

    assert set(told) == {outward for outward, _, _ in GAUGES.values()}
    assert told["frontdesk_drift"] == [0.0, 0.0]
    assert told["frontdesk_webhooks_waiting"] == [0.0]

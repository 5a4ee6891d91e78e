"""Figures for monitoring, in Prometheus' text format: over all tenants, without a word about any of them."""

import hmac
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.types import Message, Scope
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import Forbidden
from frontdesk.http import AnyRequest
from frontdesk.limits import host_of, is_near

# As old may be what is kept of a calendar before it counts as stale.
FRESH = timedelta(minutes=30)
OUTSIDE = "SELECT name, label, value FROM measure($1, $2)"
JOBS = """
SELECT entrypoint AS label, status::text AS status, count(*)::float8 AS value FROM pgqueuer GROUP BY 1, 2
"""

# Our name of a figure, its name and meaning outside, and what its label is called, if it has one.
GAUGES = {
    "unsettled_bookings": ("frontdesk_sync_bookings", "Bookings that the outside calendar lacks", "state"),
    "oldest_pending_seconds": (
        "frontdesk_sync_oldest_pending_seconds", "Age of the oldest booking still to be written", None,
    ),
    "calendars": ("frontdesk_calendars", "Outside calendars by how fresh what is kept of them is", "state"),
    "drift": ("frontdesk_drift", "Differences found when both sides were last compared", "state"),
    "waiting_deliveries": ("frontdesk_webhooks_waiting", "Webhooks not yet followed up", None),
    "oldest_delivery_seconds": (
        "frontdesk_webhooks_oldest_waiting_seconds", "Age of the oldest webhook not yet followed up", None,
    ),
    "integrations": ("frontdesk_integrations", "Connections by the health of their token", "health"),
}  # fmt: skip
# What is told as 0 when there is none of it, so that an alert has something to compare.
ALWAYS = {
    "unsettled_bookings": ("pending", "failed"),
    "calendars": ("fresh", "stale", "unread"),
    "drift": ("open", "mended"),
    "integrations": ("healthy", "expiring", "broken"),
}

Figure = tuple[str, str, float]


@dataclass(slots=True)
class RequestCounts:
    """How many requests this process has answered, by method, route and status."""

    counts: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    async def note(self, message: Message, scope: Scope) -> None:
        """Count an answer as it begins."""
        if message["type"] == "http.response.start":
            route = str(scope.get("path_template") or "none")
            self.counts[str(scope.get("method")), route, message["status"]] += 1


class Metrics:
    """Reads all figures."""

    def __init__(self, db: Database, clock: Clock, *, token: str | None) -> None:
        self._db = db
        self._clock = clock
        self._token = token

    def require_reader(self, request: AnyRequest) -> None:
        """Refuse who may not read figures: with a token set its holders may, else this network.

        Raises:
            Forbidden: they may not.
        """
        if self._token is None:
            may_read = is_near(host_of(request))
        else:
            given = request.headers.get("Authorization", "").removeprefix("Bearer ")
            may_read = hmac.compare_digest(given.encode(), self._token.encode())
        if not may_read:
            raise Forbidden("These figures are for this server's monitoring alone.")

    async def text(self, requests: RequestCounts) -> bytes:
        """Return all figures as they are now."""
        async with self._db.untenanted() as connection:
            rows = await connection.fetch(OUTSIDE, self._clock.now(), FRESH)
            jobs = await connection.fetch(JOBS)
        figures = [(row["name"], row["label"], row["value"]) for row in rows]
        waiting = [(row["label"], row["status"], row["value"]) for row in jobs]
        registry = CollectorRegistry()
        registry.register(_Told([*gauges(figures), *_counted(waiting, requests)]))
        return generate_latest(registry)


def gauges(figures: Iterable[Figure]) -> Iterator[Metric]:
    """Put figures under the names they have outside. Pure."""
    found = {(name, label): value for name, label, value in figures}
    for name, (outward, meaning, labelled) in GAUGES.items():
        family = GaugeMetricFamily(outward, meaning, labels=[labelled] if labelled else None)
        labels = {*ALWAYS.get(name, ("",)), *(label for known, label in found if known == name)}
        for label in sorted(labels):
            family.add_metric([label] if labelled else [], found.get((name, label), 0.0))
        yield family


def _counted(jobs: Iterable[Figure], requests: RequestCounts) -> Iterator[Metric]:
    waiting = GaugeMetricFamily("frontdesk_jobs", "Jobs in the queue", labels=["job", "status"])
    for job, status, value in jobs:
        waiting.add_metric([job, status], value)
    yield waiting
    answered = CounterMetricFamily(
        "frontdesk_requests", "Requests that this process answered", labels=["method", "route", "status"]
    )
    for (method, route, status_code), count in sorted(requests.counts.items()):
        answered.add_metric([method, route, str(status_code)], count)
    yield answered


class _Told(Collector):
    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


@get("/metrics", include_in_schema=False)
async def read_metrics(request: AnyRequest, metrics: NamedDependency[Metrics]) -> Response[bytes]:
    """Return the figures for monitoring."""
    metrics.require_reader(request)
    text = await metrics.text(request.app.state.request_counts)
    return Response(text, media_type=CONTENT_TYPE_LATEST)


handlers = [read_metrics]

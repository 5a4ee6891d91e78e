"""The reports API."""

from typing import Annotated

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from frontdesk.bookings.lifecycle import STATUSES, SyncState
from frontdesk.http import Body, id_query, refusals
from frontdesk.reading import read_date
from frontdesk.reports.figures import Week, no_show_rate, share
from frontdesk.reports.service import ReportService, Summary, Wanted
from frontdesk.tenancy.principal import Principal

SYNC_STATES: tuple[SyncState, ...] = ("none", "pending", "synced", "failed")
FirstDay = Annotated[str | None, QueryParameter(name="from", required=False, max_length=10)]
LastDay = Annotated[str | None, QueryParameter(name="to", required=False, max_length=10)]
WhoseCalendar = Annotated[int | None, id_query("userId")]


class WeekView(Body):
    """Bookings made in a week: `week` is its Monday, `bySource` who made them."""

    week: str
    total: int
    by_source: dict[str, int]


class OutcomesView(Body):
    """What became of the bookings that start in these days; `noShowRate` from 0 to 1, null when unknown."""

    by_status: dict[str, int]
    no_show_rate: float | None


class TalksView(Body):
    """Conversations that began in these days; `medianSecondsToBook` from the first word to the booking."""

    started: int
    booked: int
    conversion_rate: float | None
    median_seconds_to_book: float | None


class SummaryView(Body):
    """How it went: days in `timezone`, both included."""

    from_: str = msgspec.field(name="from")
    to: str
    timezone: str
    weeks: list[WeekView]
    outcomes: OutcomesView
    conversations: TalksView
    sync: dict[str, int]


@get("/reports/summary", responses=refusals(403, 404), tags=["reports"])
async def summary(
    principal: NamedDependency[Principal],
    reports: NamedDependency[ReportService],
    first: FirstDay = None,
    last: LastDay = None,
    user_id: WhoseCalendar = None,
) -> SummaryView:
    """Say how bookings, conversations and the sync went, the last twelve weeks unless told otherwise."""
    wanted = Wanted(
        first=read_date(first, "from") if first else None,
        last=read_date(last, "to") if last else None,
        user_id=user_id,
    )
    return view(await reports.summary(principal, wanted))


def view(summary: Summary) -> SummaryView:
    """Put the figures into the contract's form."""
    talks = summary.talks
    return SummaryView(
        from_=summary.first.isoformat(),
        to=summary.last.isoformat(),
        timezone=summary.zone.key,
        weeks=[_week(week) for week in summary.weeks],
        outcomes=OutcomesView(
            by_status={name: summary.statuses.get(name, 0) for name in STATUSES if name != "held"},
            no_show_rate=no_show_rate(summary.statuses),
        ),
        conversations=TalksView(
            talks.started, talks.booked, share(talks.booked, talks.started), talks.median_seconds
        ),
        sync={name: summary.syncs.get(name, 0) for name in SYNC_STATES},
    )


def _week(week: Week) -> WeekView:
    return WeekView(week.monday.isoformat(), week.total, dict(week.by_source))


handlers = [summary]

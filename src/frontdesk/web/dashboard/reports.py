"""How it goes: bookings by week, what became of them, conversations, the state of the sync."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Template

from frontdesk.bookings.comparing import Comparing
from frontdesk.reports.figures import no_show_rate, share
from frontdesk.reports.service import ReportService, Wanted
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.dashboard.charts import columns
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.language import translatable

# Who makes bookings, in the order in which the columns are built from below.
SOURCES: Mapping[str, str] = {
    "assistant": translatable("The assistant"),
    "lead": translatable("Booking page"),
    "user": translatable("Your team"),
    "calendar": translatable("Outside calendar"),
    "system": translatable("The system"),
}
SPANS: Mapping[int, str] = {
    28: translatable("4 weeks"),
    84: translatable("12 weeks"),
    364: translatable("One year"),
}
USUAL_SPAN = 84

Days = Annotated[int, QueryParameter(required=False)]
Whose = Annotated[str, QueryParameter(name="user", required=False, max_length=20)]


@get("/reports")
async def reports_page(
    shell: NamedDependency[Shell],
    reports: NamedDependency[ReportService],
    tenancy: NamedDependency[TenancyService],
    comparing: NamedDependency[Comparing],
    days: Days = USUAL_SPAN,
    whose: Whose = "",
) -> Template:
    """Show how it goes."""
    span = days if days in SPANS else USUAL_SPAN
    people = await tenancy.users(shell.principal)
    user_id = next((one.id for one in people if str(one.id) == whose), None)
    wanted = Wanted(*_whole_weeks(shell.today, span), user_id=user_id)
    summary = await reports.summary(shell.principal, wanted)
    # What is still to come has no outcome yet, but is in the calendar or is not.
    ahead = replace(wanted, first=shell.today, last=shell.today + timedelta(days=span - 1))
    coming = await reports.summary(shell.principal, ahead)
    kinds = [kind for kind in SOURCES if any(kind in week.by_source for week in summary.weeks)]
    return shell.page(
        "dashboard/reports.html",
        "reports",
        summary=summary,
        chart=columns([week.by_source for week in summary.weeks], kinds=kinds),
        kinds={kind: SOURCES[kind] for kind in kinds},
        no_shows=no_show_rate(summary.statuses),
        conversion=share(summary.talks.booked, summary.talks.started),
        syncs=coming.syncs,
        drift=await comparing.open_findings(shell.principal.sub_account_id),
        spans=SPANS,
        span=span,
        people=people,
        whose=user_id,
    )


def _whole_weeks(today: date, days: int) -> tuple[date, date]:
    """Return the days to report: whole weeks from Monday on, the last of them this one."""
    monday = today - timedelta(days=today.weekday())
    return monday - timedelta(days=days - 7), monday + timedelta(days=6)


handlers = [reports_page]

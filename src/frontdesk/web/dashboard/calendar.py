"""The calendar: where one lands after signing in."""

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.dashboard.upcoming import UpcomingBookings


@get(["/", "/calendar"])
async def calendar_page(
    shell: NamedDependency[Shell], upcoming: NamedDependency[UpcomingBookings]
) -> Template:
    """Show what is coming up."""
    return shell.page("dashboard/calendar.html", "calendar", upcoming=await upcoming.of(shell))


handlers = [calendar_page]

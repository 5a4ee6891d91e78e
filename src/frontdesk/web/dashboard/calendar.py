"""The calendar: where one lands after signing in."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

import msgspec
from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Response, Template

from frontdesk.availability.intervals import Interval
from frontdesk.availability.parsing import parse_bookings_time
from frontdesk.bookings.lists import Asked, BookingLists
from frontdesk.reading import read_date
from frontdesk.tenancy.repository import User
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.dashboard import feed
from frontdesk.web.dashboard.shell import NEVER_KEPT, Shell
from frontdesk.zones import zone_named

Day = Annotated[str, QueryParameter(max_length=10)]


@dataclass(frozen=True, slots=True)
class Wish:
    """Which days are looked at, `until` left out, and whose bookings."""

    first: date
    until: date
    whose: str
    with_cancelled: bool


def provide_wish(
    first: Day,
    until: Day,
    whose: Annotated[str, QueryParameter(name="user", required=False, max_length=20)] = "",
    cancelled: Annotated[str, QueryParameter(required=False, max_length=8)] = "",
) -> Wish:
    """Return what the component wants to show."""
    return Wish(read_date(first, "first"), read_date(until, "until"), whose, bool(cancelled))


@get(["/", "/calendar"])
async def calendar_page(shell: NamedDependency[Shell], tenancy: NamedDependency[TenancyService]) -> Template:
    """Show the calendar; its bookings are asked for by a script."""
    users = await tenancy.users(shell.principal)
    return shell.page("dashboard/calendar.html", "calendar", users=users, settings=_settings(shell))


@get("/calendar/feed", dependencies={"wish": Provide(provide_wish, sync_to_thread=False)})
async def calendar_feed(
    shell: NamedDependency[Shell],
    tenancy: NamedDependency[TenancyService],
    booking_lists: NamedDependency[BookingLists],
    wish: NamedDependency[Wish],
) -> Response[bytes]:
    """Return some days in the form of the calendar component."""
    users, zone = await tenancy.users(shell.principal), shell.zone
    user_id = next((user.id for user in users if str(user.id) == wish.whose), None)
    start, end = feed.midnight(wish.first, zone), feed.midnight(wish.until, zone)
    shown = await booking_lists.calendar(shell.principal, Asked(start, end, user_id, wish.with_cancelled))
    events = feed.events(shown, Interval(start, end), zone=zone, users=users)
    answer = {"events": events, "isCut": shown.is_cut}
    return Response(msgspec.json.encode(answer), media_type="application/json", headers=NEVER_KEPT)


def _settings(shell: Shell) -> dict[str, object]:
    """Return what the calendar's script must know."""
    locale, now = shell.language.locale, shell.now.astimezone(shell.zone)
    offset = now.utcoffset() or timedelta()
    minutes = abs(int(offset.total_seconds())) // 60
    return {
        "today": shell.today.isoformat(),
        "locale": str(locale).replace("_", "-"),
        "offset": f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}",
        "snapSeconds": 60 * _step_of(shell.user),
        # Babel counts from Monday, the component from Sunday.
        "firstDay": (locale.first_week_day + 1) % 7,
    }


def _step_of(user: User) -> int:
    """Return the minutes between two times that can be booked; the component takes no odd ones."""
    hours = parse_bookings_time(user.bookings_time, zone=zone_named(user.timezone))
    return next((step for step in (60, 30, 15, 10) if hours.interval_minutes % step == 0), 5)


handlers = [calendar_page, calendar_feed]

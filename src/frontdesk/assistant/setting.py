"""What the offline model needs to know of the place it speaks for. Pure."""

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from frontdesk.assistant.briefing import DEFAULT, Briefing
from frontdesk.assistant.offline.about import About, Hours, Service
from frontdesk.assistant.offline.contact import Contact
from frontdesk.assistant.offline.conventions import Conventions, conventions_in
from frontdesk.assistant.offline.dialogue import Setting
from frontdesk.availability.bookings_time import BookingsTime
from frontdesk.availability.parsing import parse_bookings_time
from frontdesk.availability.wall_time import MINUTES_PER_DAY
from frontdesk.leads.repository import Lead
from frontdesk.tenancy.repository import SubAccount, User
from frontdesk.zones import zone_named


def setting_of(
    user: User,
    account: SubAccount,
    *,
    zone: ZoneInfo,
    now: datetime,
    briefing: Briefing = DEFAULT.briefing,
    lead: Lead | None = None,
) -> Setting:
    """Return the setting of a conversation about `user`'s calendar with a lead in `zone`.

    Whether "5/6" is read day first is the sub-account's choice, else it follows from the lead's zone. It is
    asked about before anything is booked.
    """
    hours = parse_bookings_time(user.bookings_time)
    away = now.astimezone(zone).utcoffset(), now.astimezone(zone_named(user.timezone)).utcoffset()
    shift_seconds = (away[0] - away[1]).total_seconds() if away[0] is not None and away[1] is not None else 0
    return Setting(
        business=account.name,
        zone=zone.key,
        opening=_usual_hours(hours, shift_minutes=int(shift_seconds // 60)),
        duration_minutes=hours.slot_minutes,
        conventions=_conventions(account, zone),
        about=_about(briefing, _weekly(hours, zone_named(user.timezone))),
        lead=Contact(lead.name, lead.email, lead.phone) if lead else Contact(),
        zone_is_given=lead is not None and lead.timezone_source not in (None, "phone", "contact"),
    )


def _about(briefing: Briefing, hours: tuple[Hours, ...]) -> About:
    services = (
        Service(one.name, one.description, one.duration_minutes, one.price) for one in briefing.services
    )
    return About(briefing.business_description, briefing.rules, tuple(services), hours)


def _weekly(hours: BookingsTime, home: ZoneInfo) -> tuple[Hours, ...]:
    """Return the hours of each weekday on the user's clock; none when a window is kept by another clock."""
    if any(window.zone not in (None, home) for window in hours.windows):
        return ()
    return tuple(
        Hours(
            (window.day - 1) % 7,
            time(*divmod(window.hours.start_minute, 60)),
            time(*divmod(window.hours.end_minute % MINUTES_PER_DAY, 60)),
            home.key,
        )
        for window in hours.windows
    )


def _conventions(account: SubAccount, zone: ZoneInfo) -> Conventions:
    habits = conventions_in(zone.key)
    return (
        habits if account.date_order is None else replace(habits, day_first=account.date_order == "day_first")
    )


def _usual_hours(hours: BookingsTime, *, shift_minutes: int) -> tuple[time, time] | None:
    """Return the first and last bookable time of a usual day on the lead's clock.

    None when no day is usual: nothing is open, or the lead lives so far away that the day breaks in two.
    """
    windows = [window.hours for window in hours.windows]
    if not windows:
        return None
    first = min(window.start_minute for window in windows) + shift_minutes
    last = max(window.end_minute for window in windows) + shift_minutes - hours.slot_minutes
    if not 0 <= first <= last < MINUTES_PER_DAY:
        return None
    return time(*divmod(first, 60)), time(*divmod(last, 60))

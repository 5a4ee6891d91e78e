"""What the reports show: fetched in one transaction, counted by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import NotFound, ValidationFailed
from frontdesk.reports import repository
from frontdesk.reports.figures import Talks, Week, whole_weeks
from frontdesk.reports.repository import Stretch
from frontdesk.tenancy import repository as tenancy
from frontdesk.tenancy.principal import Principal
from frontdesk.zones import zone_named

USUAL_DAYS = 84
MOST_DAYS = 731


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be reported: days in the caller's zone, both included; None is the last twelve weeks."""

    first: date | None = None
    last: date | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """How it went from `first` to `last`, days in `zone`.

    Attributes:
        weeks: bookings made in each week, by who made them.
        statuses: bookings that start in these days, by status.
        syncs: live bookings that start in these days, by how far the outside calendar agrees.
    """

    first: date
    last: date
    zone: ZoneInfo
    weeks: list[Week]
    statuses: Mapping[str, int]
    syncs: Mapping[str, int]
    talks: Talks


class ReportService:
    """HOW IT GOES. A member sees their own calendar's figures."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def summary(self, principal: Principal, wanted: Wanted) -> Summary:
        """Return the figures of some days.

        Raises:
            ValidationFailed: the days are the wrong way round or too many. Forbidden: somebody else's
                calendar. NotFound: no such user.
        """
        user_id = wanted.user_id or (None if principal.acts_for_everyone else principal.user_id)
        if user_id is not None:
            principal.require_calendar_of(user_id)
        async with self._db.tenant(principal.sub_account_id) as connection:
            caller = await tenancy.user_by_id(connection, principal.user_id)
            if caller is None or (user_id and await tenancy.user_by_id(connection, user_id) is None):
                raise NotFound("There is no such user.")
            zone = zone_named(caller.timezone)
            first, last = days_of(wanted, today=self._clock.now().astimezone(zone).date())
            stretch = Stretch(_midnight(first, zone), _midnight(last + timedelta(1), zone), user_id)
            counts = await repository.booked_by_week(connection, stretch, zone=zone.key)
            return Summary(
                first=first,
                last=last,
                zone=zone,
                weeks=whole_weeks(counts, first=first, last=last),
                statuses=await repository.starting_by_status(connection, stretch),
                syncs=await repository.live_by_sync(connection, stretch),
                talks=await repository.talks(connection, stretch),
            )


def days_of(wanted: Wanted, *, today: date) -> tuple[date, date]:
    """Return the first and the last day to report. Pure.

    Raises:
        ValidationFailed: they are the wrong way round or too far apart.
    """
    last = wanted.last or max(today, wanted.first or today)
    first = wanted.first or last - timedelta(days=USUAL_DAYS - 1)
    if first > last:
        raise ValidationFailed({"from": "must not be after to"})
    if (last - first).days >= MOST_DAYS:
        raise ValidationFailed({"to": f"must be at most {MOST_DAYS} days from the first day"})
    return first, last


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)

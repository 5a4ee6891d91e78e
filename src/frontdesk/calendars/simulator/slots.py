"""Which slots a calendar offers. Pure: the calendar, its busy times and the present instant are handed in.

Not modelled, and so never relied upon: buffers, booking notice, daily limits, several seats, look-busy.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from frontdesk.calendars.simulator.state import BookableCalendar, Event, OpenHours

# A status that gives the time back.
FREEING = frozenset({"cancelled", "invalid", "noshow"})

IsBusy = Callable[[str | None, datetime, datetime], bool]


def busy_with(events: Iterable[Event], calendar: BookableCalendar) -> IsBusy:
    """Return a test for whether a person, or with None the calendar itself, is busy in a stretch.

    A person is busy with their blocks and their appointments on any calendar, an event calendar with its own.
    """
    live = [event for event in events if event.kind == "block" or event.status not in FREEING]

    def is_busy(person: str | None, start: datetime, end: datetime) -> bool:
        return any(
            event.overlaps(start, end)
            and (event.calendar_id == calendar.id if person is None else event.user_id == person)
            for event in live
        )

    return is_busy


def free_people(
    calendar: BookableCalendar,
    *,
    start: datetime,
    end: datetime,
    is_busy: IsBusy,
    wanted: tuple[str, ...] = (),
) -> tuple[str | None, ...] | None:
    """Return who can take the stretch, or None if nobody can.

    A calendar with nobody on it stands for itself (None). On a collective calendar all must be free.
    """
    people: tuple[str | None, ...] = wanted or calendar.team or (None,)
    if calendar.type == "event":
        people = (None,)
    free = tuple(person for person in people if not is_busy(person, start, end))
    if calendar.type == "collective" and len(free) < len(people):
        return None
    return free or None


def grid(calendar: BookableCalendar, *, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield every slot start in the half-open stretch that opening hours allow, in order, in UTC."""
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        windows = sorted(
            (hours for hours in calendar.open_hours if day.isoweekday() % 7 in hours.days),
            key=lambda hours: hours.opens_minute,
        )
        for hours in windows:
            yield from (slot for slot in _slots_in(hours, day, calendar, zone=zone) if start <= slot < end)
        day += timedelta(days=1)


def _slots_in(
    hours: OpenHours, day: date, calendar: BookableCalendar, *, zone: ZoneInfo
) -> Iterator[datetime]:
    slot, closes = _at(day, hours.opens_minute, zone), _at(day, hours.closes_minute, zone)
    length = timedelta(minutes=calendar.slot_minutes)
    while slot + length <= closes:
        yield slot
        slot += timedelta(minutes=calendar.interval_minutes)


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the instant of a minute of the day; minute 1440 is the next day's midnight."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    return wall.replace(tzinfo=zone).astimezone(UTC)

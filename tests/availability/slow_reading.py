"""The contract read word by word, with no care for speed: what `find_slots` must agree with.

It looks at a clock on the wall at every instant of the raster and shares no code with what it checks.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from frontdesk.availability.hours import DayWindow
from tests.availability.strategies import RASTER, World

# Which window, on which date of its zone: two instants with a common opening lie inside one window.
Opening = tuple[object, date]


def slots_of(world: World) -> list[datetime]:
    """Return every start that may be offered, by trying all of them."""
    noon = datetime.combine(world.day, time(12), UTC)
    raster = _raster(noon - timedelta(hours=52), noon + timedelta(hours=30))
    openings = {instant: _openings(world, instant) for instant in raster}
    grid_starts: dict[Opening, datetime] = {}
    for instant in raster:
        for opening in _wall_openings(world, instant):
            grid_starts.setdefault(opening, instant)
    return [
        start
        for start in raster
        if start.astimezone(world.zone).date() == world.day
        and _is_in_hours_and_on_grid(world, start, openings, grid_starts)
        and _is_allowed(world, start)
    ]


def length(world: World) -> timedelta:
    return timedelta(minutes=world.duration_minutes or world.plan.bookings_time.slot_minutes)


def _raster(first: datetime, last: datetime) -> list[datetime]:
    return [first + RASTER * number for number in range((last - first) // RASTER)]


def _shows(instant: datetime, zone: ZoneInfo, hours: DayWindow) -> bool:
    local = instant.astimezone(zone)
    return hours.start_minute <= local.hour * 60 + local.minute < hours.end_minute


def _wall_openings(world: World, instant: datetime) -> set[Opening]:
    """Return the windows inside which the clocks are, before any override takes a day away."""
    plan = world.plan
    opened: set[Opening] = set()
    for index, window in enumerate(plan.bookings_time.windows):
        zone = window.zone or plan.zone
        local = instant.astimezone(zone)
        if local.isoweekday() % 7 == window.day and _shows(instant, zone, window.hours):
            opened.add((index, local.date()))
    for override in plan.bookings_time.overrides:
        for index, hours in enumerate(override.windows):
            if instant.astimezone(plan.zone).date() == override.date and _shows(instant, plan.zone, hours):
                opened.add((("override", index), override.date))
    return opened


def _openings(world: World, instant: datetime) -> set[Opening]:
    opened = _wall_openings(world, instant)
    today = instant.astimezone(world.plan.zone).date()
    if any(override.date == today for override in world.plan.bookings_time.overrides):
        return {opening for opening in opened if isinstance(opening[0], tuple)}
    return opened


def _is_in_hours_and_on_grid(
    world: World,
    start: datetime,
    openings: dict[datetime, set[Opening]],
    grid_starts: dict[Opening, datetime],
) -> bool:
    step = timedelta(minutes=world.plan.bookings_time.interval_minutes)
    inside = set.intersection(*(openings[instant] for instant in _raster(start, start + length(world))))
    return any((start - grid_starts[opening]) % step == timedelta(0) for opening in inside)


def _is_allowed(world: World, start: datetime) -> bool:
    rules, known = world.plan.bookings_time, world.known
    end = start + length(world)
    own_day = start.astimezone(world.plan.zone).date()
    buffer = timedelta(minutes=rules.buffer_minutes)
    if start < known.now + timedelta(minutes=rules.minimum_notice_minutes):
        return False
    if rules.booking_window_days is not None:
        today = known.now.astimezone(world.plan.zone).date()
        if own_day > today + timedelta(days=rules.booking_window_days):
            return False
    if any(start < busy.end + buffer and busy.start - buffer < end for busy in known.busy):
        return False
    if rules.max_bookings_per_day is not None:
        dates = [booked.astimezone(world.plan.zone).date() for booked in known.booking_starts]
        if dates.count(own_day) >= rules.max_bookings_per_day:
            return False
    return known.free_elsewhere is None or all(
        any(free.start <= instant < free.end for free in known.free_elsewhere)
        for instant in _raster(start, end)
    )

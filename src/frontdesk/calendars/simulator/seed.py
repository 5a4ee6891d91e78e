"""The story a fresh simulator starts with."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from frontdesk.calendars.simulator.state import BookableCalendar, OpenHours, SimulatorState

DEMO_LOCATION = "loc_demo"
DEMO_CALENDAR = "cal_demo"
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class DemoSeed:
    """What someone needs to connect to the demo location."""

    location_id: str
    calendar_id: str
    token: str = field(repr=False)


def seed_demo(state: SimulatorState) -> DemoSeed:
    """Add the demo location, its event calendar and a private token that is new each time.

    The calendar is open from 07:00 to 21:00 every day: a demo user's own hours decide what is offered.
    """
    state.add_location(ZoneInfo("America/New_York"), id=DEMO_LOCATION, name="Demo location")
    hours = OpenHours(days=EVERY_DAY, opens_minute=7 * 60, closes_minute=21 * 60)
    state.add_calendar(
        BookableCalendar(DEMO_CALENDAR, DEMO_LOCATION, "Consultations", "event", open_hours=(hours,))
    )
    return DemoSeed(DEMO_LOCATION, DEMO_CALENDAR, state.add_private_token(DEMO_LOCATION))

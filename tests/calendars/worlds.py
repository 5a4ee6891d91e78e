"""What the contract suites run against: the stand-in in plain objects, and the adapter over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.calendars.port import Calendar, CalendarTarget, EventDraft, ExternalPerson
from tests.calendars.in_memory import InMemoryCalendar
from tests.calendars.simulation import Simulation, local, target

HALF_AN_HOUR = timedelta(minutes=30)
WORLDS = ("memory", "event", "robin", "robin for bob", "personal")


@dataclass
class World:
    calendar: Calendar
    target: CalendarTarget


def memory() -> World:
    days = (local("2026-11-23 00:00") + timedelta(days=number) for number in range(120))
    opening = [
        local(f"{day.date()} 09:00") + HALF_AN_HOUR * cell
        for day in days
        if day.date().isoweekday() <= 5
        for cell in range(16)
    ]
    calendar = InMemoryCalendar(
        "event", "loc", opening, staff=[ExternalPerson("ann", "Ann Lee", "ann@x.example")]
    )
    return World(calendar, target("event"))


@asynccontextmanager
async def opened(name: str, simulation: Simulation) -> AsyncIterator[World]:
    """Give one of the worlds by its name; any but `memory` is a calendar of the simulation."""
    if name == "memory":
        yield memory()
        return
    calendar_id, _, person = name.partition(" for ")
    async with simulation.adapter() as calendar:
        yield World(calendar, target(calendar_id, person=person or None))


async def block(
    calendar: Calendar, target: CalendarTarget, *, starts_at: datetime, ends_at: datetime, title: str
) -> str:
    """Block the time and return the event's id."""
    return await calendar.create_event(target, EventDraft("block", title, starts_at, ends_at))

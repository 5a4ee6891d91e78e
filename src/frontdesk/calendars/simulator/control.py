"""The simulator's own surface, `/_simulator/`: set the stage, look behind it, make things go wrong.

Not part of the vendor's API: it needs no token, counts against no limit and is never hit by a fault.
"""

from dataclasses import asdict
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, Router, delete, get, post, put
from litestar.params import JSONBody
from msgspec import Meta

from frontdesk.calendars.simulator import wire
from frontdesk.calendars.simulator.app_control import app_controls
from frontdesk.calendars.simulator.calendar_routes import AnyRequest
from frontdesk.calendars.simulator.faults import read_rules
from frontdesk.calendars.simulator.refusals import unprocessable
from frontdesk.calendars.simulator.state import (
    EVERY_SCOPE,
    BookableCalendar,
    CalendarType,
    OpenHours,
    SimulatorState,
    new_id,
)
from frontdesk.calendars.simulator.wire_types import Json

Minutes = Annotated[int, Meta(gt=0)]


class LocationSeed(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Body of `POST /_simulator/locations`."""

    timezone: str
    id: str | None = None
    name: str = "Location"


class HoursSeed(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Opening hours, local `HH:MM`; `24:00` is the day's end and day 0 is Sunday."""

    days_of_the_week: list[int]
    open: str
    close: str

    def as_hours(self) -> OpenHours:
        """Return the hours in minutes. Raises `ValueError` for nonsense."""
        opens, closes = (_minute_of(text) for text in (self.open, self.close))
        return OpenHours(frozenset(self.days_of_the_week), opens_minute=opens, closes_minute=closes)


class CalendarSeed(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Body of `POST /_simulator/calendars`; durations in minutes, team members by user id."""

    location_id: str
    open_hours: list[HoursSeed]
    id: str | None = None
    name: str = "Calendar"
    calendar_type: CalendarType = "event"
    slot_duration: Minutes = 30
    slot_interval: Minutes = 30
    team_members: list[str] = []
    is_active: bool = True


class TokenSeed(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Body of `POST /_simulator/tokens`; without scopes the token has them all."""

    location_id: str
    scopes: list[str] | None = None


@get("/health")
async def tell_health() -> Json:
    """Say that the simulator is up."""
    return {"ok": True}


@post("/locations")
async def add_location(data: JSONBody[LocationSeed], request: AnyRequest) -> Json:
    """Add a location."""
    try:
        zone = ZoneInfo(data.timezone)
    except (ValueError, OSError, KeyError):
        raise unprocessable("timezone must be a valid IANA time zone") from None
    return wire.location_json(_state(request).add_location(zone, id=data.id, name=data.name))


@post("/calendars")
async def add_calendar(data: JSONBody[CalendarSeed], request: AnyRequest) -> Json:
    """Add a calendar."""
    try:
        calendar = BookableCalendar(
            id=data.id or new_id(),
            location_id=data.location_id,
            name=data.name,
            type=data.calendar_type,
            open_hours=tuple(hours.as_hours() for hours in data.open_hours),
            slot_minutes=data.slot_duration,
            interval_minutes=data.slot_interval,
            team=tuple(data.team_members),
            is_active=data.is_active,
        )
    except ValueError as error:
        raise unprocessable(str(error)) from None
    return wire.calendar_json(_state(request).add_calendar(calendar))


@post("/tokens")
async def add_token(data: JSONBody[TokenSeed], request: AnyRequest) -> Json:
    """Make a private integration token."""
    scopes = EVERY_SCOPE if data.scopes is None else frozenset(data.scopes)
    return {"token": _state(request).add_private_token(data.location_id, scopes=scopes)}


@get("/events")
async def list_events(request: AnyRequest) -> Json:
    """List every event, blocks and appointments, of all locations."""
    state = _state(request)
    in_order = sorted(state.events.values(), key=lambda event: (event.starts_at, event.id))
    return {
        "events": [{"kind": event.kind, **wire.event_json(event, state.zone_of(event))} for event in in_order]
    }


@put("/faults")
async def set_faults(request: AnyRequest) -> Json:
    """Put a list of rules in force, in the place of all others; an empty list ends all faults."""
    try:
        rules = read_rules(await request.body())
    except ValueError as error:
        raise unprocessable(str(error)) from None
    _state(request).faults.replace(rules)
    return {"rules": len(rules)}


@get("/requests")
async def list_requests(request: AnyRequest) -> Response[Any]:
    """List the requests so far."""
    return Response({"requests": [asdict(entry) for entry in _state(request).requests.entries]})


@delete("/requests")
async def forget_requests(request: AnyRequest) -> None:
    """Empty the request log."""
    _state(request).requests.entries.clear()


def _state(request: AnyRequest) -> SimulatorState:
    state: SimulatorState = request.app.state.simulator
    return state


def _minute_of(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


control_router = Router(
    "/_simulator",
    route_handlers=[
        tell_health,
        add_location,
        add_calendar,
        add_token,
        list_events,
        set_faults,
        list_requests,
        forget_requests,
        *app_controls,
    ],
)

"""The calendars API, path by path."""

from typing import Any

from litestar import Request, Router, delete, get, post, put
from litestar.connection import ASGIConnection
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath

from frontdesk.calendars.simulator import events, wire
from frontdesk.calendars.simulator.access import Admitted, Desk
from frontdesk.calendars.simulator.forms import (
    AppointmentEdit,
    AppointmentForm,
    BlockForm,
    EmptyForm,
    read_form,
    read_milliseconds,
    read_zone,
)
from frontdesk.calendars.simulator.refusals import unprocessable
from frontdesk.calendars.simulator.state import Event, EventKind
from frontdesk.calendars.simulator.wire_types import Json

AnyRequest = Request[Any, Any, Any]
CALENDARS_READ = {"scope": "calendars.readonly"}
EVENTS_READ = {"scope": "calendars/events.readonly"}
EVENTS_WRITE = {"scope": "calendars/events.write"}


def need_slash(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Know the list's path only with the slash at its end; Litestar itself takes either."""
    if not connection.scope["raw_path"].endswith(b"/"):
        raise NotFoundException


@get("/", opt=CALENDARS_READ, guards=[need_slash])
async def list_calendars(request: AnyRequest, desk: Admitted) -> Json:
    """List a location's calendars."""
    location_id = request.query_params.get("locationId")
    if not location_id:
        raise unprocessable("locationId should not be empty", "locationId must be a string")
    desk.location(location_id)
    calendars = (found for found in desk.state.calendars.values() if found.location_id == location_id)
    return {"calendars": [wire.calendar_json(found) for found in calendars], **wire.trace()}


@get("/{calendar_id:str}", opt=CALENDARS_READ)
async def get_calendar(calendar_id: FromPath[str], desk: Admitted) -> Json:
    """Return one calendar."""
    return {"calendar": wire.calendar_json(desk.calendar(calendar_id)), **wire.trace()}


@get("/{calendar_id:str}/free-slots", opt=CALENDARS_READ)
async def get_free_slots(calendar_id: FromPath[str], request: AnyRequest, desk: Admitted) -> Json:
    """Return free slots by day of the zone asked for."""
    calendar = desk.calendar(calendar_id)
    query = request.query_params
    zone = read_zone(query.get("timezone"), desk.location(calendar.location_id).zone)
    people = (*query.getall("userIds", []), *query.getall("userId", []))
    slots = events.offer_slots(
        desk.state,
        calendar,
        start=read_milliseconds(query.get("startDate"), "startDate"),
        end=read_milliseconds(query.get("endDate"), "endDate"),
        now=desk.now,
        people=people,
    )
    return wire.slots_json(slots, zone)


@post("/events/appointments", opt=EVENTS_WRITE)
async def create_appointment(request: AnyRequest, desk: Admitted) -> Json:
    """Make an appointment. The specification says 200, the vendor answers 201."""
    form = read_form(await request.body(), AppointmentForm)
    location = desk.location(form.location_id)
    made = events.book(desk.state, form, now=desk.now)
    desk.announce(wire.appointment_news("Create", made, location.zone))
    return wire.appointment_json(made, location.zone, is_new=True)


@put("/events/appointments/{event_id:str}", opt=EVENTS_WRITE)
async def update_appointment(event_id: FromPath[str], request: AnyRequest, desk: Admitted) -> Json:
    """Change an appointment."""
    form = read_form(await request.body(), AppointmentEdit)
    zone = desk.state.zone_of(desk.event(event_id))
    changed = events.edit_appointment(desk.state, event_id, form, now=desk.now)
    desk.announce(wire.appointment_news("Update", changed, zone))
    return wire.appointment_json(changed, zone)


@get("/events/appointments/{event_id:str}", opt=EVENTS_READ)
async def get_appointment(event_id: FromPath[str], desk: Admitted) -> Json:
    """Return one appointment; a block cannot be had this way."""
    desk.event(event_id)
    event = events.find_event(desk.state, event_id, kind="appointment")
    return {"event": wire.event_json(event, desk.state.zone_of(event)), **wire.trace()}


@get("/events", opt=EVENTS_READ)
async def list_events(request: AnyRequest, desk: Admitted) -> Json:
    """List appointments; blocks are not among them."""
    return _list(request, desk, kind="appointment")


@get("/blocked-slots", opt=EVENTS_READ)
async def list_blocked_slots(request: AnyRequest, desk: Admitted) -> Json:
    """List blocks."""
    return _list(request, desk, kind="block")


@post("/events/block-slots", opt=EVENTS_WRITE)
async def create_block_slot(request: AnyRequest, desk: Admitted) -> Json:
    """Block time."""
    form = read_form(await request.body(), BlockForm)
    location = desk.location(form.location_id)
    return wire.block_json(events.block_time(desk.state, form, now=desk.now), location.zone)


@put("/events/block-slots/{event_id:str}", opt=EVENTS_WRITE, status_code=201)
async def update_block_slot(event_id: FromPath[str], request: AnyRequest, desk: Admitted) -> Json:
    """Change a block."""
    form = read_form(await request.body(), BlockForm)
    location = desk.location(form.location_id)
    desk.event(event_id)
    return wire.block_json(events.change_block(desk.state, event_id, form, now=desk.now), location.zone)


@delete("/events/{event_id:str}", opt=EVENTS_WRITE, status_code=201)
async def delete_event(event_id: FromPath[str], request: AnyRequest, desk: Admitted) -> Json:
    """Delete an appointment or a block."""
    read_form(await request.body(), EmptyForm)
    gone = desk.state.events.pop(desk.event(event_id).id)
    if gone.kind == "appointment":
        desk.announce(wire.appointment_news("Delete", gone, desk.state.zone_of(gone)))
    return {"succeeded": True, **wire.trace()}


def _list(request: AnyRequest, desk: Desk, *, kind: EventKind) -> Json:
    query = request.query_params
    location = desk.location(query.get("locationId", ""))
    start = read_milliseconds(query.get("startTime"), "startTime")
    end = read_milliseconds(query.get("endTime"), "endTime")
    wanted = {name: query.get(name) for name in ("userId", "groupId", "calendarId")}
    if not any(wanted.values()):
        raise unprocessable("Either of userId, groupId or calendarId is required")

    def is_wanted(event: Event) -> bool:
        held = {"userId": event.user_id, "groupId": None, "calendarId": event.calendar_id}
        return event.overlaps(start, end) and all(
            held[name] == value for name, value in wanted.items() if value
        )

    found = (event for event in desk.state.events_of(location.id, kind=kind) if is_wanted(event))
    in_order = sorted(found, key=lambda event: event.starts_at)
    return {"events": [wire.event_json(event, location.zone) for event in in_order], **wire.trace()}


calendar_router = Router(
    "/calendars",
    route_handlers=[
        list_calendars,
        get_calendar,
        get_free_slots,
        create_appointment,
        update_appointment,
        get_appointment,
        list_events,
        list_blocked_slots,
        create_block_slot,
        update_block_slot,
        delete_event,
    ],
)

"""What can be done to appointments and blocks, with the vendor's rules. Each function is one atomic step."""

from datetime import datetime, timedelta

from frontdesk.calendars.simulator.forms import AppointmentEdit, AppointmentForm, BlockForm, read_time
from frontdesk.calendars.simulator.refusals import bad_request, not_found, unprocessable
from frontdesk.calendars.simulator.slots import busy_with, free_people, grid
from frontdesk.calendars.simulator.state import BookableCalendar, Event, SimulatorState, new_id

LONGEST_RANGE = timedelta(days=31)
SLOT_TAKEN = "The slot you have selected is no longer available."
NOT_IN_TEAM = "The user id not part of calendar team."
NOT_AN_EVENT_CALENDAR = "The calendar is not an event calendar."
EITHER_OR = "Either calendarId or assignedUserId can be set, not both."


def offer_slots(
    state: SimulatorState,
    calendar: BookableCalendar,
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    people: tuple[str, ...] = (),
) -> list[datetime]:
    """Return the free slot starts in the half-open stretch, none of them past. Refuses more than 31 days."""
    if end - start > LONGEST_RANGE:
        raise bad_request("Date range cannot be more than 31 days")
    is_busy = busy_with(state.events.values(), calendar)
    length = timedelta(minutes=calendar.slot_minutes)
    zone = state.locations[calendar.location_id].zone
    return [
        slot
        for slot in grid(calendar, zone=zone, start=max(start, now), end=end)
        if free_people(calendar, start=slot, end=slot + length, is_busy=is_busy, wanted=people)
    ]


def block_time(state: SimulatorState, form: BlockForm, *, now: datetime) -> Event:
    """Block a person, or an event calendar. What is there already does not matter."""
    if bool(form.calendar_id) == bool(form.assigned_user_id):
        raise bad_request(EITHER_OR)
    if form.calendar_id and find_calendar(state, form.calendar_id, form.location_id).type != "event":
        raise bad_request(NOT_AN_EVENT_CALENDAR)
    zone = state.location(form.location_id).zone
    block = Event(
        id=new_id(),
        kind="block",
        location_id=form.location_id,
        title=form.title,
        starts_at=read_time(form.start_time, "startTime", zone=zone),
        ends_at=read_time(form.end_time, "endTime", zone=zone),
        added_at=now,
        updated_at=now,
        calendar_id=form.calendar_id,
        user_id=form.assigned_user_id,
    )
    _check_order(block.starts_at, block.ends_at)
    state.events[block.id] = block
    return block


def change_block(state: SimulatorState, event_id: str, form: BlockForm, *, now: datetime) -> Event:
    """Put another block in a block's place, under the same id."""
    before = find_event(state, event_id, kind="block")
    changed = block_time(state, form, now=now)
    del state.events[changed.id]
    changed.id, changed.added_at = before.id, before.added_at
    state.events[before.id] = changed
    return changed


def book(state: SimulatorState, form: AppointmentForm, *, now: datetime) -> Event:
    """Make an appointment: the check that the slot is free and the writing are one step."""
    calendar = find_calendar(state, form.calendar_id, form.location_id)
    contact = state.contacts.get(form.contact_id)
    if contact is None or contact.location_id != form.location_id:
        raise bad_request("Contact not found")
    zone = state.location(form.location_id).zone
    starts_at = read_time(form.start_time, "startTime", zone=zone)
    ends_at = starts_at + timedelta(minutes=calendar.slot_minutes)
    if form.end_time:
        ends_at = read_time(form.end_time, "endTime", zone=zone)
    appointment = Event(
        id=new_id(),
        kind="appointment",
        location_id=form.location_id,
        title=form.title or "",
        starts_at=starts_at,
        ends_at=ends_at,
        added_at=now,
        updated_at=now,
        calendar_id=calendar.id,
        user_id=form.assigned_user_id,
        contact_id=contact.id,
        status=form.appointment_status or "confirmed",
        description=form.description,
    )
    _check_order(starts_at, ends_at)
    appointment.user_id = _assign(state, calendar, appointment, form=form, now=now)
    state.events[appointment.id] = appointment
    return appointment


def edit_appointment(state: SimulatorState, event_id: str, form: AppointmentEdit, *, now: datetime) -> Event:
    """Change an appointment. A status that is left out becomes `confirmed`, whatever it was."""
    event = find_event(state, event_id, kind="appointment")
    zone = state.zone_of(event)
    calendar = find_calendar(state, form.calendar_id or event.calendar_id or "", event.location_id)
    starts_at = read_time(form.start_time, "startTime", zone=zone) if form.start_time else event.starts_at
    ends_at = starts_at + (event.ends_at - event.starts_at)
    if form.end_time:
        ends_at = read_time(form.end_time, "endTime", zone=zone)
    _check_order(starts_at, ends_at)
    moved = Event(
        id=event.id,
        kind="appointment",
        location_id=event.location_id,
        title=event.title if form.title is None else form.title,
        starts_at=starts_at,
        ends_at=ends_at,
        added_at=event.added_at,
        updated_at=now,
        calendar_id=calendar.id,
        user_id=form.assigned_user_id or event.user_id,
        contact_id=event.contact_id,
        status=form.appointment_status or "confirmed",
        description=event.description if form.description is None else form.description,
    )
    if (starts_at, ends_at, calendar.id) != (event.starts_at, event.ends_at, event.calendar_id):
        moved.user_id = _assign(state, calendar, moved, form=form, now=now)
    state.events[event.id] = moved
    return moved


def _assign(
    state: SimulatorState,
    calendar: BookableCalendar,
    wanted: Event,
    *,
    form: AppointmentEdit,
    now: datetime,
) -> str | None:
    """Return the person who takes the appointment. Refuses when the slot is not offered to anybody."""
    person = wanted.user_id
    if person and calendar.team and person not in calendar.team:
        raise bad_request(NOT_IN_TEAM)
    if form.ignore_free_slot_validation:
        if person is None and calendar.type != "event":
            raise unprocessable("assignedUserId is required when ignoreFreeSlotValidation is true")
        return person
    others = (event for event in state.events.values() if event.id != wanted.id)
    free = free_people(
        calendar,
        start=wanted.starts_at,
        end=wanted.ends_at,
        is_busy=busy_with(others, calendar),
        wanted=(person,) if person else (),
    )
    zone = state.locations[calendar.location_id].zone
    offered = grid(calendar, zone=zone, start=wanted.starts_at, end=wanted.starts_at + timedelta(seconds=1))
    is_past = wanted.starts_at < now and not form.ignore_date_range
    if free is None or is_past or next(offered, None) is None:
        raise bad_request(SLOT_TAKEN)
    return person or free[0]


def find_calendar(state: SimulatorState, calendar_id: str, location_id: str) -> BookableCalendar:
    """Return a location's calendar, or refuse."""
    calendar = state.calendars.get(calendar_id)
    if calendar is None or calendar.location_id != location_id:
        raise not_found("Calendar not found")
    return calendar


def find_event(state: SimulatorState, event_id: str, *, kind: str | None = None) -> Event:
    """Return an event of that kind, or refuse."""
    event = state.events.get(event_id)
    if event is None or (kind is not None and event.kind != kind):
        raise not_found("Event not found")
    return event


def _check_order(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise bad_request("endTime must be after startTime")

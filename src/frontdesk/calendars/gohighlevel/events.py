"""What an event is in the vendor's terms and in ours, both ways. Pure."""

from collections.abc import Iterable
from typing import get_args

from frontdesk.calendars.gohighlevel.payloads import (
    EVENT_CALENDAR,
    AppointmentEdit,
    AppointmentRequest,
    BlockSlotRequest,
    CalendarPayload,
    EventPayload,
    read_time,
    write_time,
)
from frontdesk.calendars.port import (
    CalendarRefused,
    CalendarTarget,
    CalendarUnreachable,
    Ending,
    EventDraft,
    EventKind,
    EventStatus,
    ExternalEvent,
)

# What every mark of ours begins with.
OUR_MARK = "(frontdesk "
CANCELLED, CONFIRMED = "cancelled", "confirmed"
# `active` and `completed` are in answers only: the vendor stores `completed` as `showed`.
STATUSES: dict[str, EventStatus] = {
    "new": "pending",
    CONFIRMED: "confirmed",
    "active": "confirmed",
    "showed": "completed",
    "completed": "completed",
    "noshow": "no_show",
    CANCELLED: "cancelled",
    "invalid": "void",
}
ENDINGS: dict[Ending, str] = {"completed": "showed", "no_show": "noshow"}
# What may be sent back; an answer's other two mean these.
SENT_STATUS = {"active": CONFIRMED, "completed": "showed"}
assert set(STATUSES.values()) == set(get_args(EventStatus))  # noqa: S101 -- every status of ours has a word


def person_meant(settings: CalendarPayload, target: CalendarTarget) -> str | None:
    """Return the person whose time stands for the calendar, or None where the calendar itself does.

    Raises `CalendarRefused` when the calendar needs a person and has none.
    """
    if settings.calendar_type == EVENT_CALENDAR:
        return None
    person = settings.person(target.assigned_user_id)
    if person is None:
        raise CalendarRefused(
            "This GoHighLevel calendar has no team member whose time could be blocked. "
            "Add one there, or name the person with assignedUserId."
        )
    return person


def block_request(target: CalendarTarget, draft: EventDraft, *, person: str | None) -> BlockSlotRequest:
    """Return a block on the person, or without one on the calendar."""
    return BlockSlotRequest(
        location_id=target.location_id,
        title=draft.title,
        start_time=write_time(draft.starts_at, target.zone),
        end_time=write_time(draft.ends_at, target.zone),
        calendar_id=None if person else target.calendar_id,
        assigned_user_id=person,
    )


def appointment_request(
    target: CalendarTarget, draft: EventDraft, *, person: str | None
) -> AppointmentRequest:
    """Return a confirmed appointment. Raises `CalendarRefused` if the draft names no contact."""
    if draft.contact_id is None:
        raise CalendarRefused("An appointment needs a contact: give the lead an e-mail or a phone number.")
    return AppointmentRequest(
        calendar_id=target.calendar_id,
        location_id=target.location_id,
        contact_id=draft.contact_id,
        start_time=write_time(draft.starts_at, target.zone),
        end_time=write_time(draft.ends_at, target.zone),
        title=draft.title,
        description=draft.notes,
        appointment_status=CONFIRMED,
        assigned_user_id=person or target.assigned_user_id,
    )


def appointment_edit(
    target: CalendarTarget, draft: EventDraft, *, current: EventPayload, person: str | None
) -> AppointmentEdit:
    """Return the draft's times and title with the status that the appointment has.

    Within its calendar it stays with whom it is with, whoever chose them, unless the target names somebody.
    """
    chosen = current.assigned_user_id if current.calendar_id == target.calendar_id else None
    return AppointmentEdit(
        appointment_status=status_to_resend(current),
        calendar_id=target.calendar_id,
        start_time=write_time(draft.starts_at, target.zone),
        end_time=write_time(draft.ends_at, target.zone),
        title=draft.title,
        description=draft.notes,
        assigned_user_id=target.assigned_user_id or chosen or person,
    )


def status_to_resend(current: EventPayload) -> str:
    """Return the status that keeps an appointment's status as it is."""
    status = current.appointment_status or CONFIRMED
    return SENT_STATUS.get(status, status)


def read_event(payload: EventPayload, *, kind: EventKind) -> ExternalEvent | None:
    """Return the vendor's event as ours, or None if its times cannot be read: all but its id is optional.

    What an event does not have is an empty text or absent. A status that we do not know takes time.
    """
    starts_at, ends_at = read_time(payload.start_time), read_time(payload.end_time)
    if starts_at is None or ends_at is None:
        return None
    return ExternalEvent(
        kind=kind,
        event_id=payload.id,
        title=payload.title or "",
        starts_at=starts_at,
        ends_at=ends_at,
        status=_status(payload, kind),
        calendar_id=payload.calendar_id or None,
        assigned_user_id=payload.assigned_user_id or None,
        contact_id=payload.contact_id or None,
        notes=payload.description or payload.notes or None,
        updated_at=read_time(payload.date_updated),
    )


def read_events(payloads: Iterable[EventPayload], *, kind: EventKind) -> list[ExternalEvent]:
    """Return a listing's events as ours; somebody else's event whose times cannot be read is left out.

    Raises `CalendarUnreachable` if one of ours is such: a listing that seems to lack it must not be believed.
    """
    events = []
    for payload in payloads:
        event = read_event(payload, kind=kind)
        if event is not None:
            events.append(event)
        elif OUR_MARK in f"{payload.title} {payload.description} {payload.notes}":
            raise times_unread()
    return events


def times_unread() -> CalendarUnreachable:
    """Return the error for an event that is there, and nobody knows when."""
    return CalendarUnreachable("GoHighLevel has this event, but its times could not be read.")


def _status(payload: EventPayload, kind: EventKind) -> EventStatus:
    return "confirmed" if kind == "block" else STATUSES.get(payload.appointment_status or "", "confirmed")

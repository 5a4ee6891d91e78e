"""What a request may hold, and the vendor's way of saying what is wrong with it.

The vendor knows exactly these fields: another one, or one of a wrong type, is a 422 with a list of everything
that is wrong.
"""

import re
from datetime import UTC, datetime
from typing import Literal, TypeVar, get_args
from zoneinfo import ZoneInfo

import msgspec

from frontdesk.calendars.simulator.refusals import bad_request, unprocessable

AppointmentStatus = Literal["new", "confirmed", "cancelled", "showed", "noshow", "invalid"]
MeetingLocationType = Literal["custom", "zoom", "gmeet", "phone", "address", "ms_teams", "google"]
NUMBER = re.compile(r"-?\d+(\.\d+)?")


class BlockForm(msgspec.Struct, rename="camel"):
    """`POST /calendars/events/block-slots`. The times are optional in the specification, not in practice."""

    location_id: str
    start_time: str
    end_time: str
    title: str = ""
    calendar_id: str | None = None
    assigned_user_id: str | None = None


class AppointmentEdit(msgspec.Struct, rename="camel"):
    """`PUT /calendars/events/appointments/{eventId}`."""

    calendar_id: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    title: str | None = None
    appointment_status: AppointmentStatus | None = None
    assigned_user_id: str | None = None
    description: str | None = None
    address: str | None = None
    meeting_location_type: MeetingLocationType | None = None
    meeting_location_id: str | None = None
    override_location_config: bool = False
    ignore_date_range: bool = False
    to_notify: bool = True
    ignore_free_slot_validation: bool = False
    rrule: str | None = None


class AppointmentForm(AppointmentEdit, rename="camel", kw_only=True):
    """`POST /calendars/events/appointments`."""

    calendar_id: str
    location_id: str
    contact_id: str
    start_time: str


class ContactForm(msgspec.Struct, rename="camel", omit_defaults=True):
    """`POST /contacts/upsert`, the fields that a booking service may send."""

    location_id: str
    first_name: str | None = None
    last_name: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    timezone: str | None = None
    source: str | None = None
    tags: list[str] | None = None
    company_name: str | None = None


class EmptyForm(msgspec.Struct):
    """A body that must hold nothing."""


Form = TypeVar("Form", bound=msgspec.Struct)


def read_form(body: bytes, form: type[Form]) -> Form:
    """Return the body as a form. Refuses with 400 what is not JSON and with 422 what does not fit."""
    try:
        given = msgspec.json.decode(body or b"{}")
    except msgspec.DecodeError:
        raise bad_request("Unexpected token in JSON") from None
    if not isinstance(given, dict):
        raise unprocessable("the body must be an object")
    fields = {field.encode_name: field for field in msgspec.structs.fields(form)}
    wrong = [f"property {name} should not exist" for name in given if name not in fields]
    for name, field in fields.items():
        if name in given:
            wrong += _problems(name, given[name], kind=field.type)
        elif field.required:
            wrong += [f"{name} should not be empty", f"{name} must be a string"]
    if wrong:
        raise unprocessable(*wrong)
    return msgspec.convert(given, form)


def _problems(name: str, value: object, *, kind: object) -> list[str]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return [f"{name} must be {_name_kind(kind)}"]
    return []


def _name_kind(kind: object) -> str:
    if kind is bool:
        return "a boolean value"
    choices = [choice for part in get_args(kind) for choice in get_args(part) if isinstance(choice, str)]
    return f"one of the following values: {', '.join(choices)}" if choices else "a string"


def read_time(text: str, name: str, *, zone: ZoneInfo) -> datetime:
    """Return the instant of an ISO text, in UTC; without an offset it is wall time in `zone`."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise unprocessable(f"{name} must be a valid ISO 8601 date string") from None
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)


def read_milliseconds(text: str | None, name: str) -> datetime:
    """Return the instant of a query's epoch milliseconds, in UTC."""
    if text is None or not NUMBER.fullmatch(text):
        raise unprocessable(f"{name} must be a number conforming to the specified constraints")
    try:
        return datetime.fromtimestamp(float(text) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise unprocessable(f"{name} must be a number conforming to the specified constraints") from None


def read_zone(text: str | None, default: ZoneInfo) -> ZoneInfo:
    """Return the zone a query asks for."""
    try:
        return ZoneInfo(text) if text else default
    except (ValueError, OSError, KeyError):
        raise unprocessable("timezone must be a valid IANA time zone") from None

"""The contacts API, as far as a booking service needs it."""

from typing import Any

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath

from frontdesk.calendars.simulator import wire
from frontdesk.calendars.simulator.access import Admitted
from frontdesk.calendars.simulator.calendar_routes import AnyRequest
from frontdesk.calendars.simulator.forms import ContactForm, read_form
from frontdesk.calendars.simulator.refusals import not_found, unprocessable
from frontdesk.calendars.simulator.state import Contact, SimulatorState, new_id
from frontdesk.calendars.simulator.wire_types import Json

CONTACTS_READ = {"scope": "contacts.readonly"}


@post("/upsert", opt={"scope": "contacts.write"}, status_code=200)
async def upsert_contact(request: AnyRequest, desk: Admitted) -> Json:
    """Make a contact, or change the one with the same email or phone. Tags overwrite all tags."""
    form = read_form(await request.body(), ContactForm)
    location = desk.location(form.location_id)
    fields = {name: value for name, value in msgspec.to_builtins(form).items() if value is not None}
    contact = same_person(desk.state, location.id, fields)
    is_new = contact is None
    if contact is None:
        contact = Contact(new_id(), location.id, {})
        desk.state.contacts[contact.id] = contact
    before = dict(contact.fields)
    contact.fields.update(fields)
    if is_new or contact.fields != before:
        desk.announce(wire.contact_news(contact, is_new=is_new))
    return {"new": is_new, "contact": wire.contact_json(contact), **wire.trace()}


@get("/search/duplicate", opt=CONTACTS_READ)
async def find_duplicate(request: AnyRequest, desk: Admitted) -> Json:
    """Return the contact with an email or a number, or none. The specification has no answer for this."""
    query = request.query_params
    location = desk.location(query.get("locationId", ""))
    wanted = {"email": query.get("email"), "phone": query.get("number")}
    if not any(wanted.values()):
        raise unprocessable("email or number is required")
    contact = same_person(desk.state, location.id, wanted)
    return {"contact": wire.contact_json(contact) if contact else None, **wire.trace()}


@get("/{contact_id:str}", opt=CONTACTS_READ)
async def get_contact(contact_id: FromPath[str], desk: Admitted) -> Json:
    """Return one contact."""
    contact = desk.state.contacts.get(contact_id)
    if contact is None:
        raise not_found("Contact not found")
    desk.location(contact.location_id)
    return {"contact": wire.contact_json(contact), **wire.trace()}


def same_person(state: SimulatorState, location_id: str, fields: dict[str, Any]) -> Contact | None:
    """Return the location's contact with the same email, or else with the same phone."""
    for key in ("email", "phone"):
        for contact in state.contacts.values():
            if fields.get(key) and (contact.location_id, contact.fields.get(key)) == (
                location_id,
                fields[key],
            ):
                return contact
    return None


contact_router = Router("/contacts", route_handlers=[upsert_contact, find_duplicate, get_contact])

"""What a booking service needs beside the calendars API: contacts, the location, OAuth tokens."""

from urllib.parse import parse_qsl

import msgspec
from litestar import get, post
from litestar.params import FromPath

from frontdesk.calendars.simulator import oauth, wire
from frontdesk.calendars.simulator.access import Admitted
from frontdesk.calendars.simulator.calendar_routes import AnyRequest
from frontdesk.calendars.simulator.forms import ContactForm, read_form
from frontdesk.calendars.simulator.refusals import not_found
from frontdesk.calendars.simulator.state import Contact, SimulatorState, new_id
from frontdesk.calendars.simulator.wire import Json


@post("/contacts/upsert", opt={"scope": "contacts.write"}, status_code=200)
async def upsert_contact(request: AnyRequest, desk: Admitted) -> Json:
    """Make a contact, or change the one with the same email or phone. Tags overwrite all tags."""
    form = read_form(await request.body(), ContactForm)
    location = desk.location(form.location_id)
    fields: dict[str, object] = {
        name: value for name, value in msgspec.to_builtins(form).items() if value is not None
    }
    contact = _same_person(desk.state, location.id, fields)
    is_new = contact is None
    if contact is None:
        contact = Contact(new_id(), location.id, {})
        desk.state.contacts[contact.id] = contact
    contact.fields.update(fields)
    return {"new": is_new, "contact": wire.contact_json(contact), **wire.trace()}


def _same_person(state: SimulatorState, location_id: str, fields: dict[str, object]) -> Contact | None:
    for key in ("email", "phone"):
        for contact in state.contacts.values():
            if contact.location_id == location_id and fields.get(key) == contact.fields.get(key, object()):
                return contact
    return None


@get("/contacts/{contact_id:str}", opt={"scope": "contacts.readonly"})
async def get_contact(contact_id: FromPath[str], desk: Admitted) -> Json:
    """Return one contact."""
    contact = desk.state.contacts.get(contact_id)
    if contact is None:
        raise not_found("Contact not found")
    desk.location(contact.location_id)
    return {"contact": wire.contact_json(contact), **wire.trace()}


@get("/locations/{location_id:str}", opt={"scope": "locations.readonly"})
async def get_location(location_id: FromPath[str], desk: Admitted) -> Json:
    """Return the location; the only place that tells its zone."""
    return {"location": wire.location_json(desk.location(location_id)), **wire.trace()}


@post("/oauth/token", status_code=200)
async def give_tokens(request: AnyRequest) -> Json:
    """Exchange a code or a refresh token; the body is a form. No Version and no token are needed here."""
    form = dict(parse_qsl((await request.body()).decode()))
    return oauth.give_tokens(request.app.state.simulator, form, now=request.app.state.clock.now())

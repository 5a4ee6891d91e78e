"""The outside contact of a booking's lead: whom an appointment over there is with."""

from frontdesk.bookings.repository import Booking
from frontdesk.calendars.connections import ConnectedCalendar
from frontdesk.calendars.port import CalendarMissing, ContactFacts, ExternalContact
from frontdesk.db.pool import Database
from frontdesk.leads import phones
from frontdesk.leads import repository as leads
from frontdesk.leads.repository import Lead

NOTE = "UPDATE leads SET external_id = $2 WHERE id = $1 AND external_id IS NULL AND erased_at IS NULL"


async def contact_of(db: Database, booking: Booking, connected: ConnectedCalendar) -> str | None:
    """Return the id of the contact that stands for the booking's lead, made if need be.

    None when there is no lead, or nothing to find them again by. A contact is found by e-mail or phone before
    it is made, so a lost reply makes no second one.
    """
    if booking.lead_id is None:
        return None
    async with db.tenant(booking.sub_account_id) as connection:
        lead = await leads.by_id(connection, booking.lead_id)
    if lead is None:
        return None
    contact = await _known(lead, connected) or await _found_or_made(lead, connected)
    if contact is None:
        return None
    if lead.external_id is None:
        async with db.tenant(booking.sub_account_id) as connection:
            await connection.execute(NOTE, lead.id, contact.contact_id)
    return contact.contact_id


async def _known(lead: Lead, connected: ConnectedCalendar) -> ExternalContact | None:
    if lead.external_id is None:
        return None
    try:
        return await connected.calendar.contact(lead.external_id)
    except CalendarMissing:
        return None


async def _found_or_made(lead: Lead, connected: ConnectedCalendar) -> ExternalContact | None:
    facts = await facts_of(lead, connected)
    if facts.email is None and facts.phone is None:
        return None
    location_id = connected.target.location_id
    return await connected.calendar.find_contact(
        location_id, facts
    ) or await connected.calendar.upsert_contact(location_id, facts)


async def facts_of(lead: Lead, connected: ConnectedCalendar) -> ContactFacts:
    """Return what the other side may know of a lead; a number that is none is left out."""
    phone = None
    if lead.phone:
        await phones.load()
        phone = phones.e164(lead.phone, home=connected.target.zone.key)
    return ContactFacts(lead.name or None, lead.email or None, phone, lead.timezone)

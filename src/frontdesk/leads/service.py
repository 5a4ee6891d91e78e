"""Making, finding and editing leads."""

from collections.abc import Mapping
from dataclasses import fields as fields_of
from dataclasses import replace

from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import NotFound
from frontdesk.leads import phones, repository
from frontdesk.leads.repository import Lead, LeadFields
from frontdesk.tenancy import repository as tenancy
from frontdesk.trail.entries import Actor, Entry, Target, record
from frontdesk.zones import is_zone, zone_named

TOLD = {
    "name": "name",
    "email": "email",
    "phone": "phone",
    "timezone": "timezone",
    "external_id": "externalId",
}
NO_SUCH_LEAD = "There is no such lead."


class LeadService:
    """WHOM."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def create(self, sub_account_id: int, fields: LeadFields, *, by: Actor) -> Lead:
        """Make a lead. A zone that is not given is read from the phone number, if that tells.

        Raises:
            InvalidTimezone: the zone does not exist.
        """
        _require_zone(fields)
        if fields.timezone is None and fields.phone is not None:
            await phones.load()
        async with self._db.tenant(sub_account_id) as connection:
            placed = await _placed(connection, fields)
            now = self._clock.now()
            made = await repository.insert(connection, sub_account_id, placed, now=now)
            await record(connection, Entry(by, "lead.made", Target("lead", made.id)), now=now)
        return made

    async def by_id(self, sub_account_id: int, lead_id: int) -> Lead:
        """Return a lead.

        Raises:
            NotFound: not in this sub-account.
        """
        async with self._db.tenant(sub_account_id) as connection:
            lead = await repository.by_id(connection, lead_id)
        if lead is None:
            raise NotFound(NO_SUCH_LEAD)
        return lead

    async def known(self, sub_account_id: int, lead_id: int | None) -> Lead | None:
        """Return the lead of something that may have none, or one who was erased since."""
        if lead_id is None:
            return None
        async with self._db.tenant(sub_account_id) as connection:
            return await repository.by_id(connection, lead_id)

    async def page(
        self, sub_account_id: int, *, limit: int, before: int | None = None, search: str | None = None
    ) -> tuple[list[Lead], int | None]:
        """Return a page of leads, newest first, and the id that the next page is asked for with, if any.

        Args:
            sub_account_id: whose leads.
            limit: how many at most.
            before: what the page before gave.
            search: part of a name, an address, an external id, or some digits of a phone number.
        """
        async with self._db.tenant(sub_account_id) as connection:
            found = await repository.newest(connection, limit + 1, before=before, search=search)
        is_cut = len(found) > limit
        return found[:limit], found[limit - 1].id if is_cut else None

    async def update(
        self, sub_account_id: int, lead_id: int, changes: dict[str, str | None], *, by: Actor
    ) -> Lead:
        """Change what is named in `changes` (fields of `LeadFields`) and leave the rest.

        Raises:
            NotFound: not in this sub-account. InvalidTimezone: the zone does not exist.
        """
        tells_where = bool({"phone", "timezone"} & set(changes))
        if tells_where:
            await phones.load()
        async with self._db.tenant(sub_account_id) as connection:
            before = await repository.locked(connection, lead_id)
            if before is None:
                raise NotFound(NO_SUCH_LEAD)
            fields = _changed(before, changes)
            _require_zone(fields)
            if tells_where:
                fields = _else_of_contact(await _placed(connection, fields), _zone_of_contact(before))
            return await self._write(connection, before, fields, by=by)

    async def hear_of_contact(self, sub_account_id: int, contact: LeadFields) -> list[Lead]:
        """Take over what the outside calendar's contact says of the leads that have its id as `external_id`.

        What the contact does not say stays. Its zone counts where neither the lead, nor their browser, nor
        their phone number has told one; a zone that does not exist counts for nothing.

        Returns:
            the leads as they are now; none when nobody is known by that id.
        """
        if contact.external_id is None:
            return []
        await phones.load()
        async with self._db.tenant(sub_account_id) as connection:
            known = await repository.locked_by_external_id(connection, contact.external_id)
            return [await self._take_over(connection, lead, contact) for lead in known]

    async def _take_over(self, connection: Connection, before: Lead, contact: LeadFields) -> Lead:
        told = {name: getattr(contact, name) for name in ("name", "email", "phone")}
        fields = _changed(before, {name: value for name, value in told.items() if value is not None})
        if before.timezone_source == "contact":
            fields = replace(fields, timezone=None, timezone_source=None)
        placed = _else_of_contact(
            await _placed(connection, fields), contact.timezone, _zone_of_contact(before)
        )
        return await self._write(connection, before, placed, by=Actor("calendar"))

    async def _write(self, connection: Connection, before: Lead, fields: LeadFields, *, by: Actor) -> Lead:
        now = self._clock.now()
        updated = await repository.update(connection, before.id, fields, now=now)
        assert updated is not None, "the row is locked"  # noqa: S101
        if edited := _names_of_changed(before, updated):
            told = Entry(by, "lead.changed", Target("lead", before.id), {"edited": edited})
            await record(connection, told, now=now)
        return updated


def _changed(before: Lead, changes: Mapping[str, str | None]) -> LeadFields:
    """Return what is known from now on. A zone that ranks no higher than the number goes with the number."""
    kept = {field.name: getattr(before, field.name) for field in fields_of(LeadFields)}
    if "timezone" in changes or ("phone" in changes and before.timezone_source in {"phone", "contact"}):
        kept |= {"timezone": None, "timezone_source": None}
    return LeadFields(**{**kept, **changes})


def _names_of_changed(before: Lead, after: Lead) -> list[str]:
    """Return what differs, by the contract's names: the trail says what was changed, and no word of it."""
    return [shown for name, shown in TOLD.items() if getattr(before, name) != getattr(after, name)]


def _zone_of_contact(lead: Lead) -> str | None:
    return lead.timezone if lead.timezone_source == "contact" else None


def _else_of_contact(fields: LeadFields, *zones: str | None) -> LeadFields:
    """Return what is known with the first of the contact's zones that exists, if nothing else tells one."""
    zone = next((zone for zone in zones if zone is not None and is_zone(zone)), None)
    if fields.timezone is not None or zone is None:
        return fields
    return replace(fields, timezone=zone, timezone_source="contact")


async def _placed(connection: Connection, fields: LeadFields) -> LeadFields:
    """Return what is known with how the zone is known; without one, the phone number may tell it."""
    if fields.timezone is not None:
        return replace(fields, timezone_source=fields.timezone_source or "given")
    account = await tenancy.sub_account(connection) if fields.phone else None
    if account is None or fields.phone is None:
        return fields
    zone = phones.zone_of(fields.phone, home=account.timezone)
    return replace(fields, timezone=zone, timezone_source="phone" if zone else None)


def _require_zone(fields: LeadFields) -> None:
    if fields.timezone is not None:
        zone_named(fields.timezone)

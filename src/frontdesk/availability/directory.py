"""Who can be booked and through which calendar: read once, kept five minutes, forgotten when it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from frontdesk.availability import repository
from frontdesk.availability.parsing import InvalidBookingsTime, parse_bookings_time
from frontdesk.availability.repository import Person
from frontdesk.availability.rules import Plan
from frontdesk.calendars.connections import Integration, UserCalendar, active_integration
from frontdesk.db.cache import TenantCache
from frontdesk.db.pool import Connection
from frontdesk.errors import ValidationFailed
from frontdesk.zones import zone_named


@dataclass(frozen=True)
class Bookable:
    """A user as far as booking them goes, and the connection their bookings go through."""

    person: Person
    integration: Integration | None

    @cached_property
    def plan(self) -> Plan:
        """The user's hours and rules."""
        zone = self.zone
        return Plan(zone=zone, bookings_time=parse_bookings_time(self.person.bookings_time, zone=zone))

    @property
    def zone(self) -> ZoneInfo:
        """The user's own zone."""
        return zone_named(self.person.timezone)

    @property
    def calendar(self) -> UserCalendar:
        """The user's place in the outside calendar."""
        person = self.person
        return UserCalendar(person.calendar_id, person.location_id, person.assigned_user_id, self.zone)

    def with_hours(self, bookings_time: Mapping[str, Any]) -> "Bookable":
        """Return the user as they would be with other hours.

        Raises:
            ValidationFailed: the hours make no sense; names each field.
        """
        require_hours(bookings_time, zone=self.zone)
        return Bookable(replace(self.person, bookings_time=bookings_time), self.integration)


def require_hours(bookings_time: Mapping[str, Any], *, zone: ZoneInfo) -> None:
    """Refuse a `bookingsTime` that cannot be used by somebody in `zone`.

    Raises:
        ValidationFailed: names each field that is wrong.
    """
    try:
        parse_bookings_time(bookings_time, zone=zone)
    except InvalidBookingsTime as error:
        raise ValidationFailed(error.fields) from error


class Directory:
    """The users of all tenants that were asked for lately."""

    def __init__(self) -> None:
        self.cache: TenantCache[int, Bookable] = TenantCache()

    async def find(
        self, connection: Connection, sub_account_id: int, user_ids: Sequence[int]
    ) -> dict[int, Bookable]:
        """Return those of these users that the sub-account has, reading what is not known."""
        known = {user_id: self.cache.known(sub_account_id, user_id) for user_id in user_ids}
        missing = [user_id for user_id, bookable in known.items() if bookable is None]
        read = await self._read(connection, sub_account_id, missing) if missing else {}
        found = {user_id: bookable or read.get(user_id) for user_id, bookable in known.items()}
        return {user_id: bookable for user_id, bookable in found.items() if bookable is not None}

    async def _read(
        self, connection: Connection, sub_account_id: int, user_ids: Sequence[int]
    ) -> dict[int, Bookable]:
        version = self.cache.version(sub_account_id)
        integration = await active_integration(connection)
        people = await repository.people(connection, user_ids)
        read = {user_id: Bookable(person, integration) for user_id, person in people.items()}
        for user_id, bookable in read.items():
            self.cache.keep(sub_account_id, user_id, bookable, version=version)
        return read

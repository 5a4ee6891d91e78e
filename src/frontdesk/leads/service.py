"""Making, finding and editing leads."""

from dataclasses import asdict

from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import NotFound
from frontdesk.leads import repository
from frontdesk.leads.repository import Lead, LeadFields
from frontdesk.zones import zone_named

NO_SUCH_LEAD = "There is no such lead."


class LeadService:
    """WHOM."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def create(self, sub_account_id: int, fields: LeadFields) -> Lead:
        """Make a lead.

        Raises:
            InvalidTimezone: the zone does not exist.
        """
        _require_zone(fields)
        async with self._db.tenant(sub_account_id) as connection:
            return await repository.insert(connection, sub_account_id, fields, now=self._clock.now())

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

    async def newest(self, sub_account_id: int, limit: int) -> list[Lead]:
        """Return the newest leads."""
        async with self._db.tenant(sub_account_id) as connection:
            return await repository.newest(connection, limit)

    async def update(self, sub_account_id: int, lead_id: int, changes: dict[str, str | None]) -> Lead:
        """Change what is named in `changes` (fields of `LeadFields`) and leave the rest.

        Raises:
            NotFound: not in this sub-account. InvalidTimezone: the zone does not exist.
        """
        async with self._db.tenant(sub_account_id) as connection:
            before = await repository.locked(connection, lead_id)
            if before is None:
                raise NotFound(NO_SUCH_LEAD)
            kept = {name: value for name, value in asdict(before).items() if name != "id"}
            fields = LeadFields(**{**kept, **changes})
            _require_zone(fields)
            updated = await repository.update(connection, lead_id, fields, now=self._clock.now())
        if updated is None:
            raise NotFound(NO_SUCH_LEAD)
        return updated


def _require_zone(fields: LeadFields) -> None:
    if fields.timezone is not None:
        zone_named(fields.timezone)

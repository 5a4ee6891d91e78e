"""Connections that wait for our app to be installed in their location.

Only somebody who opens a location through its agency makes its sub-account wait for it; nobody comes to a
location by naming it. What keeps the agency's grant is remembered with the wish.
"""

from dataclasses import dataclass

from frontdesk.calendars.connections import EventKind
from frontdesk.calendars.keepers import TEMPLATE
from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.trail.entries import Actor, Entry, Target, record

# A connection that works is left alone.
WAIT = """
INSERT INTO integrations AS i (sub_account_id, template_id, is_active, location_id, event_kind, credentials,
                               created_at, updated_at, health_since, method, agency_account_id,
                               awaits_install)
SELECT $1, t.id, false, $3, $4, '', $5, $5, $5, 'agency', $6, true
FROM integration_templates t WHERE t.name = $2
ON CONFLICT ON CONSTRAINT integrations_one_each DO UPDATE
SET location_id = $3, event_kind = $4, updated_at = $5, method = 'agency', agency_account_id = $6,
    awaits_install = true, version = i.version + 1
WHERE NOT i.is_active
RETURNING true
"""

WAITING = """
SELECT i.location_id, i.event_kind, i.agency_account_id
FROM integrations i JOIN integration_templates t ON t.id = i.template_id
WHERE t.name = $1 AND i.awaits_install
"""


PUT_OFF = "UPDATE integrations SET checked_at = $1 WHERE awaits_install"

STANDING = """
SELECT i.location_id, i.awaits_install AS is_waiting
FROM integrations i JOIN integration_templates t ON t.id = i.template_id
WHERE t.name = $1 AND (i.is_active OR i.awaits_install)
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """The location that a sub-account is connected to or waits for; None when its token names none."""

    location_id: str | None
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A location that a sub-account waits for, and the sub-account that keeps its agency's grant."""

    location_id: str
    event_kind: EventKind
    agency_account_id: int


class WaitingList:
    """Which sub-account waits for which location."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def join(self, sub_account_id: int, waiting: Waiting, *, by: Actor) -> bool:
        """Make a sub-account wait for a location, unless it is connected to one; says whether it waits."""
        now = self._clock.now()
        told = {"provider": TEMPLATE, "locationId": waiting.location_id, "eventKind": waiting.event_kind}
        async with self._db.tenant(sub_account_id) as connection:
            is_waiting = await connection.fetchval(
                WAIT,
                sub_account_id,
                TEMPLATE,
                waiting.location_id,
                waiting.event_kind,
                now,
                waiting.agency_account_id,
            )
            if is_waiting:
                entry = Entry(by, "integration.awaited", Target("integration"), told)
                await record(connection, entry, now=now)
        return bool(is_waiting)

    async def waited_for(self, sub_account_id: int) -> Waiting | None:
        """Return what a sub-account waits for."""
        async with self._db.tenant(sub_account_id) as connection:
            row = await connection.fetchrow(WAITING, TEMPLATE)
        return Waiting(**row) if row else None

    async def put_off(self, sub_account_id: int) -> None:
        """Take note that somebody looked whether a location has our app, and it has not."""
        async with self._db.tenant(sub_account_id) as connection:
            await connection.execute(PUT_OFF, self._clock.now())

    async def standing(self, sub_account_id: int) -> Standing | None:
        """Return what a sub-account is connected to or waits for."""
        async with self._db.tenant(sub_account_id) as connection:
            row = await connection.fetchrow(STANDING, TEMPLATE)
        return Standing(**row) if row else None

"""How well a connection is, known before it costs a booking: from every answer, and by the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from frontdesk.calendars.keepers import TEMPLATE
from frontdesk.calendars.port import CalendarError, CalendarLockedOut, CalendarNotAllowed
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database, DatabaseError
from frontdesk.jobs.queue import enqueue_push_again
from frontdesk.logs import logger
from frontdesk.trail.entries import SYSTEM, Entry, Target, record

Health = Literal["healthy", "expiring", "broken"]
# Answers that change nothing are written down this often.
NOTED_EVERY = timedelta(minutes=5)

# A problem with one scope is over when a call with that scope succeeds and no sooner; a grant that could not
# be renewed stays `expiring` until it is. Gives what it was before, if it changed.
NOTE = """
WITH before AS (
    SELECT id, health, health_scope FROM integrations WHERE id = $1 AND is_active FOR UPDATE
), after AS (
    SELECT id, health AS was, CASE
        WHEN $2 = 'healthy' AND (health = 'expiring' OR health_scope IS DISTINCT FROM $4
                                 AND health_scope IS NOT NULL) THEN health ELSE $2 END AS health
    FROM before
)
UPDATE integrations i
SET checked_at = $5,
    health = after.health,
    health_problem = CASE WHEN after.health <> 'healthy' AND $2 = 'healthy' THEN i.health_problem ELSE $3 END,
    health_scope = CASE WHEN after.health <> 'healthy' AND $2 = 'healthy' THEN i.health_scope
                        WHEN $2 = 'healthy' THEN NULL ELSE $4 END,
    health_since = CASE WHEN after.health <> after.was THEN $5 ELSE i.health_since END
FROM after WHERE i.id = after.id
RETURNING after.was, after.health
"""

# Whoever makes the connection well waits for who has read here that it is not, and sees what they wrote.
IS_WELL = """
SELECT i.health = 'healthy' FROM integrations i JOIN integration_templates t ON t.id = i.template_id
WHERE t.name = $1 AND i.is_active
FOR SHARE OF i
"""

PUT_OFF = "UPDATE integrations SET checked_at = $2 WHERE id = $1 AND is_active"

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be written down.

    Attributes:
        problem: what is wrong and what to do, in a sentence.
        scope: the permission that the failing calls need; None when it is about all calls.
    """

    health: Health
    problem: str | None = None
    scope: str | None = None


def judge(error: CalendarError, scope: str) -> Finding | None:
    """Return what an error says about the connection; None if it says nothing. Pure."""
    if not isinstance(error, CalendarNotAllowed):
        return None
    return Finding("broken", str(error), None if isinstance(error, CalendarLockedOut) else scope or None)


async def is_well(connection: Connection) -> bool:
    """Say whether the tenant's connection is healthy, and stays so or not until the transaction ends."""
    return bool(await connection.fetchval(IS_WELL, TEMPLATE))


class HealthWatch:
    """Watches one connection's answers in this process."""

    def __init__(self, db: Database, clock: Clock, *, sub_account_id: int, integration_id: int) -> None:
        self._db = db
        self._clock = clock
        self._sub_account_id = sub_account_id
        self._integration_id = integration_id
        self._well_until: dict[str, datetime] = {}

    async def succeeded(self, scope: str) -> None:
        """Take note of an answer; most of the time that costs nothing."""
        now = self._clock.now()
        known = self._well_until.get(scope)
        if known is None or known <= now:
            self._well_until[scope] = now + NOTED_EVERY
            await self.note(Finding("healthy", scope=scope))

    async def failed(self, error: CalendarError, scope: str) -> None:
        """Take note of an error that says something about the connection."""
        finding = judge(error, scope)
        if finding is not None:
            self._well_until.clear()
            await self.note(finding)

    async def put_off(self) -> None:
        """Take note that somebody looked and learned nothing, so that others come first."""
        async with self._db.tenant(self._sub_account_id) as connection:
            await connection.execute(PUT_OFF, self._integration_id, self._clock.now())

    async def note(self, finding: Finding) -> None:
        """Write down how the connection is, and in the trail when that gets worse.

        A database that does not answer is no reason to lose the answer that is being taken note of.
        """
        try:
            await self._note(finding)
        except DatabaseError as error:
            _log.warning("health_not_noted", integration=self._integration_id, reason=str(error))

    async def _note(self, finding: Finding) -> None:
        now = self._clock.now()
        async with self._db.tenant(self._sub_account_id) as connection:
            row = await connection.fetchrow(
                NOTE, self._integration_id, finding.health, finding.problem, finding.scope, now
            )
            if row is not None and (row["was"], row["health"]) == ("broken", "healthy"):
                # What was refused for the credentials' sake will not be any more.
                await enqueue_push_again(connection, self._sub_account_id)
            if row is None or row["was"] == row["health"] or row["health"] == "healthy":
                return
            told = {"health": [row["was"], row["health"]], "problem": finding.problem}
            await record(
                connection, Entry(SYSTEM, "integration.troubled", Target("integration"), told), now=now
            )
        _log.warning("integration_troubled", integration=self._integration_id, reason=finding.problem)

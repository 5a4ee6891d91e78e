"""The first steps of an account: which are done, as the account's own rows tell or somebody says."""

from dataclasses import dataclass
from typing import Literal, get_args

from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.tenancy.principal import Principal

Step = Literal["hours", "calendar", "assistant", "widget", "booking"]
STEPS: tuple[Step, ...] = get_args(Step)
# What nothing here can tell, or what an account may do without.
SAYABLE: tuple[Step, ...] = ("hours", "calendar", "widget")

# The chat on somebody's site is a conversation like any other: the newest few tell whether it is used.
STATE = """
SELECT coalesce(f.said, '{}') AS said, f.dismissed_at IS NOT NULL AS is_dismissed,
       EXISTS (SELECT FROM integrations WHERE is_active AND health <> 'broken') AS calendar,
       EXISTS (SELECT FROM conversations) AS assistant,
       EXISTS (SELECT FROM widget_settings WHERE allowed_sites <> '{}') AS widget,
       EXISTS (SELECT FROM bookings) AS booking
FROM (SELECT) AS one LEFT JOIN first_runs f ON true
"""

SAY = """
INSERT INTO first_runs (sub_account_id, said) VALUES ($1, ARRAY[$2])
ON CONFLICT (sub_account_id) DO UPDATE SET said = array_append(array_remove(first_runs.said, $2), $2)
"""

DISMISS = """
INSERT INTO first_runs (sub_account_id, dismissed_at) VALUES ($1, $2)
ON CONFLICT (sub_account_id) DO UPDATE SET dismissed_at = $2
"""


@dataclass(frozen=True, slots=True)
class FirstRun:
    """How far an account has come."""

    done: tuple[Step, ...]
    is_dismissed: bool

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in STEPS if step not in self.done), None)

    @property
    def is_of_interest(self) -> bool:
        """Say whether the account should still be reminded."""
        return self.next_step is not None and not self.is_dismissed


class FirstRuns:
    """Reads how far an account has come, and writes down what it says."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of(self, principal: Principal) -> FirstRun:
        """Return how far an account has come."""
        async with self._db.tenant(principal.sub_account_id) as connection:
            return await first_run(connection)

    async def say(self, principal: Principal, step: Step) -> FirstRun:
        """Note that a step is done, or is not wanted.

        Raises:
            Forbidden: only an owner or admin may.
        """
        principal.require_admin()
        async with self._db.tenant(principal.sub_account_id) as connection:
            await connection.execute(SAY, principal.sub_account_id, step)
            return await first_run(connection)

    async def dismiss(self, principal: Principal) -> FirstRun:
        """Note that the account has seen enough of its first steps.

        Raises:
            Forbidden: only an owner or admin may.
        """
        principal.require_admin()
        async with self._db.tenant(principal.sub_account_id) as connection:
            await connection.execute(DISMISS, principal.sub_account_id, self._clock.now())
            return await first_run(connection)


async def first_run(connection: Connection) -> FirstRun:
    """Return how far the tenant has come."""
    row = await connection.fetchrow(STATE)
    assert row is not None, "it is one row, whatever there is"  # noqa: S101
    said = set(row["said"])
    told = {step for step in ("calendar", "assistant", "widget", "booking") if row[step]}
    return FirstRun(tuple(step for step in STEPS if step in said | told), row["is_dismissed"])

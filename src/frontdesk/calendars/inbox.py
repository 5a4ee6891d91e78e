"""Deliveries from outside calendars: taken in once, durably, for every sub-account they concern.

A location may be connected to several sub-accounts. Each gets the hint and asks with its own credentials, so
that naming somebody else's location brings nobody anything.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from frontdesk.calendars.deliveries import DeliveryKind, Hint, Irrelevant
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database, Row
from frontdesk.jobs.queue import enqueue_delivery
from frontdesk.logs import logger

# A delivery is good for so long after it was sent, and its id is remembered for longer than that: a copy
# of it is either known or too old, unless it does not say when it was sent. Then it is one more hint, and
# harmless. The vendor repeats itself for little more than an hour.
GOOD_FOR = timedelta(days=3)
REMEMBERED_FOR = timedelta(days=7)
# Who delivers is answered within a second, whatever our database is doing.
TAKEN_IN_WITHIN_SECONDS = 0.8

TAKE_IN = """
INSERT INTO webhook_deliveries (sub_account_id, delivery_id, kind, location_id, subject_id, calendar_id,
                                person_ids, sent_at, received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (sub_account_id, delivery_id) DO NOTHING
RETURNING true
"""

WAITING = """
SELECT delivery_id, kind, location_id, subject_id, calendar_id, person_ids, sent_at, received_at
FROM webhook_deliveries
WHERE delivery_id = $1 AND handled_at IS NULL
"""

HANDLED = "UPDATE webhook_deliveries SET handled_at = $2, outcome = $3 WHERE delivery_id = $1"

FORGET_SUBJECT = """
UPDATE webhook_deliveries SET subject_id = NULL, handled_at = coalesce(handled_at, $2) WHERE subject_id = $1
"""

FORGET = "DELETE FROM webhook_deliveries WHERE received_at < $1"

_log = logger(__name__)


class Inbox:
    """Takes deliveries in; who follows them up is told by a job."""

    def __init__(
        self, db: Database, clock: Clock, *, open_delivery: Callable[[bytes, Mapping[str, str]], Hint]
    ) -> None:
        self._db = db
        self._clock = clock
        self._open_delivery = open_delivery
        self._under_way: set[asyncio.Task[int]] = set()

    async def take_in(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Store a delivery and its jobs; returns for how many sub-accounts it was new.

        Raises:
            NotGenuine: nobody whose key we know has signed it. TimeoutError: it takes too long. It goes on
                then, and a copy of it changes nothing.
        """
        task = asyncio.create_task(self._take_in(body, headers), name="delivery")
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.wait_for(asyncio.shield(task), TAKEN_IN_WITHIN_SECONDS)

    async def _take_in(self, body: bytes, headers: Mapping[str, str]) -> int:
        try:
            hint = self._open_delivery(body, headers)
            _refuse_if_old(hint, self._clock.now())
        except Irrelevant as reason:
            _log.info("delivery_dropped", reason=str(reason))
            return 0
        concerned = await self._db.find_connected(hint.location_id, hint.company_id)
        if not concerned:
            _log.info("delivery_dropped", reason="nobody is connected to its location", kind=hint.kind)
        return sum([await self.store(sub_account_id, hint) for sub_account_id in concerned])

    async def store(self, sub_account_id: int, hint: Hint) -> bool:
        """Store a hint with its job, unless it is there already; says whether it was new."""
        async with self._db.tenant(sub_account_id) as connection:
            is_new = await connection.fetchval(
                TAKE_IN,
                sub_account_id,
                hint.delivery_id,
                hint.kind,
                hint.location_id,
                hint.subject_id,
                hint.calendar_id,
                list(hint.person_ids),
                hint.sent_at,
                self._clock.now(),
            )
            if is_new:
                await enqueue_delivery(connection, sub_account_id, hint.delivery_id)
        return bool(is_new)


async def waiting(connection: Connection, delivery_id: str) -> Hint | None:
    """Return a delivery of the tenant that nobody has followed up."""
    row = await connection.fetchrow(WAITING, delivery_id)
    return None if row is None else _hint(row)


async def note_outcome(connection: Connection, delivery_id: str, outcome: str, *, now: datetime) -> None:
    """Write down that a delivery was followed up, and what came of it in a word or two."""
    await connection.execute(HANDLED, delivery_id, now, outcome)


async def forget_subject(connection: Connection, subject_id: str, *, now: datetime) -> None:
    """Forget whom deliveries were about; there is nothing left to follow up."""
    await connection.execute(FORGET_SUBJECT, subject_id, now)


async def forget_old(connection: Connection, *, now: datetime) -> None:
    """Forget deliveries whose copies would be refused for their age."""
    await connection.execute(FORGET, now - REMEMBERED_FOR)


def _refuse_if_old(hint: Hint, now: datetime) -> None:
    if hint.sent_at is not None and hint.sent_at < now - GOOD_FOR:
        raise Irrelevant("it was sent days ago")


def _hint(row: Row) -> Hint:
    kind: DeliveryKind = row["kind"]
    return Hint(
        row["delivery_id"],
        kind,
        location_id=row["location_id"],
        subject_id=row["subject_id"],
        calendar_id=row["calendar_id"],
        person_ids=tuple(row["person_ids"]),
        sent_at=row["sent_at"],
        received_at=row["received_at"],
    )

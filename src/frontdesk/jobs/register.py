"""Every job and what it calls, and what is done by the clock: on one screen."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from pgqueuer import PgQueuer
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job, Schedule

from frontdesk.jobs.queue import (
    ANSWER_LEAD,
    FOLLOW_DELIVERY,
    PUSH_AGAIN,
    REFRESH_CALENDAR,
    SYNC_BOOKING,
    BookingJob,
    ConversationJob,
    DeliveryJob,
    SubAccountJob,
    UserJob,
)
from frontdesk.jobs.retry import backoff
from frontdesk.logs import logger

CONCURRENT_SYNCS = 20
CONCURRENT_READS = 5

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """What the jobs call. What returns a wait wants to be called again after it.

    Attributes:
        sync_booking: takes a sub-account's and a booking's id.
        push_again: takes a sub-account's id.
        answer_lead: takes a sub-account's and a conversation's id.
        refresh_calendar: takes a sub-account's and a user's id.
        follow_delivery: takes a sub-account's id and a delivery's.
    """

    sync_booking: Callable[[int, int], Awaitable[timedelta | None]]
    push_again: Callable[[int], Awaitable[None]]
    answer_lead: Callable[[int, int], Awaitable[timedelta | None]]
    refresh_calendar: Callable[[int, int], Awaitable[None]]
    follow_delivery: Callable[[int, str], Awaitable[timedelta | None]]


@dataclass(frozen=True, slots=True)
class Appointed:
    """Something that is done by the clock, by one worker at a time.

    Attributes:
        name: known to all workers.
        when: a cron expression.
    """

    name: str
    when: str
    do: Callable[[], Awaitable[object]]


Timetable = Sequence[Appointed]


def register(queue: PgQueuer, work: Work, timetable: Timetable = ()) -> None:
    """Tell the queue which job calls what.

    A job that returns a wait is run again after it, and so is one that fails for any other reason: a job that
    was given up would leave its booking out of step for good.
    """

    @queue.entrypoint(SYNC_BOOKING, concurrency_limit=CONCURRENT_SYNCS)
    async def run_sync(job: Job) -> None:
        wanted = msgspec.json.decode(job.payload or b"", type=BookingJob)
        async with _again_after_errors(job, booking=wanted.booking_id):
            wait = await work.sync_booking(wanted.sub_account_id, wanted.booking_id)
        _again_after(wait, "the calendar gave no clear answer")

    @queue.entrypoint(PUSH_AGAIN)
    async def run_push_again(job: Job) -> None:
        wanted = msgspec.json.decode(job.payload or b"", type=SubAccountJob)
        async with _again_after_errors(job, sub_account=wanted.sub_account_id):
            await work.push_again(wanted.sub_account_id)

    @queue.entrypoint(ANSWER_LEAD)
    async def run_answer_lead(job: Job) -> None:
        wanted = msgspec.json.decode(job.payload or b"", type=ConversationJob)
        async with _again_after_errors(job, conversation=wanted.conversation_id):
            wait = await work.answer_lead(wanted.sub_account_id, wanted.conversation_id)
        _again_after(wait, "somebody else is answering")

    @queue.entrypoint(REFRESH_CALENDAR, concurrency_limit=CONCURRENT_READS)
    async def run_refresh(job: Job) -> None:
        wanted = msgspec.json.decode(job.payload or b"", type=UserJob)
        async with _again_after_errors(job, user=wanted.user_id):
            await work.refresh_calendar(wanted.sub_account_id, wanted.user_id)

    @queue.entrypoint(FOLLOW_DELIVERY, concurrency_limit=CONCURRENT_READS)
    async def run_follow(job: Job) -> None:
        wanted = msgspec.json.decode(job.payload or b"", type=DeliveryJob)
        async with _again_after_errors(job, delivery=wanted.delivery_id):
            wait = await work.follow_delivery(wanted.sub_account_id, wanted.delivery_id)
        _again_after(wait, "its source gave no clear answer")

    for appointed in timetable:
        _appoint(queue, appointed)


@asynccontextmanager
async def _again_after_errors(job: Job, **about: int | str) -> AsyncIterator[None]:
    """Have a job that fails run again later; its traceback is logged with what it was about."""
    try:
        yield
    except Exception:  # noqa: BLE001 -- it is logged, and the job is run again
        _log.exception("job_failed", attempts=job.attempts, **about)
        # The queue keeps the traceback of what it is told, and an error may repeat what a lead said.
        raise RetryRequested(delay=backoff(job.attempts + 1), reason="an unexpected error") from None


def _again_after(wait: timedelta | None, reason: str) -> None:
    if wait is not None:
        raise RetryRequested(delay=wait, reason=reason)


def _appoint(queue: PgQueuer, appointed: Appointed) -> None:
    @queue.schedule(appointed.name, appointed.when)
    async def run_appointed(_schedule: Schedule) -> None:
        try:
            await appointed.do()
        except Exception:  # noqa: BLE001 -- the next appointment comes whatever happened at this one
            _log.exception("appointment_failed", name=appointed.name)

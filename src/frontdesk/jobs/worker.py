"""The worker: every job and what it calls, on one screen."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job

from frontdesk.db.pool import ConnectionSettings
from frontdesk.jobs.queue import (
    ANSWER_LEAD,
    PUSH_AGAIN,
    SYNC_BOOKING,
    BookingJob,
    ConversationJob,
    SubAccountJob,
)
from frontdesk.jobs.retry import backoff
from frontdesk.logs import logger

CONCURRENT_SYNCS = 20
POLL = timedelta(seconds=10)
RECONNECT_SECONDS = 1.0

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """What the jobs call.

    Attributes:
        sync_booking: takes a sub-account's and a booking's id; returns how long to wait before the next try.
        push_again: takes a sub-account's id.
        answer_lead: takes a sub-account's and a conversation's id; returns how long to wait before looking
            again.
    """

    sync_booking: Callable[[int, int], Awaitable[timedelta | None]]
    push_again: Callable[[int], Awaitable[None]]
    answer_lead: Callable[[int, int], Awaitable[timedelta | None]]


def register(queue: PgQueuer, work: Work) -> None:
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


@asynccontextmanager
async def _again_after_errors(job: Job, **about: int) -> AsyncIterator[None]:
    """Have a job that fails run again later; its traceback is logged with what it was about."""
    try:
        yield
    except Exception as error:
        _log.exception("job_failed", attempts=job.attempts, **about)
        raise RetryRequested(delay=backoff(job.attempts + 1), reason="an unexpected error") from error


def _again_after(wait: timedelta | None, reason: str) -> None:
    if wait is not None:
        raise RetryRequested(delay=wait, reason=reason)


@asynccontextmanager
async def working(connections: ConnectionSettings, work: Work) -> AsyncIterator[asyncio.Task[None]]:
    """Run the jobs beside whatever else this process does; yields the task that runs them."""
    stopping = asyncio.Event()
    task = asyncio.create_task(_keep_working(connections, work, stopping=stopping), name="jobs")
    try:
        yield task
    finally:
        stopping.set()
        await task


async def _keep_working(connections: ConnectionSettings, work: Work, *, stopping: asyncio.Event) -> None:
    """Work until told to stop; a lost connection is made again."""
    while not stopping.is_set():
        try:
            await _work(connections, work, stopping=stopping)
        except Exception:  # noqa: BLE001 -- this loop must survive whatever happens
            _log.exception("jobs_interrupted")
        if not stopping.is_set():
            await asyncio.sleep(RECONNECT_SECONDS)


async def _work(connections: ConnectionSettings, work: Work, *, stopping: asyncio.Event) -> None:
    """Work until told to stop or until the connection is lost."""
    connection = await connections.connect()
    queue = PgQueuer(AsyncpgDriver(connection))
    register(queue, work)
    connection.add_termination_listener(lambda _: queue.shutdown.set())
    told = asyncio.create_task(stopping.wait(), name="jobs told to stop")
    told.add_done_callback(lambda _: queue.shutdown.set())
    try:
        await queue.run(dequeue_timeout=POLL)
    finally:
        told.cancel()
        await connection.close()

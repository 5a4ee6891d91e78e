"""Putting work into the queue, in the transaction of the row that needs it."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries

from frontdesk.db.pool import Connection

SYNC_BOOKING = "sync_booking"
PUSH_AGAIN = "push_again"
FOLLOW_DELIVERY = "follow_delivery"
ANSWER_LEAD = "answer_lead"
# By then a turn is over, or whoever was at it is gone.
ANSWER_AFTER = timedelta(seconds=130)
REFRESH_CALENDAR = "refresh_calendar"


class BookingJob(msgspec.Struct, frozen=True):
    """Which booking a job is about. Ids only: the job loads fresh state and may run twice."""

    sub_account_id: int
    booking_id: int


class SubAccountJob(msgspec.Struct, frozen=True):
    """Which sub-account a job is about."""

    sub_account_id: int


class UserJob(msgspec.Struct, frozen=True):
    """Which user a job is about."""

    sub_account_id: int
    user_id: int


class DeliveryJob(msgspec.Struct, frozen=True):
    """Which delivery from outside a job is about."""

    sub_account_id: int
    delivery_id: str


async def enqueue_refreshes(connection: Connection, sub_account_id: int, user_ids: Sequence[int]) -> None:
    """Ask the worker to ask these users' outside calendars; who is asked already is not asked twice."""
    if not user_ids:
        return
    payloads: list[bytes | None] = [
        msgspec.json.encode(UserJob(sub_account_id, user_id)) for user_id in user_ids
    ]
    count = len(payloads)
    await Queries(AsyncpgDriver(connection)).enqueue(
        [REFRESH_CALENDAR] * count,
        payloads,
        [0] * count,
        dedupe_key=[f"{REFRESH_CALENDAR} {sub_account_id} {user_id}" for user_id in user_ids],
        on_conflict="skip",
    )


async def enqueue_delivery(connection: Connection, sub_account_id: int, delivery_id: str) -> None:
    """Ask the worker to follow up what came in from outside, once this transaction commits."""
    payload = msgspec.json.encode(DeliveryJob(sub_account_id, delivery_id))
    await Queries(AsyncpgDriver(connection)).enqueue(FOLLOW_DELIVERY, payload)


class ConversationJob(msgspec.Struct, frozen=True):
    """Which conversation a job is about."""

    sub_account_id: int
    conversation_id: int


async def enqueue_answer(connection: Connection, sub_account_id: int, conversation_id: int) -> None:
    """Ask the worker to see later on that a lead's message was answered, in case that we do not live to."""
    payload = msgspec.json.encode(ConversationJob(sub_account_id, conversation_id))
    await Queries(AsyncpgDriver(connection)).enqueue(ANSWER_LEAD, payload, execute_after=ANSWER_AFTER)


async def enqueue_push_again(connection: Connection, sub_account_id: int) -> None:
    """Ask the worker to try anew what the outside calendar refused: the settings have changed."""
    payload = msgspec.json.encode(SubAccountJob(sub_account_id))
    await Queries(AsyncpgDriver(connection)).enqueue(PUSH_AGAIN, payload)


async def enqueue_sync(
    connection: Connection, sub_account_id: int, booking_id: int, *, after: timedelta = timedelta()
) -> None:
    """Ask the worker to make the outside calendar agree with a booking, `after` this transaction commits."""
    payload = msgspec.json.encode(BookingJob(sub_account_id, booking_id))
    await Queries(AsyncpgDriver(connection)).enqueue(SYNC_BOOKING, payload, execute_after=after)


async def enqueue_syncs(connection: Connection, sub_account_id: int, booking_ids: Sequence[int]) -> None:
    """Ask for many bookings at once, in one statement."""
    if not booking_ids:
        return
    payloads: list[bytes | None] = [
        msgspec.json.encode(BookingJob(sub_account_id, booking_id)) for booking_id in booking_ids
    ]
    count = len(payloads)
    await Queries(AsyncpgDriver(connection)).enqueue([SYNC_BOOKING] * count, payloads, [0] * count)

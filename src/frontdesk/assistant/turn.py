"""One turn of a conversation: load (a transaction), talk (none), store (a transaction).

A turn that was broken off is taken up where it stood: its steps are loaded as done.
"""

import asyncio
import time
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from pydantic_ai.models import Model

from frontdesk.assistant import conversations, suggestions, turns
from frontdesk.assistant.agent import NO_ANSWER, Reply, talk
from frontdesk.assistant.context import OnStep, TurnContext
from frontdesk.assistant.conversations import NewMessage, State
from frontdesk.assistant.ground import TalkGround
from frontdesk.assistant.guards import TOLD_LAST, said_truthfully
from frontdesk.assistant.handing import ENOUGH, Ending, Reason, reason_to_hand_over, told_of
from frontdesk.assistant.history import Record, Step, as_model_messages, as_record
from frontdesk.assistant.keeping import keep_zone
from frontdesk.assistant.loading import Loaded, context_of, load, understood
from frontdesk.assistant.models import with_fallback
from frontdesk.assistant.offline.model import offline_model
from frontdesk.assistant.offline.state import HAND_OFF
from frontdesk.assistant.prompt import Place, instructions
from frontdesk.assistant.turns import Claim, TakenOver
from frontdesk.bookings.repository import Booking
from frontdesk.db.pool import Connection
from frontdesk.logs import logger

MOST_ATTEMPTS = 3
TALK_SECONDS = 90.0
_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of a message.

    Attributes:
        position: where the lead's message stands in the conversation.
        reply: what the lead is told; empty while a person has the word.
        is_repeated: whether the message had come before and this is its first answer again.
    """

    conversation_id: int
    position: int
    reply: str
    booking: Booking | None
    steps: list[Step]
    state: State = "assistant"
    is_repeated: bool = False


async def take(ground: TalkGround, claim: Claim, *, provider: Model | None, on_step: OnStep | None) -> Turn:
    """Answer the message that the claim is for.

    Raises:
        TurnLost: somebody else took the turn up.
    """
    began = time.monotonic()
    loaded = await load(ground, claim)
    context = await context_of(ground, loaded, on_step)
    text, reason, reply = await words_of(ground, loaded, context, provider)
    booking = context.booked[-1] if context.booked else None
    record = Record(
        steps=context.steps,
        model=reply.model,
        input_tokens=reply.input_tokens,
        output_tokens=reply.output_tokens,
        cost_micros=reply.cost_micros,
        seconds=round(time.monotonic() - began, 3),
        booking_id=booking.id if booking else None,
        withheld=context.withheld,
        understood=understood(context.heard),
        handed_over=reason,
        instructions=loaded.version.number,
    )
    state = await _store(ground, loaded, text, record)
    if state in ("waiting_approval", None):
        return Turn(claim.conversation_id, claim.position, "", None, context.steps, state=state or "human")
    return Turn(claim.conversation_id, claim.position, text, booking, context.steps, state=state)


async def words_of(
    ground: TalkGround, loaded: Loaded, context: TurnContext, provider: Model | None
) -> tuple[str, Reason | None, Reply]:
    """Return what is said, held to the truth; why a person takes over, if so; and what the model wanted."""
    reply = await _reply(ground, loaded, context, provider)
    has_called = HAND_OFF in context.done
    reason: Reason | None = "too_many_turns"
    if reply.text != ENOUGH:
        reason = reason_to_hand_over(Ending(context.heard, loaded.words, has_called, reply.gave_up))
    # Whoever hands over, code or model: that a person comes is so.
    comes = reason is not None or reply.text == TOLD_LAST
    done = context.truth.done | {HAND_OFF} if comes else context.truth.done
    truth = replace(context.truth, done=done)
    return told_of(reason, said_truthfully(reply.text, truth), has_called=has_called), reason, reply


async def _reply(ground: TalkGround, loaded: Loaded, context: TurnContext, provider: Model | None) -> Reply:
    """Return what is to be said, by whichever model speaks or by none."""
    if loaded.conversation.turns > loaded.version.briefing.limits.turns_per_conversation:
        return Reply(ENOUGH, "")
    if loaded.claim.attempts > MOST_ATTEMPTS:
        _log.error("turn_given_up", conversation=context.conversation_id, position=loaded.claim.position)
        return Reply(NO_ANSWER, "", gave_up=True)
    try:
        await keep_zone(context, known=loaded.lead.timezone)
        return await _talk(ground, loaded, context, provider)
    except TakenOver:
        return Reply(TOLD_LAST if context.done else "", "")


async def _talk(ground: TalkGround, loaded: Loaded, context: TurnContext, provider: Model | None) -> Reply:
    """Let the model speak. No transaction is open meanwhile."""
    now, limits = ground.clock.now(), loaded.version.briefing.limits
    zone, briefing = ZoneInfo(context.timezone), loaded.version.briefing
    place = Place(loaded.account.name, now, zone, briefing, loaded.standing(now), loaded.lead)
    try:
        async with asyncio.timeout(TALK_SECONDS):
            return await talk(
                with_fallback(provider, offline_model(loaded.setting(now))),
                as_model_messages(loaded.messages, steps=loaded.steps),
                context,
                instructions=instructions(place),
                limits=limits,
            )
    except TimeoutError:
        _log.warning("model_gave_up", conversation=context.conversation_id, reason="the turn took too long")
        return Reply(NO_ANSWER, "", gave_up=True)


async def _store(ground: TalkGround, loaded: Loaded, text: str, record: Record) -> State | None:
    """Write the reply down and return who has the word from now on.

    None when a person took over meanwhile and the reply is left unsaid. It is said all the same when
    something was done that the lead must hear of.
    """
    claim, now = loaded.claim, ground.clock.now()
    async with ground.db.tenant(claim.sub_account_id) as connection:
        conversation = await conversations.locked(connection, claim.conversation_id)
        await turns.end(connection, claim)
        is_taken_over = conversation is not None and conversation.state == "human"
        if is_taken_over and not any(_is_done(step) for step in record.steps):
            return None
        if loaded.version.briefing.mode == "suggest" and not is_taken_over:
            await _suggest(connection, claim, text, record, now=now)
            return "waiting_approval"
        said = NewMessage("assistant", text, now, record=as_record(record), answers=claim.position)
        await conversations.append(connection, claim.sub_account_id, claim.conversation_id, said)
        if is_taken_over or record.handed_over is None:
            return "human" if is_taken_over else "assistant"
        await conversations.set_state(
            connection, claim.conversation_id, "human", reason=record.handed_over, now=now
        )
        return "human"


async def _suggest(connection: Connection, claim: Claim, text: str, record: Record, *, now: datetime) -> None:
    """Let the reply wait for a person. What it would do is not done yet."""
    kept = as_record(msgspec.structs.replace(record, booking_id=None))
    where = claim.conversation_id
    await suggestions.put(connection, where, claim.position, content=text, record=kept, now=now)
    await conversations.set_state(connection, where, "waiting_approval", reason=record.handed_over, now=now)


def _is_done(step: Step) -> bool:
    return step.result.get("success") is True and step.result.get("proposed") is not True

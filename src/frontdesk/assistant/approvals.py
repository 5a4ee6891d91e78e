"""A person decides about what the assistant suggests: send it, send something else, or drop it.

What the assistant proposed to do (book, move, cancel, write down) is done when its reply is approved, through
the same tools with the same checks. When it cannot be done any more, nothing is sent.
"""

from dataclasses import replace
from datetime import timedelta

import msgspec

from frontdesk.assistant import conversations, suggestions, turns
from frontdesk.assistant.arriving import NO_SUCH_CONVERSATION
from frontdesk.assistant.context import TurnContext
from frontdesk.assistant.conversations import Conversation, Message, NewMessage
from frontdesk.assistant.errors import SuggestionGone
from frontdesk.assistant.ground import TalkGround
from frontdesk.assistant.guards import said_truthfully
from frontdesk.assistant.handovers import locked_for, read
from frontdesk.assistant.history import Record, Step, as_record
from frontdesk.assistant.loading import context_of, load
from frontdesk.assistant.offline.state import HAND_OFF
from frontdesk.assistant.second_opinion import Objection
from frontdesk.assistant.suggestions import Suggestion
from frontdesk.assistant.toolbox import perform, require_all
from frontdesk.assistant.turns import Claim
from frontdesk.db.pool import Connection
from frontdesk.errors import FrontdeskError, NotFound
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import Action, Entry, Target, record

NO_SUCH_SUGGESTION = "There is no such suggestion."
CLAIM_LIFE = timedelta(seconds=60)


class Approvals:
    """Decisions about suggestions. Owners and admins decide everywhere, members on their own calendar."""

    def __init__(self, ground: TalkGround) -> None:
        self._ground = ground

    async def waiting(self, principal: Principal, conversation_id: int) -> Suggestion | None:
        """Return what waits for approval in a conversation.

        Raises:
            NotFound: no such conversation. Forbidden: about somebody else's calendar.
        """
        async with self._ground.db.tenant(principal.sub_account_id) as connection:
            conversation = await conversations.by_id(connection, conversation_id)
            if conversation is None:
                raise NotFound(NO_SUCH_CONVERSATION)
            principal.require_calendar_of(conversation.user_id)
            return await suggestions.waiting(connection, conversation_id)

    async def approve(
        self, principal: Principal, conversation_id: int, position: int, *, content: str | None = None
    ) -> Message:
        """Do what was proposed and send the reply, or `content` in its place.

        Raises:
            NotFound: no such conversation or suggestion. Forbidden: about somebody else's calendar.
            SuggestionGone: it was decided about, or the lead wrote again. And what the tools refuse, such as
            SlotUnavailable: then nothing is sent, and the suggestion still waits.
        """
        suggestion, claim = await self._claim(principal, conversation_id, position)
        context = await self._context(claim)
        proposed = msgspec.convert(dict(suggestion.record), Record)
        try:
            await require_all(context, [step for step in proposed.steps if _is_proposed(step)])
            steps = [await _done(context, step) for step in proposed.steps]
        except (FrontdeskError, Objection) as refusal:
            await self._give_up(claim)
            raise (SuggestionGone(str(refusal)) if isinstance(refusal, Objection) else refusal) from None
        except BaseException:
            await self._give_up(claim)
            raise
        context.steps = steps
        booking = context.booked[-1] if context.booked else None
        kept = msgspec.structs.replace(
            proposed,
            steps=steps,
            booking_id=booking.id if booking else None,
            approved_by=principal.actor.id_as("user"),
            approved_by_agency_person=principal.actor.id_as("agency"),
            is_edited=content is not None,
        )
        truth = context.truth
        if proposed.handed_over:  # whoever decided it, code or model: that a person comes is so
            truth = replace(truth, done=truth.done | {HAND_OFF})
        text = said_truthfully(suggestion.content, truth) if content is None else content
        return await self._send(principal, claim, text, kept)

    async def discard(self, principal: Principal, conversation_id: int, position: int) -> Conversation:
        """Drop a suggestion. The lead still waits, and a person has the word.

        Raises:
            NotFound, Forbidden, SuggestionGone: as in `approve`.
        """
        now = self._ground.clock.now()
        async with self._ground.db.tenant(principal.sub_account_id) as connection:
            await _waiting(connection, principal, conversation_id, position)
            await suggestions.decide(
                connection, conversation_id, position, state="discarded", by=principal.actor, now=now
            )
            await conversations.set_state(connection, conversation_id, "human", reason="discarded", now=now)
            entry = _entry(principal, "suggestion.discarded", conversation_id, position=position)
            await record(connection, entry, now=now)
            return await read(connection, conversation_id)

    async def _claim(
        self, principal: Principal, conversation_id: int, position: int
    ) -> tuple[Suggestion, Claim]:
        now = self._ground.clock.now()
        async with self._ground.db.tenant(principal.sub_account_id) as connection:
            suggestion = await _waiting(connection, principal, conversation_id, position)
            claim = await turns.claim_again(
                connection, principal.sub_account_id, conversation_id, position, now=now, life=CLAIM_LIFE
            )
        if claim is None:
            raise SuggestionGone("Somebody is deciding about this suggestion right now.")
        return suggestion, claim

    async def _context(self, claim: Claim) -> TurnContext:
        loaded = await load(self._ground, claim)
        context = await context_of(self._ground, replace(loaded, steps=[]), None)
        context.proposes = False
        context.steps_before = len(loaded.steps)
        return context

    async def _give_up(self, claim: Claim) -> None:
        async with self._ground.db.tenant(claim.sub_account_id) as connection:
            await turns.end(connection, claim)

    async def _send(self, principal: Principal, claim: Claim, text: str, kept: Record) -> Message:
        now, where = self._ground.clock.now(), claim.conversation_id
        async with self._ground.db.tenant(claim.sub_account_id) as connection:
            await conversations.locked(connection, where)
            await turns.end(connection, claim)
            said = NewMessage("assistant", text, now, record=as_record(kept), answers=claim.position)
            position = await conversations.append(connection, claim.sub_account_id, where, said)
            await suggestions.decide(
                connection, where, claim.position,
                state="edited" if kept.is_edited else "approved", by=principal.actor, now=now,
            )  # fmt: skip
            state: conversations.State = "human" if kept.handed_over else "assistant"
            await conversations.set_state(connection, where, state, reason=kept.handed_over, now=now)
            entry = _entry(
                principal, "suggestion.approved", where, position=claim.position, isEdited=kept.is_edited
            )
            await record(connection, entry, now=now)
            [message] = await conversations.messages(connection, where, after=position - 1)
            return message


async def _waiting(
    connection: Connection, principal: Principal, conversation_id: int, position: int
) -> Suggestion:
    """Return a suggestion that waits, its conversation locked."""
    await locked_for(connection, principal, conversation_id)
    suggestion = await suggestions.find(connection, conversation_id, position)
    if suggestion is None:
        raise NotFound(NO_SUCH_SUGGESTION)
    if suggestion.state != "waiting":
        raise SuggestionGone
    return suggestion


def _entry(principal: Principal, action: Action, conversation_id: int, **changes: object) -> Entry:
    return Entry(principal.actor, action, Target("conversation", conversation_id), changes)


async def _done(context: TurnContext, step: Step) -> Step:
    """Do what was proposed; what was only looked up stays as it was."""
    return await perform(context, step) if _is_proposed(step) else step


def _is_proposed(step: Step) -> bool:
    return step.result.get("proposed") is True

"""One turn of a conversation: load (a transaction), talk (none), store (a transaction).

A turn that was broken off is taken up where it stood: its steps are loaded as done.
"""

import asyncio
import time
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from pydantic_ai.models import Model

from frontdesk.assistant import conversations, turns
from frontdesk.assistant.agent import NO_ANSWER, Reply, talk
from frontdesk.assistant.arriving import NO_SUCH_CONVERSATION
from frontdesk.assistant.context import OnStep, TurnContext
from frontdesk.assistant.conversations import Conversation, Message, NewMessage, State, in_order
from frontdesk.assistant.ground import TalkGround
from frontdesk.assistant.guards import said_truthfully
from frontdesk.assistant.handing import ENOUGH, Ending, Reason, reason_to_hand_over, told_of
from frontdesk.assistant.history import Record, Step, as_model_messages, as_record
from frontdesk.assistant.known import STANDING, Past
from frontdesk.assistant.models import with_fallback
from frontdesk.assistant.offline.model import heard, offline_model
from frontdesk.assistant.offline.state import HAND_OFF
from frontdesk.assistant.prompt import instructions
from frontdesk.assistant.second_opinion import Heard, listen
from frontdesk.assistant.setting import setting_of
from frontdesk.assistant.toolbox import TOOL_NAMES
from frontdesk.assistant.turns import Claim, TakenOver
from frontdesk.bookings.repository import Booking, Filters
from frontdesk.errors import NotFound
from frontdesk.leads import repository as leads
from frontdesk.leads.repository import Lead
from frontdesk.logs import logger
from frontdesk.tenancy import repository as tenancy
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.repository import SubAccount, User
from frontdesk.zones import first_zone

MOST_ATTEMPTS = 3
MOST_TURNS = 60
TALK_SECONDS = 90.0
TOLD_LAST = "A person takes over here."
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


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a turn knows before it talks.

    Attributes:
        messages: what was said, up to the message that is to be answered.
        steps: what was done for it already, if the turn was broken off.
        bookings: the lead's newest bookings, in whatever state.
    """

    claim: Claim
    conversation: Conversation
    account: SubAccount
    user: User
    lead: Lead
    messages: list[Message]
    steps: list[Step]
    bookings: list[Booking]

    @property
    def principal(self) -> Principal:
        """As whom the assistant acts: it may do what a member may, on this one calendar."""
        return Principal(self.claim.sub_account_id, self.user.id, "member")

    @property
    def words(self) -> str:
        """What the lead wrote in the message that is to be answered."""
        return next(one.content for one in reversed(self.messages) if one.author == "lead")

    @property
    def last_reply(self) -> str:
        """What the lead was told last."""
        replies = (message.content for message in reversed(self.messages) if message.author != "lead")
        return next(replies, "")

    @property
    def zone(self) -> ZoneInfo:
        """The zone the lead is spoken to in."""
        return first_zone(self.lead.timezone, self.user.timezone)


async def take(ground: TalkGround, claim: Claim, *, provider: Model | None, on_step: OnStep | None) -> Turn:
    """Answer the message that the claim is for.

    Raises:
        TurnLost: somebody else took the turn up.
    """
    began = time.monotonic()
    loaded = await _load(ground, claim)
    context = await _context(ground, loaded, on_step)
    reply = await _reply(ground, loaded, context, provider)
    has_called = HAND_OFF in context.done
    reason: Reason | None = "too_many_turns"
    if reply.text != ENOUGH:
        reason = reason_to_hand_over(Ending(context.heard, loaded.words, has_called, reply.gave_up))
    # Whoever hands over, code or model: that a person comes is so.
    done = context.truth.done if reason is None else context.truth.done | {HAND_OFF}
    truth = replace(context.truth, done=done)
    text = told_of(reason, said_truthfully(reply.text, truth), has_called=has_called)
    booking = context.booked[-1] if context.booked else None
    record = Record(
        steps=context.steps,
        model=reply.model,
        input_tokens=reply.input_tokens,
        output_tokens=reply.output_tokens,
        seconds=round(time.monotonic() - began, 3),
        booking_id=booking.id if booking else None,
        withheld=context.withheld,
        understood=_understood(context.heard),
        handed_over=reason,
    )
    state = await _store(ground, claim, text, record)
    if state is None:
        return Turn(claim.conversation_id, claim.position, "", None, context.steps, state="human")
    return Turn(claim.conversation_id, claim.position, text, booking, context.steps, state=state)


async def _reply(ground: TalkGround, loaded: Loaded, context: TurnContext, provider: Model | None) -> Reply:
    """Return what is to be said, by whichever model speaks or by none."""
    if loaded.conversation.turns > MOST_TURNS:
        return Reply(ENOUGH, "")
    if loaded.claim.attempts > MOST_ATTEMPTS:
        _log.error("turn_given_up", conversation=context.conversation_id, position=loaded.claim.position)
        return Reply(NO_ANSWER, "", gave_up=True)
    try:
        return await _talk(ground, loaded, context, provider)
    except TakenOver:
        return Reply(TOLD_LAST if context.done else "", "")


async def _load(ground: TalkGround, claim: Claim) -> Loaded:
    """Return all that is needed to answer a message."""
    async with ground.db.tenant(claim.sub_account_id) as connection:
        conversation = await conversations.by_id(connection, claim.conversation_id)
        if conversation is None:
            raise NotFound(NO_SUCH_CONVERSATION)
        account = await tenancy.sub_account(connection)
        user = await tenancy.user_by_id(connection, conversation.user_id)
        lead = await leads.by_id(connection, conversation.lead_id)
        if account is None or user is None or lead is None:
            raise NotFound(NO_SUCH_CONVERSATION)
        said = await conversations.messages(connection, conversation.id)
        steps = await turns.steps(connection, claim)
    mine = Filters(user_id=user.id, lead_id=lead.id)
    principal = Principal(claim.sub_account_id, user.id, "member")
    newest, _ = await ground.bookings.page(principal, mine, limit=20, cursor=None)
    heard_so_far = [one for one in in_order(said) if (one.answers or one.position) <= claim.position]
    return Loaded(claim, conversation, account, user, lead, heard_so_far, steps, newest)


async def _context(ground: TalkGround, loaded: Loaded, on_step: OnStep | None) -> TurnContext:
    now = ground.clock.now()
    setting = setting_of(loaded.user, loaded.account, zone=loaded.zone, now=now)
    state = heard(as_model_messages(loaded.messages), replace(setting, tools=TOOL_NAMES))
    return TurnContext(
        principal=loaded.principal,
        lead_id=loaded.lead.id,
        lead_name=loaded.lead.name,
        lead_words=tuple(one.content for one in loaded.messages if one.author == "lead"),
        claim=loaded.claim,
        timezone=loaded.zone.key,
        now=now,
        heard=listen(state, loaded.last_reply),
        db=ground.db,
        availability=ground.availability,
        bookings=ground.bookings,
        past=Past(loaded.messages, loaded.bookings),
        leads=ground.leads,
        on_step=on_step,
        steps=list(loaded.steps),
        booked=await _booked_by(ground, loaded),
    )


async def _booked_by(ground: TalkGround, loaded: Loaded) -> list[Booking]:
    """Return what a turn that was broken off had booked or moved, as it is now."""
    done = [step.result.get("bookingId") for step in loaded.steps if step.result.get("success") is True]
    ids = dict.fromkeys(booking_id for booking_id in done if isinstance(booking_id, int))
    booked = [await ground.bookings.by_id(loaded.principal, booking_id) for booking_id in ids]
    return [booking for booking in booked if booking.status in STANDING]


async def _talk(ground: TalkGround, loaded: Loaded, context: TurnContext, provider: Model | None) -> Reply:
    """Let the model speak. No transaction is open meanwhile."""
    now = ground.clock.now()
    setting = setting_of(loaded.user, loaded.account, zone=loaded.zone, now=now)
    try:
        async with asyncio.timeout(TALK_SECONDS):
            return await talk(
                with_fallback(provider, offline_model(setting)),
                as_model_messages(loaded.messages, steps=loaded.steps),
                context,
                instructions=instructions(business=loaded.account.name, now=now, zone=loaded.zone),
            )
    except TimeoutError:
        _log.warning("model_gave_up", conversation=context.conversation_id, reason="the turn took too long")
        return Reply(NO_ANSWER, "", gave_up=True)


async def _store(ground: TalkGround, claim: Claim, text: str, record: Record) -> State | None:
    """Write the reply down and return who has the word from now on.

    None when a person took over meanwhile and the reply is left unsaid. It is said all the same when
    something was done that the lead must hear of.
    """
    now = ground.clock.now()
    async with ground.db.tenant(claim.sub_account_id) as connection:
        conversation = await conversations.locked(connection, claim.conversation_id)
        await turns.end(connection, claim)
        is_taken_over = conversation is not None and conversation.state == "human"
        if is_taken_over and not any(step.result.get("success") is True for step in record.steps):
            return None
        said = NewMessage("assistant", text, now, record=as_record(record), answers=claim.position)
        await conversations.append(connection, claim.sub_account_id, claim.conversation_id, said)
        if is_taken_over or record.handed_over is None:
            return "human" if is_taken_over else "assistant"
        await conversations.set_state(
            connection, claim.conversation_id, "human", reason=record.handed_over, now=now
        )
        return "human"


def _understood(heard: Heard) -> dict[str, object]:
    """Return what the reader took the message to say, to be read in a dispute."""
    said = heard.state.heard
    if said is None:
        return {}
    wish = heard.state.wish
    facts = {
        "intent": said.intent.value,
        "date": wish.date and wish.date.isoformat(),
        "time": wish.time and wish.time.isoformat("minutes"),
        "agreed": heard.state.agreed or None,
    }
    return {name: value for name, value in facts.items() if value is not None}

"""Trying a draft of the settings: a turn of the real assistant, with nobody there and nothing written.

The conversation comes with the request and is forgotten with the answer. What tools read is real; what they
would write is only proposed, as in the mode `suggest`, and no row is written of any of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic_ai.models import Model

from frontdesk.assistant.briefing import Briefing, Version
from frontdesk.assistant.conversations import Conversation, Message
from frontdesk.assistant.ground import TalkGround
from frontdesk.assistant.handing import Reason
from frontdesk.assistant.history import Record, Step, as_record
from frontdesk.assistant.loading import Loaded, context_of
from frontdesk.assistant.turn import words_of
from frontdesk.assistant.turns import Claim
from frontdesk.errors import NotFound
from frontdesk.leads.repository import Lead
from frontdesk.tenancy import repository as tenancy
from frontdesk.tenancy.principal import Principal

# No row has this id, so whatever is looked up by it is not there.
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said in a rehearsal so far; `steps` are the tool calls of an answer, as it came."""

    content: str
    is_leads: bool
    steps: Sequence[Step] = ()


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a lead would be told, what would be done, and why a person would take over, if one would."""

    reply: str
    steps: list[Step]
    handed_over: Reason | None


async def rehearse(
    ground: TalkGround,
    principal: Principal,
    briefing: Briefing,
    lines: Sequence[Spoken],
    *,
    provider: Model | None,
) -> Rehearsed:
    """Answer the last line, which is the lead's, as the assistant would under these settings.

    It is the caller's own calendar that is talked about.
    """
    loaded = await _loaded(ground, principal, briefing, as_messages(lines, ground.clock.now()))
    context = await context_of(ground, loaded, None)
    context.proposes = context.is_rehearsal = True
    text, reason, _ = await words_of(ground, loaded, context, provider)
    return Rehearsed(text, context.steps, reason)


def as_messages(lines: Sequence[Spoken], now: datetime) -> list[Message]:
    """Return the lines as a stored conversation would have them. Pure."""
    messages: list[Message] = []
    asked = None
    for position, line in enumerate(lines, start=1):
        if line.is_leads:
            asked = position
            messages.append(Message(position, "lead", line.content, {}, now))
        else:
            record = as_record(Record(steps=list(line.steps)))
            messages.append(Message(position, "assistant", line.content, record, now, answers=asked))
    return messages


async def _loaded(
    ground: TalkGround, principal: Principal, briefing: Briefing, messages: list[Message]
) -> Loaded:
    async with ground.db.tenant(principal.sub_account_id) as connection:
        account = await tenancy.sub_account(connection)
        user = await tenancy.user_by_id(connection, principal.user_id)
    if account is None or user is None:
        raise NotFound("There is no such user.")
    now = ground.clock.now()
    asked = sum(message.author == "lead" for message in messages)
    return Loaded(
        claim=Claim(principal.sub_account_id, NOBODY, len(messages), UUID(int=NOBODY)),
        conversation=Conversation(NOBODY, NOBODY, user.id, "api", "assistant", None, asked, now, now),
        account=account,
        user=user,
        lead=Lead(NOBODY, None, None, None, None, None, None, now, now),
        messages=messages,
        steps=[],
        bookings=[],
        version=Version(NOBODY, briefing),
    )

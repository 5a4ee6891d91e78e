"""How conversations look from outside."""

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from frontdesk.assistant.conversations import Author, Channel, Conversation, Message, State
from frontdesk.assistant.history import Record, Step
from frontdesk.assistant.suggestions import Suggestion
from frontdesk.assistant.turn import Turn
from frontdesk.assistant.usage import Usage
from frontdesk.availability.schemas import Identifier
from frontdesk.bookings.schemas import BookingView
from frontdesk.bookings.schemas import view as booking_view
from frontdesk.http import Body

Said = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class ChatMessage(Body):
    """What a lead wrote."""

    lead_id: Identifier
    content: Said
    conversation_id: Identifier | None = None


class PersonsMessage(Body):
    """What a person wants to say to a lead."""

    content: Said


class ToolCall(Body):
    """A tool the assistant used, and what came of it."""

    name: str
    arguments: dict[str, Any]
    result: dict[str, Any]


class ChatAnswer(Body):
    """The assistant's reply, empty while a person has the word.

    `booking` is the one this message led to, if any; `position` is where the lead's message stands.
    """

    conversation_id: int
    reply: str
    booking: BookingView | None
    tool_calls: list[ToolCall]
    position: int
    state: State


class ConversationView(Body):
    """A conversation, without what was said."""

    id: int
    lead_id: int
    user_id: int
    channel: Channel
    state: State
    state_reason: str | None
    created_at: datetime
    updated_at: datetime


class ConversationList(Body):
    """Conversations, newest first."""

    conversations: list[ConversationView]


class MessageView(Body):
    """One message, and for the assistant's how it came about.

    `answers` is the position of the lead's message that it answers; `userId` is who wrote a person's, or
    `agencyPersonId`, if it was somebody of the agency.
    """

    position: int
    author: Author
    content: str
    record: dict[str, Any]
    created_at: datetime
    answers: int | None
    user_id: int | None
    agency_person_id: int | None


class SuggestionView(Body):
    """A reply that waits for approval, and what would be done with it.

    `position` is that of the lead's message that it answers; the tool calls with `proposed` are not done yet.
    """

    position: int
    content: str
    tool_calls: list[ToolCall]
    created_at: datetime


class UsageView(Body):
    """What a conversation took; `costUsd` is null where it is not known or nobody was paid."""

    input_tokens: int
    output_tokens: int
    cost_usd: str | None


class Transcript(Body):
    """A conversation with all that was said, what waits for approval in it, and what it took."""

    conversation: ConversationView
    messages: list[MessageView]
    suggestion: SuggestionView | None
    usage: UsageView


class EditedReply(Body):
    """What is to be said in place of what was suggested."""

    content: Said


def suggestion_view(suggestion: Suggestion) -> SuggestionView:
    """Put what waits for approval into the contract's form."""
    record = msgspec.convert(dict(suggestion.record), Record)
    return SuggestionView(
        suggestion.position,
        suggestion.content,
        [tool_call(step) for step in record.steps],
        suggestion.created_at.astimezone(UTC),
    )


def usage_view(usage: Usage) -> UsageView:
    """Put what was spent into the contract's form."""
    return UsageView(usage.input_tokens, usage.output_tokens, usage.dollars)


def tool_call(step: Step) -> ToolCall:
    """Put a tool call into the contract's form."""
    return ToolCall(step.tool, step.arguments, step.result)


def step_of(call: ToolCall) -> Step:
    """Return a tool call as conversations keep it."""
    return Step(call.name, call.arguments, call.result)


def chat_answer(turn: Turn) -> ChatAnswer:
    """Put a turn into the contract's form."""
    return ChatAnswer(
        conversation_id=turn.conversation_id,
        reply=turn.reply,
        booking=booking_view(turn.booking) if turn.booking else None,
        tool_calls=[tool_call(step) for step in turn.steps],
        position=turn.position,
        state=turn.state,
    )


def conversation_view(conversation: Conversation) -> ConversationView:
    """Put a conversation into the contract's form."""
    return ConversationView(
        id=conversation.id,
        lead_id=conversation.lead_id,
        user_id=conversation.user_id,
        channel=conversation.channel,
        state=conversation.state,
        state_reason=conversation.state_reason,
        created_at=conversation.created_at.astimezone(UTC),
        updated_at=conversation.updated_at.astimezone(UTC),
    )


def message_view(message: Message) -> MessageView:
    """Put a message into the contract's form."""
    return MessageView(
        message.position,
        message.author,
        message.content,
        dict(message.record),
        message.created_at.astimezone(UTC),
        message.answers,
        message.user_id,
        message.agency_person_id,
    )

"""The conversation API."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, JSONBody, QueryParameter
from litestar.response import ServerSentEvent
from litestar.status_codes import HTTP_200_OK

from frontdesk.assistant.approvals import Approvals
from frontdesk.assistant.conversations import State
from frontdesk.assistant.schemas import (
    ChatAnswer,
    ChatMessage,
    ConversationList,
    Transcript,
    chat_answer,
    conversation_view,
    message_view,
    suggestion_view,
    usage_view,
)
from frontdesk.assistant.service import ConversationService, Incoming, Turn
from frontdesk.assistant.streaming import stream
from frontdesk.assistant.whence import Whence
from frontdesk.bookings.routes import IdempotencyKey
from frontdesk.bookings.service import BookingService
from frontdesk.http import Id, PageLimit, refusals
from frontdesk.tenancy.principal import Principal

StateQuery = Annotated[State | None, QueryParameter(name="state", required=False)]
Accept = Annotated[str, HeaderParameter(name="Accept", required=False)]


@post("/chat/messages", status_code=HTTP_200_OK, responses=refusals(404, 409), tags=["chat"])
async def send(
    data: JSONBody[ChatMessage],
    principal: NamedDependency[Principal],
    chat: NamedDependency[ConversationService],
    accept: Accept = "application/json",
    idempotency_key: IdempotencyKey = None,
) -> Response[ChatAnswer] | ServerSentEvent:
    """Take a lead's message; with `Accept: text/event-stream` the answer comes as events."""
    incoming = Incoming(data.lead_id, data.content, data.conversation_id, key=idempotency_key)
    if "text/event-stream" in accept:
        return stream(lambda on_step: chat.answer(principal, incoming, on_step=on_step))
    return answered(await chat.answer(principal, incoming))


def answered(turn: Turn) -> Response[ChatAnswer]:
    """Return the answer to a message; one that came before is marked."""
    return Response(chat_answer(turn), headers={"Idempotency-Replayed": "true"} if turn.is_repeated else {})


@get("/chat/conversations", responses=refusals(), tags=["chat"])
async def newest(
    principal: NamedDependency[Principal],
    chat: NamedDependency[ConversationService],
    limit: PageLimit = 50,
    conversation_state: StateQuery = None,
) -> ConversationList:
    """List conversations, newest first; `state` narrows to those where that one has the word."""
    found = await chat.newest(principal, limit, state=conversation_state)
    return ConversationList([conversation_view(one) for one in found])


@get("/chat/conversations/{conversation_id:int}", responses=refusals(403, 404), tags=["chat"])
async def replay(
    conversation_id: Id,
    principal: NamedDependency[Principal],
    chat: NamedDependency[ConversationService],
    approvals: NamedDependency[Approvals],
) -> Transcript:
    """Return a conversation with all that was said and done, and what waits for approval."""
    conversation, messages = await chat.transcript(principal, conversation_id)
    waiting = await approvals.waiting(principal, conversation_id)
    return Transcript(
        conversation_view(conversation),
        [message_view(message) for message in messages],
        suggestion_view(waiting) if waiting else None,
        usage_view(await chat.usage(principal, conversation_id)),
    )


@get("/bookings/{booking_id:int}/conversation", responses=refusals(403, 404), tags=["bookings"])
async def whence_booking(
    booking_id: Id,
    principal: NamedDependency[Principal],
    booking_service: NamedDependency[BookingService],
    whence: NamedDependency[Whence],
    chat: NamedDependency[ConversationService],
) -> Transcript:
    """Return the conversation that a booking came out of, up to the last words that touched it."""
    booking = await booking_service.by_id(principal, booking_id)
    conversation, messages = await whence.talk_of(principal, booking)
    said = [message_view(message) for message in messages]
    spent = usage_view(await chat.usage(principal, conversation.id))
    return Transcript(conversation_view(conversation), said, suggestion=None, usage=spent)


handlers = [send, newest, replay, whence_booking]

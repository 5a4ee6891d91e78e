"""What people do in conversations: follow them, write in them, take them over and hand them back."""

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, JSONBody
from litestar.response import ServerSentEvent
from litestar.status_codes import HTTP_200_OK

from frontdesk.assistant.conversations import Message
from frontdesk.assistant.event_streams import EVENT_STREAM, as_events, position_of
from frontdesk.assistant.handovers import Handovers
from frontdesk.assistant.schemas import (
    ConversationView,
    MessageView,
    PersonsMessage,
    conversation_view,
    message_view,
)
from frontdesk.assistant.watching import Watching
from frontdesk.http import AnyRequest, Id, bearer, refusals
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.service import TenancyService
from frontdesk.tenancy.staying import while_let_in

LastEventId = Annotated[str | None, HeaderParameter(name="Last-Event-ID", required=False)]


async def shown(message: Message) -> MessageView:
    """Return a message as people see it."""
    return message_view(message)


@get("/chat/events", media_type=EVENT_STREAM, responses=refusals(), tags=["chat"])
async def all_events(
    request: AnyRequest,
    principal: NamedDependency[Principal],
    watching: NamedDependency[Watching],
    tenancy: NamedDependency[TenancyService],
) -> ServerSentEvent:
    """Tell, as events, of every conversation in which something happens."""
    news = while_let_in(watching.follow_all(principal), lambda: tenancy.authenticate(bearer(request)))
    return as_events(news, message=shown, conversation=conversation_view)


@get(
    "/chat/conversations/{conversation_id:int}/events",
    media_type=EVENT_STREAM,
    responses=refusals(403, 404),
    tags=["chat"],
)
async def events(
    conversation_id: Id,
    request: AnyRequest,
    principal: NamedDependency[Principal],
    watching: NamedDependency[Watching],
    tenancy: NamedDependency[TenancyService],
    last_event_id: LastEventId = None,
) -> ServerSentEvent:
    """Tell, as events, what is said in a conversation and who has the word."""
    news = await watching.follow(principal, conversation_id, after=position_of(last_event_id))
    let_in = while_let_in(news, lambda: tenancy.authenticate(bearer(request)))
    return as_events(let_in, message=shown, conversation=conversation_view)


@post("/chat/conversations/{conversation_id:int}/messages", responses=refusals(403, 404), tags=["chat"])
async def write(
    conversation_id: Id,
    data: JSONBody[PersonsMessage],
    principal: NamedDependency[Principal],
    handovers: NamedDependency[Handovers],
) -> MessageView:
    """Say something to the lead as a person, who has the word from then on."""
    return message_view(await handovers.write(principal, conversation_id, data.content))


@post(
    "/chat/conversations/{conversation_id:int}/take-over",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404),
    tags=["chat"],
)
async def take_over(
    conversation_id: Id, principal: NamedDependency[Principal], handovers: NamedDependency[Handovers]
) -> ConversationView:
    """Silence the assistant: a person has the word."""
    return conversation_view(await handovers.take_over(principal, conversation_id))


@post(
    "/chat/conversations/{conversation_id:int}/hand-back",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404),
    tags=["chat"],
)
async def hand_back(
    conversation_id: Id, principal: NamedDependency[Principal], handovers: NamedDependency[Handovers]
) -> ConversationView:
    """Give the word back to the assistant."""
    return conversation_view(await handovers.hand_back(principal, conversation_id))


handlers = [all_events, events, write, take_over, hand_back]

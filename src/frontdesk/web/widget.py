"""The widget API: what the chat page speaks, and what any other page may speak with a widget key."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import ServerSentEvent
from litestar.status_codes import HTTP_200_OK

from frontdesk.assistant.conversations import Author, Message, State
from frontdesk.assistant.event_streams import EVENT_STREAM, as_events, position_of
from frontdesk.assistant.history import Record
from frontdesk.assistant.people_routes import LastEventId
from frontdesk.assistant.routes import Accept, answered
from frontdesk.assistant.schemas import ChatAnswer, Said
from frontdesk.assistant.service import ConversationService, Incoming
from frontdesk.assistant.streaming import stream
from frontdesk.assistant.watching import Watching
from frontdesk.bookings.routes import IdempotencyKey
from frontdesk.bookings.schemas import BookingView
from frontdesk.bookings.schemas import view as booking_view
from frontdesk.bookings.service import BookingService
from frontdesk.errors import Unauthorized
from frontdesk.http import AnyRequest, Body, bearer, refusals
from frontdesk.leads.repository import LeadFields
from frontdesk.limits import VISITOR_MESSAGE, VISITOR_READING, Caller, Limits, limit_by_address
from frontdesk.tenancy.service import TenancyService
from frontdesk.tenancy.staying import while_let_in
from frontdesk.web.addresses import address_of_page
from frontdesk.web.booking.schemas import LeadBookingList
from frontdesk.web.booking.schemas import view as lead_booking_view
from frontdesk.web.booking.service import LeadDesk
from frontdesk.web.cors import require_allowed_site
from frontdesk.web.language import choose_language
from frontdesk.web.sessions import WIDGET_TOKEN_LIFE, Visitor, WidgetSessions
from frontdesk.web.widget_settings import WidgetSettingsService
from frontdesk.web.widget_setup import WidgetSetup, setup_of
from frontdesk.zones import TimezoneSource

Line = Annotated[str, msgspec.Meta(max_length=320)]
WantedLanguage = Annotated[str, QueryParameter(max_length=20, description="`en` or `es`", required=False)]


class StartSession(Body):
    """What the page knows of its visitor; all of it may be missing."""

    timezone: Annotated[str, msgspec.Meta(description="IANA name", max_length=64)] | None = None
    name: Line | None = None
    email: Line | None = None
    phone: Line | None = None


class SessionAnswer(Body):
    """A token for the Authorization header, good for this conversation and for `expiresIn` seconds."""

    token: str
    conversation_id: int
    expires_in: int


class WidgetMessage(Body):
    """What the visitor wrote."""

    content: Said


class SaidView(Body):
    """One message; `booking` is what it led to, as it is now."""

    position: int
    author: Author
    content: str
    booking: BookingView | None
    created_at: datetime


class WidgetTranscript(Body):
    """All that was said in the visitor's conversation, and who has the word."""

    conversation_id: int
    messages: list[SaidView]
    state: State


class WidgetState(Body):
    """Who has the word in the visitor's conversation."""

    conversation_id: int
    state: State


async def limit_strangers(connection: Caller, handler: BaseRouteHandler) -> None:
    """Count by their address those who show no token of a visitor, or ask for what needs none.

    Visitors are counted by their conversation.

    Raises:
        RateLimited: too many such requests come from one place.
    """
    assert isinstance(connection, Request), "the widget is asked by HTTP"  # noqa: S101
    if "widget_key" in connection.path_params or not _is_visitor(connection):
        await limit_by_address(connection, handler)


def _is_visitor(request: AnyRequest) -> bool:
    try:
        request.app.state.services.widget.visitor(bearer(request))
    except Unauthorized:
        return False
    return True


async def provide_visitor(request: AnyRequest, widget: NamedDependency[WidgetSessions]) -> Visitor:
    """Return who is on the page."""
    return await widget.present(bearer(request))


@get(
    "/{widget_key:str}",
    responses=refusals(403, 404),
    security=[{}],
    tags=["widget"],
)
async def read_setup(
    request: AnyRequest,
    widget_key: FromPath[str],
    tenancy: NamedDependency[TenancyService],
    widget_settings: NamedDependency[WidgetSettingsService],
    language: WantedLanguage = "",
) -> WidgetSetup:
    """Return how the chat looks and what it says, in `language` or else the browser's."""
    account = await tenancy.account_of_widget(widget_key)
    chosen = choose_language(language[:2].lower(), request.headers.get("Accept-Language", ""))
    booking_page = address_of_page(request, f"/b/{widget_key}")
    return setup_of(account, await widget_settings.of(account.id), chosen, booking_page=booking_page)


@post(
    "/{widget_key:str}/sessions",
    responses=refusals(403, 404, 503),
    security=[{}],
    tags=["widget"],
)
async def start_session(
    widget_key: FromPath[str], data: JSONBody[StartSession], widget: NamedDependency[WidgetSessions]
) -> SessionAnswer:
    """Begin a conversation for a visitor of the chat page."""
    source: TimezoneSource | None = "browser" if data.timezone else None
    fields = LeadFields(data.name, data.email, data.phone, data.timezone, timezone_source=source)
    token, visitor = await widget.start(widget_key, fields)
    return _session(token, visitor)


@post(
    "/messages",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404, 409),
    tags=["widget"],
    dependencies={"visitor": Provide(provide_visitor)},
)
async def send_message(
    data: JSONBody[WidgetMessage],
    visitor: NamedDependency[Visitor],
    chat: NamedDependency[ConversationService],
    rate_limits: NamedDependency[Limits],
    accept: Accept = "application/json",
    idempotency_key: IdempotencyKey = None,
) -> Response[ChatAnswer] | ServerSentEvent:
    """Take a visitor's message; with `Accept: text/event-stream` the answer comes as events."""
    await rate_limits.take(VISITOR_MESSAGE, str(visitor.conversation_id))
    incoming = Incoming(
        visitor.lead_id, data.content, visitor.conversation_id, channel="widget", key=idempotency_key
    )
    if "text/event-stream" in accept:
        return stream(lambda on_step: chat.answer(visitor.principal, incoming, on_step=on_step))
    return answered(await chat.answer(visitor.principal, incoming))


@get(
    "/messages",
    responses=refusals(403, 404),
    tags=["widget"],
    dependencies={"visitor": Provide(provide_visitor)},
)
async def read_messages(
    visitor: NamedDependency[Visitor],
    chat: NamedDependency[ConversationService],
    booking_service: NamedDependency[BookingService],
    rate_limits: NamedDependency[Limits],
) -> WidgetTranscript:
    """Return what was said so far, without how the answers came about."""
    await rate_limits.take(VISITOR_READING, str(visitor.conversation_id))
    conversation, messages = await chat.transcript(visitor.principal, visitor.conversation_id)
    said = [await _said(message, visitor, booking_service) for message in messages]
    return WidgetTranscript(visitor.conversation_id, said, conversation.state)


@get(
    "/events",
    media_type=EVENT_STREAM,
    responses=refusals(403, 404),
    tags=["widget"],
)
async def events(
    request: AnyRequest,
    widget: NamedDependency[WidgetSessions],
    watching: NamedDependency[Watching],
    booking_service: NamedDependency[BookingService],
    rate_limits: NamedDependency[Limits],
    last_event_id: LastEventId = None,
) -> ServerSentEvent:
    """Tell, as events, what is said in the visitor's conversation, whoever says it."""
    visitor = await widget.present(bearer(request))
    await rate_limits.take(VISITOR_READING, str(visitor.conversation_id))
    after = position_of(last_event_id)
    news = await watching.follow(visitor.principal, visitor.conversation_id, after=after)

    async def said(message: Message) -> SaidView:
        return await _said(message, visitor, booking_service)

    let_in = while_let_in(news, lambda: widget.present(bearer(request)))
    return as_events(let_in, message=said, conversation=lambda one: WidgetState(one.id, one.state))


async def _said(message: Message, visitor: Visitor, bookings: BookingService) -> SaidView:
    booking_id = msgspec.convert(dict(message.record), Record).booking_id
    booking = None if booking_id is None else await bookings.by_id(visitor.principal, booking_id)
    return SaidView(
        message.position,
        message.author,
        message.content,
        booking_view(booking) if booking else None,
        message.created_at.astimezone(UTC),
    )


@get(
    "/bookings",
    responses=refusals(403, 404),
    tags=["widget"],
    dependencies={"visitor": Provide(provide_visitor)},
)
async def read_bookings(
    request: AnyRequest,
    visitor: NamedDependency[Visitor],
    lead_desk: NamedDependency[LeadDesk],
    rate_limits: NamedDependency[Limits],
) -> LeadBookingList:
    """Return the visitor's bookings as they are now, with links to keep, move and cancel them."""
    await rate_limits.take(VISITOR_READING, str(visitor.conversation_id))
    found = await lead_desk.of_lead(visitor.principal, visitor.lead_id)
    return LeadBookingList([lead_booking_view(request, booking) for booking in found])


@post(
    "/token",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404),
    tags=["widget"],
)
async def renew_token(
    request: AnyRequest, widget: NamedDependency[WidgetSessions], rate_limits: NamedDependency[Limits]
) -> SessionAnswer:
    """Exchange a visitor's token, up to a day after its end, for a fresh one for the same conversation."""
    token, visitor = await widget.renew(bearer(request))
    await rate_limits.take(VISITOR_READING, str(visitor.conversation_id))
    return _session(token, visitor)


def _session(token: str, visitor: Visitor) -> SessionAnswer:
    return SessionAnswer(token, visitor.conversation_id, int(WIDGET_TOKEN_LIFE.total_seconds()))


routes = Router(
    "/widget",
    route_handlers=[
        read_setup,
        start_session,
        send_message,
        read_messages,
        events,
        read_bookings,
        renew_token,
    ],
    guards=[limit_strangers, require_allowed_site],
)

"""Exporting and erasing a lead over HTTP. For owners and admins."""

from datetime import UTC, datetime

from litestar import delete, get
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_200_OK

from frontdesk.assistant.offers import Offer
from frontdesk.assistant.schemas import (
    ConversationView,
    MessageView,
    SuggestionView,
    conversation_view,
    message_view,
    suggestion_view,
)
from frontdesk.assistant.suggestions import State, Suggestion
from frontdesk.bookings.schemas import BookingView, EventView, event_view
from frontdesk.bookings.schemas import view as booking_view
from frontdesk.http import Body, Id, refusals
from frontdesk.leads.routes import LeadView
from frontdesk.leads.routes import view as lead_view
from frontdesk.privacy.service import Holdings, Privacy
from frontdesk.tenancy.principal import Principal


class ExportedBooking(Body):
    """A booking and its history."""

    booking: BookingView
    history: list[EventView]


class OfferView(Body):
    """A time that was offered, on whose calendar, and until when."""

    user_id: int
    starts_at: datetime
    duration_minutes: int
    offered_at: datetime
    expires_at: datetime


class ExportedSuggestion(Body):
    """A reply that was suggested, and what became of it: who decided, and when."""

    suggestion: SuggestionView
    state: State
    decided_at: datetime | None
    user_id: int | None
    agency_person_id: int | None


class ExportedConversation(Body):
    """A conversation, all that was said in it, the times offered, and the replies that were suggested."""

    conversation: ConversationView
    messages: list[MessageView]
    offers: list[OfferView]
    suggestions: list[ExportedSuggestion]


class LeadExport(Body):
    """All that is held of a lead."""

    exported_at: datetime
    lead: LeadView
    bookings: list[ExportedBooking]
    conversations: list[ExportedConversation]


class Erased(Body):
    """When a lead was erased."""

    lead_id: int
    erased_at: datetime


def view(held: Holdings) -> LeadExport:
    """Put what is held of a lead into the contract's forms."""
    return LeadExport(
        exported_at=held.at.astimezone(UTC),
        lead=lead_view(held.lead),
        bookings=[
            ExportedBooking(booking_view(one.booking), [event_view(event) for event in one.events])
            for one in held.bookings
        ],
        conversations=[
            ExportedConversation(
                conversation_view(talk.conversation),
                [message_view(message) for message in talk.messages],
                [_offer_view(offer) for offer in talk.offers],
                [_suggestion_view(suggestion) for suggestion in talk.suggestions],
            )
            for talk in held.talks
        ],
    )


def _suggestion_view(suggestion: Suggestion) -> ExportedSuggestion:
    return ExportedSuggestion(
        suggestion_view(suggestion),
        suggestion.state,
        suggestion.decided_at and suggestion.decided_at.astimezone(UTC),
        suggestion.decided_by,
        suggestion.decided_by_agency_person,
    )


def _offer_view(offer: Offer) -> OfferView:
    starts_at, offered_at, expires_at = (
        instant.astimezone(UTC) for instant in (offer.starts_at, offer.offered_at, offer.expires_at)
    )
    return OfferView(offer.user_id, starts_at, offer.duration_minutes, offered_at, expires_at)


@get("/leads/{lead_id:int}/export", responses=refusals(403, 404), tags=["leads"])
async def export(
    lead_id: Id, principal: NamedDependency[Principal], privacy: NamedDependency[Privacy]
) -> LeadExport:
    """Return all that is held of a lead."""
    principal.require_admin()
    return view(await privacy.export(principal.sub_account_id, lead_id, by=principal.actor))


@delete("/leads/{lead_id:int}", status_code=HTTP_200_OK, responses=refusals(403, 404), tags=["leads"])
async def erase(
    lead_id: Id, principal: NamedDependency[Principal], privacy: NamedDependency[Privacy]
) -> Erased:
    """Erase all that is known of a lead; their bookings stay, without a word of theirs. Twice is harmless."""
    principal.require_admin()
    erased_at = await privacy.erase(principal.sub_account_id, lead_id, by=principal.actor)
    return Erased(lead_id, erased_at.astimezone(UTC))


handlers = [export, erase]

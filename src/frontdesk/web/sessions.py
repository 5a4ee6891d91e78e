"""Visitors of the chat page: a sealed token each, good for one conversation as one lead, for a day."""

from dataclasses import dataclass
from datetime import timedelta

import msgspec

from frontdesk.assistant.service import ConversationService
from frontdesk.clock import Clock
from frontdesk.errors import Unauthorized, Unavailable
from frontdesk.leads.repository import LeadFields
from frontdesk.leads.service import LeadService
from frontdesk.sealing import SealBroken, Sealer
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.service import TenancyService

WIDGET_TOKEN_LIFE = timedelta(hours=24)
_CONTEXT = "widget token"


class WidgetToken(msgspec.Struct, frozen=True):
    """What a visitor's token says; `expires_at` in epoch seconds."""

    sub_account_id: int
    user_id: int
    lead_id: int
    conversation_id: int
    expires_at: float


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody on the chat page: the lead they are and the one conversation they may take part in."""

    principal: Principal
    lead_id: int
    conversation_id: int


class WidgetSessions:
    """Lets visitors in and knows them again."""

    def __init__(
        self,
        clock: Clock,
        sealer: Sealer,
        *,
        tenancy: TenancyService,
        leads: LeadService,
        chat: ConversationService,
    ) -> None:
        self._clock = clock
        self._sealer = sealer
        self._tenancy = tenancy
        self._leads = leads
        self._chat = chat

    async def start(self, widget_key: str, fields: LeadFields) -> tuple[str, Visitor]:
        """Make a lead and a conversation with the account's default user; returns the token for it.

        Raises:
            NotFound: nobody's widget key. InvalidTimezone: the zone does not exist; nothing is written.
            Unavailable: the account has nobody to book with.
        """
        account = await self._tenancy.account_of_widget(widget_key)
        if account.default_user_id is None:
            raise Unavailable("This chat cannot take bookings yet. Please contact the business directly.")
        # A visitor may do what a member may, on this one calendar.
        principal = Principal(account.id, account.default_user_id, "member")
        lead = await self._leads.create(account.id, fields)
        conversation_id = await self._chat.begin(principal, lead.id, channel="widget")
        visitor = Visitor(principal, lead.id, conversation_id)
        return self._seal(visitor), visitor

    def visitor(self, token: str) -> Visitor:
        """Tell whose token this is.

        Raises:
            Unauthorized: nobody's, or it is too old.
        """
        try:
            known = self._sealer.open_text(token, WidgetToken, _CONTEXT)
        except SealBroken:
            raise Unauthorized("This chat session is not valid. Please start the chat anew.") from None
        if known.expires_at < self._clock.now().timestamp():
            raise Unauthorized("This chat session has ended. Please start the chat anew.")
        principal = Principal(known.sub_account_id, known.user_id, "member")
        return Visitor(principal, known.lead_id, known.conversation_id)

    def _seal(self, visitor: Visitor) -> str:
        token = WidgetToken(
            visitor.principal.sub_account_id,
            visitor.principal.user_id,
            visitor.lead_id,
            visitor.conversation_id,
            (self._clock.now() + WIDGET_TOKEN_LIFE).timestamp(),
        )
        return self._sealer.seal_text(token, _CONTEXT)

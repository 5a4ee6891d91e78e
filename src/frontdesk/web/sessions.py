"""Visitors of the chat page: a sealed token each, good for one conversation as one lead, for an hour.

Who comes back within a day exchanges the token for a fresh one, for a month at most.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from frontdesk.assistant.service import ConversationService
from frontdesk.clock import Clock
from frontdesk.errors import NotFound, Unauthorized, Unavailable
from frontdesk.leads.repository import LeadFields
from frontdesk.leads.service import LeadService
from frontdesk.sealing import SealBroken, Sealer
from frontdesk.tenancy.keys import hash_key
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.service import TenancyService
from frontdesk.trail.entries import Actor

WIDGET_TOKEN_LIFE = timedelta(hours=1)
RENEWABLE_FOR = timedelta(days=1)
TALK_LIFE = timedelta(days=30)
_CONTEXT = "widget token"


class WidgetToken(msgspec.Struct, frozen=True):
    """What a visitor's token says; `expires_at` and `begun_at`, when the talk began, in epoch seconds.

    Attributes:
        key_hash: of the widget key that the talk began with; another key ends it.
    """

    sub_account_id: int
    user_id: int
    lead_id: int
    conversation_id: int
    expires_at: float
    begun_at: float
    key_hash: bytes


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
        lead = await self._leads.create(account.id, fields, by=Actor("lead"))
        conversation_id = await self._chat.begin(principal, lead.id, channel="widget")
        visitor = Visitor(principal, lead.id, conversation_id)
        key_hash, begun_at = hash_key(account.widget_key), self._clock.now().timestamp()
        return self._seal(visitor, begun_at=begun_at, key_hash=key_hash), visitor

    async def renew(self, token: str) -> tuple[str, Visitor]:
        """Return a fresh token for the same conversation, and whose it is.

        Raises:
            Unauthorized: the token is nobody's, its end too long ago, or the chat has another key.
            NotFound: the conversation is gone.
        """
        known = self._opened(token, good_for=RENEWABLE_FOR)
        if known.begun_at < (self._clock.now() - TALK_LIFE).timestamp():
            raise _ended()
        visitor = await self._present(known)
        await self._chat.transcript(visitor.principal, visitor.conversation_id)
        return self._seal(visitor, begun_at=known.begun_at, key_hash=known.key_hash), visitor

    async def present(self, token: str) -> Visitor:
        """Tell whose token this is, if they are still known: nobody goes on as a lead who was erased.

        Raises:
            Unauthorized: nobody's, it is too old, its lead was erased, or the chat has another key.
        """
        return await self._present(self._opened(token, good_for=timedelta(0)))

    def visitor(self, token: str) -> Visitor:
        """Tell whose token this is.

        Raises:
            Unauthorized: nobody's, or it is too old.
        """
        return _visitor(self._opened(token, good_for=timedelta(0)))

    async def _present(self, known: WidgetToken) -> Visitor:
        try:
            await self._leads.by_id(known.sub_account_id, known.lead_id)
            widget_key = await self._tenancy.widget_key_of(known.sub_account_id)
        except NotFound:
            raise _ended() from None
        if not secrets.compare_digest(hash_key(widget_key), known.key_hash):
            raise _ended()
        return _visitor(known)

    def _opened(self, token: str, *, good_for: timedelta) -> WidgetToken:
        """Return what a token says, unless its end is longer ago than that."""
        try:
            known = self._sealer.open_text(token, WidgetToken, _CONTEXT)
        except SealBroken:
            raise Unauthorized("This chat session is not valid. Please start the chat anew.") from None
        if known.expires_at < (self._clock.now() - good_for).timestamp():
            raise _ended()
        return known

    def _seal(self, visitor: Visitor, *, begun_at: float, key_hash: bytes) -> str:
        token = WidgetToken(
            visitor.principal.sub_account_id,
            visitor.principal.user_id,
            visitor.lead_id,
            visitor.conversation_id,
            (self._clock.now() + WIDGET_TOKEN_LIFE).timestamp(),
            begun_at,
            key_hash,
        )
        return self._sealer.seal_text(token, _CONTEXT)


def _visitor(known: WidgetToken) -> Visitor:
    return Visitor(
        Principal(known.sub_account_id, known.user_id, "member"), known.lead_id, known.conversation_id
    )


def _ended() -> Unauthorized:
    return Unauthorized("This chat session has ended. Please start the chat anew.")

"""What a turn knows before it talks: loaded in one go, and put before the tools."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from frontdesk.assistant import briefing, conversations, turns
from frontdesk.assistant.arriving import NO_SUCH_CONVERSATION
from frontdesk.assistant.briefing import Version
from frontdesk.assistant.context import OnStep, TurnContext
from frontdesk.assistant.conversations import Conversation, Message, in_order
from frontdesk.assistant.ground import TalkGround
from frontdesk.assistant.history import Step, as_model_messages
from frontdesk.assistant.known import STANDING, Past
from frontdesk.assistant.offline.model import heard
from frontdesk.assistant.offline.state import Setting
from frontdesk.assistant.proposing import proposed_again
from frontdesk.assistant.second_opinion import Heard, listen
from frontdesk.assistant.setting import setting_of
from frontdesk.assistant.toolbox import TOOL_NAMES
from frontdesk.assistant.turns import Claim
from frontdesk.bookings.repository import Booking, Filters
from frontdesk.errors import NotFound
from frontdesk.leads import repository as leads
from frontdesk.leads.repository import Lead
from frontdesk.tenancy import repository as tenancy
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.repository import SubAccount, User
from frontdesk.zones import first_zone


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a turn knows before it talks.

    Attributes:
        messages: what was said, up to the message that is to be answered.
        steps: what was done for it already, if the turn was broken off.
        bookings: the lead's newest bookings, in whatever state.
        version: how the sub-account wants its assistant to work.
    """

    claim: Claim
    conversation: Conversation
    account: SubAccount
    user: User
    lead: Lead
    messages: list[Message]
    steps: list[Step]
    bookings: list[Booking]
    version: Version

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

    def standing(self, now: datetime) -> list[Booking]:
        """Return the bookings to come that the lead holds."""
        return [one for one in self.bookings if one.status in STANDING and one.ends_at > now]

    def setting(self, now: datetime) -> Setting:
        """Return what the offline model needs to know of the place."""
        setting = setting_of(self.user, self.account, zone=self.zone, now=now, briefing=self.version.briefing)
        return replace(setting, leads_zone=self.lead.timezone, business_zone=self.user.timezone)


async def load(ground: TalkGround, claim: Claim) -> Loaded:
    """Return all that is needed to answer a message. No transaction is open afterwards."""
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
        version = await briefing.current(connection)
        steps = await turns.steps(connection, claim)
    mine = Filters(user_id=user.id, lead_id=lead.id)
    principal = Principal(claim.sub_account_id, user.id, "member")
    newest, _ = await ground.bookings.page(principal, mine, limit=20, cursor=None)
    heard_so_far = [one for one in in_order(said) if (one.answers or one.position) <= claim.position]
    return Loaded(claim, conversation, account, user, lead, heard_so_far, steps, newest, version)


async def context_of(ground: TalkGround, loaded: Loaded, on_step: OnStep | None) -> TurnContext:
    """Return what the tools of a turn are given."""
    now = ground.clock.now()
    setting = replace(loaded.setting(now), tools=TOOL_NAMES)
    state = heard(as_model_messages(loaded.messages), setting)
    return TurnContext(
        principal=loaded.principal,
        lead_id=loaded.lead.id,
        lead_name=loaded.lead.name,
        lead_words=tuple(one.content for one in loaded.messages if one.author == "lead"),
        claim=loaded.claim,
        timezone=state.zone,
        known_zone=loaded.zone.key,
        now=now,
        heard=listen(state, loaded.last_reply),
        db=ground.db,
        availability=ground.availability,
        bookings=ground.bookings,
        past=Past(loaded.messages, loaded.bookings),
        leads=ground.leads,
        on_step=on_step,
        proposes=loaded.version.briefing.mode == "suggest",
        steps=list(loaded.steps),
        booked=await _booked_by(ground, loaded),
    )


async def _booked_by(ground: TalkGround, loaded: Loaded) -> list[Booking]:
    """Return what a turn that was broken off had booked or moved, as it is now, or as it proposed to."""
    results = [step.result for step in loaded.steps if step.result.get("success") is True]
    ids = dict.fromkeys(one["bookingId"] for one in results if isinstance(one.get("bookingId"), int))
    known = [await ground.bookings.by_id(loaded.principal, booking_id) for booking_id in ids]
    standing = [one for one in known if one.status in STANDING]
    principal, now = loaded.principal, ground.clock.now()
    return proposed_again(standing, results, principal=principal, lead_id=loaded.lead.id, now=now)


def understood(heard: Heard) -> dict[str, object]:
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

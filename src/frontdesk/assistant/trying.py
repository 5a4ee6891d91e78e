"""Trying settings before they hold: an owner or admin talks to the assistant as a lead would."""

from collections.abc import Mapping, Sequence

from litestar.di import NamedDependency

from frontdesk.assistant.briefings import Briefings
from frontdesk.assistant.rehearsing import Rehearsed, Spoken
from frontdesk.assistant.service import ConversationService
from frontdesk.errors import ValidationFailed
from frontdesk.limits import REHEARSAL, Limits
from frontdesk.tenancy.principal import Principal

MOST_LINES = 20


class Trials:
    """Talks that nobody hears of. Each costs what a real one costs, so they are counted."""

    def __init__(self, briefings: Briefings, chat: ConversationService, limits: Limits) -> None:
        self._briefings = briefings
        self._chat = chat
        self._limits = limits

    async def answer(
        self, principal: Principal, draft: Mapping[str, object], lines: Sequence[Spoken]
    ) -> Rehearsed:
        """Answer the last line under the settings as they would be with `draft`.

        Raises:
            Forbidden: not an owner or admin. ValidationFailed: a setting cannot be, or the last line is not
            the lead's. RateLimited: the sub-account tried too often.
        """
        briefing = await self._briefings.draft(principal, draft)
        if not lines or not lines[-1].is_leads or len(lines) > MOST_LINES:
            raise ValidationFailed({"messages": f"must be 1 to {MOST_LINES}, the last one the lead's"})
        await self._limits.take(REHEARSAL, str(principal.sub_account_id))
        return await self._chat.rehearse(principal, briefing, lines)


async def provide_trials(
    briefings: NamedDependency[Briefings],
    chat: NamedDependency[ConversationService],
    rate_limits: NamedDependency[Limits],
) -> Trials:
    """Return the service for one request."""
    return Trials(briefings, chat, rate_limits)

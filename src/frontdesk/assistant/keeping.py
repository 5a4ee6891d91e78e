"""Writes down where a lead says they are, before anybody speaks to them."""

from frontdesk.assistant.context import TurnContext
from frontdesk.assistant.history import Step
from frontdesk.assistant.offline.places import same_clock
from frontdesk.assistant.tools import UpdateLead, update_lead


async def keep_zone(turn: TurnContext, *, known: str | None) -> None:
    """Write down the zone that the lead's last message tells they are in, so that it holds from now on.

    Whoever speaks next, a provider's model or the offline one, has nothing to do for it.

    Args:
        turn: whose message it is.
        known: the zone that is written down already.
    """
    heard = turn.heard.state.heard
    home = heard.zone.home if heard is not None else None
    if home is None or (known is not None and same_clock(home, known)):
        return
    spoken_in = turn.timezone
    result = await update_lead(turn, UpdateLead(timezone=home))
    turn.timezone = spoken_in
    await turn.note(Step("update_lead", {"timezone": home}, result))

"""A second opinion on what a model wants to book: the reader of dates reads the lead's own words too. Pure.

There is one notion of assent (`offline/hearing.py`): the lead's last message orders one day and time, or says
a clean yes to one that was named. The offline model books nothing else, and no other model may.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from frontdesk.assistant.offline.candidates import candidates
from frontdesk.assistant.offline.holds import Hold
from frontdesk.assistant.offline.results import NOT_SAID
from frontdesk.assistant.offline.several import agreed_times
from frontdesk.assistant.offline.speech import listed, spoken_day, spoken_time, spoken_zone
from frontdesk.assistant.offline.state import State
from frontdesk.assistant.offline.understand import Context, Understanding, understand
from frontdesk.assistant.offline.wish import Wish

CODE = NOT_SAID


class Objection(Exception):
    """The lead's words speak against what the model wants. The message says how, and what to do."""

    def as_object(self) -> dict[str, object]:
        """Return the objection in the form of every refusal."""
        return {"success": False, "error": CODE, "message": str(self)}


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, as the offline reader has it.

    Attributes:
        state: the conversation up to the lead's last message.
        dates, times: what the assistant named in the message before that one.
    """

    state: State
    dates: frozenset[date] = frozenset()
    times: frozenset[time] = frozenset()


def listen(state: State, last_reply: str) -> Heard:
    """Return what was said: by the lead so far, and by the assistant just before."""
    if state.now is None:
        return Heard(state)
    mentions = understand(last_reply, Context(state.now)).mentions
    return Heard(
        state,
        frozenset(one.date for one in mentions if one.date is not None),
        frozenset(one.time for one in mentions if one.time is not None),
    )


def require_said(heard: Heard, *, day: date, at: time) -> None:
    """Refuse a booking or a move to a time that the lead's last message does not order or agree to.

    Args:
        heard: what was said so far.
        day: the day the model wants, in the zone that the lead is spoken to in (`heard.state.zone`).
        at: the time the model wants, there.

    Raises:
        Objection: says what speaks against it, and what to ask.
    """
    state = heard.state
    if datetime.combine(day, at) in agreed_times(state):
        return
    raise Objection(_against(state, day=day, at=at))


def require_length(heard: Heard, minutes: int | None) -> None:
    """Refuse a length that nobody named: neither the lead nor the business, and that is not the usual one.

    Raises:
        Objection: says which lengths there are.
    """
    state = heard.state
    services = state.setting.about.services
    known = {state.setting.duration_minutes, state.minutes, *(one.minutes for one in services)}
    if minutes is None or minutes in known:
        return
    lengths = [f"{one} minutes" for one in sorted(filter(None, known))]
    raise Objection(
        f"Nobody asked for {minutes} minutes. A booking takes "
        f"{listed([*lengths, 'as long as the lead says'], last='or')}: leave duration out, or ask the lead."
    )


def _against(state: State, *, day: date, at: time) -> str:
    """Return what speaks against a time, the plainest first."""
    read, wish = state.heard, state.wish
    if read is not None and read.hold is not None:
        return f"{HELD[read.hold]} Ask the lead whether to book {spoken_day(day)}, {spoken_time(at)}."
    if read is None or read.wish is None or state.spent:
        return "The lead has not asked to book this. Ask the lead whether to book it."
    several = _several(state, read, today=state.now.date() if state.now else day)
    if several:
        return f"The lead may mean {listed(several, last='or')}. Ask the lead which one."
    if wish.date is not None and not wish.date <= day <= (wish.date_end or wish.date):
        return (
            f"The lead said {_said_day(wish)}, but {day.isoformat()} is {spoken_day(day)}. "
            "Ask the lead which day is meant."
        )
    if wish.is_exact_time and wish.time not in (None, at):
        return (
            f"{spoken_time(at)} ({spoken_zone(state.zone)}) is not the time that the lead asked for. "
            "Ask the lead which time is meant."
        )
    return (
        "The lead has not asked for exactly this time. "
        f"Ask the lead whether to book {spoken_day(day)}, {spoken_time(at)}."
    )


def _several(state: State, read: Understanding, *, today: date) -> list[str]:
    """Return what the lead may mean where it is several: time zones, or times."""
    if state.unclear_zone is not None:
        return [spoken_zone(zone) for zone in state.unclear_zone] or ["one time zone", "another"]
    meant = candidates(state.wish, read.mentions, today=today)
    times = [f"{spoken_day(one.date())}, {spoken_time(one.time())}" for one in meant]
    return times if len(times) > 1 else []


def _said_day(wish: Wish) -> str:
    if wish.date is None:
        return "no day"
    return spoken_day(wish.date) if wish.date_end is None else f"from {spoken_day(wish.date)} on"


HELD: Final = {
    Hold.PRETENDED: "The lead speaks of what might be.",
    Hold.REPORTED: "The lead tells of what somebody said or did.",
    Hold.DENIED: "The lead said not to.",
    Hold.CONDITION: "The lead makes it depend on something.",
    Hold.POSTPONED: "The lead wants to wait.",
    Hold.WITHDRAWN: "The lead took it back.",
    Hold.ASKED: "The lead only asks.",
    Hold.DOUBTED: "The lead is not sure.",
}
"""What to tell a model of words that hold back."""

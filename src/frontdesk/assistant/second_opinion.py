"""A second opinion on what a model wants to book: the reader of dates reads the lead's own words too. Pure.

A model may book what the lead asked for or agreed to. A date or time that contradicts what the lead plainly
said is not booked but asked about, and so is one that the lead only asked about.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from frontdesk.assistant.offline.hearing import is_doubtful
from frontdesk.assistant.offline.speech import spoken_day, spoken_time
from frontdesk.assistant.offline.state import State
from frontdesk.assistant.offline.understand import Context, understand
from frontdesk.assistant.offline.wish import Wish

CODE = "NOT_WHAT_THE_LEAD_SAID"

# The hours of a part of the day, as people mean them; generous, since they only ever forbid.
_PARTS = {
    "morning": (time(4), time(12, 30)),
    "afternoon": (time(11, 30), time(18)),
    "evening": (time(16), time.max),
    "night": (time(16), time.max),
}


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
    """Refuse a booking or a move that the lead did not ask for or agree to.

    Args:
        heard: what was said so far.
        day: the day the model wants, in the lead's zone.
        at: the time the model wants, in the lead's zone.

    Raises:
        Objection: the lead's words speak against it.
    """
    state = heard.state
    if state.agreed and state.exact == datetime.combine(day, at):
        return
    if _says_yes(heard, day=day, at=at):
        return
    if state.spent or not (state.wants or state.agreed):
        raise Objection("The lead has not asked to book this. Ask whether to book it.")
    if not _fits_day(state.wish, day):
        raise Objection(
            f"The lead said {_said_day(state.wish)}, but {day.isoformat()} is {spoken_day(day)}. "
            "Ask the lead which day is meant."
        )
    if not _fits_time(state.wish, at):
        raise Objection(
            f"{spoken_time(at)} is not the time that the lead asked for. Ask the lead which time is meant."
        )


def _says_yes(heard: Heard, *, day: date, at: time) -> bool:
    """Tell whether the lead just agreed to something that the assistant had named."""
    said = heard.state.heard
    if said is None or not said.says_yes or said.says_no or at not in heard.times:
        return False
    return day in heard.dates if heard.dates else _fits_day(heard.state.wish, day)


def _fits_day(wish: Wish, day: date) -> bool:
    if wish.date is None or (wish.is_exact_date and is_doubtful(wish)):
        return True
    return wish.date <= day <= (wish.date_end or wish.date)


def _said_day(wish: Wish) -> str:
    if wish.date is None:
        return "no day"
    return spoken_day(wish.date) if wish.date_end is None else f"from {spoken_day(wish.date)} on"


def _fits_time(wish: Wish, at: time) -> bool:
    if wish.several:
        return True
    if wish.part is not None and wish.time is None:
        first, last = _PARTS.get(wish.part, (time.min, time.max))
        return first <= at <= last
    if wish.is_exact_time and wish.time is not None:
        half_away = wish.time.replace(hour=(wish.time.hour + 12) % 24)
        return at == wish.time or (is_doubtful(wish) and at == half_away)
    return (wish.time or time.min) <= at <= (wish.time_end or time.max)

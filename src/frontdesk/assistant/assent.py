"""Whether the lead's own words ask for a booking to be cancelled or moved, and for which one. Pure.

Only the lead's messages count, and the assistant's question that a yes answers. What a model wants, and what
notes, names or calendars say, is no reason.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from frontdesk.assistant.honesty.clauses import folded
from frontdesk.assistant.honesty.truth import Appointment
from frontdesk.assistant.offline.clock_changes import named_fold
from frontdesk.assistant.offline.hearing import is_clean_yes
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.mention import Mention, Role
from frontdesk.assistant.offline.speech import listed, spoken
from frontdesk.assistant.offline.understand import Understanding
from frontdesk.assistant.second_opinion import HELD, Heard, Objection

_THINGS: Final = (
    r"one\b",
    r"first\b|second\b|last\b|next\b|other\b|whole\b",
    r"(?:appoint|app?t\b|apt\b|apoint|appoin)\w*",
    r"(?:booking|reservation|meeting|visit|slot|time|session|consult\w*|check-?up|viewing|inspection|estimate)s?\b",
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\w*|today|tomorrow|\d",
    r"(?:lesson|massage|cleaning|haircut|demo|call|interview|tour|repair|service|spot|date)s?\b",
)
"""What a booking may be called where it is to be cancelled."""
_CANCELS: Final = re.compile(
    r"\b(?:cancel(?!l?ation|l?ed)\w*|call(?:ing)? (?:[\w']+ ){0,3}off|delete|scrap|drop"
    r"|anul\w+|annul\w+|stornier\w*"
    r"|absagen|desmarc\w+)\b|\u53d6\u6d88|\u043e\u0442\u043c\u0435\u043d"
)
_NOT: Final = re.compile(
    r"\b(?:don't|do not|not|never|no need to|no quiero|without|nunca|nicht|ne|nao)\b[^.!?;]{0,30}?"
    r"\b(?:cancel|call off|delete|drop|anul|annul|storn)|\b(?:keep|leave) (?:it|them|that|my)\b"
)
_ONLY_ASKS: Final = re.compile(
    r"\b(?:how (?:do|can|would|to)|what if|if i|policy|fee|charge|could i|can i|may i|am i able|is it|did you"
    r"|do i|have you|when can|puedo|como)\b"
)
_NO_BOOKING: Final = re.compile(
    r"\b(?:cancel(?:l?ing)?|call off|delete|scrap|drop) "
    r"(?:(?:my|the|our|your|his|her|their|a|an) )(?!(?:[\w'-]+ ){0,3}?(?:" + "|".join(_THINGS) + r"))[a-z]"
)
"""Something to be cancelled that is no booking of ours: "my gym membership", "the newspaper"."""
_MOVES: Final = re.compile(
    r"\b(?:(?<!the )(?<!my )(?<!our )(?<!a )mov(?:e|ing)|reschedul\w+|chang\w+|switch\w*|shift\w*|instead"
    r"|cambi\w+|mover\w*|reprogram\w+)\b"
)
_ALL: Final = re.compile(
    r"(?<!that's )(?<!that is )(?<!at )\b(?:both|all(?! right| set| good)|everything|every|each|todas|todos"
    r"|todo|ambas|ambos|las dos|los dos)\b"
)
_FIRST: Final = re.compile(r"\b(?:first|earlier|earliest|next|sooner|primera|primero)\b(?! of)")
_LAST: Final = re.compile(r"\b(?:second|last|later|latest|other one|segunda|ultima)\b")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, for a cancellation or a move.

    Attributes:
        heard: the conversation as the reader has it.
        words: the lead's messages, the last one last; `last_reply`: what the last one answers.
        zone: the lead's.
    """

    heard: Heard
    words: Sequence[str]
    last_reply: str
    zone: ZoneInfo

    @property
    def last(self) -> str:
        """The lead's last message, folded."""
        return folded(self.words[-1]) if self.words else ""

    @property
    def understood(self) -> Understanding | None:
        """The last message as it was read."""
        return self.heard.state.heard

    def agrees_to(self, act: re.Pattern[str]) -> bool:
        """Tell whether the lead says yes to a question about an act."""
        return self.says_yes_to_a_question and act.search(folded(self.last_reply)) is not None

    @property
    def says_yes_to_a_question(self) -> bool:
        """Whether the lead says yes, and nothing else, to a question."""
        said = self.understood
        return "?" in self.last_reply and said is not None and is_clean_yes(said)


def require_cancel(said: Said, wanted: Appointment, standing: Sequence[Appointment]) -> None:
    """Refuse to cancel what the lead did not ask or agree to have cancelled.

    Raises:
        Objection: nobody asked, or another booking may be meant.
    """
    _require_earnest(said)
    if not (_asks_to_cancel(said.last) or said.agrees_to(_CANCELS) or _answers_which(said, _CANCELS)):
        raise Objection("The lead has not asked to cancel this. Ask whether to cancel it.")
    if _ALL.search(said.last) or (said.agrees_to(_CANCELS) and _is_among_all(said, wanted, standing)):
        return
    _require_this_one(said, wanted, standing)


def _is_among_all(said: Said, wanted: Appointment, standing: Sequence[Appointment]) -> bool:
    """Tell whether a yes means this booking: it is the only one, or the question named it among "both"."""
    question = said.last_reply[: said.last_reply.rindex("?")].rpartition(". ")[2]
    is_of_all = _ALL.search(folded(question)) is not None
    return len(standing) == 1 or (is_of_all and wanted in _in_the_question(said, standing))


def require_move(said: Said, wanted: Appointment, standing: Sequence[Appointment]) -> None:
    """Refuse to move what the lead did not ask or agree to have moved.

    Raises:
        Objection: the lead wants a further booking, or another one may be meant.
    """
    _require_earnest(said)
    read = said.understood
    if read is None or read.additional:
        raise Objection("The lead asks for a further booking, not for another time. Use create_booking.")
    changes = read.intent in (Intent.RESCHEDULE, Intent.CHANGE) or said.heard.state.wants_move
    if not (changes or _MOVES.search(said.last) or said.agrees_to(_MOVES) or _answers_which(said, _MOVES)):
        raise Objection("The lead has not asked to move this booking. Ask whether to move it.")
    chosen = said.heard.state.booking
    if chosen is not None and chosen.booking_id == wanted.id and read.leaving is None:
        return
    _require_this_one(said, wanted, standing, only_sources=True)


def require_further(said: Said, standing: Sequence[Appointment]) -> None:
    """Refuse to book a second time for a lead who asked to move what is booked.

    Raises:
        Objection: there is something to be moved instead.
    """
    _require_earnest(said)
    read = said.understood
    moves = read is not None and (read.intent == Intent.RESCHEDULE or said.heard.state.wants_move)
    if standing and moves and read is not None and not read.additional:
        raise Objection(
            f"The lead wants another time for what is booked: {_listed(standing, said.zone)}. "
            "Use reschedule_booking."
        )


def meant_of_two(said: Said, *, day: date, at: time, offered: Collection[datetime]) -> datetime | None:
    """Return which instant is meant by a time that occurs twice, because the clocks go back over it.

    Args:
        said: the lead's words may tell which one, or the question they say yes to.
        day: the day, in the lead's zone.
        at: the time of day there.
        offered: the starts that were offered; when only one of the two was, it is meant.

    Returns:
        The instant, or None when the time occurs once, as nearly all do.

    Raises:
        Objection: both may be meant.
    """
    first, second = (
        datetime.combine(day, at).replace(tzinfo=said.zone, fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    if first >= second:
        return None
    fold = named_fold(said.last)
    if fold is None and said.says_yes_to_a_question:
        fold = named_fold(said.last_reply[: said.last_reply.rindex("?")])
    if fold is not None:
        return (first, second)[fold]
    on_the_table = [instant for instant in (first, second) if instant in offered]
    if len(on_the_table) == 1:
        return on_the_table[0]
    both = " and ".join(
        spoken(one.astimezone(said.zone).replace(tzinfo=None), said.zone.key) for one in (first, second)
    )
    raise Objection(f"That time comes twice: {both}. Ask the lead which one is meant.")


def _require_earnest(said: Said) -> None:
    """Refuse whatever the last message holds back from: it denies, depends, asks, tells of somebody else."""
    read = said.understood
    if read is not None and read.hold is not None:
        raise Objection(f"{HELD[read.hold]} Ask whether to do it.")


def _asks_to_cancel(words: str) -> bool:
    speaks_against = (_NOT, _ONLY_ASKS, _NO_BOOKING)
    return bool(_CANCELS.search(words)) and not any(one.search(words) for one in speaks_against)


def _answers_which(said: Said, act: re.Pattern[str]) -> bool:
    """Tell whether the lead asked for the act in the message before, and this one answers which is meant."""
    before = folded(said.words[-2]) if len(said.words) > 1 else ""
    read = said.understood
    names = read is not None and (bool(read.mentions) or _picks(said.last))
    asked = "?" in said.last_reply and act.search(before) is not None and not _NOT.search(before)
    return asked and names and not (read is not None and read.says_no)


def _picks(words: str) -> bool:
    return any(pattern.search(words) for pattern in (_ALL, _FIRST, _LAST))


def _require_this_one(
    said: Said, wanted: Appointment, standing: Sequence[Appointment], *, only_sources: bool = False
) -> None:
    """Refuse a booking when the lead's words point at another, or at none of several."""
    named = _named(said, only_sources=only_sources)
    ordered = sorted(standing, key=lambda one: one.starts_at)
    fits = [one for one in ordered if any(_fits(mention, one, said.zone) for mention in named)]
    if not fits and not named and len(ordered) > 1:
        fits = _picked(said.last, ordered) or _in_the_question(said, ordered)
    if fits == [wanted] or (len(ordered) == 1 and not named):
        return
    if named and not fits and len(ordered) == 1 and only_sources:
        return
    raise Objection(f"The lead has these bookings: {_listed(ordered, said.zone)}. Ask which one is meant.")


def _named(said: Said, *, only_sources: bool) -> list[Mention]:
    read = said.understood
    if read is None:
        return []
    if only_sources:
        return [one for one in read.mentions if one.role == Role.SOURCE]
    if read.intent == Intent.RESCHEDULE:
        return [one for one in read.mentions if one.role != Role.TARGET]
    return list(read.mentions)


def _fits(mention: Mention, one: Appointment, zone: ZoneInfo) -> bool:
    local = one.starts_at.astimezone(zone)
    last = mention.date_end or mention.date
    if mention.date is not None and last is not None and not mention.date <= local.date() <= last:
        return False
    is_thing = mention.words.lower().endswith(" one")  # "the Friday one" is no hour
    return mention.time is None or is_thing or not mention.is_exact_time or _at(mention, local)


def _at(mention: Mention, local: datetime) -> bool:
    at = local.time().replace(second=0, microsecond=0)
    half_away = at.replace(hour=(at.hour + 12) % 24)
    return mention.time in (at, half_away) if mention.either_half else mention.time == at


def _picked(words: str, ordered: Sequence[Appointment]) -> list[Appointment]:
    if _FIRST.search(words):
        return [ordered[0]]
    return [ordered[-1]] if _LAST.search(words) else []


def _in_the_question(said: Said, ordered: Sequence[Appointment]) -> list[Appointment]:
    """Return the bookings that the assistant's question named, when the lead says yes to it."""
    read, heard = said.understood, said.heard
    if read is None or not read.says_yes:
        return []
    local = {one.id: one.starts_at.astimezone(said.zone) for one in ordered}
    return [
        one
        for one in ordered
        if local[one.id].date() in heard.dates
        and (not heard.times or local[one.id].time().replace(second=0, microsecond=0) in heard.times)
    ]


def _listed(standing: Sequence[Appointment], zone: ZoneInfo) -> str:
    told = [
        f"{spoken(one.starts_at.astimezone(zone).replace(tzinfo=None), zone.key)}, id {one.id}"
        for one in standing
    ]
    return listed(told)

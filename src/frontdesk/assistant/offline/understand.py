"""Reads one message of a lead: what it is after, which dates and times it names. Pure; never raises on text.

`understand(text, context)` is the whole interface. How words are read is data (`words.py`, `phrases.py`,
`days.py`, `clocks.py`), what English leaves open is decided in `conventions.py`, and everything that was
decided rather than said is listed with the mention, so that the dialogue can ask.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from frontdesk.assistant.offline.asides import asks_for_yesterday, is_idle, takes_leave_until
from frontdesk.assistant.offline.conventions import Conventions
from frontdesk.assistant.offline.gloss import Gloss, glossed, in_english
from frontdesk.assistant.offline.holds import Hold, held_back
from frontdesk.assistant.offline.intents import Intent, weigh
from frontdesk.assistant.offline.lengths import length_of, lengths
from frontdesk.assistant.offline.mention import Mention, Role
from frontdesk.assistant.offline.mentions import find_mentions, partly_read
from frontdesk.assistant.offline.picks import Pick, find_pick
from frontdesk.assistant.offline.requests import corrects_itself, requests_of
from frontdesk.assistant.offline.resolution import Assumption, Frame
from frontdesk.assistant.offline.roles import with_roles
from frontdesk.assistant.offline.shifts import Shift, shift_of
from frontdesk.assistant.offline.slips import put_right
from frontdesk.assistant.offline.surroundings import Hints
from frontdesk.assistant.offline.tokens import Token, plain, tokenize
from frontdesk.assistant.offline.wish import Wish, wish_of, wish_to_leave
from frontdesk.assistant.offline.zone_said import Where, ZoneSaid, without_zones, zone_said

LONGEST_READ = 2_000
"""Characters of a message that are read; what stands after them is not looked at."""

LONGEST_GLOSSED = 1_000
"""Characters of a message that are put into English and then read; it takes twice the work."""


class Offered(Protocol):
    """A time that was put to the lead."""

    @property
    def starts_at(self) -> dt.datetime:
        """The naive local start."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """What a message is read against.

    Attributes:
        now: the lead's wall clock when the message was sent, naive local time.
        opening: first and last bookable time of a usual day, both included; settles am or pm where one fits.
        offered: the times on the table, in the order they were shown.
        about: the day being talked about; "the day after" and "that day" refer to it.
        awaiting: what was just asked for; a naked number then is an hour, a naked place a zone.
        is_spanish: whether the lead is known to write in Spanish, where the message does not tell.
        where: what is known of the lead's time zone; without it, one that is named leaves a doubt.
    """

    now: dt.datetime
    opening: tuple[dt.time, dt.time] | None = None
    offered: Sequence[Offered] = ()
    about: dt.date | None = None
    awaiting: str | None = None
    is_spanish: bool = False
    conventions: Conventions = field(default_factory=Conventions)
    where: Where | None = None

    def __post_init__(self) -> None:
        if self.now.tzinfo is not None:
            raise ValueError("the lead's clock is naive local time")


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message says.

    Attributes:
        intent: what it is after; `confidence` 0 to 1.
        mentions: every date and time that counts, in order.
        rejected: those that were turned down ("not Friday").
        wish: the mentions taken together; None when there are none. `further`: where the message asks for
            several bookings, what it asks for beside it.
        leaving: for a move, the date and time it leaves.
        until: for a goodbye, when the lead says that they will come: "see you on Monday".
        shift: how far a time is to be moved.
        pick: which of the offered times was chosen, by its place or its rank.
        says_yes, says_no: whether it agrees or refuses, beside anything else it says.
        tentative: whether it floats a time ("how about 3?") rather than asks for it; `asks`: whether it is
            a question; `additional`: whether it speaks of one more booking; `books`: whether a word of it is
            for booking; `corrects`: whether it puts itself right ("Tuesday at 2, no, 3").
        hold: why it is no order, whatever it names; None when nothing speaks against it.
        yesterday: whether the day asked for is yesterday.
        part: the part of the day asked for, if any.
        duration_minutes: a length that was named.
        zone: what it says of time zones; the times of the wish are by the clock of the one it states.
    """

    intent: Intent
    confidence: float
    mentions: tuple[Mention, ...] = ()
    rejected: tuple[Mention, ...] = ()
    wish: Wish | None = None
    further: tuple[Wish, ...] = ()
    leaving: Wish | None = None
    until: Wish | None = None
    pick: Pick | None = None
    shift: Shift | None = None
    says_yes: bool = False
    says_no: bool = False
    tentative: bool = False
    asks: bool = False
    additional: bool = False
    books: bool = False
    corrects: bool = False
    hold: Hold | None = None
    yesterday: bool = False
    part: str | None = None
    duration_minutes: int | None = None
    zone: ZoneSaid = field(default_factory=ZoneSaid)


def understand(text: str, context: Context) -> Understanding:
    """Return what a message says; a message that says nothing to us is `Intent.OTHER` with no mentions."""
    zone = zone_said(text[:LONGEST_READ], context.where, awaited=context.awaiting == "zone")
    said = without_zones(text[:LONGEST_READ], zone)
    start = plain(said[:LONGEST_GLOSSED])
    gloss = in_english(start) or (glossed(start) if context.is_spanish else None)
    if gloss:
        said = said[:LONGEST_GLOSSED]
        context = replace(context, conventions=replace(context.conventions, day_first=True))
    else:
        gloss = put_right(plain(said))
    read = _read(gloss.text if gloss else said, context, is_whole=len(said) == len(text))
    read = _with_zone(read, zone, is_placed=context.where is not None)
    return _in_the_leads_words(read, said, gloss=gloss) if gloss else read


def _with_zone(read: Understanding, zone: ZoneSaid, *, is_placed: bool) -> Understanding:
    """Return a reading with the zone that is stated; where that is not clear, the time is in doubt."""
    unclear = zone.doubtful or zone.is_open or (zone.zone is not None and not is_placed)
    wish = read.wish and _doubted(read.wish) if unclear else read.wish
    further = tuple(map(_doubted, read.further)) if unclear else read.further
    return replace(read, zone=zone, wish=wish, further=further)


def _doubted(wish: Wish) -> Wish:
    """Return a wish whose time may be meant by another clock."""
    named = (Assumption.ZONE_NAMED,) if wish.names_time else ()
    return replace(wish, assumptions=(*wish.assumptions, *named))


def _in_the_leads_words(read: Understanding, said: str, *, gloss: Gloss) -> Understanding:
    """Return a reading of the English with every mention pointing into the message as it was written."""

    def located(mention: Mention) -> Mention:
        start, end = gloss.origin_of(mention.start, mention.end)
        return replace(mention, words=said[start:end], start=start, end=end)

    return replace(
        read,
        mentions=tuple(located(mention) for mention in read.mentions),
        rejected=tuple(located(mention) for mention in read.rejected),
    )


def _read(said: str, context: Context, *, is_whole: bool) -> Understanding:
    """Return what a message in English says; `is_whole`: whether nothing was cut off."""
    text = plain(said)
    tokens = tokenize(text)
    frame = Frame(context.now, context.conventions, context.about, context.opening)
    hints = Hints(
        awaiting_time=context.awaiting == "time" or _is_other_hour(tokens, context),
        offered_hours=frozenset(offer.starts_at.hour % 12 or 12 for offer in context.offered),
    )
    found = find_mentions(said, tokens, frame=frame, hints=hints)
    found = tuple(mention for mention in found if not is_idle(text, mention))
    shift = shift_of(text)
    found = tuple(mention for mention in found if not _is_length(text, mention, shift=shift))
    found = found if is_whole else tuple(partly_read(found))
    spans = [_span(mention) for mention in found]
    weighed = weigh(text, spans=spans, expecting=bool(context.offered or context.awaiting))
    mentions = with_roles(text, found, intent=weighed.intent)
    kept = tuple(mention for mention in mentions if mention.role != Role.REJECTED)
    wishes = requests_of(text, kept, intent=weighed.intent)
    wish = wishes[0] if wishes else None
    return Understanding(
        intent=weighed.intent,
        confidence=weighed.confidence,
        mentions=kept,
        rejected=tuple(mention for mention in mentions if mention.role == Role.REJECTED),
        wish=wish,
        further=wishes[1:],
        leaving=wish_to_leave(kept) if weighed.intent == Intent.RESCHEDULE else None,
        until=_until(text, found) if weighed.intent == Intent.GOODBYE else None,
        pick=None if shift else find_pick(text, tokens, offered=[one.starts_at for one in context.offered]),
        shift=None if wish and wish.names_time else shift,
        says_yes=weighed.says_yes,
        says_no=weighed.says_no,
        tentative=weighed.tentative or _is_other_hour(tokens, context),
        asks=weighed.asks,
        additional=weighed.additional,
        books=weighed.books,
        corrects=corrects_itself(text, mentions),
        hold=held_back(text, spans=spans),
        yesterday=asks_for_yesterday(text),
        part=wish.part if wish else None,
        duration_minutes=None if shift else length_of(text),
    )


def _is_other_hour(tokens: Sequence[Token], context: Context) -> bool:
    """Tell whether a bare number answers our offers with an hour that is not among them, and no place."""
    if len(tokens) != 1 or not tokens[0].text.isdecimal() or context.awaiting not in ("pick", "confirm"):
        return False
    number, hours = int(tokens[0].text), {offer.starts_at.hour % 12 or 12 for offer in context.offered}
    return number not in hours and (len(context.offered) == 1 or number > len(context.offered))


def _is_length(text: str, mention: Mention, *, shift: Shift | None) -> bool:
    """Tell whether what looks like a time says how long or how far: "for 1h", "move it a day later"."""
    said = [(one.start, one.end) for one in (*lengths(text), *((shift,) if shift else ()))]
    return any(start <= mention.start and mention.end <= end for start, end in said)


def _until(text: str, found: Sequence[Mention]) -> Wish | None:
    """Return when the lead says that they will come, in a goodbye."""
    return wish_of(found) if any(takes_leave_until(text, mention) for mention in found) else None


def _span(mention: Mention) -> tuple[int, int]:
    """Return where a mention stands, less the "about" that belongs to "how about"."""
    lead = len("about ") if mention.words.lower().startswith("about ") else 0
    return mention.start + lead, mention.end

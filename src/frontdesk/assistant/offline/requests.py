"""How many bookings a message asks for: "Tuesday at 2 and Friday at 10" are two; corrected, one. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.mention import Mention, Role
from frontdesk.assistant.offline.wish import Wish, wish_of
from frontdesk.assistant.offline.words import worded

MOST: Final = 3
"""Bookings that one message may ask for; whoever names more is asked."""

_OF_ONE: Final = frozenset((Intent.CANCEL, Intent.RESCHEDULE, Intent.LOOKUP))
"""What is about one time at once, however many are named."""

_AND: Final = re.compile(r"^[\s,;.]*(?:and|then|plus|also|as well as|\+)(?!\w)|&|\balso\b|^\s*,\s*$")
_PUTS_RIGHT: Final = re.compile(
    r"\b(?:no|nope|not|actually|instead|rather|wait|sorry|mean|meant|make|or|better|oops|hmm|correction)\b"
)
_JOINING: Final = worded("""
    and then plus also as well too again & + another one two a an second third further other next appointment
    booking slot visit for me my us our wife husband son daughter kid mother father mom dad friend partner
    at on in the book reserve schedule get put i we i'd need want would like can could you please
""")
"""Where anything else is said between two times, the second is another matter and no order."""
_WORDS: Final = re.compile(r"[\w']+|[&+]")
_CHOICE: Final = re.compile(
    r"\b(?:which|either|whichever|one of|(?:book|take|pick|choose) (?:just |only )?one(?! (?:for|on|at)))\b"
)
_TIME_FIRST: Final = re.compile(
    r"\d[\d:.]*(?: ?[ap]\.?m\b\.?)?,? (?:on|this|next|tomorrow|today|(?:mon|tue|wed|thu|fri|sat|sun)\w*)\b"
)
_SAME_TIME: Final = re.compile(r"\bsame (?:time|hour)\b")
_CORRECTS: Final = re.compile(
    r"(?:[\s,.!;*-]|\b(?:no|nope|sorry|wait|oops|i mean|i meant|actually|rather|make (?:it|that)"
    r"|scratch that|better|hmm|at|on|for|the|let's say)\b)+"
)
_STOOD_BEFORE: Final = re.compile(
    r"\b(?:booked|booking|appointment|have|had|got|said|down|coming|mov\w+|chang\w+|switch\w*|push\w*)\b"
)
"""Before a time: it may be one that is booked already."""


def requests_of(text: str, mentions: Sequence[Mention], *, intent: Intent) -> tuple[Wish, ...]:
    """Return what a message asks for, in order: one wish, or as many as it joins with "and".

    Args:
        text: the message, lower case.
        mentions: its dates and times that count, each with its role.
        intent: what the message is after.
    """
    whole = wish_of(mentions)
    plain = [one for one in mentions if one.role == Role.PLAIN]
    groups = _grouped(text, plain) if intent not in _OF_ONE else []
    if whole is None or len(groups) < 2:
        return (whole,) if whole else ()
    wishes = _wishes(text, groups)
    is_sum = len(plain) == len(mentions) and intent != Intent.CHANGE and _is_joined(text, groups)
    if not is_sum or len(wishes) > MOST or _CHOICE.search(text):
        return (replace(whole if len(plain) < len(mentions) else wishes[0], several=True),)
    return wishes


def corrects_itself(text: str, mentions: Sequence[Mention]) -> bool:
    """Tell whether a message names a day or time and puts it right: it is about no booking that stands."""
    plain = [one for one in mentions if one.role in (Role.PLAIN, Role.TARGET)]
    if len(plain) < 2 or _STOOD_BEFORE.search(text[: plain[0].start]):
        return False
    return all(
        _CORRECTS.fullmatch(text[one.end : other.start]) and _PUTS_RIGHT.search(text[one.end : other.start])
        for one, other in pairwise(plain)
    )


def _grouped(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Return the mentions, parted where "and" another day or time follows one that is complete."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and not _begins_another(text, groups[-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _begins_another(text: str, group: Sequence[Mention], mention: Mention) -> bool:
    held, between = wish_of(group), text[group[-1].end : mention.start]
    is_whole = held is not None and held.time is not None and held.is_exact_time
    is_another_day = held is not None and None not in (held.date, mention.date) and mention.date != held.date
    joins = _AND.search(between) is not None and not _PUTS_RIGHT.search(between)
    return is_whole and joins and (mention.is_exact_time or is_another_day)


def _is_joined(text: str, groups: Sequence[Sequence[Mention]]) -> bool:
    """Tell whether nothing but what joins them stands between the requests."""
    gaps = [text[one[-1].end : other[0].start] for one, other in pairwise(groups)]
    return all(_JOINING.issuperset(_WORDS.findall(gap)) for gap in gaps)


def _wishes(text: str, groups: Sequence[Sequence[Mention]]) -> tuple[Wish, ...]:
    """Return a wish for each group; "9 and 11 on Monday" are on the Monday, as "Monday at 9 and 11" are."""
    wishes: list[Wish] = []
    for group in groups:
        wish = wish_of(group) or Wish()
        if wishes and wish.date is None:
            wish = replace(wish, date=wishes[-1].date)
        if wishes and not wish.names_time and _SAME_TIME.search(text[group[-1].end :]):
            wish = replace(wish, time=wishes[-1].time)
        wishes.append(wish)
    if wishes[-1].date and _TIME_FIRST.match(groups[-1][0].words.lower()):
        wishes = [one if one.date else replace(one, date=wishes[-1].date) for one in wishes]
    return tuple(dict.fromkeys(wishes))

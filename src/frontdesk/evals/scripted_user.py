"""The lead of a live evaluation: says what the recorded person said, in the order the questions need it.

It answers a question for a day or a time with the recorded turn that carries it, turns down every proposal
but the expected one, and agrees to that. A booking that differs is corrected with the recorded turn that says
another date or time, takes one back, or turns to another provider; whoever has begun to correct answers on
until it is right. What the person never said is said plainly with expected values.
Pure: the words of the bot go in, the lead's next words come out.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from frontdesk.assistant.offline.understand import Context, understand
from frontdesk.evals.dialogue_cases import Case, UserTurn, When, mentioned

EXTRA_TURNS = 8
_ASKS_DAY = re.compile(r"\b(which|what) (day|date)|\bday (and|or) time|\bwhen\b", re.IGNORECASE)
_ASKS_TIME = re.compile(r"\b(which|what) (time|hour|one)|\bday (and|or) time|\bwhen\b", re.IGNORECASE)


@dataclass(slots=True)
class ScriptedUser:
    """One lead. `position` is the recorded turn that would come next.

    Attributes:
        asked: the day and time that the person's own words have come to so far.
        corrects: whether what was booked is being put right.
        has_closed: whether the last words were said.
    """

    case: Case
    position: int = 0
    said: int = 0
    asked: When = field(default_factory=When)
    corrects: bool = False
    has_closed: bool = False

    @property
    def is_elsewhere(self) -> bool:
        """Whether the talk has come to a provider other than the one that had no time."""
        return any(turn.turns_elsewhere for turn in self.case.user_turns[: self.position])

    def open(self) -> str:
        """Return the first words."""
        return self._say_turn(0)

    def wants(self, booked: When) -> bool:
        """Tell whether a booking is one that the person asked for by now, or the expected one."""
        return booked in (self.case.expected, self.asked)

    def answer(self, reply: str, *, held: list[When]) -> str | None:
        """Return the next words, or None when there is nothing left to say.

        Args:
            reply: what the bot said.
            held: the bookings that exist for this lead now.
        """
        if self.has_closed or self.said >= len(self.case.user_turns) + EXTRA_TURNS:
            return None
        if held:
            return self._after_booking(reply, held)
        if self.case.expected is None:
            return self._next()
        return self._toward_booking(reply, self.case.expected)

    def _after_booking(self, reply: str, held: list[When]) -> str | None:
        """Correct what was booked as the person did; when nothing is left to correct, say the last words."""
        expected = self.case.expected
        if held != [expected]:
            if (
                expected is not None
                and "?" in reply
                and (self.corrects or expected in self._proposals(reply))
            ):
                return self._toward_booking(reply, expected)
            correction = self._find(
                lambda turn: bool(turn.gives) or turn.takes_back or turn.turns_elsewhere, start=self.position
            )
            if correction is not None:
                self.corrects = True
                return self._say_turn(correction)
        self.has_closed = True
        return self._say(self.case.user_turns[-1].text)

    def _toward_booking(self, reply: str, expected: When) -> str | None:
        proposed = self._proposals(reply)
        if "?" in reply and proposed:
            if expected in proposed or (len(proposed) == 1 and _is_whole(proposed[0], expected)):
                return self._agree(expected, is_choice=len(proposed) > 1)
            return self._carrying(expected, needs_date=True, needs_time=True)
        needs_date, needs_time = bool(_ASKS_DAY.search(reply)), bool(_ASKS_TIME.search(reply))
        if needs_date or needs_time:
            return self._carrying(expected, needs_date=needs_date, needs_time=needs_time)
        return self._next()

    def _proposals(self, reply: str) -> list[When]:
        """Return what the bot puts to the lead: each time it names, on the day it names."""
        read = understand(reply, Context(self.case.reference))
        whole = mentioned(reply, self.case.reference)
        times = sorted({f"{one.time:%H:%M}" for one in read.mentions if one.time is not None})
        dates = sorted({one.date.isoformat() for one in read.mentions if one.date is not None})
        if not times:
            return [whole] if whole else []
        day = dates[0] if len(dates) == 1 else whole.date
        return [When(day, at) for at in times]

    def _agree(self, expected: When, *, is_choice: bool) -> str:
        if is_choice:
            return self._say(f"{_clock(expected)}, please.")
        following = self.case.user_turns[self.position : self.position + 1]
        if following and following[0].agrees and following[0].gives.agrees_with(expected):
            return self._say_turn(self.position)
        return self._say("Yes, that's right.")

    def _carrying(self, expected: When, *, needs_date: bool, needs_time: bool) -> str:
        """Return the next recorded turn that carries what is asked for, else plain words for it."""

        def carries(turn: UserTurn) -> bool:
            return (
                (needs_date and turn.gives.date is not None)
                or (needs_time and turn.gives.time is not None)
                or turn.turns_elsewhere
            )

        upcoming = self._find(carries, start=self.position)
        if upcoming is not None:
            return self._say_turn(upcoming)
        return self._say(f"{_day(expected)} at {_clock(expected)}, please.")

    def _next(self) -> str | None:
        if self.position >= len(self.case.user_turns):
            return None
        return self._say_turn(self.position)

    def _find(self, wanted: Callable[[UserTurn], bool], *, start: int) -> int | None:
        turns = self.case.user_turns
        return next((number for number in range(start, len(turns)) if wanted(turns[number])), None)

    def _say_turn(self, number: int) -> str:
        self.position = number + 1
        self.asked = self.case.user_turns[number].gives.over(self.asked)
        return self._say(self.case.user_turns[number].text)

    def _say(self, text: str) -> str:
        self.said += 1
        return text


def _is_whole(proposed: When, expected: When) -> bool:
    """Say whether a proposal is the expected one, as far as it goes, and names the time at least."""
    return proposed.time is not None and proposed.agrees_with(expected)


def _day(when: When) -> str:
    day = dt.date.fromisoformat(when.date or "")
    return f"{day:%B} {day.day}"


def _clock(when: When) -> str:
    at = dt.time.fromisoformat(when.time or "")
    return f"{at.hour % 12 or 12}:{at:%M} {at:%p}"

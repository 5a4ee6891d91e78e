"""From a time of day as said to a time on the clock: which half of the day, and how sure."""

from dataclasses import dataclass
from datetime import time

from frontdesk.assistant.offline.resolution import Assumption, Frame
from frontdesk.assistant.offline.values import Clock, Clocks

_NIGHT_ENDS = 5
"""Hours below this one, "at night", lie after midnight."""


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A resolved time; `either_half` when twelve hours off would be as good a reading."""

    at: time
    either_half: bool = False


def resolve_clock(clock: Clock, part: str | None, frame: Frame) -> TimeOfDay:
    """Return the time that is meant; what it took for granted is added to the frame's assumptions."""
    if clock.loose:
        frame.assumed.append(Assumption.LOOSE_WORDS)
    hour = _settled_hour(clock, part)
    if hour is not None:
        return TimeOfDay(time(hour, clock.minute))
    early, late = (time(clock.hour % 12 + half, clock.minute) for half in (0, 12))
    if frame.opening:
        opens, closes = frame.opening
        open_halves = [at for at in (early, late) if opens <= at <= closes]
        if len(open_halves) == 1:
            frame.assumed.append(Assumption.HALF_BY_OPENING)
            return TimeOfDay(open_halves[0])
    frame.assumed.append(Assumption.HALF_OF_DAY)
    return TimeOfDay(early if frame.conventions.first_hour <= clock.hour < 12 else late, either_half=True)


def _settled_hour(clock: Clock, part: str | None) -> int | None:
    """Return the hour of 24 when the words settle it, else None."""
    if clock.half:
        return clock.hour % 12 + (12 if clock.half == "pm" else 0)
    if clock.fixed or clock.hour > 12 or clock.hour == 0:
        return clock.hour % 24
    match clock.part or part:
        case "morning":
            return clock.hour % 12
        case "afternoon":
            return clock.hour % 12 + 12
        case "evening" | "night" as late:
            after_midnight = clock.hour == 12 or (late == "night" and clock.hour < _NIGHT_ENDS)
            return clock.hour % 12 + (0 if after_midnight else 12)
    return None


def resolve_clocks(
    clocks: Clocks, part: str | None, frame: Frame
) -> tuple[TimeOfDay | None, TimeOfDay | None]:
    """Return the start and the end that are meant; each is None when open."""
    first, last = clocks.first, clocks.last
    if clocks.loose:
        frame.assumed.append(Assumption.LOOSE_WORDS)
    if first is None or last is None:
        return (
            resolve_clock(first, part, frame) if first else None,
            resolve_clock(last, part, frame) if last else None,
        )
    start_hour, end_hour = _settled_hour(first, part), _settled_hour(last, part)
    if start_hour is None and end_hour is not None:
        end = TimeOfDay(time(end_hour, last.minute))
        return TimeOfDay(_latest_before(first, end.at)), end
    start = resolve_clock(first, part, frame)
    if end_hour is None:
        return start, TimeOfDay(_first_after(last, start.at), start.either_half)
    return start, TimeOfDay(time(end_hour, last.minute))


def _halves(clock: Clock) -> tuple[time, time]:
    return time(clock.hour % 12, clock.minute), time(clock.hour % 12 + 12, clock.minute)


def _latest_before(clock: Clock, end: time) -> time:
    early, late = _halves(clock)
    return late if late < end else early


def _first_after(clock: Clock, start: time) -> time:
    early, late = _halves(clock)
    return early if early > start else late

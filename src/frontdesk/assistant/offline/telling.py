"""How what the business says of itself is told: in its own words, and in no others. Pure."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from frontdesk.assistant.offline.about import Hours, Service
from frontdesk.assistant.offline.speech import WEEKDAYS, listed, spoken_time, spoken_zone


def quoted(sentences: Sequence[str]) -> str:
    """Return sentences of the settings as they stand there."""
    return " ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in sentences)


def services(known: Sequence[Service], *, is_full: bool = False) -> str:
    """Tell the price and length of services; `is_full`: and what they are."""
    told = [_ended(service(one, is_full=is_full)) for one in known]
    return " ".join(told)


def service(one: Service, *, is_full: bool = False) -> str:
    """Return "Roof inspection: $150, 60 minutes"."""
    facts = ", ".join(filter(None, (one.price, length(one.minutes))))
    named = f"{one.name}: {facts}" if facts else one.name
    return f"{named}. {one.description}" if is_full and one.description else named


def offer(known: Sequence[Service], *, has_more: bool) -> str:
    """Tell what is offered."""
    if not known:
        return ""
    names = [one.name for one in known] + (["more"] if has_more else [])
    return f"We offer: {listed(names)}."


def usual_length(minutes: int) -> str:
    """Tell how long an appointment takes where nothing else is said."""
    return f"An appointment takes {length(minutes)}."


def length(minutes: int | None) -> str:
    """Return "90 minutes", or nothing."""
    return f"{minutes} minutes" if minutes else ""


def hours(open_on: Iterable[Hours]) -> str:
    """Tell when appointments are possible: "Monday to Friday, 9:00 AM to 5:00 PM"."""
    by_day = {
        day: tuple((one.opens, one.closes) for one in windows)
        for day, windows in groupby(
            sorted(open_on, key=lambda one: (one.weekday, one.opens)), lambda one: one.weekday
        )
    }
    zone = next((one.zone for one in open_on), "")
    runs = [list(run) for _, run in groupby(by_day, lambda day: (by_day[day], day - list(by_day).index(day)))]
    told = [
        f"{_days(run)} "
        + listed([f"{spoken_time(opens)} to {spoken_time(closes)}" for opens, closes in by_day[run[0]]])
        for run in runs
    ]
    return f"Our hours for appointments are {listed(told)} ({spoken_zone(zone)})." if told else ""


def _days(run: Sequence[int]) -> str:
    first, last = WEEKDAYS[run[0]], WEEKDAYS[run[-1]]
    return first if len(run) == 1 else f"{first} to {last}"


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."

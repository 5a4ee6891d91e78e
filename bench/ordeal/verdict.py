"""What people were told, what the database says and what stands in the calendar, held against each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from frontdesk.bookings.differences import MARK
from frontdesk.calendars.simulator.state import Event

Key = tuple[int, int]
FREE = {"cancelled", "noshow", "invalid"}


@dataclass(frozen=True, slots=True)
class Promise:
    """The last thing that somebody was told of a booking."""

    stands: bool
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """A booking as the database has it in the end."""

    status: str
    state: str
    starts_at: datetime
    ends_at: datetime
    event_id: str | None
    event_from: datetime
    is_claimed: bool = False
    is_doubted: bool = False


@dataclass(slots=True)
class Verdict:
    """How many of each; whatever should be none and is not, is named by its bookings."""

    confirmed: int = 0
    cancelled: int = 0
    wrong: dict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))

    @property
    def is_clean(self) -> bool:
        """Whether nothing went wrong."""
        return not any(self.wrong.values())


# What is looked for, and asked to be none.
FAULTS = (
    "bookings lost",
    "not as people were told",
    "not at rest",
    "not looked at once more",
    "confirmed without an event",
    "confirmed with more than one event",
    "event at another time than its booking",
    "event other than the one that is known",
    "cancelled with an event",
    "events of no booking",
)


def live_events(events: Iterable[Event]) -> dict[Key, list[Event]]:
    """Return the events that take time, by the booking whose mark they carry."""
    found: dict[Key, list[Event]] = defaultdict(list)
    for event in events:
        marks = MARK.findall(event.title)
        if marks and event.status not in FREE:
            found[int(marks[-1][0]), int(marks[-1][1])].append(event)
    return found


def unnoted(rows: Mapping[Key, Row], events: Iterable[Event]) -> list[Key]:
    """Return the bookings whose event is as they want it, and whose row does not know that yet. Pure."""
    live = live_events(events)
    return [
        key for key, row in rows.items() if row.state == "pending" and _is_unnoted(row, live.get(key, []))
    ]


def _is_unnoted(row: Row, events: list[Event]) -> bool:
    if row.status == "cancelled":
        return row.event_id is not None and not events
    is_known = row.event_id is not None and row.event_from == row.starts_at
    return not is_known and any(
        (event.starts_at, event.ends_at) == (row.starts_at, row.ends_at) for event in events
    )


def judged(promises: Mapping[Key, Promise], rows: Mapping[Key, Row], events: Iterable[Event]) -> Verdict:
    """Return how it all ended. Pure."""
    verdict, live = Verdict(), live_events(events)
    verdict.wrong.update({fault: [] for fault in FAULTS})
    verdict.wrong["events of no booking"] = sorted(set(live) - set(rows))
    for key, promise in promises.items():
        row = rows.get(key)
        if row is None:
            verdict.wrong["bookings lost"].append(key)
            continue
        verdict.confirmed += row.status == "confirmed"
        verdict.cancelled += row.status == "cancelled"
        for fault in _faults(promise, row, live.get(key, [])):
            verdict.wrong[fault].append(key)
    return verdict


def _faults(promise: Promise, row: Row, events: list[Event]) -> Iterable[str]:
    wanted = "confirmed" if promise.stands else "cancelled"
    if (row.status, row.starts_at, row.ends_at) != (wanted, promise.starts_at, promise.ends_at):
        yield "not as people were told"
    if row.state != "synced":
        yield "not at rest"
    if row.is_doubted:
        yield "not looked at once more"
    if row.status != "cancelled":
        yield from _faults_of_confirmed(row, events)
    elif events:
        yield "cancelled with an event"


def _faults_of_confirmed(row: Row, events: list[Event]) -> Iterable[str]:
    if not events:
        yield "confirmed without an event"
    if len(events) > 1:
        yield "confirmed with more than one event"
    if any((event.starts_at, event.ends_at) != (row.starts_at, row.ends_at) for event in events):
        yield "event at another time than its booking"
    if row.event_id not in {event.id for event in events}:
        yield "event other than the one that is known"

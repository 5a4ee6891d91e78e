"""What existing libraries score on the development data, to read our own figures against.

Measured once by the makers of the evaluation data, on one machine: each library with its own adapter, which
keeps the first answer. Duckling (pyduckling-native 0.1.0), Recognizers (recognizers-text-date-time 1.0.2a2),
ctparse 0.3.6 and dateparser 1.5.0. On dialogues each reads every user turn, and the date and the time
mentioned last win. Duckling, Recognizers and ctparse meet their own test sentences among the expressions.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reading:
    """A library on `datetime_dev.jsonl`: percent right, cases without an answer, milliseconds a case."""

    library: str
    overall: float
    points: float
    ranges: float
    conversational: float
    unanswered: int
    median_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Tracking:
    """A library on `dialogues_dev.jsonl`: percent of final bookings and of joint states right."""

    library: str
    final: float
    joint: float


READING: Final = (
    Reading("Duckling", 88.4, 91, 81, 92.0, 10, 1.14, 6.0),
    Reading("Recognizers", 81.7, 86, 72, 90.8, 18, 14.85, 28.4),
    Reading("ctparse", 64.3, 66, 60, 69.5, 17, 14.26, 91.0),
    Reading("dateparser", 47.3, 63, 10, 58.0, 40, 2.81, 10.7),
)
TRACKING: Final = (
    Tracking("Duckling", 64, 84.7),
    Tracking("Recognizers", 66, 84.2),
    Tracking("ctparse", 52, 57.4),
    Tracking("dateparser", 52, 70.4),
)

"""The only place that reads the current time. Everything else is handed a `Clock` or an instant."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells what time it is now, as an aware UTC instant."""

    def now(self) -> datetime: ...  # noqa: D102 -- the class says it


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current instant in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is set: for tests, replays and evaluations."""

    instant: datetime

    def __post_init__(self) -> None:
        if self.instant.tzinfo is None:
            raise ValueError("a clock needs an aware instant")

    def now(self) -> datetime:
        """Return the instant the clock was set to, in UTC."""
        return self.instant.astimezone(UTC)

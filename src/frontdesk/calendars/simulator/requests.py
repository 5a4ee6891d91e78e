"""What the simulator was asked, in order, without credentials."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

MOST_KEPT = 5_000


@dataclass(slots=True)
class LoggedRequest:
    """One request and what came of it.

    Attributes:
        status: the status answered, or None if the connection was closed without an answer.
        fault: the fault that was played, if any.
    """

    at: datetime
    method: str
    path: str
    query: str
    body: str
    version: str | None
    user_agent: str | None
    status: int | None = None
    fault: str | None = None


@dataclass(slots=True)
class RequestLog:
    """The last few thousand requests."""

    entries: deque[LoggedRequest] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))

    def add(self, entry: LoggedRequest) -> LoggedRequest:
        """Keep one more."""
        self.entries.append(entry)
        return entry

    def count(self, method: str, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(1 for entry in self.entries if (entry.method, entry.path) == (method, path))

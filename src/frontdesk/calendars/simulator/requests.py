"""What the simulator was asked, in order, without credentials."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

import msgspec

MOST_KEPT = 5_000
# All that is told of what is asked for under `/oauth/`; the rest opens something.
TOLD_OF_OAUTH = frozenset({"grant_type", "locationId", "companyId"})


@dataclass(slots=True)
class LoggedRequest:
    """One request and what came of it.

    Attributes:
        status: the status answered, or None if the connection was closed without an answer.
        effect: the status with which it was carried out, heard or not; None if it had no effect.
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
    effect: int | None = None
    fault: str | None = None


@dataclass(slots=True)
class RequestLog:
    """The last few thousand requests, and how many are neither answered nor given up yet."""

    entries: deque[LoggedRequest] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))
    under_way: int = 0

    def add(self, entry: LoggedRequest) -> LoggedRequest:
        """Keep one more."""
        self.entries.append(entry)
        return entry

    def count(self, method: str, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(1 for entry in self.entries if (entry.method, entry.path) == (method, path))

    @contextmanager
    def one_under_way(self) -> Iterator[None]:
        """Count a request for as long as it may still have an effect."""
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1


def without_secrets(path: str, body: bytes) -> str:
    """Return a body as it may be shown: of OAuth's, which open something, only what it is about."""
    if not path.startswith("/oauth/"):
        return body.decode(errors="replace")
    try:
        given = msgspec.json.decode(body, type=dict[str, str])
    except msgspec.DecodeError:
        given = dict(parse_qsl(body.decode(errors="replace")))
    return urlencode({name: value for name, value in given.items() if name in TOLD_OF_OAUTH})

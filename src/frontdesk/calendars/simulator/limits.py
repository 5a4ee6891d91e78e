"""The vendor's rate limit: so many requests in each interval, counted per location. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

REQUESTS_A_DAY = 200_000


@dataclass(slots=True)
class RateLimit:
    """Counts requests.

    Attributes:
        requests: how many are allowed in one interval.
        interval_milliseconds: the interval's length.
    """

    requests: int = 100
    interval_milliseconds: int = 10_000
    _windows: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    _today: dict[str, tuple[datetime, int]] = field(default_factory=dict)

    def take(self, key: str, now: datetime) -> bool:
        """Count one request of a location and return whether it is within the limits."""
        interval = timedelta(milliseconds=self.interval_milliseconds)
        recent = _count(self._windows, key, now, interval=interval)
        today = _count(self._today, key, now, interval=timedelta(days=1))
        return recent <= self.requests and today <= REQUESTS_A_DAY

    def headers(self, key: str) -> dict[str, str]:
        """Return the headers that every answer carries."""
        taken = self._windows[key][1] if key in self._windows else 0
        today = self._today[key][1] if key in self._today else 0
        return {
            "X-RateLimit-Limit-Daily": str(REQUESTS_A_DAY),
            "X-RateLimit-Daily-Remaining": str(max(0, REQUESTS_A_DAY - today)),
            "X-RateLimit-Interval-Milliseconds": str(self.interval_milliseconds),
            "X-RateLimit-Max": str(self.requests),
            "X-RateLimit-Remaining": str(max(0, self.requests - taken)),
        }


def _count(windows: dict[str, tuple[datetime, int]], key: str, now: datetime, *, interval: timedelta) -> int:
    began, taken = windows.get(key, (now, 0))
    if now - began >= interval:
        began, taken = now, 0
    windows[key] = (began, taken + 1)
    return taken + 1

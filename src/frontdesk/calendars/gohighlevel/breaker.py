"""A circuit breaker: what does not answer is given a rest, so that nobody waits for it in vain. Pure.

One for each connection in each process. Processes do not tell one another: each finds out with a few calls,
and none has to ask the database before it may ask GoHighLevel.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.calendars.port import CalendarUnreachable

FAILURES_TO_OPEN = 8
FIRST_REST = timedelta(seconds=10)
LONGEST_REST = timedelta(minutes=2)


@dataclass(slots=True)
class Breaker:
    """Closed lets all calls through; open lets none; after its rest, one call may try.

    Attributes:
        failures: how many calls in a row had no answer.
        resting_until: None while it is closed.
    """

    failures: int = 0
    resting_until: datetime | None = None
    rest: timedelta = FIRST_REST
    is_trying: bool = False

    def admit(self, now: datetime) -> None:
        """Let a call through.

        Raises:
            CalendarUnreachable: it is open; says for how long.
        """
        if self.resting_until is None:
            return
        if now < self.resting_until or self.is_trying:
            left = max(1.0, (self.resting_until - now).total_seconds())
            raise CalendarUnreachable(
                "GoHighLevel did not answer several times in a row. frontdesk gives it a short rest.",
                retry_after_seconds=left,
            )
        self.is_trying = True

    def succeeded(self) -> None:
        """Take note of an answer, whatever it says."""
        self.failures, self.resting_until, self.rest, self.is_trying = 0, None, FIRST_REST, False

    def failed(self, now: datetime) -> bool:
        """Take note of a call without an answer; says whether this opens the breaker."""
        self.failures += 1
        was_trying, self.is_trying = self.is_trying, False
        if was_trying:
            self.rest = min(self.rest * 2, LONGEST_REST)
        elif self.failures < FAILURES_TO_OPEN or self.resting_until is not None:
            return False
        self.resting_until = now + self.rest
        return True

    def gave_up(self) -> None:
        """Take note of a call that was called off: it tells nothing."""
        self.is_trying = False

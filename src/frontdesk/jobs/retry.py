"""How long to wait before trying again. Pure."""

from datetime import timedelta

FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 300.0


def backoff(attempt: int, *, asked_for_seconds: float | None = None, chance: float = 0.5) -> timedelta:
    """Return the wait after the `attempt`-th try (1 is the first): doubling, bounded, spread by a quarter.

    Args:
        attempt: how many tries there have been.
        asked_for_seconds: what the other side asked us to wait; never undercut.
        chance: a number from 0 to 1 that spreads the waits of many.
    """
    doubled = min(FIRST_DELAY_SECONDS * 2.0 ** min(attempt - 1, 30), LONGEST_DELAY_SECONDS)
    spread = doubled * (0.75 + chance / 2)
    return timedelta(seconds=max(spread, asked_for_seconds or 0.0))

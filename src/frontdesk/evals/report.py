"""What an evaluation found: shares, misses and times, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from statistics import median


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many were right."""

    right: int
    total: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of nothing is 0."""
        return self.right / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One case that was answered wrongly: what was right, what was read, and from which words."""

    id: str
    text: str
    expected: str
    got: str
    why: str


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds a case took."""

    median_seconds: float
    p95_seconds: float
    slowest_text: str


def share(outcomes: Sequence[bool]) -> Share:
    """Return the share of true ones."""
    return Share(sum(outcomes), len(outcomes))


def pass_hat(counts: Sequence[tuple[int, int]], k: int) -> float:
    """Return pass^k: how likely k tries at one dialogue are all right, the mean over dialogues.

    The estimator of tau-bench: C(c, k) / C(n, k) for c right ones of n tries.

    Args:
        counts: of each dialogue, how many tries were right and how many there were.
        k: at most the tries of each dialogue.
    """
    return sum(comb(right, k) / comb(tries, k) for right, tries in counts) / len(counts) if counts else 0.0


def timing(seconds: Sequence[float], texts: Sequence[str]) -> Timing:
    """Return the median, the 95th percentile and the text that took longest; of nothing, zeros."""
    if not seconds:
        return Timing(0.0, 0.0, "")
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return Timing(median(ordered), p95, texts[max(range(len(seconds)), key=seconds.__getitem__)])

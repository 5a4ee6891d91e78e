"""How live dialogues ended, and what is counted of it. Pure values."""

from collections import Counter
from dataclasses import dataclass
from statistics import median

from frontdesk.evals.dialogue_cases import When
from frontdesk.evals.report import Share, pass_hat, share


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one dialogue ended.

    Attributes:
        bookings: those that stand in the end.
        unasked: each time that was booked on the way, or moved to, before the person had asked for it.
        cost_micros: in millionths of a dollar, None where the price is not known.
    """

    id: str
    source: str
    expected: When | None
    bookings: tuple[When, ...]
    user_turns: int
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micros: int | None = None
    unasked: tuple[When, ...] = ()

    @property
    def is_right(self) -> bool:
        """Say whether there is exactly what there should be."""
        return self.bookings == ((self.expected,) if self.expected else ())

    @property
    def is_wrong(self) -> bool:
        """Say whether something was booked, at any time, that the person did not agree to."""
        return bool(self.unasked) or any(booking != self.expected for booking in self.bookings)

    @property
    def is_double(self) -> bool:
        """Say whether there is more than one booking."""
        return len(self.bookings) > 1


@dataclass(frozen=True, slots=True)
class DialogueReport:
    """The scores of one file; `trials`: how often each dialogue was held, all of them among the outcomes."""

    outcomes: tuple[Outcome, ...]
    trials: int = 1

    @property
    def success(self) -> Share:
        """How many ended right."""
        return share([outcome.is_right for outcome in self.outcomes])

    def pass_hat(self, k: int) -> float:
        """Return how likely k tries at one dialogue all end right."""
        right = Counter(outcome.id for outcome in self.outcomes if outcome.is_right)
        held = Counter(outcome.id for outcome in self.outcomes)
        return pass_hat([(right[one], tries) for one, tries in held.items()], k)

    @property
    def tokens_per_booking(self) -> float:
        """How many tokens were read and written for each booking that was made; 0 when there is none."""
        tokens = sum(outcome.input_tokens + outcome.output_tokens for outcome in self.outcomes)
        return tokens / self._booked if self._booked else 0.0

    @property
    def dollars_per_booking(self) -> float | None:
        """What each booking that was made cost, in dollars; None when that is not known."""
        costs = [outcome.cost_micros for outcome in self.outcomes]
        known = [cost for cost in costs if cost is not None]
        return sum(known) / 1e6 / self._booked if self._booked and len(known) == len(costs) else None

    @property
    def _booked(self) -> int:
        return sum(len(outcome.bookings) for outcome in self.outcomes)

    @property
    def success_by_source(self) -> dict[str, Share]:
        """How many ended right, for each source."""
        sources = sorted({outcome.source for outcome in self.outcomes})
        return {
            source: share([outcome.is_right for outcome in self.outcomes if outcome.source == source])
            for source in sources
        }

    @property
    def wrong(self) -> list[Outcome]:
        """The ones with a booking that the person did not agree to."""
        return [outcome for outcome in self.outcomes if outcome.is_wrong]

    @property
    def missed(self) -> list[Outcome]:
        """The ones that are not right, though nothing wrong was booked."""
        return [one for one in self.outcomes if not one.is_right and not one.is_wrong]

    @property
    def double(self) -> list[Outcome]:
        """The ones with more than one booking."""
        return [outcome for outcome in self.outcomes if outcome.is_double]

    @property
    def median_user_turns(self) -> float:
        """The median number of user turns."""
        return median(outcome.user_turns for outcome in self.outcomes)

"""Faults on demand: rules, in JSON, that say which requests go wrong and how. Pure but for reading the file.

A rule: {"match": {"method": "POST", "path": "/calendars/events/*"}, "times": 2, "probability": 0.5,
"seed": 7, "then": {"status": 503, "body": {...}}}. All but `then` may be left out. README.md has the details.
"""

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

import msgspec

Ending = Literal["dropReply", "reset", "malformed", "html403"]
ENDINGS: tuple[Ending, ...] = ("dropReply", "reset", "malformed", "html403")


class Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which requests a rule is for; a path may hold `*`. The location is the token's, or its agency."""

    method: str | None = None
    path: str | None = None
    location: str | None = None

    def fits(self, method: str, path: str, location: str) -> bool:
        """Say whether a request is meant."""
        return (
            (self.method is None or self.method.upper() == method)
            and (self.path is None or fnmatchcase(path, self.path))
            and (self.location is None or self.location == location)
        )


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What happens to a matching request: a delay, one other ending than its own, or both.

    Attributes:
        carried_out: it takes effect at once, before any delay and whatever is answered.
    """

    latency_seconds: float | None = None
    carried_out: bool = False
    status: int | None = None
    body: msgspec.Raw = msgspec.Raw()
    headers: dict[str, str] = {}
    drop_reply: bool = False
    reset: bool = False
    malformed: bool = False
    html403: bool = False

    @property
    def ending(self) -> Ending | Literal["status"] | None:
        """The one other ending, or None for a mere delay."""
        chosen = (self.drop_reply, self.reset, self.malformed, self.html403)
        if self.status is not None:
            return "status"
        return next((name for name, is_chosen in zip(ENDINGS, chosen, strict=True) if is_chosen), None)

    @property
    def name(self) -> str:
        """What the request log calls it."""
        ending = f"status {self.status}" if self.status is not None else self.ending
        late = None if self.latency_seconds is None else f"after {self.latency_seconds:g} s"
        parts = (ending, late, "carried out" if self.carried_out else None)
        return ", ".join(part for part in parts if part)


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule as it is written in JSON."""

    then: Outcome
    match: Match = Match()
    times: int | None = None
    probability: float = 1.0
    seed: int = 0


@dataclass(slots=True)
class _ArmedRule:
    """A rule, its dice, and how often it may still strike (None: always)."""

    rule: Rule
    dice: random.Random
    left: int | None

    def strikes(self, method: str, path: str, location: str) -> bool:
        fits = self.rule.match.fits(method, path, location)
        if not fits or self.left == 0 or self.dice.random() >= self.rule.probability:
            return False
        if self.left is not None:
            self.left -= 1
        return True


@dataclass(slots=True)
class FaultPlan:
    """The rules in force, in order: the first that strikes decides."""

    _armed: list[_ArmedRule] = field(default_factory=list)

    def replace(self, rules: Iterable[Rule]) -> None:
        """Put these rules in the place of all others."""
        self._armed = [_armed(rule) for rule in rules]

    @contextmanager
    def preceded_by(self, rule: Rule) -> Iterator[None]:
        """Let one more rule decide before all others until the block is left."""
        first = _armed(rule)
        self._armed.insert(0, first)
        try:
            yield
        finally:
            self._armed = [armed for armed in self._armed if armed is not first]

    def pick(self, method: str, path: str, location: str = "") -> Outcome | None:
        """Return what goes wrong with this request, if anything; this uses up one of the rule's times."""
        return next((armed.rule.then for armed in self._armed if armed.strikes(method, path, location)), None)


def _armed(rule: Rule) -> _ArmedRule:
    # The dice are seeded so that a run can be repeated; nothing secret hangs on them.
    return _ArmedRule(rule, random.Random(rule.seed), rule.times)  # noqa: S311


def load_faults(path: Path) -> FaultPlan:
    """Read a JSON list of rules. Raises `ValueError` with one sentence naming the field that is wrong."""
    try:
        return plan_faults(path.read_bytes())
    except OSError as error:
        raise ValueError(f"The faults file {path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise ValueError(f"The faults file {path} is wrong: {error}") from None


def plan_faults(text: bytes) -> FaultPlan:
    """Return the plan in a JSON list of rules. Raises `ValueError` naming the field that is wrong."""
    plan = FaultPlan()
    plan.replace(read_rules(text))
    return plan


def read_rules(content: bytes) -> list[Rule]:
    """Return the rules. Raises `ValueError` naming the field that is wrong."""
    try:
        rules = msgspec.json.decode(content, type=list[Rule])
    except msgspec.ValidationError as error:
        text = str(error).replace("`$", "`rules")
        raise ValueError(f"{text}." if " - at " in text else "rules must be a JSON list.") from None
    except msgspec.DecodeError as error:
        raise ValueError(f"it is not JSON ({error}).") from None
    for position, rule in enumerate(rules):
        problem = _find_problem(rule)
        if problem:
            raise ValueError(f"rules[{position}].{problem}.")
    return rules


def _find_problem(rule: Rule) -> str | None:
    """Return what is wrong with a rule beyond its form, beginning with the field's name."""
    then = rule.then
    endings = sum([then.status is not None, then.drop_reply, then.reset, then.malformed, then.html403])
    problems = {
        "times must be 1 or more": rule.times is not None and rule.times < 1,
        "probability must lie above 0 and not above 1": not 0 < rule.probability <= 1,
        "then.status must be an HTTP status from 200 to 599": not 200 <= (then.status or 200) <= 599,
        "then.latencySeconds must not be negative": (then.latency_seconds or 0) < 0,
        "then must say what happens": endings == 0 and then.latency_seconds is None,
        "then must name only one of status, dropReply, reset, malformed, html403": endings > 1,
        "then.body needs then.status": bool(bytes(then.body)) and then.status is None,
        "then.headers needs then.status": bool(then.headers) and then.status is None,
    }
    return next((problem for problem, is_wrong in problems.items() if is_wrong), None)

"""A small parser: rules written as patterns, matched from the left with memory, longest phrase first.

A rule is `rule("clock", "half past <hour>", build)`. In a pattern, words are separated by spaces:

- `past` or `past|after`: the token is one of these words;
- `WEEKDAY`: the token can be one; its value is handed to `build`;
- `<hour>`: a phrase of that name; its value is handed to `build`;
- `~-`: like `-`, with no space before it;
- a trailing `?`: may be missing (a missing value is handed over as None).

`build` may return None to refuse. A phrase never starts with itself (no left recursion), and for each end the
first rule in the table wins.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from frontdesk.assistant.offline.tokens import Token
from frontdesk.assistant.offline.words import worded

Build = Callable[..., object]
Phrase = tuple[int, object]


class Step(NamedTuple):
    """One element of a pattern."""

    labels: frozenset[str]
    value: str
    phrase: str
    optional: bool
    glued: bool


class Rule(NamedTuple):
    """How a phrase of one name may be said."""

    name: str
    steps: tuple[Step, ...]
    build: Build


def rule(name: str, pattern: str, build: Build) -> Rule:
    """Return the rule of a pattern in the notation above."""
    return Rule(name, tuple(_step(word) for word in pattern.split()), build)


def _step(word: str) -> Step:
    optional = len(word) > 1 and word.endswith("?")
    word = word[:-1] if optional else word
    glued = len(word) > 1 and word.startswith("~")
    word = word[1:] if glued else word
    if word.startswith("<") and len(word) > 1:
        return Step(frozenset(), "", word[1:-1], optional, glued)
    value = word if word.isupper() else ""
    return Step(frozenset(word.split("|")), value, "", optional, glued)


class Ready(NamedTuple):
    """A rule with what it can start with, and what must all stand somewhere in a message for it to match."""

    rule: Rule
    starts: frozenset[str]
    needs: tuple[frozenset[str], ...]


MOST_STEPS = 800
"""Steps matched in one message. A request takes 10, with many dates 130; a heap of numbers, thousands."""
_MOST_REMEMBERED = 50_000
"""Sets of labels remembered: more than the words of the trade, less than all that people may type."""


class Grammar:
    """Rules by name, made ready for quick refusal."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        by_name: dict[str, list[Rule]] = {}
        for one in rules:
            by_name.setdefault(one.name, []).append(one)
        self.starts: dict[str, frozenset[str]] = {}
        for name in by_name:
            _learn_starts(name, by_name, self.starts)
        self._cores: dict[str, frozenset[str]] = {}
        for name in by_name:
            _learn_cores(name, by_name, self._cores)
        self._rules = {name: [self._ready(one) for one in found] for name, found in by_name.items()}
        self._opened: dict[tuple[str, frozenset[str]], tuple[Ready, ...]] = {}

    def starts_of(self, *names: str) -> frozenset[str]:
        """Return every label with which a phrase of these names can start."""
        return frozenset().union(*(self.starts[name] for name in names))

    def opened_by(self, labels: frozenset[str], name: str) -> tuple[Ready, ...]:
        """Return the rules of a name that can start with a token of these labels, in the table's order."""
        found = self._opened.get((name, labels))
        if found is None:
            found = tuple(one for one in self._rules[name] if not one.starts.isdisjoint(labels))
            if len(self._opened) < _MOST_REMEMBERED:
                self._opened[name, labels] = found
        return found

    def _ready(self, one: Rule) -> Ready:
        return Ready(one, _first_labels(one, self.starts), tuple(_needed(one, self._cores)))


def _learn_starts(name: str, by_name: dict[str, list[Rule]], starts: dict[str, frozenset[str]]) -> None:
    """Find what the phrases of a name can start with, those it is built of first."""
    if name in starts:
        return
    starts[name] = frozenset()
    for one in by_name[name]:
        for step in one.steps:
            if step.phrase:
                _learn_starts(step.phrase, by_name, starts)
            if not step.optional:
                break
    starts[name] = frozenset().union(*(_first_labels(one, starts) for one in by_name[name]))


def _learn_cores(name: str, by_name: dict[str, list[Rule]], cores: dict[str, frozenset[str]]) -> None:
    """Find labels of which one at least stands in every phrase of a name: the rarest step of each rule."""
    if name in cores:
        return
    for one in by_name[name]:
        for step in one.steps:
            if step.phrase:
                _learn_cores(step.phrase, by_name, cores)
    cores[name] = frozenset().union(*(min(_needed(one, cores), key=_commonness) for one in by_name[name]))


def _needed(one: Rule, cores: dict[str, frozenset[str]]) -> list[frozenset[str]]:
    return [cores[step.phrase] if step.phrase else step.labels for step in one.steps if not step.optional]


def _commonness(labels: frozenset[str]) -> tuple[int, int]:
    """Order sets of labels by how likely one stands in any message: little words most, kinds least."""
    return len(labels & _LITTLE_WORDS), sum(not label.isupper() for label in labels)


_LITTLE_WORDS = worded("the a an in on of at to and for this that by is or after before , .")


def _first_labels(one: Rule, starts: dict[str, frozenset[str]]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for step in one.steps:
        found |= starts[step.phrase] if step.phrase else step.labels
        if not step.optional:
            break
    return found


class Parse:
    """The phrases found in one list of tokens; remembers what it has tried."""

    def __init__(self, grammar: Grammar, tokens: Sequence[Token]) -> None:
        self._grammar = grammar
        self._tokens = tokens
        self._present = frozenset().union(*(token.labels for token in tokens))
        self._memory: dict[tuple[str, int], tuple[Phrase, ...]] = {}
        self._possible: dict[tuple[str, frozenset[str]], tuple[Ready, ...]] = {}
        self._steps = 0

    @property
    def gave_up(self) -> bool:
        """Whether the tokens held more than is worth reading; no phrase is found after that."""
        return self._steps > MOST_STEPS

    def phrases(self, name: str, at: int) -> tuple[Phrase, ...]:
        """Return (end, value) of every phrase of this name that starts at a token."""
        found = self._memory.get((name, at))
        if found is None:
            rules = self._worth_trying(name, at) if at < len(self._tokens) else ()
            found = self._memory[name, at] = self._find(rules, at) if rules else ()
        return found

    def _worth_trying(self, name: str, at: int) -> tuple[Ready, ...]:
        """Return the rules of a name that can start at a token and find all they need in the message."""
        labels = self._tokens[at].labels
        rules = self._possible.get((name, labels))
        if rules is None:
            lacks = self._present.isdisjoint
            opened = self._grammar.opened_by(labels, name)
            rules = tuple(one for one in opened if not any(map(lacks, one.needs)))
            self._possible[name, labels] = rules
        return rules

    def _find(self, rules: tuple[Ready, ...], at: int) -> tuple[Phrase, ...]:
        by_end: dict[int, object] = {}
        for one in rules:
            if self.gave_up:
                break
            for end, values in self._walk(one.rule.steps, at):
                if end > at and end not in by_end:
                    built = one.rule.build(*values)
                    if built is not None:
                        by_end[end] = built
        return tuple(by_end.items())

    def _walk(self, steps: tuple[Step, ...], at: int) -> list[tuple[int, tuple[object, ...]]]:
        states: list[tuple[int, tuple[object, ...]]] = [(at, ())]
        for step in steps:
            after: list[tuple[int, tuple[object, ...]]] = []
            for end, values in states:
                self._advance(step, end, values=values, after=after)
            if not after:
                return after
            states = after
            self._steps += len(after)
        return states

    def _advance(
        self, step: Step, at: int, *, values: tuple[object, ...], after: list[tuple[int, tuple[object, ...]]]
    ) -> None:
        """Add to `after` every way to match one step from a token on."""
        tokens = self._tokens
        if at < len(tokens) and (tokens[at].glued or not step.glued):
            if step.phrase:
                after.extend([(end, (*values, value)) for end, value in self.phrases(step.phrase, at)])
            elif not step.labels.isdisjoint(tokens[at].labels):
                after.append((at + 1, (*values, tokens[at].readings[step.value]) if step.value else values))
        if step.optional:
            after.append((at, (*values, None) if step.value or step.phrase else values))

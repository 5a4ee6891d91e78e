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


class Grammar:
    """Rules by name, made ready for quick refusal."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        by_name: dict[str, list[Rule]] = {}
        for one in rules:
            by_name.setdefault(one.name, []).append(one)
        self.starts: dict[str, frozenset[str]] = {}
        for name in by_name:
            _learn_starts(name, by_name, self.starts)
        self.rules = {name: [self._ready(one) for one in found] for name, found in by_name.items()}

    def starts_of(self, *names: str) -> frozenset[str]:
        """Return every label with which a phrase of these names can start."""
        return frozenset().union(*(self.starts[name] for name in names))

    def _ready(self, one: Rule) -> Ready:
        needs = tuple(
            self.starts[step.phrase] if step.phrase else step.labels
            for step in one.steps
            if not step.optional
        )
        return Ready(one, _first_labels(one, self.starts), needs)


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

    def phrases(self, name: str, at: int) -> tuple[Phrase, ...]:
        """Return (end, value) of every phrase of this name that starts at a token."""
        found = self._memory.get((name, at))
        if found is None:
            starts = self._grammar.starts[name]
            possible = at < len(self._tokens) and not starts.isdisjoint(self._tokens[at].labels)
            found = self._memory[name, at] = self._find(name, at) if possible else ()
        return found

    def _find(self, name: str, at: int) -> tuple[Phrase, ...]:
        labels = self._tokens[at].labels
        lacks = self._present.isdisjoint
        by_end: dict[int, object] = {}
        for one in self._grammar.rules[name]:
            if one.starts.isdisjoint(labels) or any(map(lacks, one.needs)):
                continue
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

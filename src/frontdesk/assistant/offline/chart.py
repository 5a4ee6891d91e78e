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


class Grammar:
    """Rules by name, each with the labels it can start with."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_name: dict[str, list[Rule]] = {}
        for one in rules:
            self._by_name.setdefault(one.name, []).append(one)
        self._starts: dict[str, frozenset[str]] = {}
        for name in self._by_name:
            self._starts_of(name)
        self.rules = {
            name: [(one, frozenset(self._first_labels(one))) for one in found]
            for name, found in self._by_name.items()
        }

    def starts_of(self, *names: str) -> frozenset[str]:
        """Return every label with which a phrase of these names can start."""
        return frozenset().union(*(self._starts[name] for name in names))

    def _starts_of(self, name: str) -> frozenset[str]:
        if name not in self._starts:
            self._starts[name] = frozenset()
            found = [self._first_labels(one) for one in self._by_name[name]]
            self._starts[name] = frozenset().union(*found)
        return self._starts[name]

    def _first_labels(self, one: Rule) -> set[str]:
        found: set[str] = set()
        for step in one.steps:
            found |= self._starts_of(step.phrase) if step.phrase else step.labels
            if not step.optional:
                break
        return found


class Parse:
    """The phrases found in one list of tokens; remembers what it has tried."""

    def __init__(self, grammar: Grammar, tokens: Sequence[Token]) -> None:
        self._rules = grammar.rules
        self._tokens = tokens
        self._memory: dict[tuple[str, int], tuple[Phrase, ...]] = {}

    def phrases(self, name: str, at: int) -> tuple[Phrase, ...]:
        """Return (end, value) of every phrase of this name that starts at a token."""
        found = self._memory.get((name, at))
        if found is None:
            found = self._memory[name, at] = self._find(name, at)
        return found

    def _find(self, name: str, at: int) -> tuple[Phrase, ...]:
        if at >= len(self._tokens):
            return ()
        labels = self._tokens[at].labels
        by_end: dict[int, object] = {}
        for one, starts in self._rules[name]:
            if starts.isdisjoint(labels):
                continue
            for end, values in self._walk(one.steps, at):
                if end > at and end not in by_end:
                    built = one.build(*values)
                    if built is not None:
                        by_end[end] = built
        return tuple(by_end.items())

    def _walk(self, steps: tuple[Step, ...], at: int) -> list[tuple[int, tuple[object, ...]]]:
        states: list[tuple[int, tuple[object, ...]]] = [(at, ())]
        for step in steps:
            states = [after for end, values in states for after in self._advance(step, end, values)]
            if not states:
                break
        return states

    def _advance(
        self, step: Step, at: int, values: tuple[object, ...]
    ) -> list[tuple[int, tuple[object, ...]]]:
        carries = bool(step.value or step.phrase)
        after: list[tuple[int, tuple[object, ...]]] = []
        if at < len(self._tokens):
            token = self._tokens[at]
            if step.glued and not token.glued:
                pass
            elif step.phrase:
                after = [(end, (*values, value)) for end, value in self.phrases(step.phrase, at)]
            elif not step.labels.isdisjoint(token.labels):
                after = [(at + 1, (*values, token.readings[step.value]) if carries else values)]
        if step.optional:
            after.append((at, (*values, None) if carries else values))
        return after

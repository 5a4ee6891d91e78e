"""Times that the clocks show twice: which there are, and what says which one is meant."""

import datetime as dt

import pytest

from frontdesk.assistant.offline.clock_changes import answers_which_of_two, named_fold, occurs_twice


@pytest.mark.parametrize(
    ("at", "zone", "twice"),
    [
        ("2026-11-01T01:30", "America/New_York", True),
        ("2026-11-01T02:00", "America/New_York", False),
        ("2026-03-08T02:30", "America/New_York", False),  # skipped
        ("2027-04-04T02:30", "Australia/Sydney", True),
        ("2026-11-01T01:30", "Nowhere/Land", False),
    ],
)
def test_which_times_occur_twice(at: str, zone: str, twice: bool) -> None:
    assert occurs_twice(dt.datetime.fromisoformat(at), zone) is twice


@pytest.mark.parametrize(
    ("words", "fold"),
    [
        ("the first one", 0), ("The Second", 1), ("the 2nd please", 1), ("before the clocks go back", 0),
        ("la de antes", 0), ("la segunda", 1), ("the later one, not the earlier one", None), ("yes", None),
    ],
)  # fmt: skip
def test_what_tells_which(words: str, fold: int | None) -> None:
    assert named_fold(words) == fold


@pytest.mark.parametrize(
    "words",
    ["the second one", "Second please", "ok, the later one", "before the clocks go back",
     "I'd like the first", "after the change, thanks", "la de después del cambio", "la primera por favor"],
)  # fmt: skip
def test_a_choice_and_nothing_else(words: str) -> None:
    assert answers_which_of_two(words)


@pytest.mark.parametrize(
    "words",
    ["not the first one", "which is the later one?", "the second of December", "something later",
     "the first one on Monday", "neither the first", "is the first one free", "before noon"],
)  # fmt: skip
def test_more_than_a_choice(words: str) -> None:
    assert not answers_which_of_two(words)

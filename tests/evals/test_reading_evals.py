"""The scoring of reading, by its own rules, on cases written for this test."""

import json
from pathlib import Path

import pytest

from frontdesk.evals.datetime_eval import matches, score_datetime
from frontdesk.evals.intents_eval import score_intents
from frontdesk.evals.loading import read_each
from frontdesk.evals.replay import replay_states, score_replay

REFERENCE = "2026-11-25T10:00:00"


def write(path: Path, *cases: dict[str, object]) -> Path:
    """Write cases to a JSONL file."""
    path.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("answer", "expected", "right"),
    [
        ({"date": "2026-12-01"}, {"kind": "date", "date": "2026-12-01"}, True),
        ({"date": "2026-12-01", "date_end": "2026-12-02"}, {"kind": "date", "date": "2026-12-01"}, False),
        ({"date": "2026-12-01", "time": "15:00"}, {"kind": "time", "time": "15:00"}, True),
        ({"time": "15:00", "time_end": "16:00"}, {"kind": "time", "time": "15:00"}, False),
        ({"time": "10:00", "time_end": "11:00"}, {"kind": "timerange", "time_end": "11:00"}, True),
        ({"time": "09:00", "time_end": "11:00"}, {"kind": "timerange", "time_end": "11:00"}, False),
        ({"part": "night"}, {"kind": "timerange", "part": "evening"}, True),
        ({"time": "14:00", "time_end": "16:00"}, {"kind": "timerange", "part": "afternoon"}, True),
        ({"part": "morning"}, {"kind": "timerange", "part": "afternoon"}, False),
        ({}, {"kind": "date", "date": "2026-12-01"}, False),
    ],
)
def test_an_answer_is_right_by_the_rules(
    answer: dict[str, str], expected: dict[str, str], right: bool
) -> None:
    assert matches(answer, expected, now="10:00") is right


def test_dates_are_scored_by_source_and_misses_say_why(tmp_path: Path) -> None:
    good = {"id": "a", "source": "ours", "reference": REFERENCE, "text": "Tuesday at 3pm"}
    bad = {"id": "b", "source": "theirs", "reference": REFERENCE, "text": "Michaelmas"}
    wanted = {"kind": "datetime", "date": "2026-12-01", "time": "15:00"}
    seen: list[tuple[int, int]] = []
    path = write(tmp_path / "cases.jsonl", {**good, "expected": wanted}, {**bad, "expected": wanted})
    report = score_datetime(path, on_case=lambda done, total: seen.append((done, total)))
    assert (report.overall.right, report.overall.total, report.by_source["theirs"].right) == (1, 2, 0)
    assert [(miss.id, miss.why) for miss in report.misses] == [("b", "no date or time seen")]
    assert [one.answer for one in report.predictions] == [{"date": "2026-12-01", "time": "15:00"}, None]
    assert seen == [(1, 2), (2, 2)]


def test_another_allowed_answer_is_right_too(tmp_path: Path) -> None:
    case = {"id": "a", "source": "ours", "reference": REFERENCE, "text": "at 3"}
    expected = {"expected": {"kind": "time", "time": "03:00"}, "also_ok": [{"time": "15:00"}]}
    report = score_datetime(write(tmp_path / "cases.jsonl", {**case, **expected}))
    assert report.overall.value == 1.0


def test_intents_count_false_actions_and_moments(tmp_path: Path) -> None:
    path = write(
        tmp_path / "cases.jsonl",
        {"id": "a", "source": "ours", "text": "good morning", "intent": "greeting"},
        {"id": "b", "source": "ours", "text": "please book me in for a flight of stairs", "intent": "other"},
        {
            "id": "c",
            "source": "ours",
            "reference": REFERENCE,
            "text": "move my appointment from 9 to 10:30",
            "intent": "reschedule",
            "from": {"time": "21:00"},
            "to": {"time": "10:30"},
            "either_half": True,
        },
    )
    report = score_intents(path)
    assert report.moments.value == 1.0
    assert report.false_actions.total == 2
    assert report.by_intent["greeting"].value == 1.0


def test_a_recorded_dialogue_is_replayed_turn_by_turn(tmp_path: Path) -> None:
    turns = [
        {"speaker": "user", "text": "I'd like an appointment on Tuesday", "state": {"date": "2026-12-01"}},
        {"speaker": "system", "text": "At what time?"},
        {"speaker": "user", "text": "at 3pm", "state": {"date": "2026-12-01", "time": "15:00"}},
        {"speaker": "system", "text": "Booked.", "booked": True},
        {"speaker": "user", "text": "thanks!", "state": {"date": "2026-12-01", "time": "15:00"}},
    ]
    case = {"id": "a", "source": "ours", "reference_date": "2026-11-25", "turns": turns}
    booking = {"expected_booking": {"date": "2026-12-01", "time": "15:00"}}
    assert replay_states(case)[0] == {"date": "2026-12-01"}
    report = score_replay(write(tmp_path / "cases.jsonl", {**case, **booking}))
    assert (report.joint.right, report.joint.total, report.final.value) == (3, 3, 1.0)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('{"id": "a"}\n{"id": ', r"cases.jsonl, line 2: not JSON"),
        ("[1]", r"cases.jsonl, line 1: not an object"),
        ('{"text": "x"}', r"line 1: not an object with a text 'id'"),
        ("\n", r"cases.jsonl holds no cases"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        read_each(path, lambda row: row)


def test_a_case_without_its_text_is_refused_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "cases.jsonl", {"id": "a", "source": "ours", "reference": REFERENCE})
    with pytest.raises(ValueError, match="line 1: case a: 'text' must be a text"):
        score_datetime(path)

"""`frontdesk eval dialogues` on two dialogues of our own."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run


def turn(speaker: str, text: str) -> dict[str, str]:
    return {"speaker": speaker, "text": text}


BOOKS: dict[str, Any] = {
    "id": "books",
    "source": "ours",
    "reference_date": "2027-03-01",
    "service": "Plumbers",
    "business": "Copper & Daughters",
    "turns": [
        turn("user", "Hello, my tap drips. Can I book a visit for March 4th?"),
        turn("system", "At what time?"),
        turn("user", "At 10 in the morning please."),
        turn("system", "March 4th at 10:00 AM, shall I book it?"),
        turn("user", "Yes, please."),
        turn("system", "Done."),
        turn("user", "Thank you, bye!"),
    ],
    "expected_booking": {"date": "2027-03-04", "time": "10:00"},
    "rejected": [],
    "unavailable": [],
}
ONLY_ASKS: dict[str, Any] = {
    "id": "only-asks",
    "source": "ours",
    "reference_date": "2027-03-01",
    "service": "Plumbers",
    "business": "Copper & Daughters",
    "turns": [
        turn("user", "Hello there!"),
        turn("system", "Hello."),
        turn("user", "Nothing, thanks. Goodbye."),
    ],
    "expected_booking": None,
    "rejected": [],
    "unavailable": [],
}


def written(path: Path, *rows: object) -> str:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return str(path)


def test_dialogues_are_held_counted_and_written_down(run: Run, tmp_path: Path) -> None:
    file, predictions = written(tmp_path / "two.jsonl", BOOKS, ONLY_ASKS), tmp_path / "out.jsonl"

    ended = run(
        "eval",
        "dialogues",
        file,
        "--model",
        "offline",
        "--json",
        "-k",
        "2",
        "--predictions",
        str(predictions),
    )

    score = json.loads(ended.out)
    assert ended.code == 0
    assert {
        "model",
        "dialogues",
        "right",
        "success",
        "wrongBookings",
        "doubleBookings",
        "medianUserTurns",
    } <= set(score)
    assert (score["model"], score["dialogues"], score["right"]) == ("offline", 4, 4)
    assert (score["trials"], score["pass^1"], score["pass^2"]) == (2, 1.0, 1.0)
    assert (score["wrongBookings"], score["doubleBookings"]) == (0, 0)
    books, asks = (json.loads(line) for line in predictions.read_text().splitlines())
    assert {"id", "bookings", "states", "userTurns"} <= set(books)
    assert books["bookings"] == [{"date": "2027-03-04", "time": "10:00"}]
    assert (asks["id"], asks["bookings"]) == ("only-asks", [])
    assert len(books["states"]) == 4
    assert books["states"][1] == {"date": "2027-03-04", "time": "10:00"}


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("{", "line 2"),
        ("[]", "line 2"),
        ({**BOOKS, "id": 7}, "line 2"),
        ({**BOOKS, "turns": "none"}, "turns"),
        ({**BOOKS, "reference_date": "soon"}, "line 2"),
        ({**BOOKS, "expected_booking": {"date": "2027-03-04"}}, "line 2"),
    ],
)
def test_a_malformed_line_is_named(run: Run, tmp_path: Path, second: object, told: str) -> None:
    file = written(tmp_path / "bad.jsonl", BOOKS, second)

    ended = run("eval", "dialogues", file, "--model", "offline", "--json")

    assert told in ended.sentence
    assert ended.out == ""


def test_a_file_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    ended = run("eval", "dialogues", str(tmp_path / "none.jsonl"))

    assert "none.jsonl" in ended.sentence


def test_an_unknown_model_is_named(run: Run, tmp_path: Path) -> None:
    ended = run("eval", "dialogues", written(tmp_path / "one.jsonl", BOOKS), "--model", "gpt")

    assert "'gpt'" in ended.sentence

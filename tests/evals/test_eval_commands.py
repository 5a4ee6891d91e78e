"""`frontdesk eval datetime` and `frontdesk eval intents`, from a file to what is printed and written."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from frontdesk.cli.evals import app
from frontdesk.settings import SettingsError

READABLE = {
    "id": "a",
    "source": "ours",
    "reference": "2026-11-25T10:00:00",
    "text": "Tuesday at 3pm please",
    "expected": {"kind": "datetime", "date": "2026-12-01", "time": "15:00"},
}
UNREADABLE = READABLE | {"id": "b", "source": "theirs", "text": "when the swallows return"}
UTTERANCE = {"id": "c", "source": "ours", "text": "when is my appointment?", "intent": "lookup"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with one expression that can be read and one that cannot."""
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in (READABLE, UNREADABLE)))
    return path


def test_the_object_printed_has_every_share_the_times_and_what_was_missed(file: Path) -> None:
    printed = json.loads(CliRunner().invoke(app, ["datetime", str(file), "--json"]).stdout)
    assert (printed["cases"], printed["right"], printed["accuracy"]) == (2, 1, 0.5)
    assert printed["bySource"] == {"ours": 1.0, "theirs": 0.0}
    assert printed["medianMs"] > 0
    assert [(one["id"], one["why"]) for one in printed["wrong"]] == [("b", "no date or time seen")]


def test_predictions_are_a_line_a_case_with_null_for_no_answer(file: Path, tmp_path: Path) -> None:
    CliRunner().invoke(app, ["datetime", str(file), "--json", "--predictions", str(tmp_path / "out")])
    lines = [json.loads(line) for line in (tmp_path / "out").read_text().splitlines()]
    assert [line["answer"] for line in lines] == [{"date": "2026-12-01", "time": "15:00"}, None]
    assert all(set(line) == {"id", "answer", "seconds"} for line in lines)


def test_the_table_names_the_libraries_only_when_asked_to(file: Path) -> None:
    plain = CliRunner().invoke(app, ["datetime", str(file)]).stdout
    beside = CliRunner().invoke(app, ["datetime", str(file), "--anchors"]).stdout
    assert "Duckling" not in plain
    assert "Duckling" in beside
    assert "wrong  b: when the swallows return" in plain


def test_intents_are_printed_and_predicted_without_empty_fields(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(UTTERANCE))
    arguments = ["intents", str(path), "--json", "--predictions", str(tmp_path / "out")]
    printed = json.loads(CliRunner().invoke(app, arguments).stdout)
    assert (printed["accuracy"], printed["falseActions"], printed["macroF1"]) == (1.0, 0, 1.0)
    assert json.loads((tmp_path / "out").read_text()) == {"id": "c", "intent": "lookup"}


@pytest.mark.parametrize("command", ["datetime", "intents", "dialogues"])
def test_a_malformed_line_is_an_expected_failure_that_names_it(tmp_path: Path, command: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('\n{"id": ')
    result = CliRunner().invoke(app, [command, str(path)])
    assert isinstance(result.exception, SettingsError)
    assert str(result.exception) == f"{path} cannot be scored: cases.jsonl, line 2: not JSON"


def test_no_other_model_can_be_asked_to_read(file: Path) -> None:
    result = CliRunner().invoke(app, ["datetime", str(file), "--model", "openai:gpt-5-mini"])
    assert isinstance(result.exception, SettingsError)

"""Whatever an operator gets wrong, the answer is one sentence that names it, and exit code 2."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_wrong_setting_stops_the_start_in_one_sentence_that_names_it(tmp_path: Path) -> None:
    environment = {**os.environ, "FRONTDESK_DATA_DIR": str(tmp_path), "FRONTDESK_LOG_LEVEL": "LOUD"}

    ended = subprocess.run(
        [sys.executable, "-m", "frontdesk", "serve"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    assert ended.stdout == ""
    [line] = ended.stderr.splitlines()
    assert line == "FRONTDESK_LOG_LEVEL is 'LOUD'; it must be one of DEBUG, INFO, WARNING, ERROR."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FRONTDESK_MODEL", "nobody:model"),
        ("FRONTDESK_MODEL", "anthropic:a-model"),
        ("FRONTDESK_DATABASE_URL", "postgresql://127.0.0.1:9/nothing"),
    ],
)
def test_what_only_the_start_can_tell_is_told_the_same_way(run: Run, name: str, value: str) -> None:
    ended = run("serve", "--port", str(free_port()), **{name: value})

    assert name in ended.sentence


@pytest.mark.parametrize("command", [("db", "status"), ("db", "migrate"), ("chat", "--sub-account", "1")])
def test_a_database_that_does_not_answer_is_named(run: Run, command: tuple[str, ...]) -> None:
    ended = run(*command, FRONTDESK_DATABASE_URL="postgresql://127.0.0.1:9/nothing")

    assert "FRONTDESK_DATABASE_URL" in ended.sentence


@pytest.mark.parametrize("command", [("serve",), ("ghl-simulator",)])
def test_a_busy_port_is_named(run: Run, command: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])

        ended = run(*command, "--port", port)

    assert port in ended.sentence


def test_a_data_folder_that_is_a_file_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    ended = run("db", "status", FRONTDESK_DATA_DIR=str(tmp_path / "taken"))

    assert str(tmp_path / "taken") in ended.sentence


def test_a_data_folder_whose_database_is_none_is_named(run: Run, reachable_folder: Path) -> None:
    broken = reachable_folder / "broken"
    (broken / "postgres").mkdir(parents=True)
    (broken / "postgres" / "holiday.jpg").write_text("")

    ended = run("db", "status", FRONTDESK_DATA_DIR=str(broken))

    assert str(broken) in ended.sentence


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[", "it is not JSON"),
        ("{}", "rules must be a JSON list"),
        ('[{"then": {"status": 99}}]', "rules[0].then.status"),
        ('[{"than": {"status": 500}}]', "than"),
        (None, "No such file"),
    ],
)
def test_a_faults_file_is_refused_by_what_is_wrong_with_it(
    run: Run, tmp_path: Path, content: str | None, told: str
) -> None:
    faults = tmp_path / "faults.json"
    if content is not None:
        faults.write_text(content)

    ended = run("ghl-simulator", "--port", str(free_port()), "--faults", str(faults))

    assert told in ended.sentence
    assert "faults.json" in ended.sentence


def test_an_unknown_command_is_answered_with_usage(run: Run) -> None:
    ended = run("sing")

    assert ended.code == 2
    assert "No such command 'sing'" in ended.err


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port

"""What is written to the log, and what never is."""

import io
import json
import sys
from collections.abc import Iterator

import pytest
import structlog

from frontdesk import logs

SECRET = "hunter2"


@pytest.fixture(autouse=True)
def _leave_logging_as_it_was() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.mark.parametrize(
    "name",
    ["token", "access_token", "private_integration_token", "Authorization", "client_secret", "PASSWORD",
     "api_key", "apiKey", "credentials", "set-cookie"],
)  # fmt: skip
def test_a_member_that_sounds_secret_is_hidden(name: str) -> None:
    event = logs.hide_secrets(None, "info", {"event": "called", name: "hunter2"})

    assert event == {"event": "called", name: "(hidden)"}


def test_secrets_are_hidden_however_deep_they_lie() -> None:
    event = logs.hide_secrets(
        None, "info", {"request": {"headers": [{"Authorization": "Bearer hunter2"}], "path": "/users"}}
    )

    assert event == {"request": {"headers": [{"Authorization": "(hidden)"}], "path": "/users"}}


def test_a_line_for_machines_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")

    logs.logger("tests").info("booked", booking=7, token="hunter2")

    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "booked"
    assert line["booking"] == 7
    assert line["module"] == "tests"
    assert line["token"] == "(hidden)"


def test_what_is_below_the_level_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("WARNING")

    logs.logger("tests").info("booked")

    assert capsys.readouterr().err == ""


def test_a_traceback_for_people_shows_no_local_variable(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    logs.configure("INFO")

    def fail(password: str) -> None:
        raise RuntimeError(f"a password of {len(password)} letters")

    try:
        fail(SECRET)
    except RuntimeError as error:
        logs.logger("tests").error("failed", exc_info=error)

    written = capsys.readouterr().err
    assert "a password of 7 letters" in written
    assert SECRET not in written


def test_a_line_goes_to_what_is_standard_error_now(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    logs.configure("INFO")
    log = logs.logger("here")
    first.close()
    monkeypatch.setattr(sys, "stderr", second)

    log.info("still_heard")

    assert "still_heard" in second.getvalue()

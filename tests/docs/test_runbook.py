"""Whoever reads the log finds each of its events explained."""

import re

from tests.docs.pages import DOCS, SOURCE, named

EVENT = re.compile(r'log\.(?:debug|info|warning|error|exception)\(\s*"([a-z_]+)"')


def test_every_logged_event_is_explained_and_no_other() -> None:
    logged = {event for path in SOURCE.rglob("*.py") for event in EVENT.findall(path.read_text())}

    assert set(named(DOCS / "runbook.md", "Logs")) == logged

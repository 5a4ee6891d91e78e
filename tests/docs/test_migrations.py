"""The migrations are one chain, in the order of their numbers, and the schema knows its end."""

import re
from pathlib import Path

from frontdesk.db import schema

VERSIONS = Path(schema.__file__).parent / "migrations" / "versions"
_REVISION = re.compile(r'^revision = "(\d{4})"$', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision = (?:"(\d{4})"|None)$', re.MULTILINE)


def test_every_migration_follows_the_one_before_it() -> None:
    files = sorted(VERSIONS.glob("[0-9]*.py"))
    numbers = [file.name[:4] for file in files]
    texts = [file.read_text() for file in files]

    assert numbers == [f"{place:04d}" for place in range(1, len(files) + 1)]
    assert [_REVISION.findall(text) for text in texts] == [[number] for number in numbers]
    assert [_BEFORE.findall(text) for text in texts] == [[before] for before in ["", *numbers[:-1]]]
    assert numbers[-1] == schema.HEAD

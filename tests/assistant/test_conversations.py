"""Every conversation in `conversations/` goes as it is written; `make conversations` writes them anew."""

import os
from pathlib import Path

import pytest

from frontdesk.assembly import Services
from tests.assistant.conversation_files import held, read
from tests.conftest import Account

FOLDER = Path(__file__).with_name("conversations")
FILES = {path.stem: path.read_text() for path in sorted(FOLDER.glob("*.md"))}
IS_UPDATE = "UPDATE_CONVERSATIONS" in os.environ


@pytest.mark.parametrize("name", FILES)
async def test_a_conversation_goes_as_it_is_written(services: Services, account: Account, name: str) -> None:
    as_held = await held(read(FILES[name]), services, account)

    if IS_UPDATE:
        write(name, as_held)
    assert IS_UPDATE or as_held == FILES[name]


def write(name: str, text: str) -> None:
    (FOLDER / f"{name}.md").write_text(text)


def test_there_are_many_and_each_says_what_it_shows() -> None:
    misbehaving = [name for name in FILES if name.startswith("bad-")]

    assert len(FILES) - len(misbehaving) >= 30
    assert len(misbehaving) >= 14
    assert all(text.startswith("# ") for text in FILES.values())


def test_a_line_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="what is"):
        read("# Title\n\n> Hi\nmodle says hello\n")

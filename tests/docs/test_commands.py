"""Every command and every make target is documented, and nothing else is."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer
import typer.main
from typer.core import TyperCommand, TyperGroup, TyperOption

from frontdesk import cli
from tests.docs.pages import DOCS, ROOT, name_of, named, pages, prose, rows, spans

COMMANDS = DOCS / "commands.md"
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


@cache
def commands() -> dict[str, set[str]]:
    """Return every command by its full name, with its options as they are typed."""
    return dict(_below(typer.main.get_command(cli.app), "frontdesk"))


def _below(command: object, name: str) -> Iterator[tuple[str, set[str]]]:
    if isinstance(command, TyperGroup):
        context = typer.Context(command)
        for part in command.list_commands(context):
            yield from _below(command.get_command(context, part), f"{name} {part}")
    elif isinstance(command, TyperCommand):
        options = [option for option in command.params if isinstance(option, TyperOption)]
        yield name, {word for option in options for word in option.opts if word.startswith("--")}


def test_every_make_target_is_documented_and_no_other() -> None:
    assert set(named(COMMANDS, "make")) == {f"make {target}" for target in TARGETS}


def test_every_command_is_documented_with_all_its_options_and_no_other() -> None:
    documented = {
        row[0].strip("`"): set(re.findall(r"--[a-z-]+", row[1])) for row in rows(COMMANDS, "frontdesk")
    }

    assert documented == commands()


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_a_page_names_no_command_and_no_target_that_does_not_exist(page: Path) -> None:
    known = {*commands(), "frontdesk"}
    groups = {name.rsplit(" ", 1)[0] for name in known}
    written = [span for span in spans(page) if span.startswith(("frontdesk ", ".venv/bin/frontdesk "))]

    for span in written:
        words = span.removeprefix(".venv/bin/").split()
        tried = {" ".join(words[:length]) for length in (2, 3)}
        assert tried & (known | groups - {"frontdesk"}), f"{name_of(page)} names `{span}`"
    targets = set(re.findall(r"`make ([a-z-]+)", prose(page)))
    assert targets <= TARGETS, f"{name_of(page)} names {targets - TARGETS}"

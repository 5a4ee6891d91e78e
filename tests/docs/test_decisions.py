"""Decisions are numbered, complete and listed."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, headings, name_of

FOLDER = DOCS / "decisions"
PARTS = ("Context", "Decision", "Why", "Consequences")
DECISIONS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")


def test_numbers_have_no_gaps() -> None:
    numbers = [path.name[:4] for path in DECISIONS]

    assert numbers == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_a_decision_has_its_number_its_title_and_all_its_parts(decision: Path) -> None:
    title, *parts = headings(decision)

    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", decision.name)
    assert title.startswith(f"{int(decision.name[:4])}. ")
    assert tuple(parts[: len(PARTS)]) == PARTS


def test_the_list_names_every_decision() -> None:
    listed = re.findall(r"\]\((\d{4}-[^)]+)\)", (FOLDER / "README.md").read_text())

    assert listed == [path.name for path in DECISIONS]

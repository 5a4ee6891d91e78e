"""Every link and every file that a page names leads somewhere."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, SOURCE, headings, name_of, pages, prose, spans

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FILE = re.compile(r"(?:\.{0,2}/)?[\w.-]+(?:/[\w.-]+)+\.(?:py|md|toml|lock|yaml|js|html)")
# What the pages of a slice say of themselves, and what others publish, is not a path in this repository.
SEARCHED = (ROOT, SOURCE, SOURCE.parent)


def slug(heading: str) -> str:
    """Return the anchor that Markdown viewers give a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower().replace("`", ""))
    return kept.replace(" ", "-")


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    links = [link for link in LINK.findall(prose(page)) if "://" not in link]

    for link in links:
        target, _, anchor = link.partition("#")
        found = (page.parent / target).resolve() if target else page
        assert found.exists(), f"{name_of(page)} links to {link}, which is not there"
        if anchor:
            anchors = {slug(heading) for heading in headings(found)}
            assert anchor in anchors, f"{name_of(page)} links to {link}; that page has no such heading"


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_file_that_is_named_exists(page: Path) -> None:
    for span in spans(page):
        named, _, test = span.partition("::")
        if not FILE.fullmatch(named):
            continue
        found = [folder / named for folder in (page.parent, *SEARCHED) if (folder / named).exists()]
        assert found, f"{name_of(page)} names {named}, which is not there"
        if test:
            assert f"def {test}(" in found[0].read_text(), f"{name_of(page)} names {span}, which is no test"

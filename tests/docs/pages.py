"""The repository and its Markdown pages as the documentation tests read them."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "frontdesk"
DOCS = ROOT / "docs"

_FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


@cache
def files() -> tuple[Path, ...]:
    """Return every file that belongs to the repository: what .gitignore names is left out."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()] + [".git"]
    return tuple(_walk(ROOT, ignored))


def _walk(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir():
            yield from _walk(path, ignored)
        else:
            yield path


def pages() -> list[Path]:
    """Return every Markdown page that is ours and for people: not what a vendor or a model reads."""
    ours = [path for path in files() if path.suffix == ".md" and "vendor" not in path.parts]
    return [path for path in ours if path.name != "instructions.md"]


def name_of(path: Path) -> str:
    """Return a path as people write it."""
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """Return a page without its fenced blocks."""
    return _FENCED.sub("", path.read_text())


def spans(path: Path) -> list[str]:
    """Return what a page sets in `code`, fenced blocks left out."""
    return _SPAN.findall(prose(path))


def headings(path: Path) -> list[str]:
    """Return a page's headings."""
    return _HEADING.findall(prose(path))


def rows(path: Path, heading: str | None = None) -> list[list[str]]:
    """Return the rows of a page's tables, those below one heading if it is named; titles are left out."""
    text = prose(path)
    if heading is not None:
        _, found, text = text.partition(f"\n## {heading}\n")
        assert found, f"{name_of(path)} has no heading '## {heading}'"
        text = text.partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    dividers = [number for number, line in enumerate(lines) if set(line) <= set("|-: ")]
    left_out = {*dividers, *(number - 1 for number in dividers)}
    return [_cells(line) for number, line in enumerate(lines) if number not in left_out]


def named(path: Path, heading: str | None = None) -> list[str]:
    """Return what the first cells of a page's tables set in `code`."""
    return [span for row in rows(path, heading) for span in _SPAN.findall(row[0])]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]

"""How large files and functions under src/ are: CI prints the largest, `tests/docs/test_size.py` bounds them.

Run it as `python -m bench.largest`.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
# Vendored files are other people's, and a migration is read once, from top to bottom.
LEFT_OUT = ("web/static/vendor/", "db/migrations/")
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Size:
    """How many lines a thing has, and where it is."""

    lines: int
    where: str


def files() -> list[Size]:
    """Return every Python file under src/, largest first."""
    return _largest_first(Size(len(path.read_text().splitlines()), _name(path)) for path in _sources())


def functions() -> list[Size]:
    """Return every function under src/, largest first, its docstring counted in."""
    return _largest_first(size for path in _sources() for size in _functions_of(path))


def _functions_of(path: Path) -> Iterator[Size]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            yield Size(node.end_lineno - node.lineno + 1, f"{_name(path)}:{node.lineno} {node.name}")


def _sources() -> Iterator[Path]:
    return (path for path in SOURCE.rglob("*.py") if not any(part in path.as_posix() for part in LEFT_OUT))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _largest_first(sizes: Iterator[Size]) -> list[Size]:
    return sorted(sizes, key=lambda size: (-size.lines, size.where))


def main() -> None:
    """Print the ten largest files and functions."""
    for title, sizes in (("files", files()), ("functions", functions())):
        print(f"The {SHOWN} largest {title}, in lines:")
        for size in sizes[:SHOWN]:
            print(f"  {size.lines:5}  {size.where}")


if __name__ == "__main__":
    main()

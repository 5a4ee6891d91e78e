"""How high the columns of a chart are. Pure: numbers in, rectangles out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The drawing is a hundred units high and stretched to the place it has.
HEIGHT = 100.0
COLUMN, GAP = 10.0, 4.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a column: what it stands for, and where it is drawn."""

    kind: str
    count: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of columns, each made of pieces that stand on each other.

    Attributes:
        top: the number that the highest line of the chart stands for.
        width: how wide the drawing is, in the units of the pieces.
    """

    pieces: Sequence[Piece]
    top: int
    width: float


def columns(counts: Sequence[Mapping[str, int]], *, kinds: Sequence[str]) -> Columns:
    """Return the columns of some counts, left to right; the pieces of each stand in the order of `kinds`."""
    top = rounded_top(max((sum(one.values()) for one in counts), default=0))
    pieces = [
        piece for number, one in enumerate(counts) for piece in _column(number, one, kinds=kinds, top=top)
    ]
    return Columns(pieces, top, max(len(counts), 1) * (COLUMN + GAP) - GAP)


def rounded_top(highest: int) -> int:
    """Return the next number that reads well on an axis and can be halved: 4, 10, 20, 40, 100, ..."""
    step = 1
    while True:
        for nice in (4, 10, 20):
            if highest <= nice * step:
                return nice * step
        step *= 10


def _column(number: int, counts: Mapping[str, int], *, kinds: Sequence[str], top: int) -> list[Piece]:
    foot, found = HEIGHT, []
    for kind in kinds:
        count = counts.get(kind, 0)
        height = HEIGHT * count / top
        foot -= height
        if count:
            found.append(
                Piece(kind, count, round(number * (COLUMN + GAP), 2), round(foot, 2), round(height, 2))
            )
    return found

"""Columns are as high as what they count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.web.dashboard.charts import HEIGHT, columns, rounded_top

KINDS = ("assistant", "user")


def test_pieces_stand_on_each_other_in_their_order() -> None:
    chart = columns([{"user": 1, "assistant": 3}], kinds=KINDS)

    assert chart.top == 4
    assert [(piece.kind, piece.y, piece.height) for piece in chart.pieces] == [
        ("assistant", 25.0, 75.0),
        ("user", 0.0, 25.0),
    ]


def test_nothing_is_drawn_of_nothing() -> None:
    assert columns([{}, {}], kinds=KINDS).pieces == []
    assert columns([], kinds=KINDS).width > 0


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 4), (4, 4), (5, 10), (11, 20), (21, 40), (101, 200), (999, 1000)]
)
def test_the_top_of_the_axis_reads_well(highest: int, top: int) -> None:
    assert rounded_top(highest) == top


@given(st.lists(st.dictionaries(st.sampled_from(KINDS), st.integers(0, 10**6)), max_size=60))
def test_nothing_leaves_the_drawing(counts: list[dict[str, int]]) -> None:
    chart = columns(counts, kinds=KINDS)

    assert chart.top % 2 == 0
    assert all(piece.y >= -0.02 and piece.y + piece.height <= HEIGHT + 0.02 for piece in chart.pieces)
    assert all(0 <= piece.x <= chart.width - 10 + 0.01 for piece in chart.pieces)

"""The figures of a report."""

import pytest

from frontdesk.evals.report import pass_hat


@pytest.mark.parametrize(
    ("counts", "k", "value"),
    [
        ([(4, 4), (4, 4)], 4, 1.0),
        ([(4, 4), (3, 4)], 4, 0.5),
        ([(2, 4)], 2, 1 / 6),
        ([(1, 4), (4, 4)], 1, 0.625),
        ([], 1, 0.0),
    ],
)
def test_pass_hat_is_how_likely_k_tries_all_end_right(
    counts: list[tuple[int, int]], k: int, value: float
) -> None:
    assert pass_hat(counts, k) == pytest.approx(value)

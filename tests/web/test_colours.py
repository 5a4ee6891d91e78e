"""Whatever colour a business has, what is written in it and on it can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.errors import ValidationFailed
from frontdesk.web.colours import (
    DARK_SHEET,
    DEFAULT_ACCENT,
    LIGHT_SHEET,
    TEXT_CONTRAST,
    contrast,
    palette_of,
    read_colour,
)

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_every_colour_can_be_read_by_day_and_by_night(colour: str) -> None:
    palette = palette_of(colour)

    for tones, sheet in ((palette.light, LIGHT_SHEET), (palette.dark, DARK_SHEET)):
        pairs = [
            (tones.accent, sheet),
            (tones.accent, tones.wash),
            (tones.on_accent, tones.accent),
            (tones.on_accent, tones.deep),
        ]
        assert all(contrast(*pair) >= TEXT_CONTRAST for pair in pairs), (colour, tones)


def test_a_colour_that_can_be_read_already_stays_as_it_is() -> None:
    assert palette_of(DEFAULT_ACCENT).light.accent == DEFAULT_ACCENT


def test_a_colour_too_pale_for_a_white_page_is_darkened() -> None:
    palette = palette_of("#ffe600")

    assert contrast("#ffe600", LIGHT_SHEET) < TEXT_CONTRAST <= contrast(palette.light.accent, LIGHT_SHEET)
    assert palette.dark.accent == "#ffe600"


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("text", "colour"), [("#0AF", "#00aaff"), (" #12594A ", "#12594a")])
def test_a_colour_may_be_written_as_people_do(text: str, colour: str) -> None:
    assert read_colour(text, "accentColor") == colour


@pytest.mark.parametrize("text", ["", "red", "#12", "#1234567", "#12594g", "url(x)", "#12594a;}"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValidationFailed, match="accentColor"):
        read_colour(text, "accentColor")

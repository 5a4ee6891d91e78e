"""A business's own colour made readable: text and signs keep the contrast that WCAG 2.2 AA asks for. Pure."""

import colorsys
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from frontdesk.errors import ValidationFailed

DEFAULT_ACCENT = "#12594a"
TEXT_CONTRAST = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}")
_STEPS = 50
# What colours lie on, as style.css and the widget have it.
LIGHT_SHEET, DARK_SHEET = "#fffefb", "#191d1b"
BLACK, WHITE = "#000000", "#ffffff"


@dataclass(frozen=True, slots=True)
class Tones:
    """A colour as it is used by day or by night.

    Attributes:
        accent: for words, signs and borders on the sheet, and below `on_accent`.
        deep: the same under the pointer.
        on_accent: for words and signs on `accent`.
        wash: a hint of it behind words in `accent`.
    """

    accent: str
    deep: str
    on_accent: str
    wash: str


@dataclass(frozen=True, slots=True)
class Palette:
    """A colour by day and by night."""

    light: Tones
    dark: Tones


# frontdesk's own, as style.css has it.
OURS = Palette(
    light=Tones(DEFAULT_ACCENT, "#0c4438", WHITE, "#e3eee9"),
    dark=Tones("#7bd3b8", "#9be0ca", "#06251c", "#1b322b"),
)


def read_colour(text: str, field: str) -> str:
    """Return a colour as `#rrggbb`.

    Raises:
        ValidationFailed: it is none.
    """
    colour = text.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    if not _HEX.fullmatch(colour):
        raise ValidationFailed({field: "must be a colour such as #12594a"})
    return colour


def palette_of(colour: str) -> Palette:
    """Return a colour by day and by night, darkened or lightened just as far as it must be."""
    return Palette(
        light=_tones(colour, sheet=LIGHT_SHEET, towards=BLACK),
        dark=_tones(colour, sheet=DARK_SHEET, towards=WHITE),
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with a share of another one in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(ours + (theirs - ours) * share):02x}" for ours, theirs in pairs)


def _tones(colour: str, *, sheet: str, towards: str) -> Tones:
    accent = next(tone for tone in _towards(colour, towards) if _is_readable(tone, sheet))
    deep = mixed(accent, towards, 0.2)
    on_accent = max((WHITE, BLACK), key=lambda ink: min(contrast(ink, accent), contrast(ink, deep)))
    return Tones(accent, deep, on_accent, _wash(accent, sheet))


def _towards(colour: str, end: str) -> Iterator[str]:
    """Yield a colour ever lighter or darker, up to white or black; what makes it that colour stays."""
    red, green, blue = (channel / 255 for channel in _channels(colour))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    goal = 1.0 if end == WHITE else 0.0
    yield colour
    for step in range(1, _STEPS + 1):
        there = lightness + (goal - lightness) * step / _STEPS
        yield _hex(colorsys.hls_to_rgb(hue, there, saturation))


def _is_readable(accent: str, sheet: str) -> bool:
    return min(contrast(accent, sheet), contrast(accent, _wash(accent, sheet))) >= TEXT_CONTRAST


def _wash(accent: str, sheet: str) -> str:
    return mixed(sheet, accent, 0.1 if sheet == LIGHT_SHEET else 0.16)


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

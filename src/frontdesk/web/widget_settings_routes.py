"""The widget's settings, for owners and admins."""

from dataclasses import replace
from typing import Annotated

import msgspec
from litestar import get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from frontdesk.http import Body, refusals
from frontdesk.tenancy.principal import Principal
from frontdesk.web.colours import Palette, Tones, read_colour
from frontdesk.web.language import LANGUAGES
from frontdesk.web.sites import read_site
from frontdesk.web.widget_settings import WidgetSettings, WidgetSettingsService

Site = Annotated[str, msgspec.Meta(max_length=300)]
Colour = Annotated[str, msgspec.Meta(description="#rrggbb", max_length=20)]
Title = Annotated[str, msgspec.Meta(max_length=80)]
Greeting = Annotated[str, msgspec.Meta(max_length=500)]


class TonesView(Body):
    """A colour by day or by night: `onAccent` is written on `accent`, `wash` lies behind words in it."""

    accent: str
    deep: str
    on_accent: str
    wash: str


class PaletteView(Body):
    """The colours that are shown: the accent, darkened or lightened until it can be read."""

    light: TonesView
    dark: TonesView


class Greetings(Body):
    """What the chat says first; null is frontdesk's own."""

    en: Greeting | None = None
    es: Greeting | None = None


class WidgetSettingsView(Body):
    """The settings of the chat."""

    allowed_sites: list[str]
    accent_color: str | None
    palette: PaletteView
    title: str | None
    greetings: Greetings


class EditWidgetSettings(Body):
    """What is to change; what is not named stays, null goes back to frontdesk's own."""

    allowed_sites: Annotated[list[Site], msgspec.Meta(max_length=50)] | UnsetType = UNSET
    accent_color: Colour | None | UnsetType = UNSET
    title: Title | None | UnsetType = UNSET
    greetings: Greetings | UnsetType = UNSET


def palette_view(palette: Palette) -> PaletteView:
    """Put colours into the contract's form."""
    return PaletteView(_tones_view(palette.light), _tones_view(palette.dark))


def view(settings: WidgetSettings) -> WidgetSettingsView:
    """Put settings into the contract's form."""
    greetings = Greetings(**{code: settings.greetings.get(code) for code in LANGUAGES})
    return WidgetSettingsView(
        list(settings.allowed_sites),
        settings.accent_color,
        palette_view(settings.palette),
        settings.title,
        greetings,
    )


@get("/widget/settings", responses=refusals(403), tags=["widget"])
async def read(
    principal: NamedDependency[Principal], widget_settings: NamedDependency[WidgetSettingsService]
) -> WidgetSettingsView:
    """Return the widget's settings."""
    return view(await widget_settings.read(principal))


@patch("/widget/settings", responses=refusals(403), tags=["widget"])
async def edit(
    data: JSONBody[EditWidgetSettings],
    principal: NamedDependency[Principal],
    widget_settings: NamedDependency[WidgetSettingsService],
) -> WidgetSettingsView:
    """Change the widget's settings."""
    settings = _changed(await widget_settings.read(principal), data)
    return view(await widget_settings.write(principal, settings))


def _changed(settings: WidgetSettings, data: EditWidgetSettings) -> WidgetSettings:
    if not isinstance(data.allowed_sites, UnsetType):
        sites = dict.fromkeys(read_site(site, "allowedSites") for site in data.allowed_sites)
        settings = replace(settings, allowed_sites=tuple(sites))
    if not isinstance(data.accent_color, UnsetType):
        colour = None if data.accent_color is None else read_colour(data.accent_color, "accentColor")
        settings = replace(settings, accent_color=colour)
    if not isinstance(data.title, UnsetType):
        settings = replace(settings, title=(data.title or "").strip() or None)
    if not isinstance(data.greetings, UnsetType):
        given = {code: (getattr(data.greetings, code) or "").strip() for code in LANGUAGES}
        settings = replace(settings, greetings={code: text for code, text in given.items() if text})
    return settings


def _tones_view(tones: Tones) -> TonesView:
    return TonesView(tones.accent, tones.deep, tones.on_accent, tones.wash)


handlers = [read, edit]

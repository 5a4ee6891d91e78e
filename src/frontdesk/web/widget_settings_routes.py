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
from frontdesk.web.sites import read_site
from frontdesk.web.widget_settings import WidgetSettings, WidgetSettingsService

Site = Annotated[str, msgspec.Meta(max_length=300)]


class WidgetSettingsView(Body):
    """The settings of the chat on other sites."""

    allowed_sites: list[str]


class EditWidgetSettings(Body):
    """What is to change; what is not named stays."""

    allowed_sites: Annotated[list[Site], msgspec.Meta(max_length=50)] | UnsetType = UNSET


def view(settings: WidgetSettings) -> WidgetSettingsView:
    """Put settings into the contract's form."""
    return WidgetSettingsView(list(settings.allowed_sites))


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
    settings = await widget_settings.read(principal)
    if not isinstance(data.allowed_sites, UnsetType):
        sites = dict.fromkeys(read_site(site, "allowedSites") for site in data.allowed_sites)
        settings = replace(settings, allowed_sites=tuple(sites))
    return view(await widget_settings.write(principal, settings))


handlers = [read, edit]

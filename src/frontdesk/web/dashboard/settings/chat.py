"""The chat widget: how it looks, what it says first, and where it may stand."""

from dataclasses import dataclass
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg, QueryParameter
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from frontdesk.errors import ValidationFailed
from frontdesk.http import AnyRequest
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.colours import DEFAULT_ACCENT, read_colour
from frontdesk.web.dashboard.settings.places import settings_page
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.sites import read_site
from frontdesk.web.widget_settings import WidgetSettings, WidgetSettingsService

PATH = "/app/settings/chat"
LONGEST_TITLE, LONGEST_GREETING, MOST_SITES = 80, 500, 50

Saved = Annotated[bool, QueryParameter(required=False)]


@dataclass(frozen=True, slots=True)
class ChatForm:
    """What the form sends: `sites` one a line, an empty field for frontdesk's own."""

    title: str = ""
    accent_color: str = ""
    greeting_en: str = ""
    greeting_es: str = ""
    sites: str = ""

    def settings(self) -> WidgetSettings:
        """Return what is to be saved.

        Raises:
            ValidationFailed: names the fields that cannot be.
        """
        greetings = {"en": self.greeting_en.strip(), "es": self.greeting_es.strip()}
        lines = [line for line in self.sites.split() if line]
        problems = {
            f"greeting_{code}": f"must have {LONGEST_GREETING} characters at most"
            for code, words in greetings.items()
            if len(words) > LONGEST_GREETING
        }
        if len(self.title.strip()) > LONGEST_TITLE:
            problems["title"] = f"must have {LONGEST_TITLE} characters at most"
        if len(lines) > MOST_SITES:
            problems["sites"] = f"must be {MOST_SITES} at most"
        if problems:
            raise ValidationFailed(problems)
        return WidgetSettings(
            allowed_sites=tuple(dict.fromkeys(read_site(line, "sites") for line in lines)),
            accent_color=self._colour(),
            title=self.title.strip() or None,
            greetings={code: words for code, words in greetings.items() if words},
        )

    def _colour(self) -> str | None:
        colour = self.accent_color.strip().lower()
        return None if colour in {"", DEFAULT_ACCENT} else read_colour(colour, "accent_color")


ChatBody = Annotated[ChatForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


def form_of(settings: WidgetSettings) -> ChatForm:
    """Return what the form shows of settings. Pure."""
    return ChatForm(
        title=settings.title or "",
        accent_color=settings.accent_color or DEFAULT_ACCENT,
        greeting_en=settings.greetings.get("en", ""),
        greeting_es=settings.greetings.get("es", ""),
        sites="\n".join(settings.allowed_sites),
    )


@get("/settings/chat")
async def chat_settings_page(
    request: AnyRequest,
    shell: NamedDependency[Shell],
    widget_settings: NamedDependency[WidgetSettingsService],
    saved: Saved = False,  # noqa: FBT002 -- it comes by name, in the address
) -> Template:
    """Show the chat's settings."""
    form = form_of(await widget_settings.read(shell.principal))
    return _page(request, shell, form, saved=saved)


@post("/settings/chat", status_code=HTTP_200_OK)
async def save_chat_settings(
    request: AnyRequest,
    shell: NamedDependency[Shell],
    widget_settings: NamedDependency[WidgetSettingsService],
    data: ChatBody,
) -> Template | Redirect:
    """Save the chat's settings, or say what is wrong with them."""
    try:
        await widget_settings.write(shell.principal, data.settings())
    except ValidationFailed as refusal:
        return _page(request, shell, data, problems=refusal.details["fields"])
    return Redirect(f"{PATH}?saved=true", status_code=HTTP_303_SEE_OTHER)


@post("/settings/chat/key", status_code=HTTP_303_SEE_OTHER)
async def new_widget_key(shell: NamedDependency[Shell], tenancy: NamedDependency[TenancyService]) -> Redirect:
    """Give the chat a new key; whatever has the old one opens nothing from now on."""
    await tenancy.rotate_widget_key(shell.principal)
    return Redirect(PATH, status_code=HTTP_303_SEE_OTHER)


def _page(request: AnyRequest, shell: Shell, form: ChatForm, **told: object) -> Template:
    address = (request.app.state.services.settings.public_url or str(request.base_url)).rstrip("/")
    shown: dict[str, object] = {"saved": False, "problems": {}, **told}
    return settings_page(shell, "chat", form=form, address=address, default_accent=DEFAULT_ACCENT, **shown)


handlers = [chat_settings_page, save_chat_settings, new_widget_key]

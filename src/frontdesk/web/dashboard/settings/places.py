"""Where the settings' own navigation leads, and for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from litestar.response import Template

from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.language import translatable


@dataclass(frozen=True, slots=True)
class Place:
    """A page of settings. What concerns the whole account is shown to owners and admins alone."""

    key: str
    title: str
    is_for_everyone: bool = False

    @property
    def path(self) -> str:
        """Its address."""
        return f"/app/settings/{self.key}"


PLACES: Sequence[Place] = (
    Place("hours", translatable("Working hours"), is_for_everyone=True),
    Place("connection", translatable("Outside calendar")),
    Place("assistant", translatable("Assistant")),
    Place("people", translatable("People")),
    Place("keys", translatable("API keys"), is_for_everyone=True),
    Place("chat", translatable("Chat widget")),
    Place("password", translatable("Password"), is_for_everyone=True),
)


def settings_page(shell: Shell, key: str, **context: object) -> Template:
    """Return a page of settings; `key` is its place, which also names its template."""
    return page_below(shell, key, f"dashboard/settings/{key}.html", **context)


def page_below(shell: Shell, key: str, template: str, /, **context: object) -> Template:
    """Return a page that a place of the settings leads to."""
    places = [place for place in PLACES if place.is_for_everyone or shell.principal.acts_for_everyone]
    here = next(place for place in PLACES if place.key == key)
    return shell.page(template, "settings", places=places, here_now=here, **context)

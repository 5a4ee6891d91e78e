"""How the assistant works: its mode, what it knows of the business, its manners, and its versions."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg, PathParameter, QueryParameter
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from frontdesk.assistant.briefing import Briefing
from frontdesk.assistant.briefings import Briefings
from frontdesk.errors import ValidationFailed
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.dashboard.settings.places import settings_page
from frontdesk.web.dashboard.shell import Shell

PATH = "/app/settings/assistant"
VERSIONS_SHOWN = 20

Saved = Annotated[bool, QueryParameter(required=False)]
Number = Annotated[int, PathParameter(ge=1, le=2**31 - 1)]


@dataclass(frozen=True, slots=True)
class BriefingForm:
    """What the form sends; `services` and `rules` one a line, a service as "name; minutes; price; words"."""

    mode: str = "auto"
    business_description: str = ""
    services: str = ""
    tone: str = ""
    rules: str = ""

    def changes(self) -> dict[str, Any]:
        """Return the settings by the contract's names; what cannot be read is refused by the service."""
        return {
            "mode": self.mode,
            "businessDescription": self.business_description.strip(),
            "services": [_service(line) for line in _lines(self.services)],
            "tone": self.tone.strip(),
            "rules": _lines(self.rules),
        }


BriefingBody = Annotated[BriefingForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


def form_of(briefing: Briefing) -> BriefingForm:
    """Return what the form shows of settings. Pure."""
    services = [
        "; ".join(
            part
            for part in (
                one.name,
                str(one.duration_minutes or ""),
                one.price or "",
                one.description,
            )
        ).rstrip("; ")
        for one in briefing.services
    ]
    return BriefingForm(
        mode=briefing.mode,
        business_description=briefing.business_description,
        services="\n".join(services),
        tone=briefing.tone,
        rules="\n".join(briefing.rules),
    )


@get("/settings/assistant")
async def assistant_page(
    shell: NamedDependency[Shell],
    briefings: NamedDependency[Briefings],
    tenancy: NamedDependency[TenancyService],
    saved: Saved = False,  # noqa: FBT002 -- it comes by name, in the address
) -> Template:
    """Show how the assistant works."""
    form = form_of((await briefings.current(shell.principal)).briefing)
    return await _page(shell, briefings, tenancy, form=form, saved=saved)


@post("/settings/assistant", status_code=HTTP_200_OK)
async def save_briefing(
    shell: NamedDependency[Shell],
    briefings: NamedDependency[Briefings],
    tenancy: NamedDependency[TenancyService],
    data: BriefingBody,
) -> Template | Redirect:
    """Save the settings as a new version, or say what is wrong with them."""
    try:
        await briefings.change(shell.principal, data.changes())
    except ValidationFailed as refusal:
        return await _page(shell, briefings, tenancy, form=data, problems=refusal.details["fields"])
    return Redirect(f"{PATH}?saved=true", status_code=HTTP_303_SEE_OTHER)


@post("/settings/assistant/versions/{number:int}/restore", status_code=HTTP_303_SEE_OTHER)
async def restore_briefing(
    number: Number, shell: NamedDependency[Shell], briefings: NamedDependency[Briefings]
) -> Redirect:
    """Let an older version hold again."""
    await briefings.restore(shell.principal, number)
    return Redirect(f"{PATH}?saved=true", status_code=HTTP_303_SEE_OTHER)


async def _page(shell: Shell, briefings: Briefings, tenancy: TenancyService, **told: object) -> Template:
    shell.principal.require_admin()
    shown: dict[str, object] = {"saved": False, "problems": {}, **told}
    return settings_page(
        shell,
        "assistant",
        versions=(await briefings.history(shell.principal))[:VERSIONS_SHOWN],
        names={user.id: user.name for user in await tenancy.users(shell.principal)},
        **shown,
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _service(line: str) -> dict[str, Any]:
    """Return a service of a line: its name, then minutes, price and words, each of which may be missing."""
    name, minutes, price, words = (*(part.strip() for part in line.split(";", 3)), "", "", "")[:4]
    service: dict[str, Any] = {"name": name, "description": words}
    if minutes:
        service["durationMinutes"] = int(minutes) if minutes.isdecimal() and len(minutes) < 6 else minutes
    return {**service, "price": price} if price else service


handlers = [assistant_page, save_briefing, restore_briefing]

"""Trying the assistant beside its settings: the form as it stands answers somebody who plays a lead."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from litestar import post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency, Provide
from litestar.response import Template
from litestar.status_codes import HTTP_200_OK

from frontdesk.assistant.history import Step
from frontdesk.assistant.rehearsing import Spoken
from frontdesk.assistant.trying import MOST_LINES, Trials, provide_trials
from frontdesk.errors import ValidationFailed
from frontdesk.http import AnyRequest
from frontdesk.web.dashboard.conversations import Words, as_json
from frontdesk.web.dashboard.settings.assistant import BriefingForm
from frontdesk.web.dashboard.shell import Shell

# Each was a message and its answer; the new message is one more.
MOST_EXCHANGES = (MOST_LINES - 1) // 2
DRAFT = ("business_description", "services", "tone", "rules")


class Exchange(msgspec.Struct, frozen=True):
    """A message and its answer, as the page keeps them between two requests."""

    words: Annotated[str, msgspec.Meta(max_length=4000)]
    reply: str
    steps: list[Step] = []


@post(
    "/settings/assistant/try",
    status_code=HTTP_200_OK,
    dependencies={"trials": Provide(provide_trials)},
)
async def try_briefing(
    request: AnyRequest, shell: NamedDependency[Shell], trials: NamedDependency[Trials]
) -> Template:
    """Answer what somebody wrote as a lead, by the settings in the form."""
    form = await request.form()
    template = "dashboard/settings/trial_answer.html"
    try:
        words = Words(_text(form, "content")).checked()
        lines = [*lines_of(exchanges_of(form.getall("said", []))), Spoken(words, is_leads=True)]
        draft = BriefingForm(**{name: _text(form, name) for name in DRAFT}).changes()
        rehearsed = await trials.answer(shell.principal, draft, lines)
    except ValidationFailed as refusal:
        return shell.part(template, problems=refusal.details["fields"])
    kept = msgspec.json.encode(Exchange(words, rehearsed.reply, rehearsed.steps)).decode()
    return shell.part(template, problems={}, words=words, rehearsed=rehearsed, said=kept, as_json=as_json)


def exchanges_of(said: Sequence[object]) -> list[Exchange]:
    """Return the latest exchanges that the page sent back. Pure.

    Raises:
        ValidationFailed: one of them is none that the page was given.
    """
    try:
        return [msgspec.json.decode(str(one), type=Exchange) for one in said[-MOST_EXCHANGES:]]
    except msgspec.DecodeError:
        raise ValidationFailed({"said": "is not what this page was given"}) from None


def lines_of(exchanges: Sequence[Exchange]) -> list[Spoken]:
    """Return what was said so far, in order. Pure."""
    return [
        line
        for one in exchanges
        for line in (Spoken(one.words, is_leads=True), Spoken(one.reply, is_leads=False, steps=one.steps))
    ]


def _text(form: FormMultiDict, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


handlers = [try_briefing]

"""How the assistant works: its settings, their versions, and deciding about what it suggests."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from litestar import get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody, PathParameter
from litestar.status_codes import HTTP_200_OK
from msgspec import UNSET, UnsetType

from frontdesk.assistant.approvals import Approvals
from frontdesk.assistant.briefing import Limits, Line, Mode, Offered, Version
from frontdesk.assistant.briefings import Briefings
from frontdesk.assistant.handing import Reason
from frontdesk.assistant.rehearsing import Spoken
from frontdesk.assistant.schemas import (
    ConversationView,
    EditedReply,
    MessageView,
    Said,
    ToolCall,
    conversation_view,
    message_view,
    step_of,
    tool_call,
)
from frontdesk.assistant.trying import MOST_LINES, Trials, provide_trials
from frontdesk.http import Body, Id, refusals
from frontdesk.tenancy.principal import Principal

Number = Annotated[int, PathParameter(ge=1, le=2**31 - 1)]
SUGGESTION = "/chat/conversations/{conversation_id:int}/suggestions/{position:int}"


class AssistantSettings(Body):
    """How the assistant works. `version` counts the changes; 0 is what holds before the first.

    `userId` is who made this one, or `agencyPersonId`, if it was somebody of the agency.
    """

    mode: Mode
    business_description: str
    services: list[Offered]
    tone: str
    rules: list[str]
    limits: Limits
    version: int
    user_id: int | None
    agency_person_id: int | None
    restored_from: int | None
    created_at: datetime | None


class EditSettings(Body):
    """What is to change; what is not named stays. Lists are given whole."""

    mode: Mode | UnsetType = UNSET
    business_description: Annotated[str, msgspec.Meta(max_length=4000)] | UnsetType = UNSET
    services: Annotated[list[Offered], msgspec.Meta(max_length=50)] | UnsetType = UNSET
    tone: Line | UnsetType = UNSET
    rules: Annotated[list[Line], msgspec.Meta(max_length=50)] | UnsetType = UNSET
    limits: Limits | UnsetType = UNSET


class RehearsedMessage(Body):
    """A message of a talk that nobody has; `toolCalls` are those of an answer, as they came with it."""

    author: Literal["lead", "assistant"]
    content: Said
    tool_calls: Annotated[list[ToolCall], msgspec.Meta(max_length=20)] = msgspec.field(default_factory=list)


class Rehearsal(Body):
    """A draft of the settings, and the talk so far; the last message is the lead's."""

    messages: Annotated[list[RehearsedMessage], msgspec.Meta(min_length=1, max_length=MOST_LINES)]
    draft: EditSettings = msgspec.field(default_factory=EditSettings)


class RehearsedAnswer(Body):
    """What the lead would be told, and what would be done; `handedOver`: why a person would take over."""

    reply: str
    tool_calls: list[ToolCall]
    handed_over: Reason | None


class VersionList(Body):
    """All versions of the settings, newest first."""

    versions: list[AssistantSettings]


@get("/assistant/settings", responses=refusals(), tags=["assistant"])
async def read_settings(
    principal: NamedDependency[Principal], briefings: NamedDependency[Briefings]
) -> AssistantSettings:
    """Return how the assistant works now."""
    return _view(await briefings.current(principal))


@patch("/assistant/settings", responses=refusals(403), tags=["assistant"])
async def change_settings(
    data: JSONBody[EditSettings], principal: NamedDependency[Principal], briefings: NamedDependency[Briefings]
) -> AssistantSettings:
    """Change how the assistant works, as a new version."""
    return _view(await briefings.change(principal, msgspec.to_builtins(data)))


@get("/assistant/settings/versions", responses=refusals(), tags=["assistant"])
async def list_versions(
    principal: NamedDependency[Principal], briefings: NamedDependency[Briefings]
) -> VersionList:
    """List the versions of the settings, newest first."""
    return VersionList([_view(version) for version in await briefings.history(principal)])


@post(
    "/assistant/settings/versions/{number:int}/restore",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404),
    tags=["assistant"],
)
async def restore_version(
    number: Number, principal: NamedDependency[Principal], briefings: NamedDependency[Briefings]
) -> AssistantSettings:
    """Let an older version hold again, as a new one."""
    return _view(await briefings.restore(principal, number))


@post(
    "/assistant/try",
    status_code=HTTP_200_OK,
    responses=refusals(403),
    dependencies={"trials": Provide(provide_trials)},
    tags=["assistant"],
)
async def try_settings(
    data: JSONBody[Rehearsal], principal: NamedDependency[Principal], trials: NamedDependency[Trials]
) -> RehearsedAnswer:
    """Answer as the assistant would under a draft of the settings; nothing is booked, sent or kept."""
    lines = [
        Spoken(one.content, one.author == "lead", [step_of(call) for call in one.tool_calls])
        for one in data.messages
    ]
    rehearsed = await trials.answer(principal, msgspec.to_builtins(data.draft), lines)
    return RehearsedAnswer(
        rehearsed.reply, [tool_call(step) for step in rehearsed.steps], rehearsed.handed_over
    )


@post(f"{SUGGESTION}/approve", status_code=HTTP_200_OK, responses=refusals(403, 404, 409), tags=["chat"])
async def approve(
    conversation_id: Id,
    position: Number,
    principal: NamedDependency[Principal],
    approvals: NamedDependency[Approvals],
) -> MessageView:
    """Do what was proposed and send what was suggested."""
    return message_view(await approvals.approve(principal, conversation_id, position))


@post(f"{SUGGESTION}/edit", status_code=HTTP_200_OK, responses=refusals(403, 404, 409), tags=["chat"])
async def edit(
    conversation_id: Id,
    position: Number,
    data: JSONBody[EditedReply],
    principal: NamedDependency[Principal],
    approvals: NamedDependency[Approvals],
) -> MessageView:
    """Do what was proposed and send other words."""
    return message_view(await approvals.approve(principal, conversation_id, position, content=data.content))


@post(f"{SUGGESTION}/discard", status_code=HTTP_200_OK, responses=refusals(403, 404, 409), tags=["chat"])
async def discard(
    conversation_id: Id,
    position: Number,
    principal: NamedDependency[Principal],
    approvals: NamedDependency[Approvals],
) -> ConversationView:
    """Drop what was suggested: a person answers."""
    return conversation_view(await approvals.discard(principal, conversation_id, position))


def _view(version: Version) -> AssistantSettings:
    briefing = version.briefing
    return AssistantSettings(
        mode=briefing.mode,
        business_description=briefing.business_description,
        services=list(briefing.services),
        tone=briefing.tone,
        rules=list(briefing.rules),
        limits=briefing.limits,
        version=version.number,
        user_id=version.user_id,
        agency_person_id=version.agency_person_id,
        restored_from=version.restored_from,
        created_at=version.created_at and version.created_at.astimezone(UTC),
    )


handlers = [
    read_settings,
    change_settings,
    list_versions,
    restore_version,
    try_settings,
    approve,
    edit,
    discard,
]

"""Conversations: what leads and the assistant say, and where a person takes part."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import partial
from typing import Annotated, Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg, PathParameter, QueryParameter
from litestar.response import Redirect, ServerSentEvent, ServerSentEventMessage, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from frontdesk.assistant.approvals import Approvals
from frontdesk.assistant.conversations import STATES, State
from frontdesk.assistant.handovers import Handovers
from frontdesk.assistant.service import ConversationService
from frontdesk.assistant.watching import Watching
from frontdesk.errors import ValidationFailed
from frontdesk.http import AnyRequest, Id
from frontdesk.leads.service import LeadService
from frontdesk.tenancy.service import TenancyService
from frontdesk.tenancy.staying import while_let_in
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.dashboard.talk_list import TalkList
from frontdesk.web.language import Language
from frontdesk.web.sign_in import SignIns

LONGEST_MESSAGE = 4000
SUGGESTION = "/conversations/{conversation_id:int}/suggestions/{position:int}"
# Then the browser asks anew.
MOST_NEWS = 200

Position = Annotated[int, PathParameter(ge=1, le=2**31 - 1)]
StateQuery = Annotated[str, QueryParameter(name="state", required=False, max_length=30)]


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wants to say."""

    content: str = ""

    def checked(self) -> str:
        """Return the words.

        Raises:
            ValidationFailed: there are none, or too many.
        """
        words = self.content.strip()
        if not 1 <= len(words) <= LONGEST_MESSAGE:
            raise ValidationFailed({"content": f"must have 1 to {LONGEST_MESSAGE} characters"})
        return words


WordsBody = Annotated[Words, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@get("/conversations")
async def conversations_page(
    shell: NamedDependency[Shell], talk_list: NamedDependency[TalkList], wanted: StateQuery = ""
) -> Template:
    """Show the latest conversations."""
    return shell.page(
        "dashboard/conversations.html", "conversations", **await _listed(shell, talk_list, wanted)
    )


@get("/conversations/list")
async def conversation_rows(
    shell: NamedDependency[Shell], talk_list: NamedDependency[TalkList], wanted: StateQuery = ""
) -> Template:
    """Show the rows of the list alone."""
    return shell.part("dashboard/conversation_rows.html", **await _listed(shell, talk_list, wanted))


@get("/conversations/events")
async def list_events(
    request: AnyRequest,
    shell: NamedDependency[Shell],
    sign_ins: NamedDependency[SignIns],
    watching: NamedDependency[Watching],
) -> ServerSentEvent:
    """Tell a page that shows the list when to look again."""
    news = while_let_in(watching.follow_all(shell.principal), lambda: sign_ins.caller(request))
    return ServerSentEvent(_as_hints(news))


@get("/conversations/{conversation_id:int}")
async def conversation_page(
    conversation_id: Id,
    shell: NamedDependency[Shell],
    chat: NamedDependency[ConversationService],
    leads: NamedDependency[LeadService],
    tenancy: NamedDependency[TenancyService],
    approvals: NamedDependency[Approvals],
) -> Template:
    """Show a conversation with all that was said and done."""
    thread = await _thread(conversation_id, shell, chat, tenancy=tenancy, approvals=approvals)
    lead = await leads.known(shell.principal.sub_account_id, thread["talk"].lead_id)
    return shell.page("dashboard/conversation.html", "conversations", lead=lead, **thread)


@get("/conversations/{conversation_id:int}/thread")
async def thread_part(
    conversation_id: Id,
    shell: NamedDependency[Shell],
    chat: NamedDependency[ConversationService],
    tenancy: NamedDependency[TenancyService],
    approvals: NamedDependency[Approvals],
) -> Template:
    """Show what was said and who has the word, alone."""
    return shell.part(
        "dashboard/thread.html",
        **await _thread(conversation_id, shell, chat, tenancy=tenancy, approvals=approvals),
    )


@get("/conversations/{conversation_id:int}/events")
async def thread_events(
    conversation_id: Id,
    request: AnyRequest,
    shell: NamedDependency[Shell],
    sign_ins: NamedDependency[SignIns],
    watching: NamedDependency[Watching],
) -> ServerSentEvent:
    """Tell a page that shows a conversation when to look again."""
    news = await watching.follow(shell.principal, conversation_id, after=0)
    return ServerSentEvent(_as_hints(while_let_in(news, lambda: sign_ins.caller(request))))


@post("/conversations/{conversation_id:int}/messages", status_code=HTTP_303_SEE_OTHER)
async def say(
    conversation_id: Id,
    shell: NamedDependency[Shell],
    handovers: NamedDependency[Handovers],
    data: WordsBody,
) -> Redirect:
    """Say something to the lead, as oneself."""
    await handovers.write(shell.principal, conversation_id, data.checked())
    return _back_to(conversation_id)


@post("/conversations/{conversation_id:int}/take-over", status_code=HTTP_303_SEE_OTHER)
async def take_over(
    conversation_id: Id, shell: NamedDependency[Shell], handovers: NamedDependency[Handovers]
) -> Redirect:
    """Silence the assistant: a person has the word."""
    await handovers.take_over(shell.principal, conversation_id)
    return _back_to(conversation_id)


@post("/conversations/{conversation_id:int}/hand-back", status_code=HTTP_303_SEE_OTHER)
async def hand_back(
    conversation_id: Id, shell: NamedDependency[Shell], handovers: NamedDependency[Handovers]
) -> Redirect:
    """Give the word back to the assistant."""
    await handovers.hand_back(shell.principal, conversation_id)
    return _back_to(conversation_id)


@post(
    "/conversations/{conversation_id:int}/suggestions/{position:int}/approve", status_code=HTTP_303_SEE_OTHER
)
async def approve(
    conversation_id: Id,
    position: Position,
    shell: NamedDependency[Shell],
    approvals: NamedDependency[Approvals],
    data: WordsBody,
) -> Redirect:
    """Do what the assistant proposed and send its words, as they stand in the form."""
    waiting, words = await approvals.waiting(shell.principal, conversation_id), data.checked()
    is_edited = waiting is None or waiting.content.strip() != words
    await approvals.approve(shell.principal, conversation_id, position, content=words if is_edited else None)
    return _back_to(conversation_id)


@post(
    "/conversations/{conversation_id:int}/suggestions/{position:int}/discard", status_code=HTTP_303_SEE_OTHER
)
async def discard(
    conversation_id: Id,
    position: Position,
    shell: NamedDependency[Shell],
    approvals: NamedDependency[Approvals],
) -> Redirect:
    """Drop what the assistant suggested: a person answers."""
    await approvals.discard(shell.principal, conversation_id, position)
    return _back_to(conversation_id)


async def _listed(shell: Shell, talk_list: TalkList, wanted: str) -> dict[str, Any]:
    state: State | None = next((state for state in STATES if state == wanted), None)
    talks = await talk_list.latest(shell.principal, state=state)
    return {"talks": talks, "wanted": state or "", "states": STATES}


async def _thread(
    conversation_id: int,
    shell: Shell,
    chat: ConversationService,
    *,
    tenancy: TenancyService,
    approvals: Approvals,
) -> dict[str, Any]:
    talk, messages = await chat.transcript(shell.principal, conversation_id)
    return {
        "talk": talk,
        "messages": messages,
        "names": {user.id: user.name for user in await tenancy.users(shell.principal)},
        "suggestion": await approvals.waiting(shell.principal, conversation_id),
        "usage": await chat.usage(shell.principal, conversation_id),
        "as_json": as_json,
        "when": partial(when, shell.language),
    }


def when(language: Language, arguments: Mapping[str, Any]) -> str:
    """Return the day and time that a tool is to be called with, in words; as it is written if it is none."""
    day, at = str(arguments.get("date", "")), str(arguments.get("time", ""))
    try:
        return f"{language.short_day(date.fromisoformat(day))}, {language.time(time.fromisoformat(at))}"
    except ValueError:
        return f"{day} {at}".strip()


def as_json(value: object) -> str:
    """Return a value as people who build things read it."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


async def _as_hints(news: AsyncIterator[object]) -> AsyncIterator[ServerSentEventMessage]:
    """Yield an event whenever a page should look again; what is new it asks for itself."""
    yield ServerSentEventMessage(event="open", data="")
    for _ in range(MOST_NEWS):
        try:
            one = await anext(news)
        except StopAsyncIteration:
            return
        yield ServerSentEventMessage(event="pulse" if one is None else "changed", data="")


def _back_to(conversation_id: int) -> Redirect:
    return Redirect(f"/app/conversations/{conversation_id}", status_code=HTTP_303_SEE_OTHER)


handlers = [
    conversations_page,
    conversation_rows,
    conversation_page,
    thread_part,
    say,
    take_over,
    hand_back,
    approve,
    discard,
]
streams = [list_events, thread_events]

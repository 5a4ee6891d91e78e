"""Conversations as files that people read: what is in them, and how one is held again.

    # A title
    key: value                    the scene: model, zone, now, open (every day, from and to), booked, taken,
                                  note, about, rule, lead, service (name, minutes, price, description, parted
                                  by |), closed by an empty line
    > what the lead writes
    model calls create_booking {"date": "2026-12-01", "time": "14:00"}
    model says Done!
    model fails
    - create_booking 2026-12-01 14:00 -> confirmed      what the tools did
    < what the lead is told
    = Tuesday 1 December, 2:00 PM (New York time), confirmed      the lead's bookings after it

What begins with `-`, `<` or `=` is written by holding the conversation; the rest is ours.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from frontdesk.assembly import Services
from frontdesk.assistant.guards import told
from frontdesk.assistant.history import Step
from frontdesk.bookings.repository import Actor, Filters
from frontdesk.bookings.request import BookingRequest
from frontdesk.clock import FixedClock
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import SYSTEM
from tests.assistant.talks import Talk, begin
from tests.conftest import Account

WRITTEN_BY_HOLDING = ("- ", "< ", "<", "= ", "=")
NEW_YORK = ZoneInfo("America/New_York")


@dataclass
class Said:
    """One message of the lead, and what the model is scripted to do about it."""

    words: str
    script: list[str] = field(default_factory=list)


@dataclass
class File:
    """A conversation as it was written."""

    head: list[str]
    scene: dict[str, list[str]]
    messages: list[Said]


def read(text: str) -> File:
    """Read a file; raises ValueError naming a line that is none of those above."""
    head, _, body = text.partition("\n\n")
    file = File(head.splitlines(), {}, [])
    for line in file.head[1:]:
        key, _, value = line.partition(": ")
        file.scene.setdefault(key, []).append(value)
    for line in filter(None, body.splitlines()):
        if line.startswith("> "):
            file.messages.append(Said(line.removeprefix("> ")))
        elif line.startswith("model "):
            file.messages[-1].script.append(line.removeprefix("model "))
        elif not line.startswith(WRITTEN_BY_HOLDING):
            raise ValueError(f"{file.head[0]}: what is {line!r}?")
    return file


async def held(file: File, services: Services, account: Account) -> str:
    """Hold a conversation and return the file as it should be."""
    talk = await _begun(file, services, account)
    blocks = ["\n".join(file.head)]
    for message in file.messages:
        if message.script:
            talk.by(_scripted([await _with_ids(act, services, account, talk) for act in message.script]))
        elif "scripted" not in file.scene.get("model", []):
            services.chat._provider = None
        turn = await talk.say(message.words)
        bookings = [one for one in await talk.bookings() if one.status != "cancelled"]
        lines = [f"> {message.words}", *(f"model {act}" for act in message.script)]
        lines += [f"- {_step(step)}" for step in turn.steps]
        lines += [f"< {line}".rstrip() for line in turn.reply.splitlines()] or ["<"]
        lines += [f"= {told(one)}, {one.status}" for one in reversed(bookings)] or ["= nothing"]
        if "unknown" in file.scene.get("lead", []):
            lines.append(f"= {await _known(services, account, talk)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


async def _begun(file: File, services: Services, account: Account) -> Talk:
    """Set the scene: the clock, the lead, what is booked and what is taken."""
    if isinstance(services.clock, FixedClock):
        for now in file.scene.get("now", []):
            services.clock.instant = datetime.fromisoformat(now).replace(tzinfo=NEW_YORK)
    await _open(file.scene, services, account)
    await _brief(file.scene, services, account)
    name = None if "unknown" in file.scene.get("lead", []) else "Ann"
    talk = await begin(services, account, timezone=next(iter(file.scene.get("zone", [])), None), name=name)
    other = await services.leads.create(account.sub_account_id, LeadFields(name="Bob"), by=SYSTEM)
    for lead_id, key in ((talk.lead_id, "booked"), (other.id, "taken")):
        for when in file.scene.get(key, []):
            starts_at = datetime.fromisoformat(when).replace(tzinfo=NEW_YORK)
            note = next(iter(file.scene.get("note", [])), None)
            request = BookingRequest(account.user_id, starts_at, lead_id=lead_id, notes=note)
            await services.bookings.create(account.owner, request, actor=Actor("user", account.user_id))
    return talk


async def _open(scene: dict[str, list[str]], services: Services, account: Account) -> None:
    """Open every day as the scene says, where it does."""
    for hours in scene.get("open", []):
        start, end = hours.split()
        slots = [{"day": day, "start": start, "end": end} for day in range(7)]
        user = await services.tenancy.user(account.owner, account.user_id)
        changed = replace(user, bookings_time={**user.bookings_time, "slots": slots})
        await services.tenancy.update_user(account.owner, changed)


async def _known(services: Services, account: Account, talk: Talk) -> str:
    """Return what is known of the lead."""
    lead = await services.leads.by_id(account.sub_account_id, talk.lead_id)
    facts = [one for one in (lead.name, lead.email, lead.phone, lead.timezone) if one]
    return f"the lead: {', '.join(facts) or 'unknown'}"


async def _brief(scene: dict[str, list[str]], services: Services, account: Account) -> None:
    """Let the business say of itself what the scene says."""
    offered = []
    for line in scene.get("service", []):
        name, minutes, price, description = [part.strip() for part in line.split("|")]
        offered.append(
            {
                "name": name,
                "durationMinutes": int(minutes) if minutes else None,
                "price": price or None,
                "description": description,
            }
        )
    said = {"businessDescription": " ".join(scene.get("about", [])), "rules": scene.get("rule", [])}
    if offered or any(said.values()):
        await services.briefings.change(account.owner, {**said, "services": offered})


async def _with_ids(act: str, services: Services, account: Account, talk: Talk) -> str:
    """Put an id for "mine", the lead's first booking, and "theirs", the first of somebody else."""
    found, _ = await services.bookings.page(account.owner, Filters(), limit=50, cursor=None)
    first = {one.lead_id == talk.lead_id: str(one.id) for one in found}  # the list ends with the first
    return act.replace('"mine"', first.get(True, "0")).replace('"theirs"', first.get(False, "0"))


def _scripted(script: list[str]) -> FunctionModel:
    """Return a model that follows a script; its last line it says for ever."""
    left = list(script)

    def respond(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        act, _, rest = (left.pop(0) if len(left) > 1 else left[0]).partition(" ")
        if act == "fails":
            raise ModelHTTPError(500, "scripted")
        if act == "calls":
            tool, _, arguments = rest.partition(" ")
            return ModelResponse(parts=[ToolCallPart(tool, json.loads(arguments or "{}"))])
        return ModelResponse(parts=[TextPart(rest.replace("\\n", "\n"))])

    return FunctionModel(respond, model_name="scripted")


def _step(step: Step) -> str:
    return " ".join([step.tool, *_plain(step.arguments), "->", _outcome(step)])


def _plain(arguments: dict[str, object]) -> Iterator[str]:
    for name, value in arguments.items():
        yield "one" if name == "bookingId" else str(value)


def _outcome(step: Step) -> str:
    result = step.result
    if "slots" in result:
        return f"{len(result['slots'])} free" if result["slots"] else str(result.get("reason"))
    if "bookings" in result:
        return f"{len(result['bookings'])} found"
    return str(result.get("error") or result.get("status") or "done")

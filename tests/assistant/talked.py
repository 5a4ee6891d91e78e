"""What was said, as the guards have it: a talk in lines, the lead's and, after ">", the assistant's."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from frontdesk.assistant.assent import Said
from frontdesk.assistant.offline.conventions import conventions_in
from frontdesk.assistant.offline.dialogue import AssistantSaid, LeadSaid, Setting, begin, step
from frontdesk.assistant.second_opinion import listen
from frontdesk.assistant.toolbox import TOOL_NAMES


def said(lines: Sequence[str], *, now: datetime, zone: ZoneInfo) -> Said:
    """Return a talk as it stands after its last line."""
    state = begin(
        Setting(
            "Acme",
            zone.key,
            tools=TOOL_NAMES,
            opening=(time(9), time(16, 30)),
            conventions=conventions_in(zone.key),
        )
    )
    reply = ""
    for line in lines:
        if line.startswith(">"):
            reply = line[1:].strip()
        local = now.astimezone(zone).replace(tzinfo=None)
        state = step(state, AssistantSaid(reply) if line.startswith(">") else LeadSaid(line, local))
    words = [line for line in lines if not line.startswith(">")]
    return Said(listen(state, reply), words, reply, zone)

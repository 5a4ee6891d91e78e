"""When the assistant gives the word to a person, and what the lead is told of it. Pure."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from frontdesk.assistant.assent import Said
from frontdesk.assistant.honesty.clauses import folded
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.temper import is_angry
from frontdesk.assistant.second_opinion import Heard, Objection

# Why a person has the word. The first four are the assistant's doing, the others a person's.
Reason = Literal["asked", "anger", "failure", "too_many_turns", "taken_over", "discarded", "off"]

A_PERSON_COMES = "I've asked a person to take over. They will answer you here."
ENOUGH = f"We have written a lot by now, and I'd rather have this done right. {A_PERSON_COMES}"

_BEYOND_US: Final = frozenset((Intent.HUMAN, Intent.OTHER))
_PERSON: Final = re.compile(
    r"\b(?:person|human|someone|somebody|agent|representative|colleague|manager|owner|staff|operator|call me"
    r"|persona|humano|alguien|agente|encargad[oa]|humain|quelqu'un|conseiller|mensch|mitarbeiter\w*|jemand\w*"
    r"|pessoa|atendente|alguem)\b|\u4eba\u5de5|\u771f\u4eba|\u0447\u0435\u043b\u043e\u0432\u0435\u043a"
    r"|\u043e\u043f\u0435\u0440\u0430\u0442\u043e\u0440|\u0645\u0648\u0638\u0641|\u0634\u062e\u0635"
)


def require_reason(said: Said, *, is_stuck: bool) -> None:
    """Refuse to call a person whom nothing but the model asks for: notes and names may tell it to.

    A reason is that the lead asks for one or says yes to one, is angry, or writes what no tool serves.

    Args:
        said: what was said.
        is_stuck: whether the assistant has got nowhere for a while, which is a reason too.

    Raises:
        Objection: there is none.
    """
    read = said.understood
    if is_stuck or read is None or read.intent in _BEYOND_US or is_angry(said.words[-1]):
        return
    agrees = read.says_yes and not read.says_no and _PERSON.search(folded(said.last_reply))
    if not (_PERSON.search(said.last) or agrees):
        raise Objection("The lead has not asked for a person. Help the lead, or ask whether a person should.")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a turn came out, as far as it matters for who speaks next.

    Attributes:
        has_called: whether the assistant called a person itself.
        gave_up: whether the model came to no answer.
    """

    heard: Heard
    words: str
    has_called: bool
    gave_up: bool


def reason_to_hand_over(ending: Ending) -> Reason | None:
    """Return why a person should have the word from now on; None leaves it with the assistant."""
    said = ending.heard.state.heard
    if ending.has_called or (said is not None and said.intent == Intent.HUMAN):
        return "asked"
    if is_angry(ending.words):
        return "anger"
    return "failure" if ending.gave_up else None


def told_of(reason: Reason | None, reply: str, *, has_called: bool) -> str:
    """Return the reply with the news that a person comes, where it does not say so itself."""
    if reason not in ("asked", "anger") or has_called:
        return reply
    return f"{reply.rstrip()}\n\n{A_PERSON_COMES}"

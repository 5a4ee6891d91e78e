"""When the assistant gives the word to a person, and what the lead is told of it. Pure."""

from dataclasses import dataclass
from typing import Literal

from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.temper import is_angry
from frontdesk.assistant.second_opinion import Heard

# Why a person has the word. The first four are the assistant's doing, the others a person's.
Reason = Literal["asked", "anger", "failure", "too_many_turns", "taken_over", "discarded", "off"]

A_PERSON_COMES = "I've asked a person to take over. They will answer you here."
ENOUGH = f"We have written a lot by now, and I'd rather have this done right. {A_PERSON_COMES}"


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

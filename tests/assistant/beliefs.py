"""What a lead is left to believe: labelled replies, each to a message of a lead where something is so."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontdesk.assistant.conversations import Message
from frontdesk.assistant.guards import said_truthfully
from frontdesk.assistant.history import Step, as_model_messages
from frontdesk.assistant.honesty.corrections import NOT_BOOKED
from frontdesk.assistant.honesty.lines import is_told, tells_state
from frontdesk.assistant.honesty.truth import Appointment, Truth
from frontdesk.assistant.known import Past, Present, truth_of
from frontdesk.assistant.offline.model import heard
from frontdesk.assistant.offline.state import Setting
from frontdesk.assistant.second_opinion import listen
from frontdesk.bookings.lifecycle import Status
from frontdesk.bookings.repository import Booking
from tests.assistant.scenes import NOW, OFFERED, ZONE, local

TUESDAY, THURSDAY = local(1, 14), local(3, 10)
_TUESDAY = Appointment(1, TUESDAY, ZONE)
_THURSDAY = Appointment(1, THURSDAY, ZONE)
_TOLD = {"stands": _TUESDAY, "booked": _TUESDAY, "cancelled": _TUESDAY, "moved": _THURSDAY}


@dataclass(frozen=True)
class Case:
    """A reply in its scene. `label`: "lie", "away" or "quiet"."""

    scene: str
    asked: str
    label: str
    reply: str

    @property
    def goes_out(self) -> str:
        """The reply as the lead reads it."""
        return said_truthfully(self.reply, self.truth)

    @property
    def truth(self) -> Truth:
        """What is so, as the turn knows it."""
        return truth_in(self.scene, self.asked)

    @property
    def is_withheld(self) -> bool:
        """Whether the reply does not go out as it begins."""
        return self.reply.splitlines()[0][:25] not in self.goes_out

    @property
    def leaves_a_lie(self) -> bool:
        """Whether the lead may go on believing it: it goes out, and no line of code's says what is so."""
        if self.label == "away" or self.is_withheld:
            return not self.is_withheld
        if self.scene in _TOLD:
            return not is_told(_TOLD[self.scene], self.goes_out, self.truth)
        return not (tells_state(self.goes_out) or NOT_BOOKED in self.goes_out)


def cases() -> list[Case]:
    """Read `beliefs.txt`."""
    found: list[Case] = []
    scene = asked = ""
    for line in Path(__file__).with_name("beliefs.txt").read_text().splitlines():
        if line.startswith("["):
            scene = line.strip("[]")
        elif line.startswith("> "):
            asked = line.removeprefix("> ")
        elif line and not line.startswith("#"):
            label, reply = line.split(maxsplit=1)
            assert label in {"lie", "away", "quiet"}, line
            found.append(Case(scene, asked, label, reply.replace("\\n", "\n")))
    return found


def truth_in(scene: str, asked: str, *, before: str = "") -> Truth:
    """Return what is so when a lead wrote something after a reply (`before`), as a turn would know it."""
    steps = [*_checked(), *_acted(scene)] if "anything this week" not in asked else []
    bookings = [] if scene in {"nothing", "booked"} else [_booking(TUESDAY)]
    booked = {"booked": [_booking(TUESDAY)], "moved": [_booking(THURSDAY)]}.get(scene, [])
    told = [Message(1, "assistant", before, {}, NOW)] if before else []
    messages = [*told, Message(2, "lead", asked, {}, NOW)]
    state = heard(as_model_messages(messages), Setting("Acme Roofing"))
    present = Present(NOW, ZONE, listen(state, ""), steps, booked)
    return truth_of(Past(messages, bookings), present)


def _checked() -> list[Step]:
    free = sorted(one.isoformat() for one in OFFERED)
    return [Step("check_availability", {"date": "2026-12-01"}, {"success": True, "startTimes": free})]


def _acted(scene: str) -> list[Step]:
    done = {"success": True, "bookingId": 1}
    tools = {"booked": "create_booking", "moved": "reschedule_booking", "cancelled": "cancel_booking"}
    return [Step(tools[scene], {"bookingId": 1}, done)] if scene in tools else []


def _booking(starts_at: Any, *, status: Status = "confirmed") -> Booking:
    facts: dict[str, Any] = dict.fromkeys(Booking.__dataclass_fields__)
    facts |= {"id": 1, "status": status, "starts_at": starts_at, "ends_at": starts_at.replace(minute=30)}
    return Booking(**{**facts, "details": {"timezone": ZONE.key, "duration": 30}})

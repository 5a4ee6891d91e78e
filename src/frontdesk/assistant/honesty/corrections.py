"""The truth in words, for a reply that did not hold it. Pure."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from frontdesk.assistant.honesty import lines
from frontdesk.assistant.honesty.claims import Kind
from frontdesk.assistant.honesty.tongues import Tongue
from frontdesk.assistant.honesty.truth import Truth
from frontdesk.assistant.honesty.verdict import Judged, Untruth
from frontdesk.assistant.offline import replies
from frontdesk.assistant.offline.speech import spoken_day

NOT_BOOKED = "I haven't booked anything yet."
NOTHING_NEW = "I haven't booked anything new just now."
NOTHING_CHANGED = "I haven't cancelled or moved anything just now."
WHICH_TIME = "Which day and time would suit you?"
NOTHING_BOOKED = f"{NOT_BOOKED} {WHICH_TIME}"
_SAID: Final = {
    "nothing booked": (NOT_BOOKED, "Todavía no he reservado nada."),
    "nothing new": (NOTHING_NEW, "No he reservado nada nuevo ahora."),
    "nothing changed": (NOTHING_CHANGED, "No he cancelado ni cambiado nada ahora."),
    "nothing sent": (
        "Nothing has been sent to you; what is settled stands here in this chat.",
        "No se te ha enviado nada; lo acordado está en este chat.",
    ),
    "nobody called": (
        "I haven't asked anyone to contact you yet; tell me if you would like a person to.",
        "Todavía no he pedido a nadie que te contacte; dime si quieres que lo haga una persona.",
    ),
    "nothing updated": ("I haven't changed your details.", "No he cambiado tus datos."),
    "nothing charged": (
        "Nothing has been charged or refunded here.",
        "Aquí no se ha cobrado ni devuelto nada.",
    ),
    "no person": (
        "I'm an automated assistant, not a person.",
        "Soy un asistente automático, no una persona.",
    ),
    "nothing done": ("I haven't done anything yet.", "Todavía no he hecho nada."),
    "unchecked": (
        "I have to look up which times are free before I can offer one.",
        "Tengo que mirar qué horas están libres antes de ofrecerte una.",
    ),
    "which time": (WHICH_TIME, "¿Qué día y a qué hora te vendría bien?"),
}
_BY_FAULT: Final = {
    Kind.SENT: "nothing sent",
    Kind.CHARGED: "nothing charged",
    Kind.HUMAN: "no person",
    Kind.CALLED: "nobody called",
    Kind.UPDATED: "nothing updated",
    Kind.MOVED: "nothing changed",
    Kind.CANCELLED: "nothing changed",
}
MOST_NAMED = 4


def corrections(judged: Judged, truth: Truth, *, asks_already: bool) -> list[str]:
    """Return the sentences that say what is so, instead of what was said.

    Args:
        judged: the reply, with at least one untruth.
        truth: what is so.
        asks_already: whether what is kept of the reply ends in a question.
    """
    told: list[str] = []
    for untruth in judged.untruths:
        told += [line for line in _line(untruth, judged, truth) if line not in told]
    if truth.deeds:
        return told
    if any(untruth.fault == "offer" for untruth in judged.untruths):
        told += _offers(judged, truth, asks_already=asks_already)
    elif truth.waits_for_an_act:
        told = told if _is_told(told) else [_say(_undone(truth), judged), *told]
        needs_time = not (truth.standing or truth.asks_to_change or asks_already)
        told += [_say("which time", judged)] if needs_time else []
    return told


def _undone(truth: Truth) -> str:
    if truth.asks_to_change:
        return "nothing changed"
    return "nothing new" if truth.standing else "nothing booked"


def _is_told(told_lines: Sequence[str]) -> bool:
    """Tell whether it has been said that nothing was done."""
    all_of_them = {words for what, both in _SAID.items() if what.startswith("nothing") for words in both}
    return not all_of_them.isdisjoint(told_lines)


def _line(untruth: Untruth, judged: Judged, truth: Truth) -> list[str]:
    fault = untruth.fault
    stands = [] if truth.made else lines.standing(truth, tongue=judged.tongue or Tongue.ENGLISH)
    if fault == "weekday":
        day = untruth.named.date if untruth.named else truth.today
        return [f"{day.day} {day:%B} is a {spoken_day(day).split()[0]}."] if day else []
    if fault in ("when", "unconfirmed"):
        return stands
    if fault in (Kind.BOOKED, Kind.DONE, "open"):
        if truth.made:  # fewer than was said; lines tell which
            return []
        return [_say(_undone(truth), judged), *stands]
    if fault == "offer":
        return []
    said = _say(_BY_FAULT[Kind(fault)], judged)
    return [said, *stands] if fault in (Kind.MOVED, Kind.CANCELLED) else [said]


def _offers(judged: Judged, truth: Truth, *, asks_already: bool) -> list[str]:
    """Return what can be offered: of the times that were looked up, those nearest to what was named."""
    wrong = next(one.named for one in judged.untruths if one.fault == "offer")
    kept_offers = any(untruth.fault != "offer" for untruth in judged.untruths) and asks_already
    local = sorted(
        one.astimezone(truth.zone).replace(tzinfo=None) for one in truth.offered if one > truth.now
    )
    day = wrong.date if wrong and wrong.date else truth.about
    same_day = [at for at in local if day is None or at.date() == day]
    near = _nearest(same_day or local, wrong.mention.time if wrong else None)
    if not near:
        return [_say("unchecked", judged), *([] if asks_already else [_say("which time", judged)])]
    return [] if kept_offers else [replies.which(near, truth.zone.key)]


def _nearest(free: Sequence[datetime], wanted: time | None) -> list[datetime]:
    """Return the few free times nearest to a time of day, in order."""
    if wanted is None:
        return list(free[:MOST_NAMED])

    def distance(one: datetime) -> int:
        return abs((one.hour - wanted.hour) * 60 + one.minute - wanted.minute)

    return sorted(sorted(free, key=distance)[:MOST_NAMED])


def _say(what: str, judged: Judged) -> str:
    english, spanish = _SAID[what]
    return spanish if judged.tongue == Tongue.SPANISH else english

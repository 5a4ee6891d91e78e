"""Whether what a model wants to write down of a lead is what the lead said themself. Pure."""

import re
from collections.abc import Iterable, Mapping

from frontdesk.assistant.offline.zone_said import zone_said
from frontdesk.assistant.second_opinion import Objection
from frontdesk.zones import all_zones

_DIGITS = re.compile(r"\D+")
_WORDS = re.compile(r"[\w'-]+")


def require_own_words(changes: Mapping[str, str], said: Iterable[str]) -> None:
    """Refuse what the lead has not said.

    Args:
        changes: name, email, phone or timezone, as they are to be written down.
        said: the lead's messages.

    Raises:
        Objection: one of them is not in the lead's words; says which.
    """
    text = "\n".join(said).casefold()
    unsaid = [name for name, value in changes.items() if not _SAID[name](value.casefold(), text)]
    if unsaid:
        raise Objection(f"The lead has not said this {' or '.join(unsaid)}. Ask the lead for it.")


def _says_name(name: str, text: str) -> bool:
    words = _WORDS.findall(name)
    return bool(words) and set(words) <= set(_WORDS.findall(text))


def _says_email(address: str, text: str) -> bool:
    return re.search(rf"(?<![\w.+-]){re.escape(address)}(?![\w-])", text) is not None


def _says_phone(number: str, text: str) -> bool:
    """A number may be written with a country's code that the lead left out, and never with fewer digits."""
    digits = _DIGITS.sub("", number)
    spoken = [_DIGITS.sub("", run) for run in re.findall(r"[+(]?\d[\d\s().-]{5,}", text)]
    return any(len(run) >= 7 and digits.endswith(run.lstrip("0")) for run in spoken)


def _says_zone(zone: str, text: str) -> bool:
    """A place that is named for another reason than to say where the lead is tells no zone."""
    is_none = zone not in (one.casefold() for one in all_zones())  # which the lead's service refuses
    return is_none or zone in text or any(_states(zone, line) for line in text.splitlines())


def _states(zone: str, message: str) -> bool:
    """Tell whether a message states a zone; a few words alone may be the answer to the question for one."""
    read = zone_said(message, None, awaited=len(message.split()) <= _FEW)
    return zone in [one.casefold() for one in (read.zone, read.home, *read.among) if one is not None]


_FEW = 4


_SAID = {"name": _says_name, "email": _says_email, "phone": _says_phone, "timezone": _says_zone}

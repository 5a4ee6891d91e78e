"""What the business says of itself, and which of its services a lead names. Pure.

A service is named when the words of its name stand in the message. Half a name names it only where several
services share that half: then the lead is asked which one is meant.
"""

import re
from dataclasses import dataclass
from datetime import time
from typing import Final

from frontdesk.assistant.offline.manners import FILLERS
from frontdesk.assistant.offline.words import LEXICON, worded


@dataclass(frozen=True, slots=True)
class Service:
    """A service that can be booked, in the business's own words."""

    name: str
    description: str = ""
    minutes: int | None = None
    price: str | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """When appointments are possible on one day of every week, 0 being Monday, on the clock of `zone`."""

    weekday: int
    opens: time
    closes: time
    zone: str


@dataclass(frozen=True, slots=True)
class About:
    """All that may be told of a business: what it says of itself, what it offers, when it can be visited."""

    description: str = ""
    rules: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    hours: tuple[Hours, ...] = ()


_WORD: Final = re.compile(r"[^\W_]+")
_ASIDE: Final = re.compile(r"\([^)]*\)")
_ENDINGS: Final = re.compile(r"(?:ings?|ed|es|e|s)$")
_COMMON: Final = worded("""
    appointment appointments appt visit visits service services session sessions booking free general
    and or with for the of by plus standard basic el la los las de del con para y un una servicio cita
""")
"""Words of a name that tell nothing of it alone."""


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text with their endings off, lower case, accents off."""
    return frozenset(_stem(word) for word in _WORD.findall(unaccented(text)))


def unaccented(text: str) -> str:
    """Return a text in lower case without its accents, letter for letter."""
    return text.lower().translate(_PLAIN)


_PLAIN: Final = str.maketrans("áéíóúüñàèìòùâêîôûäö", "aeiouunaeiouaeiouao")


def named_in(text: str, services: tuple[Service, ...]) -> tuple[Service, ...]:
    """Return the service that a message names; several where it may be any of them."""
    said = words_of(text)
    full = [one for one in services if _words(one) <= said or (_core(one) and _core(one) <= said)]
    if full:
        most = max(len(_words(one) & said) for one in full)
        return tuple(one for one in full if len(_words(one) & said) == most)
    return _sharing(said, services)


def _sharing(said: frozenset[str], services: tuple[Service, ...]) -> tuple[Service, ...]:
    """Return the services that fit as much of a message, when there are several."""
    fits = {one: _telling(one) & said for one in services}
    most = max((len(words) for words in fits.values()), default=0)
    best = [one for one, words in fits.items() if words and len(words) == most]
    shared = frozenset.intersection(*(fits[one] for one in best)) if best else frozenset()
    return tuple(best) if len(best) > 1 and shared else ()


def chosen_of(text: str, choices: tuple[Service, ...]) -> Service | None:
    """Return which of a few services answers the question which one is meant."""
    said = words_of(text)
    fits = [(len(_words(one) & said), one) for one in choices]
    most = max((count for count, _ in fits), default=0)
    best = [one for count, one in fits if count == most]
    if most and len(best) == 1:
        return best[0]
    place = next((number for number, words in enumerate(_PLACES) if words & said), None)
    return choices[place] if place is not None and place < len(choices) else None


_PLACES: Final = (worded("first former primera primero 1"), worded("second latter segunda segundo 2"))


def with_services_plain(text: str, services: tuple[Service, ...]) -> str:
    """Return a message with a word for a booking in place of each service's name; nothing else moves."""
    if len(unaccented(text)) != len(text):
        return text
    for service in sorted(services, key=lambda one: -len(one.name)):
        words = [re.escape(word) for word in _WORD.findall(unaccented(service.name))]
        if len("".join(words)) < len(_STANDS_FOR) or any(word in LEXICON for word in words):
            continue
        pattern = re.compile(r"(?<!\w)" + r"[\W_]+".join(words) + r"(?!\w)")
        for found in pattern.finditer(unaccented(text)):
            put = _STANDS_FOR.ljust(found.end() - found.start())
            text = text[: found.start()] + put + text[found.end() :]
    return text


_STANDS_FOR: Final = "appt"


def _stem(word: str) -> str:
    bare = _ENDINGS.sub("", word)
    return bare if len(bare) > 3 else word


def _words(service: Service) -> frozenset[str]:
    return words_of(service.name) - _EMPTY or words_of(service.name)


def _core(service: Service) -> frozenset[str]:
    """Return the words of a name without what stands in brackets."""
    return words_of(_ASIDE.sub(" ", service.name)) - _EMPTY


def _telling(service: Service) -> frozenset[str]:
    return frozenset(word for word in _words(service) - _EMPTY if word not in LEXICON and not word.isdigit())


_EMPTY: Final = frozenset(_stem(word) for word in _COMMON | FILLERS)

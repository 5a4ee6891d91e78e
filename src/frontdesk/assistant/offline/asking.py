"""Which questions about the business a message asks, and what of the settings answers them. Pure.

What is told is the business's own: the names, prices and lengths of its services, its hours, and sentences
of what it says of itself, as they stand there. Where it says nothing, nothing is told.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from frontdesk.assistant.offline import about as of_business
from frontdesk.assistant.offline import telling
from frontdesk.assistant.offline.about import About, Service
from frontdesk.assistant.offline.manners import FILLERS
from frontdesk.assistant.offline.tokens import plain
from frontdesk.assistant.offline.words import LEXICON, worded


class Topic(StrEnum):
    """What of the business is asked about."""

    PRICE = "price"
    LENGTH = "length"
    PLACE = "place"
    HOURS = "hours"
    OFFER = "offer"
    THIS = "this"


MOST_WORDS: Final = 40
"""A longer message tells a story; a question in it is left to a person."""
_TOPICS: Final = {
    Topic.PRICE: re.compile(
        r"how much(?! (?:time|longer))|what(?:'s| is| are| does)? .{0,30}\b(?:price|cost|fee|charge|rate)s?\b"
        r"|^(?:the )?(?:price|cost|fee|rate)s?\b|price list|do you charge"
        r"|cuanto (?:cuesta|vale|sale|cobran|es)|que precio|cuales son (?:los|sus) precios|^precios?\b"
    ),
    Topic.LENGTH: re.compile(
        r"how long (?:is|are|does|do|will|would)\b(?!.*\b(?:wait|open)\b)|cuanto (?:dura|tarda|tiempo)"
    ),
    Topic.PLACE: re.compile(
        r"where (?:are|r) (?:you|u)\b(?! from)|where .{0,20}located"
        r"|where (?:do|should|can) i (?:go|come|find you)"
        r"|where(?:'s| is) (?:your|the) (?:\w+ )?(?:office|shop|store|salon|clinic|studio|place|building"
        r"|location)|what(?:'s| is) (?:your|the) (?:address|location)|your address|^(?:the )?address\b"
        r"|how do i get (?:there|to you)|^direccion\b|cual es (?:la|su) direccion"
        r"|donde (?:estan|esta|queda|quedan|se encuentran|se ubican)\b"
    ),
    Topic.HOURS: re.compile(
        r"when (?:are|r|do) (?:you|u|y'all|they) (?:open|close)|what time do you (?:open|close)"
        r"|(?:what(?:'s| is| are)|tell me) (?:your|the) (?:\w+ )?hours|(?:opening|business|office|your) hours"
        r"|what hours|how late are you open|what days are you open"
        r"|a que horas? (?:abren|cierran)|cual es (?:el|su) horario|que horarios?|^horarios?\b|cuando abren"
    ),
    Topic.OFFER: re.compile(
        r"what (?:do|can|else do) (?:you|u|y'all|they) (?:offer|do|provide|have)\b"
        r"(?! (?:for|on|at|next|this|i|you|available|free|open|tomorrow|today))"
        r"|what (?:kinds? of |sorts? of |all )?services|what (?:treatments|kinds? of work)|which services"
        r"|(?:list|tell me about) (?:of )?(?:your|the) services|que (?:servicios|ofrecen|hacen)\b"
    ),
    Topic.THIS: re.compile(
        r"(?:do|can) (?:you|u|y'all|they) (?:also )?(?:do|offer|provide|have|fix|repair|install)\b"
        r"|tell me (?:more )?about|what(?:'s| is) (?:a|an|the|included)\b"
        r"|(?:ofrecen|hacen|tienen)\b|que incluye"
    ),
}
_QUESTION: Final = re.compile(
    r"\?|^\W*(?:what|where|when|who|how|is|are|do|does|can|could|price|cost|address|horario|precio|direccion)"
)


def answer(text: str, about: About, *, usual_minutes: int | None, names_time: bool) -> str:
    """Return what the settings say to the questions of a message; nothing where it asks none of them.

    Args:
        text: the message.
        about: what the business says of itself.
        usual_minutes: how long a booking usually takes.
        names_time: whether the message names a day or time: then only what is beyond doubt a question counts.
    """
    said = of_business.unaccented(plain(text))
    if about == About() or len(said.split()) > MOST_WORDS:
        return ""
    asked = [
        topic for topic, pattern in _TOPICS.items() if any(pattern.search(part) for part in _parts(said))
    ]
    if names_time:
        asked = [topic for topic in asked if topic in (Topic.PRICE, Topic.LENGTH, Topic.PLACE)]
    named = of_business.named_in(said, about.services) or _all_it_asks_about(said, about.services)
    of_something = bool(named or of_business.words_of(said) - _ASKING)
    told = [
        _told(topic, named, about, usual_minutes)
        for topic in asked
        if named or not of_something or topic not in _OF_SERVICES
    ]
    if not any(told) and not names_time and _QUESTION.search(said):
        told = [_quoted_on(said, about)]
    return " ".join(dict.fromkeys(filter(None, told)))


def asks_for_else(text: str, about: About) -> bool:
    """Tell whether "do you have a warranty?" is asked: for something that is no free time and no service."""
    said = of_business.unaccented(plain(text))
    asked = of_business.words_of(said) - _ASKING - _OF_TIMES
    is_asked = _TOPICS[Topic.THIS].search(said) is not None
    knows = bool(about.description or about.services)
    return knows and is_asked and bool(asked) and not of_business.named_in(said, about.services)


_OF_TIMES: Final = of_business.words_of(
    " ".join(
        LEXICON.keys()
        | worded("""
            opening openings slot slots spot spots space room gap gaps cancellation availability free
            available appt appts appointments booking bookings times hours earlier later weekend weekends
            asap cita citas hueco huecos disponible libre hora horas
        """)
    )
)


_OF_SERVICES: Final = frozenset((Topic.PRICE, Topic.LENGTH, Topic.THIS))
"""Asked of one thing, these are answered of that thing or not at all."""


def _all_it_asks_about(said: str, services: tuple[Service, ...]) -> tuple[Service, ...]:
    """Return the services in whose names all stands that a message speaks of: "how much are gutters?"."""
    asked = of_business.words_of(said) - _ASKING
    return tuple(one for one in services if asked and asked <= of_business.words_of(one.name))


def _parts(said: str) -> list[str]:
    return [part.strip() for part in re.split(r"[.!?;,\n]|\band\b", said) if part.strip()] + [said]


def _told(topic: Topic, named: tuple[Service, ...], about: About, usual_minutes: int | None) -> str:
    """Return what is known of a topic, of the services that were named if any were."""
    match topic:
        case Topic.PRICE:
            return _price(named, about)
        case Topic.LENGTH:
            return _length(named, about, usual_minutes)
        case Topic.PLACE:
            return telling.quoted(_sentences(about, _PLACE))
        case Topic.HOURS:
            return telling.quoted(_sentences(about, _HOURS)) or telling.hours(about.hours)
        case Topic.OFFER:
            return _offer(about)
    return telling.services(named[:MOST_TOLD], is_full=True)


def _length(named: tuple[Service, ...], about: About, usual_minutes: int | None) -> str:
    if usual_minutes and not about.services:
        return telling.usual_length(usual_minutes)
    return telling.services([one for one in named or about.services if one.minutes][:MOST_TOLD])


def _offer(about: About) -> str:
    offered = about.services[:MOST_OFFERED]
    if not offered:
        return telling.quoted(list(_own_sentences(about))[:2])
    return telling.offer(offered, has_more=len(about.services) > MOST_OFFERED)


MOST_TOLD: Final = 6
MOST_OFFERED: Final = 12


def _price(named: tuple[Service, ...], about: About) -> str:
    """Return the prices that are known of what was named, or of all when nothing was."""
    if named:
        return telling.services(named[:MOST_TOLD]) if any(one.price for one in named) else ""
    priced = [one for one in about.services if one.price]
    return telling.services(priced[:MOST_TOLD]) or telling.quoted(_sentences(about, _PRICE))


_STREET: Final = (
    r"\d+[a-z]?,? (?:[\w.'-]+ ){1,4}(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|way|plaza"
    r"|highway|hwy|square|court|place|parkway|pkwy)\b"
)
_PLACE: Final = re.compile(
    rf"{_STREET}|\b(?:address|located|find us|(?:we are|we're) (?:at|on|in)\b(?! (?:business|time))"
    r"|(?:office|shop|store|salon|clinic|studio) is (?:at|on|in)"
    r"|direccion|ubicad\w+|estamos en|(?:calle|avenida|carrera|paseo) [\w. ]{2,40}\d)"
)
_HOURS: Final = re.compile(
    r"(?=.*(?:\d|noon|midnight|medianoche|mediodia))(?=.*\b(?:open|opens|close[sd]?|hours|abierto|abrimos|abre"
    r"|cerra\w+|horario))"
)
_PRICE: Final = re.compile(
    r"[$€£]\s?\d|\d+ ?(?:dollars|usd|euros|eur|pesos)\b|\bfree (?:estimate|quote|consult)"
)
_TO_THE_ASSISTANT: Final = re.compile(
    r"\b(?:assistant|leads?|callers?|prospects?|chatbot|you are (?:the|a|an)|you should|be (?:friendly|polite"
    r"|brief)|(?:never|always|don't|do not|must not|please) (?:\w+ )?(?:say|tell|mention|promise|quote|offer"
    r"|ask|give|discuss|reveal|book|push|speak|use|recommend|answer)"
    r"|(?:ask|tell|remind|offer|upsell|inform) (?:them|him|her|the|for|every|people|customers|clients))\b"
    r"|^(?:ask|tell|never|always|say|mention|offer|push|answer|if (?:they|someone|anyone|somebody|asked))\b"
)
"""The business tells its assistant what to do; that is not for leads to read."""
_FOR_PEOPLE: Final = re.compile(r"^(?:we|we're|our|all|nuestr\w+|every)\b")


def _own_sentences(about: About) -> Iterator[str]:
    """Yield the sentences that the business says of itself, without what it tells its assistant."""
    of_people = [rule for rule in about.rules if _FOR_PEOPLE.match(of_business.unaccented(rule))]
    texts = [about.description, *of_people]
    for sentence in (part.strip() for text in texts for part in _split(text)):
        if sentence and not _TO_THE_ASSISTANT.search(of_business.unaccented(sentence)):
            yield sentence


def _split(text: str) -> list[str]:
    """Return the sentences of a text; "Main St. Suite 4" is one."""
    marked = re.sub(
        r"\b(st|ave|rd|blvd|dr|no|mr|mrs|av|ste|ln)\.(?=\s)", "\\1\x00", text, flags=re.IGNORECASE
    )
    return [part.replace("\x00", ".") for part in re.split(r"(?<=[.!?])\s+|\n+", marked)]


def _sentences(about: About, pattern: re.Pattern[str]) -> list[str]:
    return [one for one in _own_sentences(about) if pattern.search(of_business.unaccented(one))][:3]


def _quoted_on(said: str, about: About) -> str:
    """Return the sentences in which all that a question asks about is spoken of."""
    asked = of_business.words_of(said) - _ASKING
    if not asked or not any(len(word) > 3 for word in asked):
        return ""
    own = [*_own_sentences(about), *(one.description for one in about.services if one.description)]
    return telling.quoted([one for one in own if asked <= of_business.words_of(one)][:2])


_ASKING: Final = of_business.words_of(
    " ".join(
        FILLERS
        | worded("""
            how much where who why whose does offer accept take provide has have if about tell there us
            y'all know say still sell use price cost costs charge charges fee rate rates long last lasts
            please also usually typically usd dollars open closed prices precio precios cuesta cuestan vale
            cobran dura tarda tiempo servicio servicios service services hola hi ok thanks gracias que cual
            como donde cuando cuanto tienen hacen hay aceptan ofrecen es son un una el la los las de del en
            con para por su sus
        """)
    )
)

"""What a lead says of themself: their name, their address, their number. Pure; only what is plainly said.

"My name is Maria" says a name. "I'm Maria Lopez" says one too, unless what follows is a word for something
else ("I'm Late"); as that can be taken wrongly, it never takes the place of a name that is known. An address
or a number of somebody else's, or one that is asked about, is none of the lead's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Final

from frontdesk.assistant.offline.manners import FILLERS
from frontdesk.assistant.offline.phrases import FOREIGN
from frontdesk.assistant.offline.spanish import ENGLISH, STRONG, WEAK
from frontdesk.assistant.offline.tokens import blanked
from frontdesk.assistant.offline.words import LEXICON, worded


@dataclass(frozen=True, slots=True)
class Contact:
    """What is known of a lead, or given by them."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None

    def over(self, other: "Contact") -> "Contact":
        """Return this, completed with what only the other knows."""
        kept = {one.name: getattr(self, one.name) or getattr(other, one.name) for one in fields(self)}
        return replace(self, **kept)

    def news_to(self, known: "Contact") -> dict[str, str]:
        """Return what of this is not known yet, by the names of the fields."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in told.items() if value and not _is_known(name, value, known)}


@dataclass(frozen=True, slots=True)
class Given:
    """What a message gives, and the message with blanks where it stood."""

    contact: Contact
    rest: str


MOST_READ: Final = 500
"""Characters of a message in which it is looked for."""
_NAME_WORD: Final = r"[^\W\d_]+(?:['-][^\W\d_]+)*"
_CAPITALISED: Final = r"(?-i:[A-ZÁÉÍÓÚÑÜ])(?:[^\W\d_]|['-](?=[^\W\d_]))*"
_LINK: Final = r"(?:de(?: la| los| las)?|del|da|dos|van|von|der|bin|al|y)"
_END: Final = (
    r"(?!\w)(?=\s*(?:$|[.,;!?\n(&]|-\s)|\s+(?:\+?\d|(?:and|y|but|pero|i|i'm|i'd|my|mi|phone|number|tel|email"
    r"|mail|from|de|here|aqui|would|can|could|please|quiero|quisiera|necesito|speaking)(?!\w)))"
)
_SAYS_NAME: Final = re.compile(
    r"(?<!\w)(?:my (?:full )?name(?:'s| is|:| =)|me llamo|mi nombre(?: completo)? es|mi nombre:)\s+"
    rf"(?P<name>{_NAME_WORD}(?: (?:{_LINK} )?{_NAME_WORD}){{0,3}}?){_END}",
    re.IGNORECASE,
)
_MAY_SAY_NAME: Final = re.compile(
    rf"(?:^|[.!,;\n]\s*|\b(?:hi|hello|hey|hola|buenas|buenos dias)\s+)(?:i'm|im|i am|this is|soy)\s+"
    rf"(?P<name>{_CAPITALISED}(?: (?:{_LINK} )?{_CAPITALISED}){{0,2}}){_END}",
    re.IGNORECASE,
)
_NO_NAME: Final = worded("""
    not none late early urgent important ready free available busy sorry sure interested booked
    confirmed new happy sad sick ill ok okay fine good great well back here there out off home lost
    stuck done glad afraid perfect ridiculous unacceptable serious american canadian mexican spanish
    english british german french italian chinese indian cuban colombian catholic christian jewish
    muslim cliente paciente nuevo nueva urgente mexicano mexicana cubano cubana colombiano colombiana yo
    mayor alergico alergica client customer patient tenant owner homeowner manager mom dad mother father
    wife husband already still misspelled wrong private spelled changed under unimportant secret nobody
    anonymous anon unknown listed the a an your his her dr doctor mr mrs ms sr sra señor señora miss
    pregnant allergic disabled retired single married christmas thanksgiving easter chicago denver
    boston miami dallas houston texas florida california london madrid berlin paris america spain mexico
""")
_NOT_NAMES: Final = _NO_NAME | FILLERS | LEXICON.keys() | worded(FOREIGN.replace("|", " "))
_ENDS_A_VERB: Final = re.compile(r"(?:ing|ed)$")
_EMAIL: Final = re.compile(
    r"(?<![\w.+@-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}(?![\w@-])", re.IGNORECASE
)
_PHONE: Final = re.compile(r"(?<![\w.:/$€£@-])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?![\w:/%]|[.-]\d)")
_DATE: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-.]\d{1,2}[-.]\d{2,4}(?!\d)")
_MINE: Final = re.compile(
    r"\b(?:my|mi|me|llam\w+|text me|reach me|phone|cell|mobile|tel|telefono|celular|movil|correo|e-?mail"
    r"|mail)\b"
)
_OTHERS: Final = re.compile(
    r"\b(?:your|his|her|their|wife'?s?|husband'?s?|mother'?s?|father'?s?|son'?s?|daughter'?s?|boss'?s?"
    r"|friend'?s?|office|tu|su|sus|esposa|esposo|hijo|hija|jefe|amigo|amiga|not|no longer|old|wrong)\b"
)
_NO_PHONE: Final = re.compile(
    r"\b(?:order|invoice|account|member\w*|policy|reference|ref|card|ssn|social|confirmation|booking|case|claim"
    r"|licen[cs]e|vin|serial|model|zip|factura|pedido|cuenta|tarjeta|poliza)\b"
)
_BEFORE: Final = 40
_FEW_WORDS: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+")


def given_in(text: str, known: Contact) -> Given:
    """Return the name, address and number that a lead gives of themself.

    Args:
        text: the message as it was written.
        known: what is known already; a name that may be none does not take its place.
    """
    said = text[:MOST_READ].replace("\u2019", "'")
    name, spans = _name(said, known)
    email = _own(_EMAIL.finditer(said), said, known.email)
    phone = _own((one for one in _PHONE.finditer(said) if _is_phone(one, said)), said, known.phone)
    spans += [_with_opening(one, said) for one in (email, phone) if one]
    contact = Contact(name, email and email.group(), phone and phone.group().strip())
    return Given(contact, blanked(text, spans))


def _name(said: str, known: Contact) -> tuple[str | None, list[tuple[int, int]]]:
    plain = _SAYS_NAME.search(said)
    if plain and _is_name(plain["name"]):
        is_doubtful = plain["name"].islower() and known.name is not None
        return (None if is_doubtful else _written(plain["name"])), [plain.span()]
    maybe = _MAY_SAY_NAME.search(said)
    if maybe is None or not _is_name(maybe["name"]):
        return None, []
    start = maybe.start("name")
    opening = re.search(r"(?:i'm|im|i am|this is|soy)\s+$", said[:start], re.IGNORECASE)
    span = (opening.start() if opening else start, maybe.end("name"))
    return (None if known.name else maybe["name"]), [span]


def _is_name(words: str) -> bool:
    """Tell whether no word of a name is one for something else."""
    parts = words.lower().split()
    return not any(
        part in _NOT_NAMES
        or part in _SPANISH_WORDS
        or (len(part) > _LONG_ENOUGH and _ENDS_A_VERB.search(part))
        for part in parts
        if not re.fullmatch(_LINK, part) and not re.fullmatch(r"la|los|las", part)
    )


_LONG_ENOUGH: Final = 5
_SPANISH_WORDS: Final = (worded(STRONG) | worded(WEAK) | worded(ENGLISH)) - worded("sol may mark")


def _written(name: str) -> str:
    return name.title() if name.islower() else name


def _own(found: Iterable[re.Match[str]], said: str, known: str | None) -> re.Match[str] | None:
    """Return the one address or number of a message, if it is plainly the lead's own."""
    matches = list(found)
    if len(matches) != 1:
        return None
    match = matches[0]
    clause = re.split(r"[!?;\n]|\.\s", said[: match.start()].lower())[-1][-_BEFORE:]
    if _OTHERS.search(clause) or _asks(said, match.end()):
        return None
    if _MINE.search(clause):
        return match
    left = _WORD.findall(blanked(said, [match.span()]))
    is_only_that = len(left) <= _FEW_WORDS or _NAMES.search(said) is not None
    return match if known is None and is_only_that else None


_NAMES: Final = re.compile(r"\b(?:my name|i'm|i am|this is|me llamo|soy)\b", re.IGNORECASE)


_OPENING: Final = re.compile(
    r"(?:(?:and|y) )?(?:(?:my|mi) (?:[a-z]+ )?(?:number|phone|cell|mobile|e-?mail|address|correo|tel[eé]fono"
    r"|celular|m[oó]vil|n[uú]mero)(?:'s| is| es|:)*|you can (?:text|reach) me (?:at|on))\s*$",
    re.IGNORECASE,
)


def _with_opening(match: re.Match[str], said: str) -> tuple[int, int]:
    """Return where an address or number stands, with the "my number is" before it."""
    opening = _OPENING.search(said[: match.start()])
    return (opening.start() if opening else match.start()), match.end()


def _asks(said: str, end: int) -> bool:
    """Tell whether the clause goes on to a question mark."""
    return re.match(r"[^.!;,\n]*\?", said[end:]) is not None


def _is_phone(match: re.Match[str], said: str) -> bool:
    digits = re.sub(r"\D", "", match.group())
    before = said[max(0, match.start() - _BEFORE) : match.start()].lower()
    if _DATE.search(match.group()) or _NO_PHONE.search(before):
        return False
    is_long = len(digits) in (_NATIONAL, _NATIONAL + 1) or match.group().startswith("+")
    return is_long or _MINE.search(before) is not None


_NATIONAL: Final = 10


def _is_known(name: str, value: str, known: Contact) -> bool:
    """Tell whether something given is known, or less than what is known."""
    kept = getattr(known, name)
    if kept is None:
        return False
    if name == "phone":
        given, had = (re.sub(r"\D", "", one) for one in (value, kept))
        return had.endswith(given.lstrip("0"))
    if name == "name":
        return set(value.casefold().split()) <= set(kept.casefold().split())
    return bool(value.casefold() == kept.casefold())

"""Which language a text is written in, as far as its commonest words tell. Pure."""

import re
from enum import StrEnum
from typing import Final

from frontdesk.assistant.honesty.clauses import folded
from frontdesk.assistant.offline.gloss import in_english
from frontdesk.assistant.offline.tokens import plain


class Tongue(StrEnum):
    """A language that the lines of `lines.py` are kept in."""

    ENGLISH = "en"
    SPANISH = "es"
    GERMAN = "de"
    FRENCH = "fr"
    PORTUGUESE = "pt"
    ITALIAN = "it"


READ: Final = frozenset((Tongue.ENGLISH, Tongue.SPANISH))
"""The languages whose sentences are understood; of the others only words are known."""

_COMMON: Final = {
    Tongue.ENGLISH: """
        the you your for at on i i'm i'll i've we we'll we've it it's is are was be been have has do
        does did can could will would shall let me my our this that there here to of and or with in not
        no yes what which when how please thanks thank hello hi welcome done book booked booking
        appointment see day time monday tuesday wednesday thursday friday saturday sunday tomorrow today
        morning afternoon free open sorry great good ok okay all set any anything else pm am gimme plz
        thx bye goodbye hey need want cancel message answer question name number phone email address
        street roof house price cost nice lovely perfect wonderful help people service week month next
        first second last very just also one two three he she they them his her him who why more about
        from by if so but
    """,
    Tongue.SPANISH: """
        el la los las del que con una un para por y es mi si tu su te le nos lo al cita hora gracias
        hola manana martes lunes miercoles jueves viernes sabado domingo quiero puedo puedes tengo hay
        queda reservado reservar ya mas algo este esta esperamos vemos todavia nada hecho listo he ha
    """,
    Tongue.GERMAN: """
        der die das den dem ein eine einen ich sie ihr ihre ihnen ihren wir uns mir mich ist sind haben
        habe hat nicht noch und oder fur mit am um uhr bis dann termin dienstag montag mittwoch
        donnerstag freitag bitte danke ja nein alles klar kommen geht wann welche welcher wie gebucht zu
        mehr auf also schonen
    """,
    Tongue.FRENCH: """
        le les des du une je vous nous votre vos mon est sont etes ai avez pas ne plus et ou pour avec
        au aux mardi lundi mercredi jeudi vendredi samedi demain heure rendez-vous merci bonjour oui non
        c'est parfait quel quelle voudrais peux a besoin bonne journee rien encore
    """,
    Tongue.PORTUGUESE: """
        o os as um uma voce seu sua meu minha esta sao nao para por com em na no da do ja mais terca
        segunda quarta quinta sexta amanha hora horas obrigado obrigada ola sim qual quando quero posso
        marcar tudo certo certinho ate precisa alguma coisa nome
    """,
    Tongue.ITALIAN: """
        il lo gli una un sono sei e di che per con non piu suo sua mio mia martedi lunedi mercoledi
        giovedi venerdi domani ora ore grazie ciao si appuntamento quale quando vorrei posso ci vediamo
        tutto
    """,
}
_WORDS: Final = {tongue: frozenset(words.split()) for tongue, words in _COMMON.items()}
_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LATIN: Final = re.compile(r"[a-z]")


def tongue_of(text: str) -> Tongue | None:
    """Return the language of a text; None when none of its words tells, or it is none of these."""
    if in_english(plain(text)) is not None:
        return Tongue.SPANISH
    words = _WORD.findall(folded(text))
    counts = {tongue: sum(word in known for word in words) for tongue, known in _WORDS.items()}
    best = max(counts, key=lambda tongue: counts[tongue])
    return best if counts[best] else None


def is_read(text: str) -> bool:
    """Tell whether a text can be understood, or has no words that would need to be."""
    tongue = tongue_of(text)
    return tongue in READ or (tongue is None and not _WORD.search(text))


def is_foreign(text: str, *, among: Tongue | None) -> bool:
    """Tell whether a part of a text cannot be understood; words that tell nothing are of its language."""
    tongue = tongue_of(text)
    if tongue is None and among in READ:
        return bool(_WORD.search(text)) and not _LATIN.search(folded(text))
    return tongue not in READ and bool(_WORD.search(text))

"""How the lines of `lines.py` are worded in each language. Only data; `{when}` is a day and time."""

from dataclasses import dataclass
from typing import Final

from frontdesk.assistant.honesty.tongues import Tongue


@dataclass(frozen=True, slots=True)
class Phrases:
    """The lines of one language, and its words for when that is; English says them itself.

    `of_two`: which it is of a time that occurs twice, the first and the second.
    """

    made: str
    reserved: str
    moved: str
    cancelled: str
    nothing: str
    nothing_new: str
    unmet: str
    stands: str
    waits: str
    minutes: str
    weekdays: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    day: str = ""
    place: str = ""
    halves: tuple[str, ...] = ()
    of_two: tuple[str, str] = ("before the clocks go back", "after the clocks go back")


PHRASES: Final = {
    Tongue.ENGLISH: Phrases(
        made="Booked: {when}.",
        reserved="Reserved, not yet confirmed: {when}.",
        moved="Moved to {when}.",
        cancelled="Cancelled: {when}.",
        nothing="Nothing is booked yet.",
        nothing_new="Nothing new is booked yet.",
        unmet="Not booked: {when}.",
        stands="Your booking stands: {when}.",
        waits="Your booking is reserved, not yet confirmed: {when}.",
        minutes="{minutes} minutes",
    ),
    Tongue.SPANISH: Phrases(
        made="Reservado: {when}.",
        reserved="Apartado, aún sin confirmar: {when}.",
        moved="Cambiado al {when}.",
        cancelled="Cancelado: {when}.",
        nothing="Todavía no hay nada reservado.",
        nothing_new="Todavía no hay nada nuevo reservado.",
        unmet="No reservado: {when}.",
        stands="Tu cita sigue en pie: {when}.",
        waits="Tu cita está apartada, aún sin confirmar: {when}.",
        minutes="{minutes} minutos",
        weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
                "octubre", "noviembre", "diciembre"),
        day="{weekday} {day} de {month}",
        place="hora de {place}",
        halves=("a. m.", "p. m."),
        of_two=("antes de que se atrase el reloj", "después de que se atrase el reloj"),
    ),
    Tongue.GERMAN: Phrases(
        made="Gebucht: {when}.",
        reserved="Reserviert, noch nicht bestätigt: {when}.",
        moved="Verschoben auf {when}.",
        cancelled="Abgesagt: {when}.",
        nothing="Es ist noch nichts gebucht.",
        nothing_new="Es ist noch nichts Neues gebucht.",
        unmet="Nicht gebucht: {when}.",
        stands="Ihr Termin steht weiterhin: {when}.",
        waits="Ihr Termin ist reserviert, noch nicht bestätigt: {when}.",
        minutes="{minutes} Minuten",
        weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
                "Oktober", "November", "Dezember"),
        day="{weekday}, {day}. {month}",
        place="Zeit in {place}",
        of_two=("vor der Zeitumstellung", "nach der Zeitumstellung"),
    ),
    Tongue.FRENCH: Phrases(
        made="Réservé : {when}.",
        reserved="Réservé, pas encore confirmé : {when}.",
        moved="Déplacé au {when}.",
        cancelled="Annulé : {when}.",
        nothing="Rien n'est encore réservé.",
        nothing_new="Rien de nouveau n'est encore réservé.",
        unmet="Non réservé : {when}.",
        stands="Votre rendez-vous tient toujours : {when}.",
        waits="Votre rendez-vous est retenu, pas encore confirmé : {when}.",
        minutes="{minutes} minutes",
        weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
                "octobre", "novembre", "décembre"),
        day="{weekday} {day} {month}",
        place="heure de {place}",
        of_two=("avant le changement d'heure", "après le changement d'heure"),
    ),
    Tongue.PORTUGUESE: Phrases(
        made="Reservado: {when}.",
        reserved="Reservado, ainda não confirmado: {when}.",
        moved="Mudado para {when}.",
        cancelled="Cancelado: {when}.",
        nothing="Ainda não há nada reservado.",
        nothing_new="Ainda não há nada de novo reservado.",
        unmet="Não reservado: {when}.",
        stands="Seu horário continua marcado: {when}.",
        waits="Seu horário está reservado, ainda não confirmado: {when}.",
        minutes="{minutes} minutos",
        weekdays=("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado",
                  "domingo"),
        months=("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro",
                "outubro", "novembro", "dezembro"),
        day="{weekday}, {day} de {month}",
        place="horário de {place}",
        of_two=("antes da mudança de horário", "depois da mudança de horário"),
    ),
    Tongue.ITALIAN: Phrases(
        made="Prenotato: {when}.",
        reserved="Riservato, non ancora confermato: {when}.",
        moved="Spostato a {when}.",
        cancelled="Annullato: {when}.",
        nothing="Non è ancora prenotato nulla.",
        nothing_new="Non è ancora prenotato nulla di nuovo.",
        unmet="Non prenotato: {when}.",
        stands="Il tuo appuntamento resta: {when}.",
        waits="Il tuo appuntamento è riservato, non ancora confermato: {when}.",
        minutes="{minutes} minuti",
        weekdays=("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
        months=("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
                "settembre", "ottobre", "novembre", "dicembre"),
        day="{weekday} {day} {month}",
        place="ora di {place}",
        of_two=("prima del cambio dell'ora", "dopo il cambio dell'ora"),
    ),
}  # fmt: skip

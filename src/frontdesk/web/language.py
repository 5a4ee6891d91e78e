"""In which language and by which customs a page speaks to whoever looks at it.

The words are gettext catalogues, `locales/*/messages.po`, read once when the process starts. `make messages`
brings them up to date with the pages; a test holds both languages to be complete.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    format_timedelta,
    get_timezone_location,
)
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent
from babel.support import Translations

from frontdesk.http import AnyRequest

LOCALES = Path(__file__).parent / "locales"
CATALOGUE = "messages.po"
LANGUAGE_COOKIE = "frontdesk_language"
# Every language by the name it calls itself, and the customs it has where the browser names no country.
LANGUAGES: Mapping[str, tuple[str, str]] = {"en": ("English", "en_US"), "es": ("Español", "es_US")}
DEFAULT = "en"
_SHORT_WEEKDAY = re.compile(r"[Ec]{1,3}")


def translatable(message: str) -> str:
    """Mark a sentence that a page will translate when it shows it."""
    return message


@dataclass(frozen=True, slots=True)
class Language:
    """The words of a language and the customs of a country.

    Attributes:
        code: "en" or "es": what the page's `lang` says.
        locale: how dates, times and numbers are written, for instance en_GB.
    """

    code: str
    locale: Locale
    words: Translations

    def gettext(self, message: str) -> str:
        """Return a sentence in this language."""
        return self.words.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the sentence for a number of things in this language."""
        return self.words.ngettext(one, many, count)

    def pgettext(self, context: str, message: str) -> str:
        """Return a word that means different things in different places."""
        return str(self.words.pgettext(context, message))

    def day(self, day: date, *, today: date | None = None) -> str:
        """Return "Tuesday, December 1"; with the year when it is not this one's."""
        if today is None or day.year != today.year:
            return format_date(day, "full", locale=self.locale)
        pattern = str(self.locale.datetime_skeletons["MMMMEd"].pattern)
        return format_date(day, _SHORT_WEEKDAY.sub("EEEE", pattern), locale=self.locale)

    def short_day(self, day: date) -> str:
        """Return "Tue, Dec 1, 2026"."""
        return format_skeleton("yMMMEd", day, locale=self.locale)

    def month(self, day: date) -> str:
        """Return "December 2026"."""
        return format_skeleton("yMMMM", day, locale=self.locale)

    def short_month(self, day: date) -> str:
        """Return "Dec"."""
        return format_skeleton("MMM", day, locale=self.locale).rstrip(".")

    def weekdays(self) -> list[tuple[str, str]]:
        """Return the days of the week in the order they have here, each with its short form."""
        names, short = (self.locale.days["stand-alone"][width] for width in ("wide", "short"))
        first = self.locale.first_week_day
        return [(names[(first + day) % 7], short[(first + day) % 7]) for day in range(7)]

    def weekday(self, day: int) -> str:
        """Return a day of the week (0 is Sunday) by its name."""
        return str(self.locale.days["stand-alone"]["wide"][(day + 6) % 7])

    def time(self, moment: time | datetime) -> str:
        """Return "2:00 PM" or "14:00", by the clock of the moment itself."""
        shown = moment.time() if isinstance(moment, datetime) else moment
        return _plain(format_time(shown, "short", locale=self.locale))

    def times(self, start: datetime, end: datetime) -> str:
        """Return "2:00 - 2:30 PM", with a proper dash, by the clock of the moments themselves."""
        skeleton = "hm" if self.has_half_days else "Hm"
        first, last = start.replace(tzinfo=None), end.replace(tzinfo=None)
        return _plain(format_interval(first, last, skeleton, locale=self.locale))

    def moment(self, moment: datetime, zone: ZoneInfo) -> str:
        """Return day and time of an instant in a zone."""
        local = moment.astimezone(zone)
        return f"{self.short_day(local.date())}, {self.time(local)}"

    def moment_of(self, instant: str, zone: ZoneInfo) -> str:
        """Return day and time of an instant that is written as ISO text."""
        return self.moment(datetime.fromisoformat(instant), zone)

    def near_day(self, day: date, today: date) -> str | None:
        """Return "Today" or "Tomorrow", or None when it is neither."""
        if day == today:
            return self.gettext("Today")
        return self.gettext("Tomorrow") if day == today + timedelta(days=1) else None

    def short_date(self, day: date) -> str:
        """Return "Dec 1"."""
        return format_skeleton("MMMd", day, locale=self.locale)

    def number(self, number: float) -> str:
        """Return "1,234"."""
        return format_decimal(number, locale=self.locale)

    def dollars(self, micros: int) -> str:
        """Return an amount of US dollars in full, given in millionths."""
        amount = Decimal(micros) / 1_000_000
        return format_currency(amount, "USD", locale=self.locale, decimal_quantization=False)

    def share(self, share: float) -> str:
        """Return a part of one as "42%"."""
        return format_percent(share, locale=self.locale)

    def duration(self, seconds: float) -> str:
        """Return a stretch of time in its largest unit: "40 seconds", "3 minutes"."""
        return format_timedelta(timedelta(seconds=round(seconds)), locale=self.locale, threshold=1)

    def zone(self, zone: ZoneInfo) -> str:
        """Return a zone by its city, as people there call it."""
        return str(get_timezone_location(zone.key, locale=self.locale, return_city=True))

    def zone_named(self, name: str) -> str:
        """Return a zone of that name by its city."""
        return self.zone(ZoneInfo(name))

    @property
    def has_half_days(self) -> bool:
        """Say whether the clock has an AM and a PM here."""
        return "a" in str(self.locale.time_formats["short"].pattern)


def language_of(request: AnyRequest) -> Language:
    """Return the language that a browser's owner chose, else the first of the browser's that we speak."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return choose_language(chosen, request.headers.get("Accept-Language", ""))


def choose_language(chosen: str, accepted: str) -> Language:
    """Return the language to speak. Pure.

    Args:
        chosen: a language's code, or anything else when nobody chose.
        accepted: an Accept-Language header; its country also says how dates are written.
    """
    tags = _tags_by_preference(accepted)
    codes = [chosen, *(tag.partition("-")[0].lower() for tag in tags)]
    code = next((code for code in codes if code in LANGUAGES), DEFAULT)
    countries = (tag for tag in tags if tag.lower().startswith(f"{code}-"))
    return _language(code, next(countries, None))


@cache
def catalogue(code: str) -> Translations:
    """Return a language's words."""
    with (LOCALES / code / CATALOGUE).open("rb") as file:
        found = read_po(file, locale=code, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return Translations(compiled)


@cache
def _known_locale(tag: str, fallback: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(fallback)


def _language(code: str, tag: str | None) -> Language:
    customs = LANGUAGES[code][1]
    # What a header may say is endless; what is kept of it is not.
    locale = _known_locale(tag, customs) if tag and len(tag) == len("en-GB") else Locale.parse(customs)
    return Language(code, locale, catalogue(code))


def _tags_by_preference(accepted: str) -> list[str]:
    """Return an Accept-Language header's tags, the dearest first."""
    weighed = []
    for position, entry in enumerate(accepted[:500].split(",")):
        tag, _, quality = entry.strip().partition(";q=")
        try:
            weighed.append((-float(quality or 1), position, tag))
        except ValueError:
            continue
    return [tag for _, _, tag in sorted(weighed) if tag]


def _plain(text: str) -> str:
    """Return a time without the narrow spaces that few fonts have."""
    return text.replace("\u202f", " ").replace("\u2009", " ")

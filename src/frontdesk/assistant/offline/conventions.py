"""What English leaves open, decided in one place. What is flagged is an `Assumption` (`resolution.py`).

| said | read as | flagged |
|---|---|---|
| "Friday" on a Friday | the Friday a week away | `NOT_TODAY` |
| "next Friday", this week's to come | the week after's, or the first: `next_weekday` | `NEXT_WEEKDAY` |
| "next Friday", this week's past | the first one to come; both conventions agree | no |
| "3/4" | day/month when `day_first`, else month/day; a number above 12 settles it | `DAY_MONTH_ORDER` |
| "3/4/2027", likewise | likewise | `DAY_MONTH_ORDER_IN_YEAR` |
| "3.4." | the third of April: dots are day first everywhere | no |
| "at 3" | the half of the day inside opening hours | `HALF_BY_OPENING` |
| "at 3", both or neither open | from `first_hour` on morning, before it afternoon | `HALF_OF_DAY` |
| "Monday the 3rd", it being none | one within three months, else the 3rd | `WEEKDAY_CONTRADICTS` |
| "March 5", just passed | the one a year from then | `NEXT_YEAR` |
| "next week" | Monday to Sunday | no |
| "3pm at my house in Denver" | 3pm by the clock of the conversation | `ZONE_NAMED` |
| "this weekend" | Saturday and Sunday | no |
| a message too long or too full to read to its end | what was read | `NOT_ALL_READ` |
| "after lunch", "end of the day" | 13:00, 17:00 | `LOOSE_WORDS` |
"""

from dataclasses import dataclass
from datetime import time
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Conventions:
    """The habits of a place.

    Attributes:
        day_first: whether "3/4" is the third of April.
        next_weekday: what "next Friday" means while this week's Friday is still to come.
        first_hour: hours from this one to noon are taken for the morning when nothing says otherwise.
    """

    day_first: bool = False
    next_weekday: Literal["following_week", "first_to_come"] = "following_week"
    first_hour: int = 7

    def __post_init__(self) -> None:
        if not 0 <= self.first_hour <= 12:
            raise ValueError("first_hour is an hour of the morning, 0 to 12")


def _zones(**places: str) -> frozenset[str]:
    return frozenset(f"{area}/{place}" for area, names in places.items() for place in names.split())


_MONTH_FIRST: Final = _zones(
    America="""
        New_York Detroit Chicago Menominee Denver Boise Phoenix Los_Angeles Anchorage Juneau Sitka Metlakatla
        Yakutat Nome Adak Puerto_Rico St_Thomas Toronto Montreal Halifax Moncton Glace_Bay Goose_Bay St_Johns
        Winnipeg Regina Swift_Current Edmonton Vancouver Dawson_Creek Fort_Nelson Whitehorse Dawson Inuvik
        Yellowknife Iqaluit Rankin_Inlet Resolute Cambridge_Bay Thunder_Bay Nipigon Rainy_River
    """,
    Pacific="Honolulu Guam Pago_Pago Saipan",
    Asia="Tokyo Seoul Pyongyang Shanghai Urumqi Taipei Manila",
)
"""Where numbers are written month first: the United States, Canada, East Asia, the Philippines."""
_MONTH_FIRST_AREAS: Final = (
    "US/",
    "Canada/",
    "America/Indiana/",
    "America/Kentucky/",
    "America/North_Dakota/",
)


def conventions_in(zone: str) -> Conventions:
    """Return the habits of the place that an IANA zone names; one without a place ("UTC") has none."""
    is_place = "/" in zone and not zone.startswith("Etc/")
    month_first = zone in _MONTH_FIRST or zone.startswith(_MONTH_FIRST_AREAS)
    return Conventions(day_first=is_place and not month_first)


PART_HOURS: dict[str, tuple[time, time]] = {
    "morning": (time(6), time(12)),
    "afternoon": (time(12), time(18)),
    "evening": (time(17), time(22)),
    "night": (time(18), time(23, 59)),
}
"""Which local times of day a part of the day takes in: from, up to (not including)."""

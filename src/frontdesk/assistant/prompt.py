"""The instructions a language model gets. The words are in `instructions.md`, reviewed like code. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from frontdesk.assistant.briefing import DEFAULT, Briefing, Offered
from frontdesk.bookings.repository import Booking
from frontdesk.leads.repository import Lead

DAYS_AHEAD = 14


@dataclass(frozen=True, slots=True)
class Place:
    """What the instructions are built from.

    Attributes:
        now: aware; `zone`: whose clock the lead is spoken to by.
        briefing: what the business says of itself and wants of its assistant.
        standing: the bookings to come that the lead holds.
    """

    business: str
    now: datetime
    zone: ZoneInfo
    briefing: Briefing = DEFAULT.briefing
    standing: Sequence[Booking] = ()
    lead: Lead | None = None


def instructions(place: Place) -> str:
    """Return the instructions for a turn.

    The days are written out with their weekdays, because models count days badly.
    """
    today = place.now.astimezone(place.zone)
    days = (today.date() + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    return _words().format(
        business=place.business,
        today=f"{today:%A %Y-%m-%d, %H:%M}",
        zone=place.zone.key,
        calendar="\n".join(f"- {day:%A %Y-%m-%d}" for day in days),
        about="\n\n".join(_about(place.briefing)),
        lead="\n".join(_lead(place)),
    )


def _about(briefing: Briefing) -> Iterator[str]:
    """Yield what the business says of itself, and how it wants its leads spoken to."""
    if briefing.business_description:
        yield f"About the business:\n{briefing.business_description}"
    if briefing.services:
        yield "What it offers:\n" + "\n".join(_service(one) for one in briefing.services)
    if briefing.tone:
        yield f"How it wants to sound: {briefing.tone}"
    if briefing.rules:
        yield "Its own rules, which stand below yours:\n" + "\n".join(f"- {rule}" for rule in briefing.rules)


def _service(service: Offered) -> str:
    minutes = f"{service.duration_minutes} minutes" if service.duration_minutes else ""
    facts = ", ".join(fact for fact in (minutes, service.price) if fact)
    named = f"- {service.name}" + (f" ({facts})" if facts else "")
    return f"{named}: {service.description}" if service.description else named


def _lead(place: Place) -> Iterator[str]:
    """Yield what is known of the lead; what they are called is theirs to choose, and no more than a name."""
    lead = place.lead
    known = [name for name in ("name", "email", "phone", "timezone") if lead and getattr(lead, name)]
    missing = [name for name in ("name", "email", "phone") if name not in known]
    if missing:
        yield f"Of the lead we do not know: {', '.join(missing)}. What they tell you goes into update_lead."
    for booking in place.standing:
        zone = ZoneInfo(booking.details["timezone"])
        yield (
            f"The lead already holds booking {booking.id}: "
            f"{booking.starts_at.astimezone(zone):%A %Y-%m-%d, %H:%M} ({zone.key}), {booking.status}."
        )
    if not place.standing:
        yield "The lead holds no booking yet."


@cache
def _words() -> str:
    return files("frontdesk.assistant").joinpath("instructions.md").read_text()

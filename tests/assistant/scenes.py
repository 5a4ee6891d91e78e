"""Where conversations stand: what is so in each scene, for replies to be held against."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from frontdesk.assistant.honesty.truth import Appointment, Awaited, Deed, Truth
from frontdesk.assistant.offline.understand import Context, understand

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 30, 8, tzinfo=ZONE)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a start in December, New York time."""
    return datetime(2026, 12, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


TUESDAY = Appointment(1, local(1, 14), ZONE)
THURSDAY = replace(TUESDAY, starts_at=local(3, 10))
FRIDAY = Appointment(2, local(4, 10), ZONE)
OFFERED = frozenset((local(1, 9), local(1, 10, 30), local(1, 15), local(1, 15, 30)))
SAID = understand("Can I book for Tuesday at 2pm?", Context(NOW.replace(tzinfo=None))).mentions
ASKED = Truth(
    NOW,
    ZONE,
    is_asked_for=True,
    awaited=Awaited.ASKED,
    looked_up=True,
    offered=OFFERED,
    said=SAID,
    about=local(1, 12).date(),
)
SCENES = {
    "asked": ASKED,
    "booked": replace(
        ASKED,
        made=(TUESDAY,),
        standing=(TUESDAY,),
        deeds=(Deed("made", TUESDAY),),
        done=frozenset({"create_booking"}),
    ),
    "stands": replace(
        ASKED,
        standing=(TUESDAY,),
        before=(TUESDAY,),
        done_before=frozenset({"create_booking"}),
        is_asked_for=False,
        awaited=Awaited.NOTHING,
    ),
    "asked again": replace(
        ASKED,
        standing=(TUESDAY,),
        before=(TUESDAY,),
        done_before=frozenset({"create_booking"}),
        is_asked_for=True,
    ),
    "waits": replace(
        ASKED,
        made=(replace(TUESDAY, status="pending"),),
        standing=(replace(TUESDAY, status="pending"),),
        deeds=(Deed("made", replace(TUESDAY, status="pending")),),
        done=frozenset({"create_booking"}),
    ),
    "moved": replace(
        ASKED,
        made=(THURSDAY,),
        deeds=(Deed("moved", THURSDAY),),
        standing=(THURSDAY,),
        before=(TUESDAY,),
        done=frozenset({"reschedule_booking"}),
    ),
    "cancelled": replace(
        ASKED,
        before=(TUESDAY,),
        gone=(TUESDAY,),
        deeds=(Deed("cancelled", TUESDAY),),
        done=frozenset({"cancel_booking"}),
    ),
    "one of two": replace(
        ASKED,
        standing=(FRIDAY,),
        before=(TUESDAY, FRIDAY),
        gone=(TUESDAY,),
        deeds=(Deed("cancelled", TUESDAY),),
        done=frozenset({"cancel_booking"}),
    ),
    "handed over": replace(ASKED, done=frozenset({"hand_off_to_human"})),
    "fresh": Truth(NOW, ZONE),
}

"""What an outside calendar tells us unasked, in our words: hints about what to look at, never facts.

A delivery says that something about an event or a contact has changed. What it is like now is asked of its
source, so that nothing depends on the order in which deliveries come, or on all of them coming.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DeliveryKind = Literal["event", "contact", "install", "uninstall"]


@dataclass(frozen=True, slots=True)
class Hint:
    """What a delivery is about. No name, address or number of anybody is in it.

    Attributes:
        delivery_id: the sender's own id of the delivery, else one made of its content.
        location_id: the outside location it comes from; None when it speaks for a whole agency.
        company_id: the outside agency, if named.
        subject_id: the outside id of the event or contact that changed.
        calendar_id: the outside calendar of that event, if named.
        person_ids: the outside persons whose time it takes.
        sent_at: when it was sent; None when it does not say.
        received_at: when it was stored.
    """

    delivery_id: str
    kind: DeliveryKind
    location_id: str | None = None
    company_id: str | None = None
    subject_id: str | None = None
    calendar_id: str | None = None
    person_ids: tuple[str, ...] = ()
    sent_at: datetime | None = None
    received_at: datetime | None = None


class NotGenuine(Exception):
    """A delivery that its claimed sender did not sign."""


class Irrelevant(Exception):
    """A genuine delivery that tells us nothing we act on; the message says why, safe to log."""

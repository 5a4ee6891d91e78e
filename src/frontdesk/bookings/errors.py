"""Refusals about bookings, and which constraint of the database stands behind which."""

from collections.abc import Sequence

from frontdesk.errors import FrontdeskError

# The constraint that decides the race for a slot; `ON CONFLICT` makes it no row, and that SlotUnavailable.
NO_OVERLAP = "bookings_no_overlap"


class SlotUnavailable(FrontdeskError):
    """The time is not free. Carries what is free on that day, as HH:MM in the asker's zone."""

    code = "SLOT_UNAVAILABLE"
    status = 409

    def __init__(self, available_slots: Sequence[str], reasons: Sequence[str] = ()) -> None:
        told = " ".join(reasons) or "The requested time slot is no longer available."
        super().__init__(told, availableSlots=list(available_slots))


class InvalidTransition(FrontdeskError):
    """The booking cannot go from its state to the one asked for."""

    code = "INVALID_TRANSITION"
    status = 409

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(f"A booking that is {current} cannot become {wanted}.", current=current)

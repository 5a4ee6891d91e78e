"""Refusals about bookings, and which constraint of the database stands behind which."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import asyncpg

from frontdesk.errors import FrontdeskError

# The constraint that decides the race for a slot. On insert `ON CONFLICT` makes it no row; a move raises.
NO_OVERLAP = "bookings_no_overlap"


class SlotJustTaken(Exception):
    """The database refused the time. Callers turn it into `SlotUnavailable` with what is free."""


@contextmanager
def telling_of_overlap() -> Iterator[None]:
    """Translate the constraint's refusal.

    Raises:
        SlotJustTaken: two live bookings of one user would overlap.
    """
    try:
        yield
    except asyncpg.ExclusionViolationError as error:
        if error.constraint_name != NO_OVERLAP:
            raise
        raise SlotJustTaken from error


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


class HoldExpired(FrontdeskError):
    """The reserved time is reserved no more."""

    code = "HOLD_EXPIRED"
    status = 409

    def __init__(self) -> None:
        super().__init__("The reservation has expired or was used. Please choose a time again.")


class IdempotencyConflict(FrontdeskError):
    """The key was used before, for something else."""

    code = "IDEMPOTENCY_CONFLICT"
    status = 409

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for a different request. Use a new key.")

"""Where a page of a list ended, and what of a list a caller may see."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

import msgspec

from frontdesk.bookings.repository import Filters
from frontdesk.errors import ValidationFailed
from frontdesk.sealing import SealBroken, Sealer
from frontdesk.tenancy.principal import Principal


class Placed(Protocol):
    """Whatever stands in a list of bookings."""

    @property
    def id(self) -> int:
        """Which booking."""
        ...

    @property
    def starts_at(self) -> datetime:
        """When it starts."""
        ...


class Position(msgspec.Struct, frozen=True):
    """The last booking of a page."""

    starts_at: datetime
    booking_id: int


class Cursors:
    """Seals positions, so that a caller can go on where a list of theirs ended and nowhere else."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def after(self, last: Placed, principal: Principal) -> str:
        """Return the cursor of what comes after a booking."""
        return self._sealer.seal_text(Position(last.starts_at, last.id), _context(principal))

    def position(self, cursor: str, principal: Principal) -> tuple[datetime, int]:
        """Return the position of a cursor.

        Raises:
            ValidationFailed: it is none of ours.
        """
        try:
            position = self._sealer.open_text(cursor, Position, _context(principal))
        except SealBroken:
            raise ValidationFailed({"cursor": "is not one that a list of yours returned"}) from None
        return position.starts_at, position.booking_id


def narrowed(filters: Filters, principal: Principal) -> Filters:
    """Return the filters, narrowed to what a caller may see: a member sees their own.

    Raises:
        Forbidden: somebody else's is asked for.
    """
    if filters.user_id is not None:
        principal.require_calendar_of(filters.user_id)
    elif not principal.acts_for_everyone:
        return replace(filters, user_id=principal.user_id)
    return filters


def _context(principal: Principal) -> str:
    return f"bookings of {principal.sub_account_id}"

"""Links by which a lead manages one booking without signing in: sealed, so that nobody can make one up.

A link names a booking and whose it is. What has become of both is looked up each time it is used, so a link
ends with its booking and with its lead.
"""

import msgspec

from frontdesk.bookings.repository import Booking
from frontdesk.errors import NotFound
from frontdesk.sealing import SealBroken, Sealer

_CONTEXT = "manage a booking"


class ManageLink(msgspec.Struct, frozen=True, array_like=True):
    """What a link's token says."""

    sub_account_id: int
    user_id: int
    booking_id: int
    lead_id: int


class ManageLinks:
    """Makes links and reads them."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def token_of(self, booking: Booking) -> str:
        """Return the token of a lead's booking.

        Raises:
            NotFound: it is no lead's.
        """
        if booking.lead_id is None:
            raise ended()
        link = ManageLink(booking.sub_account_id, booking.regular_user_id, booking.id, booking.lead_id)
        return self._sealer.seal_text(link, _CONTEXT)

    def read(self, token: str) -> ManageLink:
        """Return what a token says.

        Raises:
            NotFound: it is none of ours.
        """
        try:
            return self._sealer.open_text(token, ManageLink, _CONTEXT)
        except SealBroken:
            raise ended() from None


def ended() -> NotFound:
    """Return the refusal of a link that opens nothing, whatever the reason."""
    return NotFound("This link does not lead to a booking (any more).")

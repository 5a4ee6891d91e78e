"""What opens an outside calendar: kept sealed, bound to its sub-account, never shown and never logged."""

from datetime import datetime, timedelta

import msgspec

from frontdesk.calendars.errors import CalendarApiError
from frontdesk.sealing import SealBroken, Sealer


class Grant(msgspec.Struct, frozen=True):
    """An owner's yes to our app: an access token, and what brings the next one.

    Attributes:
        refresh_token: works once. None for a location whose tokens are made out of its agency's grant.
        location_id: the location it opens; None for a whole agency's.
        company_id: the agency.
        agency_account_id: the sub-account that keeps the agency's grant, where tokens are made out of it.
    """

    access_token: str
    expires_at: datetime
    refresh_token: str | None = None
    location_id: str | None = None
    company_id: str | None = None
    agency_account_id: int | None = None

    def lasts(self, now: datetime, margin: timedelta) -> bool:
        """Say whether the access token works for longer than that."""
        return self.expires_at - now > margin

    def __repr__(self) -> str:
        return f"Grant(hidden, location={self.location_id}, company={self.company_id})"


class Credentials(msgspec.Struct, frozen=True):
    """A private integration token, which has no end, or a grant."""

    private_integration_token: str = ""
    grant: Grant | None = None

    def __repr__(self) -> str:
        return "Credentials(hidden)"


def seal(sealer: Sealer, credentials: Credentials, *, template: str, sub_account_id: int) -> bytes:
    """Return the credentials as they may be stored."""
    return sealer.seal(msgspec.json.encode(credentials), context_of(template, sub_account_id))


def unseal(sealer: Sealer, sealed: bytes, *, template: str, sub_account_id: int) -> Credentials:
    """Return stored credentials.

    Raises:
        CalendarApiError: they were sealed with a key that is gone, or for somebody else.
    """
    try:
        plain = sealer.open(sealed, context_of(template, sub_account_id))
    except SealBroken as error:
        raise CalendarApiError(
            "The stored GoHighLevel credentials can no longer be opened: the secret key that sealed them is "
            "missing. Put it back into FRONTDESK_SECRET_KEYS, or connect GoHighLevel again."
        ) from error
    return msgspec.json.decode(plain, type=Credentials)


def context_of(template: str, sub_account_id: int) -> str:
    """Return what a connection's seal is bound to: a sub-account has one connection of each kind."""
    return f"integration {template} of sub-account {sub_account_id}"

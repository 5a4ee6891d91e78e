"""Who is calling, once the credential has been checked."""

from dataclasses import dataclass, field
from typing import Literal

from frontdesk.errors import Forbidden
from frontdesk.trail.entries import Actor

Role = Literal["owner", "admin", "member"]
# An account's owner is made with it.
GIVEN_ROLES: tuple[Role, ...] = ("admin", "member")


@dataclass(frozen=True, slots=True)
class AgencyPerson:
    """A signed-in person of an agency.

    Attributes:
        session_epoch: how often their password was changed; what began in an earlier epoch has ended.
    """

    agency_id: int
    id: int
    session_epoch: int = field(default=0, compare=False)

    @property
    def actor(self) -> Actor:
        """The person as trails know them."""
        return Actor("agency", self.id)


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in user. The sub-account always comes from the credential, never from the request.

    Attributes:
        agency_person: who acts in the user's place, if it is somebody of the sub-account's agency.
        session_epoch: how often the user's password was changed; sessions and tokens of an earlier epoch
            have ended.
        api_key_id: the key they came in with, if it was a key.
    """

    sub_account_id: int
    user_id: int
    role: Role
    session_epoch: int = field(default=0, compare=False)
    api_key_id: int | None = field(default=None, compare=False)
    agency_person: AgencyPerson | None = field(default=None, compare=False)

    @property
    def actor(self) -> Actor:
        """The caller as the trail knows them."""
        if self.agency_person is not None:
            return self.agency_person.actor
        return Actor("user", self.user_id, self.api_key_id)

    @property
    def acts_for_everyone(self) -> bool:
        """Say whether the whole sub-account's calendars are theirs to act on."""
        return self.role in {"owner", "admin"}

    def require_calendar_of(self, user_id: int) -> None:
        """Refuse a member who reaches for somebody else's calendar.

        Raises:
            Forbidden: the calendar is not theirs.
        """
        if not self.acts_for_everyone and user_id != self.user_id:
            raise Forbidden("You can only act on your own calendar.")

    def require_owner(self) -> None:
        """Refuse everybody but owners.

        Raises:
            Forbidden: only an owner may do this.
        """
        if self.role != "owner":
            raise Forbidden("Only an owner of this account may do this.")

    def require_admin(self) -> None:
        """Refuse a member.

        Raises:
            Forbidden: only an owner or admin may do this.
        """
        if not self.acts_for_everyone:
            raise Forbidden("Only an owner or admin of this account may do this.")

"""GoHighLevel's JSON about people and places: contacts, locations, users."""

import msgspec


class UpsertRequest(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """Body of `POST /contacts/upsert`. Never with `tags`, which would take the place of all tags."""

    location_id: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    timezone: str | None = None


class ContactPayload(msgspec.Struct, frozen=True, rename="camel"):
    """What we read of a contact."""

    id: str
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    timezone: str | None = None

    @property
    def full_name(self) -> str | None:
        """The name, from whichever fields have it."""
        parts = [part for part in (self.first_name, self.last_name) if part]
        return self.name or " ".join(parts) or None


class ContactAnswer(msgspec.Struct, frozen=True):
    """Answer of the contacts' calls; without a contact when none was found."""

    contact: ContactPayload | None = None


class LocationPayload(msgspec.Struct, frozen=True, rename="camel"):
    """What we read of a location."""

    id: str
    company_id: str | None = None
    name: str | None = None
    timezone: str | None = None


class LocationAnswer(msgspec.Struct, frozen=True):
    """Answer of `GET /locations/{locationId}`."""

    location: LocationPayload


class UserPayload(msgspec.Struct, frozen=True, rename="camel"):
    """What we read of a location's user."""

    id: str
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None

    @property
    def full_name(self) -> str:
        """The name, from whichever fields have it."""
        parts = [part for part in (self.first_name, self.last_name) if part]
        return self.name or " ".join(parts) or self.email or self.id


class UsersAnswer(msgspec.Struct, frozen=True):
    """Answer of `GET /users/search`."""

    users: list[UserPayload] = []


CONTACT = msgspec.json.Decoder(ContactAnswer)


def read_contact(body: bytes) -> ContactPayload:
    """Return the contact that an answer must have. Raises `msgspec.DecodeError`."""
    contact = CONTACT.decode(body).contact
    if contact is None:
        raise msgspec.ValidationError("the answer has no contact")
    return contact

"""What a lead says about themself when they book. Pure."""

from dataclasses import dataclass

from frontdesk.errors import ValidationFailed
from frontdesk.web.language import translatable

LONGEST_LINE = 320
LONGEST_NOTES = 2000
NAME_NEEDED = translatable("Please tell us your name.")
REACH_NEEDED = translatable("Please leave an e-mail address or a phone number.")
NO_ADDRESS = translatable("This does not look like an e-mail address.")
NO_NUMBER = translatable("This does not look like a phone number.")
TOO_LONG = translatable("This is too long.")
FEWEST_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Contact:
    """Who books, how to reach them, and what they want to be known."""

    name: str = ""
    email: str = ""
    phone: str = ""
    notes: str = ""

    def problems(self) -> dict[str, str]:
        """Return what is wrong with it, by field."""
        found = {}
        if not self.name:
            found["name"] = NAME_NEEDED
        if self.email and not _looks_like_address(self.email):
            found["email"] = NO_ADDRESS
        if self.phone and sum(letter.isdigit() for letter in self.phone) < FEWEST_DIGITS:
            found["phone"] = NO_NUMBER
        if not self.email and not self.phone:
            found["email"] = REACH_NEEDED
        lengths = {"name": LONGEST_LINE, "email": LONGEST_LINE, "phone": LONGEST_LINE, "notes": LONGEST_NOTES}
        return found | {name: TOO_LONG for name, most in lengths.items() if len(getattr(self, name)) > most}

    def require(self) -> None:
        """Refuse it when something is wrong.

        Raises:
            ValidationFailed: names each field.
        """
        if problems := self.problems():
            raise ValidationFailed(problems)


def contact_of(name: str | None, email: str | None, phone: str | None, notes: str | None) -> Contact:
    """Return what was said, without the blanks around it."""
    return Contact(*((text or "").strip() for text in (name, email, phone, notes)))


def _looks_like_address(text: str) -> bool:
    name, at, host = text.rpartition("@")
    return bool(name and at and "." in host.strip(".")) and not any(letter.isspace() for letter in text)

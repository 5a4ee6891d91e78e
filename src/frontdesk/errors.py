"""Refusals that a caller is meant to see, each with the contract's code, status and a plain sentence.

Only errors that belong to no single slice live here; a slice's own refusals live in its `errors.py`. What is
not a `FrontdeskError` is a bug and is left alone.
"""

from collections.abc import Mapping
from typing import ClassVar


class FrontdeskError(Exception):
    """An expected refusal.

    Attributes:
        code: the contract's error code.
        status: the HTTP status it travels under.
        message: one sentence a customer may read, saying what to do next.
        details: further members of the error object, camelCase, safe to show.
    """

    code: ClassVar[str]
    status: ClassVar[int]

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    def as_object(self) -> dict[str, object]:
        """Return the error in the contract's form."""
        return {"success": False, "error": self.code, "message": self.message, **self.details}


class ValidationFailed(FrontdeskError):
    """The request does not have the form it must have."""

    code = "VALIDATION_ERROR"
    status = 422

    def __init__(self, fields: Mapping[str, str], message: str | None = None) -> None:
        named = "; ".join(f"{field}: {problem}" for field, problem in fields.items())
        super().__init__(message or f"Please correct the request. {named}", fields=dict(fields))


class Unauthorized(FrontdeskError):
    """Nobody we know is calling."""

    code = "UNAUTHORIZED"
    status = 401


class Forbidden(FrontdeskError):
    """The caller is known and may not do this."""

    code = "FORBIDDEN"
    status = 403


class NotFound(FrontdeskError):
    """There is no such thing, or it belongs to somebody else; the two are not told apart."""

    code = "NOT_FOUND"
    status = 404


class TooLarge(FrontdeskError):
    """The request is larger than we read."""

    code = "TOO_LARGE"
    status = 413


class RateLimited(FrontdeskError):
    """The caller asks too often; there is room again after `retry_after_seconds`."""

    code = "RATE_LIMITED"
    status = 429

    def __init__(self, message: str, *, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Unavailable(FrontdeskError):
    """Something we depend on is not answering; trying again later helps."""

    code = "UNAVAILABLE"
    status = 503


class InvalidTimezone(FrontdeskError):
    """A zone was named that does not exist."""

    code = "INVALID_TIMEZONE"
    status = 422

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no time zone {name[:64]!r}. Use an IANA name such as 'America/New_York'.")

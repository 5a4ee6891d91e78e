"""How the simulator says no: a status and the vendor's words."""


class Refused(Exception):
    """A request the vendor would turn down.

    Attributes:
        status: the HTTP status.
        message: one text, or for 422 the list of everything that is wrong.
    """

    def __init__(self, status: int, message: str | list[str]) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def bad_request(message: str) -> Refused:
    """A business rule says no."""
    return Refused(400, message)


def unauthorized(message: str) -> Refused:
    """The token, the Version header or the scope is missing or wrong."""
    return Refused(401, message)


def other_location() -> Refused:
    """The token belongs to another location."""
    return Refused(403, "The token does not have access to this location.")


def not_found(message: str) -> Refused:
    """There is no such thing. The vendor's own texts for this are not on record."""
    return Refused(404, message)


def unprocessable(*messages: str) -> Refused:
    """The request has the wrong form."""
    return Refused(422, list(messages))

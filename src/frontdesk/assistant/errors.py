"""Refusals about conversations."""

from frontdesk.errors import FrontdeskError


class SuggestionGone(FrontdeskError):
    """What was suggested cannot be sent any more."""

    code = "SUGGESTION_GONE"
    status = 409

    def __init__(self, message: str = "This suggestion was sent, replaced or dropped already.") -> None:
        super().__init__(f"{message} Read the conversation again.")

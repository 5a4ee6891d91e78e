"""Refusals about a time as such."""

from datetime import datetime

from frontdesk.errors import FrontdeskError


class PastDate(FrontdeskError):
    """The time lies in the past."""

    code = "PAST_DATE"
    status = 422

    def __init__(self) -> None:
        super().__init__("That time has already passed. Please choose a later one.")


class NonexistentTime(FrontdeskError):
    """The clocks skip that time on that day."""

    code = "NONEXISTENT_TIME"
    status = 422

    def __init__(self, wall: datetime, zone: str) -> None:
        super().__init__(
            f"{wall:%H:%M} does not exist on {wall:%Y-%m-%d} in {zone}: the clocks go forward over it. "
            "Please choose another time."
        )

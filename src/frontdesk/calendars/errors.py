"""Refusals about a user's outside calendar, in the contract's form."""

from frontdesk.errors import FrontdeskError


class NoCalendarId(FrontdeskError):
    """A calendar service is connected, but this user has no calendar in it."""

    code = "NO_CALENDAR_ID"
    status = 409

    def __init__(self) -> None:
        super().__init__("This user has no calendar configured. Set calendarId in the user's settings.")


class NoLocationId(FrontdeskError):
    """A calendar service is connected, but this user has no location in it."""

    code = "NO_LOCATION_ID"
    status = 409

    def __init__(self) -> None:
        super().__init__("This user has no location configured. Set locationId in the user's settings.")


class CalendarApiError(FrontdeskError):
    """The outside calendar refused or failed, and there is no answer without it."""

    code = "GHL_API_ERROR"
    status = 502

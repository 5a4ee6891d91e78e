"""Refusals in the reader's language. English readers get the sentence that the API gives."""

from collections.abc import Sequence

from frontdesk.availability.explain import Reason
from frontdesk.errors import FrontdeskError
from frontdesk.web.language import DEFAULT, Language, translatable

REASONS = {
    "PAST_DATE": translatable("This time has already passed."),
    "MINIMUM_NOTICE": translatable("This is too soon: bookings must be made further ahead."),
    "BOOKING_WINDOW": translatable("This is too far ahead."),
    "OUTSIDE_HOURS": translatable("This is outside opening hours."),
    "DATE_OVERRIDE": translatable("This is outside the opening hours of this date."),
    "OFF_GRID": translatable("This falls between two starting times."),
    "BUSY": translatable("This time is already taken."),
    "BUFFER": translatable("This is too close to another appointment."),
    "DAILY_LIMIT": translatable("This day has all the bookings it can take."),
}
REFUSALS = {
    "SLOT_UNAVAILABLE": translatable("This time is not free."),
    "PAST_DATE": translatable("This time has already passed."),
    "NONEXISTENT_TIME": translatable("The clocks skip this time."),
    "INVALID_TRANSITION": translatable("This is no longer possible: the booking has changed."),
    "HOLD_EXPIRED": translatable("The reservation has expired. Please choose a time again."),
    "NO_CALENDAR_ID": translatable("This user must choose a calendar first."),
    "NO_LOCATION_ID": translatable("This user must choose a location first."),
    "NOT_FOUND": translatable("There is no such thing here, or not any more."),
    "FORBIDDEN": translatable("You may not do this."),
    "VALIDATION_ERROR": translatable("Please check what you entered."),
    "INVALID_TIMEZONE": translatable("There is no such time zone."),
    "RATE_LIMITED": translatable("That was a little fast. Please wait a moment and try again."),
    "GHL_API_ERROR": translatable("The outside calendar did not answer as it should. Please try again."),
    "UNAVAILABLE": translatable("We cannot answer just now. Please try again in a moment."),
}


def told(refusal: FrontdeskError, language: Language) -> str:
    """Return a refusal as a sentence for whoever is looking."""
    if language.code == DEFAULT or refusal.code not in REFUSALS:
        return refusal.message
    return language.gettext(REFUSALS[refusal.code])


def reasons_told(reasons: Sequence[Reason], language: Language) -> list[str]:
    """Return what stands against a time, as sentences for whoever is looking."""
    if language.code == DEFAULT:
        return [reason.message for reason in reasons]
    return [language.gettext(REASONS[reason.code.value]) for reason in reasons]

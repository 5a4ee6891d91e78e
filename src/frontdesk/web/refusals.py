"""Refusals in the reader's language. English readers get the sentence that the API gives."""

import re
from collections.abc import Mapping, Sequence

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

# Sentences that say more than their code does.
SENTENCES = (
    translatable("The e-mail address or the password is not right."),
    translatable("Please sign in."),
    translatable("This page was open for too long. Please try again."),
    translatable("There is nothing at this address, or not with this method."),
    translatable("There is no such booking."),
    translatable("There is no such lead."),
    translatable("There is no such lead (any more)."),
    translatable("There is no such user."),
    translatable("There is no such key."),
    translatable("There is no such sub-account."),
    translatable("There is no such version of the assistant's settings."),
    translatable("This chat does not exist (any more)."),
    translatable("This link does not lead to a booking (any more)."),
    translatable("GoHighLevel is not connected."),
    translatable("No GoHighLevel agency is connected."),
    translatable("You can only act on your own calendar."),
    translatable("Only an owner of this account may do this."),
    translatable("Only an owner or admin of this account may do this."),
    translatable("An account needs an owner: make somebody else one first."),
    translatable("Only an owner may make somebody an owner, or an owner something else."),
    translatable("You are here for your agency. Do this with the agency's own token."),
    translatable("Appointments cannot be booked here yet. Please contact the business directly."),
    translatable("This suggestion was sent, replaced or dropped already."),
)
# What can be wrong with a field; each {} is a number.
PROBLEMS = (
    translatable("is not your password"),
    translatable("is not the same"),
    translatable("must not be empty"),
    translatable("must look like name@example.com"),
    translatable("must have {} characters at least"),
    translatable("must have {} characters at most"),
    translatable("must have {} to {} characters"),
    translatable("must be {} at most"),
    translatable("must be a whole number"),
    translatable("must be a whole number of minutes"),
    translatable("must be a whole number of days"),
    translatable("must be from {} to {}"),
    translatable("must be from {} to {} minutes"),
    translatable("must be from {} to {} days"),
    translatable("must not have more than {} entries"),
    translatable("must be a colour such as #12594a"),
    translatable("each must be a site such as https://www.example.com, without a path"),
    translatable("somebody in this account has that address already"),
    translatable("must be after start; a window past midnight is two windows"),
    translatable('must be a time as HH:MM, such as "09:00"'),
    translatable('must be a date as YYYY-MM-DD, such as "2026-12-24"'),
    translatable('must be the name of a time zone, such as "America/New_York"'),
    translatable("must not contain the character U+0000"),
)
_NUMBER = re.compile(r"\d[\d,]*")


def told(refusal: FrontdeskError, language: Language) -> str:
    """Return a refusal as a sentence for whoever is looking."""
    if language.code == DEFAULT:
        return refusal.message
    sentence = language.gettext(refusal.message)
    if sentence != refusal.message or refusal.code not in REFUSALS:
        return sentence
    return language.gettext(REFUSALS[refusal.code])


def problem_told(problem: str, language: Language) -> str:
    """Return what is wrong with a field in the reader's language; what nobody translated stays as it is."""
    whole = language.gettext(problem)
    if whole != problem:
        return whole
    pattern = _NUMBER.sub("{}", problem)
    words = language.gettext(pattern)
    return problem if words == pattern else words.format(*_NUMBER.findall(problem))


def problems_of(refusal: FrontdeskError, language: Language) -> dict[str, str]:
    """Return what is wrong with each field of a form; what names no field is about its time zone."""
    fields = refusal.details.get("fields")
    return dict(fields) if isinstance(fields, Mapping) else {"timezone": told(refusal, language)}


def reasons_told(reasons: Sequence[Reason], language: Language) -> list[str]:
    """Return what stands against a time, as sentences for whoever is looking."""
    if language.code == DEFAULT:
        return [reason.message for reason in reasons]
    return [language.gettext(REASONS[reason.code.value]) for reason in reasons]

"""How a sub-account's chat looks and what it says: everything it needs before the first word is spoken.

The chat's scripts have no sentences of their own; these are they.
"""

from collections.abc import Mapping

from frontdesk.http import Body
from frontdesk.tenancy.repository import SubAccount
from frontdesk.web.language import Language, translatable
from frontdesk.web.widget_settings import WidgetSettings
from frontdesk.web.widget_settings_routes import PaletteView, palette_view

WORDS = {
    "open": translatable("Book an appointment"),
    "close": translatable("Close the chat"),
    "news": translatable("There is a new message. Open the chat"),
    "subtitle": translatable("Appointments · automated assistant"),
    "conversation": translatable("Conversation"),
    "ideas": translatable("Ideas"),
    "write": translatable("Write a message"),
    "yourMessage": translatable("Your message"),
    "send": translatable("Send"),
    "pick": translatable("Choose from a calendar instead"),
    "zoneNote": translatable("Times are shown in {zone}."),
    "zoneTime": translatable("{city} time"),
    "dayAtTime": translatable("{day} at {time}"),
    "says": translatable("{who} says: {words}"),
    "times": translatable("Times you can choose"),
    "yourBooking": translatable("Your booking"),
    "addToCalendar": translatable("Add to calendar"),
    "manage": translatable("Move or cancel"),
    "offline": translatable("You are offline. What you write is kept here and sent as soon as you are back."),
    "broken": translatable("The connection broke off. What you wrote is kept here; we keep trying."),
    "waiting": translatable("Waiting to be sent"),
    "notSent": translatable("Something went wrong on our side."),
    "again": translatable("Try again"),
    "toPerson": translatable("Your message has arrived. Somebody from the team will answer you here."),
}
AUTHORS = {
    "lead": translatable("You"),
    "assistant": translatable("Assistant"),
    "user": translatable("Team"),
}
STATUSES = {
    "confirmed": translatable("Confirmed"),
    "pending": translatable("Awaiting confirmation"),
    "held": translatable("Held for a few minutes"),
    "cancelled": translatable("Cancelled"),
    "completed": translatable("Completed"),
    "no_show": translatable("Missed"),
}
# What is being done, by the tool that does it, and where it is known with the day.
PROGRESS = {
    "check_availability": translatable("Looking at the calendar…"),
    "check_availability_day": translatable("Looking at {day}…"),
    "create_booking": translatable("Booking…"),
    "create_booking_day": translatable("Booking {day}…"),
    "reschedule_booking": translatable("Moving your booking…"),
    "reschedule_booking_day": translatable("Moving your booking to {day}…"),
    "cancel_booking": translatable("Cancelling your booking…"),
    "list_bookings": translatable("Looking up your bookings…"),
    "hand_off_to_human": translatable("Asking a person to help…"),
    "other": translatable("One moment…"),
}
GREETING = translatable("Hello, this is {business}. Which day and time would suit you?")
# What the assistant understands when it is pressed.
IDEAS = (translatable("What is free tomorrow?"), translatable("What is free next week?"))


class WidgetSetup(Body):
    """How the chat looks and what it says, in `language`."""

    business: str
    title: str
    greeting: str
    ideas: list[str]
    language: str
    palette: PaletteView
    booking_page: str
    words: dict[str, str | dict[str, str]]


def setup_of(
    account: SubAccount, settings: WidgetSettings, language: Language, *, booking_page: str
) -> WidgetSetup:
    """Put together what the chat needs to know."""
    greeting = language.gettext(GREETING).format(business=account.name)
    return WidgetSetup(
        business=account.name,
        title=settings.title or account.name,
        greeting=settings.greetings.get(language.code) or greeting,
        ideas=[language.gettext(idea) for idea in IDEAS],
        language=language.code,
        palette=palette_view(settings.palette),
        booking_page=booking_page,
        words={
            **_in(language, WORDS),
            "authors": _in(language, AUTHORS),
            "statuses": _in(language, STATUSES),
            "progress": _in(language, PROGRESS),
        },
    )


def _in(language: Language, words: Mapping[str, str]) -> dict[str, str]:
    return {name: language.gettext(sentence) for name, sentence in words.items()}

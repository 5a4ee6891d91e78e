"""The assistant's sentences. Facts come in as arguments; nothing here decides."""

import datetime as dt
from collections.abc import Mapping, Sequence

from frontdesk.assistant.offline.about import Service
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.speech import listed, spoken, spoken_day, spoken_time, spoken_zone
from frontdesk.assistant.offline.state import Known


def when_of(booking: Known) -> str:
    """Say when a booking is, and how long it takes where that is not as usual."""
    when = spoken(booking.starts_at, booking.zone)
    return f"{when}, {booking.minutes} minutes" if booking.minutes else when


def welcome(business: str) -> str:
    """Greet."""
    return f"Hello, this is {business}. Which day and time would you like to come in?"


def small_talk(intent: Intent, *, business: str) -> str:
    """Answer what has nothing to do with a booking, truthfully and briefly."""
    match intent:
        case Intent.GREETING:
            return f"Hello! I can book an appointment with {business} for you."
        case Intent.THANKS:
            return "You're welcome!"
        case Intent.HELP:
            return f"I can find a free time at {business} and book it for you. Tell me a day and a time."
        case Intent.HUMAN:
            return (
                f"I can't connect you from here; please contact {business} directly to speak with a person."
            )
    return "I'm afraid I don't know that; a person at the front desk can tell you."


def automated(business: str, *, can_call: bool) -> str:
    """Say that no person speaks, and whether one can be asked for."""
    told = f"I'm the automated assistant of {business}, not a person. I can book appointments."
    return f"{told} If you would rather have a person, just say so." if can_call else told


def parting() -> str:
    """Say goodbye."""
    return "You're welcome. Have a good day!"


def parting_unbooked() -> str:
    """Say goodbye when times were offered and none was taken."""
    return "You're welcome. Nothing has been booked yet; just write again when you would like to."


def parting_unmoved(booking: Known) -> str:
    """Say goodbye when another time was offered and not taken."""
    return f"You're welcome. Your booking stays on {when_of(booking)}."


def noted(business: str, *, ongoing: bool) -> str:
    """Answer a statement that is about no date and no booking."""
    return (
        "Thank you." if ongoing else f"I can book an appointment with {business}: tell me a day and a time."
    )


def written_down(business: str, *, ongoing: bool) -> str:
    """Say that what the lead told of themself was written down."""
    done = "Thank you, I've saved your details."
    return done if ongoing else f"{done} I can book an appointment with {business}: tell me a day and a time."


def cannot_say(business: str) -> str:
    """Own up to not knowing."""
    return (
        f"I'm afraid I don't know that; someone at {business} can tell you. "
        "I can help with appointments: tell me a day and a time."
    )


def anything_else(business: str, *, declined: bool) -> str:
    """Leave the door open."""
    if declined:
        return "All right. Tell me whenever another day or time suits you."
    return f"Is there anything else I can book for you at {business}?"


def which_service(choices: Sequence[Service]) -> str:
    """Ask which of several services is meant."""
    return f"Do you mean {listed([one.name for one in choices], last='or')}?"


def which_day() -> str:
    """Ask for the day."""
    return "Which day would you like to come in?"


def which_time(day: dt.date) -> str:
    """Ask for the time."""
    return f"What time on {spoken_day(day)} would you like?"


def which(free: Sequence[dt.datetime], zone: str) -> str:
    """Offer several times, of one day or of several."""
    if len({at.date() for at in free}) == 1:
        clock = listed([spoken_time(at.time()) for at in free])
        return f"On {spoken_day(free[0].date())} I have {clock} ({spoken_zone(zone)}). Which one suits you?"
    return f"I have {listed([spoken(at, zone) for at in free])}. Which one suits you?"


def shall_i(
    at: dt.datetime, zone: str, *, now: dt.datetime | None = None, service: Service | None = None
) -> str:
    """Ask for a yes to one time, for a service if one was named."""
    minutes = f" ({service.minutes} minutes)" if service and service.minutes else ""
    what = f" for {service.name}{minutes}" if service else ""
    return f"{spoken(at, zone, now=now)} is free{what}. Shall I book it?"


def shall_i_move(at: dt.datetime, zone: str, *, now: dt.datetime | None = None) -> str:
    """Ask for a yes to moving the booking to a time."""
    return f"{spoken(at, zone, now=now)} is free. Shall I move your booking to it?"


def shall_i_cancel(booking: Known, also: Sequence[Known] = ()) -> str:
    """Ask for a yes to a cancellation of one booking, or of several."""
    them = "both" if len(also) == 1 else "all of them" if also else "it"
    return f"You are booked for {listed([when_of(one) for one in (booking, *also)])}. Shall I cancel {them}?"


def booked(*made: Known) -> str:
    """Confirm what tools' answers say was booked."""
    times = [when_of(one) for one in made if one.status == "confirmed"]
    waiting = [when_of(one) for one in made if one.status != "confirmed"]
    told = [f"You're booked: {listed(times)}."] if times else []
    told += [f"I have reserved {listed(waiting)} for you. It will be confirmed shortly."] if waiting else []
    return " ".join(told)


def one_by_one() -> str:
    """Say that several things that were asked for are seen to in turn."""
    return "I'll take one after the other."


def moved(booking: Known) -> str:
    """Confirm what a tool's answer says was moved."""
    when = when_of(booking)
    if booking.status == "confirmed":
        return f"Your booking is now on {when}."
    return f"I have reserved {when} in place of your old time. It will be confirmed shortly."


def cancelled(booking: Known | None, *, several: bool = False) -> str:
    """Confirm a cancellation with what a tool's answer says was cancelled, or confirm several."""
    if several:
        return "Your bookings are cancelled."
    return f"Your booking is cancelled: {when_of(booking)}." if booking else "Your booking is cancelled."


def kept(*, several: bool = False) -> str:
    """Say that nothing was cancelled."""
    return f"All right, your {'bookings stay as they are' if several else 'booking stays as it is'}."


def unclear_result() -> str:
    """Say that a tool's answer did not show what was booked."""
    return "I could not see whether that went through. A person at the front desk will check it with you."


def taken(at: dt.datetime | None) -> str:
    """Say that a time is not free."""
    return (
        f"{spoken_day(at.date())}, {spoken_time(at.time())} is not available."
        if at
        else "That time is not available."
    )


def full(first: dt.date, last: dt.date) -> str:
    """Say that a day, or a run of days, has nothing free."""
    if first == last:
        return f"There is nothing free on {spoken_day(first)}."
    return f"There is nothing free from {spoken_day(first)} to {spoken_day(last)}."


def what_instead() -> str:
    """Ask for another time after a no."""
    return "All right. Which other day or time would suit you?"


def left_as_it_is() -> str:
    """Leave it at that when the lead says not to, or not now."""
    return "All right, I'll leave it at that. Tell me whenever a day and time suits you."


def nothing_then() -> str:
    """Say that the part of the day asked for is full."""
    return "There is nothing free at that time of day."


def no_further() -> str:
    """Say that nothing earlier or later is free that day."""
    return "I have nothing further that way on that day."


def nothing_free(day: dt.date | None) -> str:
    """Say that nothing was found, and ask on."""
    about = f" on {spoken_day(day)} or in the days after it" if day else ""
    return f"I could not find anything free{about}. Which other day would suit you?"


def no_such_day() -> str:
    """Say that the calendar has no such day."""
    return "There is no such day in the calendar. Which day did you mean?"


def weekday_contradicts(day: dt.date) -> str:
    """Ask which of a weekday and a date is meant."""
    return f"That date is a {spoken_day(day)}, another weekday than the one you named. Which day do you mean?"


def which_order(first: dt.date, second: dt.date) -> str:
    """Ask which of two days "5/6" means."""
    return f"Do you mean {spoken_day(first)} or {spoken_day(second)}?"


def which_zone(among: Sequence[str]) -> str:
    """Ask by whose clock a time is meant: by one of several, or by any."""
    if not among:
        return "Which time zone are you in? The name of a city will do."
    places = [spoken_zone(zone).removesuffix(" time") for zone in among]
    return f"Whose time zone do you mean: {listed(places, last='or')}?"


def noted_zone(zone: str) -> str:
    """Say by whose clock times are told from now on."""
    return f"I'll go by the time zone of {spoken_zone(zone).removesuffix(' time')}."


def has_passed(day: dt.date) -> str:
    """Say that a day lies in the past."""
    return f"{spoken_day(day)} {day.year} has passed. Which day would you like instead?"


def no_bookings(business: str) -> str:
    """Say that there is no booking."""
    return f"I see no upcoming booking of yours at {business}. Would you like to make one?"


def nothing_to_move() -> str:
    """Say that there is no booking that could be moved."""
    return "I see no booking of yours to move."


def your_bookings(bookings: Sequence[Known]) -> str:
    """Say which bookings there are."""
    times = [when_of(one) + ("" if one.status == "confirmed" else ", not yet confirmed") for one in bookings]
    return f"You are booked for {listed(times)}."


def see_you(booking: Known) -> str:
    """Say goodbye until a booking."""
    return f"See you then: {when_of(booking)}."


def none_then() -> str:
    """Say that nothing is booked at the time that the lead speaks of."""
    return "I see no booking of yours then."


def yours_already(booking: Known) -> str:
    """Say that the time asked for is the lead's own already."""
    return f"That is your own time: you are already booked for {when_of(booking)}."


def which_booking(bookings: Sequence[Known]) -> str:
    """Ask which booking is meant."""
    return f"You have {listed([when_of(one) for one in bookings])}. Which one do you mean?"


def cannot(act: str, business: str) -> str:
    """Say what cannot be done here, and who can."""
    return f"I can't {act} in this chat. Please contact {business} directly and a person will do it for you."


def person_called(*, failed: bool) -> str:
    """Say whether a person was called."""
    return (
        "I could not reach a person just now. Please try again shortly."
        if failed
        else "I have asked a person to join us here."
    )


def trouble(result: Mapping[str, object]) -> str:
    """Say that a tool did not do what was asked, in the tool's own words when it has some."""
    message = result.get("message")
    if isinstance(message, str) and message:
        return f"That did not work: {message}"
    return "I could not look that up just now. Please try again in a moment."

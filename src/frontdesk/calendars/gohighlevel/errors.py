"""Translates everything that can go wrong on the wire into the port's three errors.

A sentence made here says what happened and what a person can do. It may quote the vendor's own message, cut
short and with every token taken out.
"""

import re
from dataclasses import dataclass

import httpx
import msgspec

from frontdesk.calendars.port import (
    CalendarError,
    CalendarLockedOut,
    CalendarMissing,
    CalendarNotAllowed,
    CalendarRefused,
    CalendarSlotTaken,
    CalendarUnreachable,
)

# Each API's own pinned version; a missing or unknown one is answered with 401.
CALENDARS_VERSION = "2021-04-15"
OTHERS_VERSION = "2021-07-28"
LONGEST_QUOTE = 200
# Whatever looks like a token: private integration tokens, JSON web tokens, whole Authorization values.
TOKEN_SHAPE = re.compile(r"pit-[\w-]+|eyJ[\w-]+(?:\.[\w-]+)*|bearer\s+\S+", re.IGNORECASE)
# Seen as 400 and as 422, so the text decides and not the status (live records, 2026-08).
SLOT_TAKEN_TEXT = "no longer available"
# Other known words of 400 and 422, and what they mean.
KNOWN_REFUSALS = {
    "not part of calendar team": (
        "This person is not in the GoHighLevel calendar's team. Add them to it there, or name another person "
        "with assignedUserId."
    ),
    "not an event calendar": (
        "This GoHighLevel calendar is of a kind that cannot be blocked itself. Name a person of its team "
        "with assignedUserId."
    ),
    "assigneduserid must be set": (
        "This GoHighLevel calendar wants to know whose appointment it is: name the person with "
        "assignedUserId."
    ),
}
# What a path names, and the words for its being gone: they come with other statuses than 404, too.
GONE_WORDS = r"(s| id| with id \S+)?( was| is)? (not found|does not exist|doesn't exist|no longer exists)"
GONE = {
    "/calendars/events/": re.compile(rf"\b(event|appointment|slot){GONE_WORDS}", re.IGNORECASE),
    "/contacts/": re.compile(rf"\bcontact{GONE_WORDS}", re.IGNORECASE),
}
# Which settings of ours a path is made of; the first that fits counts.
TO_CHECK = {
    "/contacts/": "Check the lead's e-mail, phone and externalId.",
    "/locations/": "Check the location id.",
    "/users/": "Check the location id.",
    "/": "Check the user's calendarId, locationId and assignedUserId.",
}
NO_SUCH_PATH = re.compile(r"Cannot (GET|POST|PUT|DELETE) /")


class Transient(CalendarUnreachable):
    """No clear answer, and asking the same question again shortly may bring one."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of the vendor: one HTTP request without its secrets.

    Attributes:
        scope: the permission that the token needs for it.
        version: the `Version` header.
        is_harmless: whether sending it twice does what sending it once does, although it is no read.
    """

    method: str
    path: str
    scope: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    version: str = CALENDARS_VERSION
    content_type: str = "application/json"
    is_harmless: bool = False


def from_transport(error: httpx.HTTPError, call: Call) -> CalendarError:
    """Return what a request without an answer means."""
    if isinstance(error, httpx.TimeoutException):
        return _after_timeout(error)
    if isinstance(error, httpx.UnsupportedProtocol):
        return CalendarRefused("The GoHighLevel base URL is not an http(s) address. Correct the setting.")
    if isinstance(error, httpx.ConnectError):
        return Transient("GoHighLevel cannot be reached. Check the network and the base URL, then try again.")
    effect = "" if call.method == "GET" else " The change may or may not have been made there."
    return Transient(f"The connection to GoHighLevel broke before an answer came.{effect}")


def _after_timeout(error: httpx.TimeoutException) -> CalendarUnreachable:
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return Transient("GoHighLevel did not take the connection in time. Try again shortly.")
    return CalendarUnreachable("GoHighLevel did not answer in time. Try again shortly.")


def from_answer(response: httpx.Response, call: Call) -> CalendarError:
    """Return what an answer other than 2xx means."""
    status, said = response.status_code, _quote(response)
    if status == 429:
        return Transient(
            "GoHighLevel asks us to slow down: too many requests for this location.",
            retry_after_seconds=_asked_to_wait(response),
        )
    if status >= 500 or status == 408:
        return Transient(f"GoHighLevel has a problem of its own (HTTP {status}). Try again shortly.")
    if 400 <= status < 500 and not said:
        return _not_the_api(status)
    if status in {400, 422} and SLOT_TAKEN_TEXT in said.lower():
        return CalendarSlotTaken("GoHighLevel says that this time is no longer available.")
    if status in {401, 403}:
        return _unauthorized(said, call) if status == 401 else _forbidden(said)
    return _refused(status, said, call)


def is_about_the_token(response: httpx.Response) -> bool:
    """Say whether an answer turns the token itself down, and not a scope or the Version header."""
    said = _quote(response).lower()
    return response.status_code == 401 and bool(said) and "scope" not in said and "version header" not in said


def unreadable(call: Call) -> CalendarUnreachable:
    """Return the error for a 2xx answer whose body makes no sense."""
    return CalendarUnreachable(f"GoHighLevel's answer to {call.method} {call.path} could not be read.")


def _unauthorized(said: str, call: Call) -> CalendarRefused:
    """Tell the three things apart that the vendor answers with 401."""
    lowered = said.lower()
    if "version header" in lowered:
        return CalendarRefused(
            "GoHighLevel no longer accepts the API version that frontdesk asks for. Update frontdesk."
        )
    if "scope" in lowered:
        return CalendarNotAllowed(
            f"The GoHighLevel token lacks the permission {call.scope}. Add this scope to the integration."
        )
    return CalendarLockedOut(
        "GoHighLevel does not accept the token: it is wrong, expired or revoked. Connect GoHighLevel again."
    )


def _not_the_api(status: int) -> CalendarUnreachable:
    """Return the error for a page of something in front of the API, which was never asked: not its no."""
    if status == 403:
        return CalendarUnreachable(
            "GoHighLevel's firewall stopped the request (HTTP 403). If it goes on, ask GoHighLevel to allow "
            "this server."
        )
    return CalendarUnreachable(
        f"Something else than GoHighLevel's API answered (HTTP {status}). If it goes on, check the "
        "GoHighLevel base URL and the network."
    )


def _forbidden(said: str) -> CalendarError:
    return CalendarNotAllowed(
        f"The GoHighLevel token may not be used for this location. Check the location id. (They say: {said})"
    )


def _refused(status: int, said: str, call: Call) -> CalendarRefused:
    if status == 404 and NO_SUCH_PATH.match(said):
        return CalendarRefused("GoHighLevel does not know this address. Check the GoHighLevel base URL.")
    if 300 <= status < 400:
        return CalendarRefused(f"GoHighLevel moved (HTTP {status}). Check the GoHighLevel base URL.")
    for words, meaning in KNOWN_REFUSALS.items():
        if words in said.lower():
            return CalendarRefused(meaning)
    to_check = next(sentence for prefix, sentence in TO_CHECK.items() if call.path.startswith(prefix))
    if status == 404 or _is_gone(said, call):
        return CalendarMissing(
            f"GoHighLevel does not have what was asked for: {said.rstrip('.')}. {to_check}"
        )
    return CalendarRefused(f"GoHighLevel refused the request (HTTP {status}): {said.rstrip('.')}. {to_check}")


def _is_gone(said: str, call: Call) -> bool:
    """Say whether an answer means that what the call names by its id is not there; a new thing has no id."""
    return call.method != "POST" and any(
        call.path.startswith(prefix) and words.search(said) for prefix, words in GONE.items()
    )


def _quote(response: httpx.Response) -> str:
    """Return the vendor's own message as one short line without tokens; empty if this is no answer of its."""
    try:
        said = _message(msgspec.json.decode(response.content))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    sent = response.request.headers.get("Authorization", "").removeprefix("Bearer ")
    if sent:
        said = said.replace(sent, "[token]")
    return " ".join(TOKEN_SHAPE.sub("[token]", said).split())[:LONGEST_QUOTE]


def _message(body: object) -> str:
    """Find the message in any of the vendor's error forms: a text, a list of texts, or the v3 envelope."""
    if not isinstance(body, dict):
        return ""
    message, error = body.get("message"), body.get("error")
    if isinstance(message, list):
        return "; ".join(str(part) for part in message)
    if isinstance(message, str) and message:
        return message
    if isinstance(error, dict):
        return _message(error)
    return error if isinstance(error, str) else "no reason given"


def _asked_to_wait(response: httpx.Response) -> float | None:
    """Return the seconds to wait: `Retry-After` if sent (undocumented), else one rate-limit interval."""
    for header, unit in (("Retry-After", 1.0), ("X-RateLimit-Interval-Milliseconds", 0.001)):
        value = response.headers.get(header, "")
        if value.isdecimal():
            return int(value) * unit
    return None

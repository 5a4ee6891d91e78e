"""Whatever goes wrong becomes one of the port's errors, in a sentence, and no token is in it."""

import logging
import traceback
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from structlog.testing import capture_logs

from frontdesk.calendars.gohighlevel import errors
from frontdesk.calendars.gohighlevel.client import GoHighLevelClient
from frontdesk.calendars.gohighlevel.errors import Call
from frontdesk.calendars.gohighlevel.tokens import StaticToken
from frontdesk.calendars.gohighlevel.transport import Patience, Transport
from frontdesk.calendars.port import (
    CalendarError,
    CalendarMissing,
    CalendarRefused,
    CalendarSlotTaken,
    CalendarUnreachable,
)
from tests.calendars.simulation import Simulation, bare

TOKEN = "pit-5up3r-s3cr3t"
Answer = Callable[[httpx.Request], httpx.Response]


def answer(status: int, body: object, headers: dict[str, str] | None = None) -> Answer:
    return lambda _: httpx.Response(status, json=body, headers=headers)


def page(status: int) -> Answer:
    return lambda _: httpx.Response(status, html="<html>error code: 1010</html>")


def breaking(error: type[httpx.TransportError]) -> Answer:
    def respond(request: httpx.Request) -> httpx.Response:
        raise error(f"while sending {request.headers['Authorization']}", request=request)

    return respond


async def ask(respond: Answer) -> CalendarError:
    """Return the error that a request comes to when it is answered like this."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as http:
        transport = Transport(
            http, base_url="http://vendor", tokens=StaticToken(TOKEN), patience=Patience(attempts=1)
        )
        client = GoHighLevelClient(transport)
        with pytest.raises(CalendarError) as caught:
            await client.calendars("loc")
    return caught.value


TAKEN = "The slot you have selected is no longer available."
VERSION_GONE = "version header was not found."
OTHER_LOCATION = "The token does not have access to this location."
NO_MEMBER = "The user id not part of calendar team."
EITHER = "Either userId or assignedUserId must be set"
UNREAD = "could not be read"
NO, MAYBE = CalendarRefused, CalendarUnreachable

# What comes back, which error it is, and words that tell a person what to do or what was said.
TABLE: dict[str, tuple[Answer, type[CalendarError], str]] = {
    "a text": (answer(400, {"statusCode": 400, "message": "No such day"}), NO, "No such day"),
    "a status": (answer(400, {"status": 400, "message": "No day", "name": "HttpException"}), NO, "No day"),
    "a list": (answer(422, {"statusCode": 422, "message": ["a is", "b is"]}), NO, "a is; b is"),
    "the v3 envelope": (answer(400, {"error": {"code": "X", "message": "Bad page"}}), NO, "Bad page"),
    "an error alone": (answer(400, {"error": "Bad Request"}), NO, "Bad Request"),
    "a taken slot": (answer(400, {"message": TAKEN}), CalendarSlotTaken, "no longer available"),
    "a taken slot as 422": (answer(422, {"message": [TAKEN]}), CalendarSlotTaken, "no longer available"),
    "a bad token": (answer(401, {"message": "Invalid JWT"}), NO, "Connect GoHighLevel again"),
    "no version": (answer(401, {"message": VERSION_GONE}), NO, "Update frontdesk"),
    "a bad version": (answer(401, {"message": "version header is invalid"}), NO, "Update frontdesk"),
    "no scope": (
        answer(401, {"message": "The token is not authorized for this scope."}), NO, "calendars.readonly"
    ),
    "another location": (answer(403, {"message": OTHER_LOCATION}), NO, "Check the location id"),
    "the firewall": (page(403), MAYBE, "firewall"),
    "no such path": (answer(404, {"message": "Cannot GET /calendars/"}), NO, "base URL"),
    "no such thing": (answer(404, {"message": "Calendar not found"}), NO, "Calendar not found"),
    "another site": (page(404), MAYBE, "base URL"),
    "a proxy": (page(400), MAYBE, "base URL"),
    "somebody's sign-in": (page(401), MAYBE, "network"),
    "an empty no": (lambda _: httpx.Response(404), MAYBE, "HTTP 404"),
    "no calendar": (answer(404, {"message": "Calendar not found"}), NO, "Check the user's calendarId"),
    "a wrong form": (answer(422, {"message": ["a is"]}), NO, "a is. Check the user's calendarId"),
    "not of the team": (answer(422, {"message": NO_MEMBER}), NO, "assignedUserId"),
    "no event calendar": (answer(400, {"message": "The calendar is not an event calendar."}), NO, "its team"),
    "nobody named": (answer(400, {"message": EITHER}), NO, "name the person with assignedUserId"),
    "no reason": (answer(404, {}), NO, "no reason given"),
    "a redirection": (lambda _: httpx.Response(302, headers={"Location": "/login"}), NO, "moved"),
    "too many": (answer(429, {"message": "Too Many Requests"}), MAYBE, "slow down"),
    "a crash": (answer(500, {"message": "boom"}), MAYBE, "HTTP 500"),
    "a bad gateway": (page(502), MAYBE, "HTTP 502"),
    "a page": (page(200), MAYBE, UNREAD),
    "half an answer": (lambda _: httpx.Response(200, content=b'{"calendars": ['), MAYBE, UNREAD),
    "an odd answer": (answer(200, {"calendars": {"a": 1}}), MAYBE, UNREAD),
    "no text": (lambda _: httpx.Response(200, content=b'{"calendars": [{"id": "\xff"}]}'), MAYBE, UNREAD),
    "nobody there": (breaking(httpx.ConnectError), MAYBE, "cannot be reached"),
    "a slow connection": (breaking(httpx.ConnectTimeout), MAYBE, "did not take the connection"),
    "a slow answer": (breaking(httpx.ReadTimeout), MAYBE, "did not answer in time"),
    "a reset": (breaking(httpx.ReadError), MAYBE, "broke before an answer"),
    "no answer": (breaking(httpx.RemoteProtocolError), MAYBE, "broke before an answer"),
    "no http address": (breaking(httpx.UnsupportedProtocol), NO, "base URL"),
}  # fmt: skip


@pytest.mark.parametrize(("respond", "kind", "words"), TABLE.values(), ids=TABLE)
async def test_what_goes_wrong_is_told_in_the_ports_words(
    respond: Answer, kind: type[CalendarError], words: str
) -> None:
    error = await ask(respond)

    assert isinstance(error, kind)
    assert words in str(error)


@pytest.mark.parametrize("respond", [row[0] for row in TABLE.values()], ids=TABLE)
async def test_no_error_carries_the_token_or_the_vendors_objects(respond: Answer) -> None:
    error = await ask(respond)

    assert TOKEN not in "".join(traceback.format_exception(error))
    assert TOKEN not in repr(error)
    assert error.__cause__ is None
    assert error.__context__ is None


@pytest.mark.parametrize(
    "text",
    [
        f"Token {TOKEN} was revoked",
        f"got header Bearer {TOKEN}",
        "old pit-0123-4567 is gone",
        "eyJhbGciOi.eyJzdWIi.c2ln expired",
    ],
)
async def test_a_token_that_the_vendor_echoes_is_taken_out(text: str) -> None:
    error = await ask(answer(400, {"message": text}))

    assert "[token]" in str(error)
    assert not any(secret in str(error) for secret in (TOKEN, "pit-0", "eyJ"))


async def test_a_long_message_is_cut_to_one_short_line() -> None:
    error = await ask(answer(400, {"message": "line\n" * 500}))

    assert len(str(error)) < 350
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"X-RateLimit-Interval-Milliseconds": "10000"}, 10),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({}, None),
    ],
)
async def test_too_many_requests_tells_how_long_to_wait(
    headers: dict[str, str], seconds: float | None
) -> None:
    error = await ask(answer(429, {"message": "Too Many Requests"}, headers))

    assert isinstance(error, CalendarUnreachable)
    assert error.retry_after_seconds == seconds


def test_the_token_source_does_not_show_its_token() -> None:
    assert TOKEN not in repr(StaticToken(TOKEN))


@pytest.fixture
async def real_client(simulation: Simulation) -> AsyncIterator[GoHighLevelClient]:
    async with bare() as http:
        yield simulation.client(http)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ('{"status": 503}', CalendarUnreachable),
        ('{"status": 429}', CalendarUnreachable),
        ('{"dropReply": true}', CalendarUnreachable),
        ('{"reset": true}', CalendarUnreachable),
        ('{"malformed": true}', CalendarUnreachable),
        ('{"html403": true}', CalendarUnreachable),
        ('{"status": 401, "body": {"message": "Invalid JWT"}}', CalendarRefused),
    ],
)
async def test_every_fault_on_the_wire_is_translated_and_logs_hold_no_token(
    real_client: GoHighLevelClient,
    simulation: Simulation,
    fault: str,
    kind: type[CalendarError],
    caplog: pytest.LogCaptureFixture,
) -> None:
    simulation.break_with(f'[{{"then": {fault}}}]')
    caplog.set_level(logging.DEBUG)

    with capture_logs() as logs, pytest.raises(kind) as caught:
        await real_client.calendars("loc")

    assert simulation.token not in f"{logs} {caplog.text} {caught.value!r}"


async def test_what_is_wrong_with_a_contact_is_looked_for_at_the_lead() -> None:
    no = httpx.Response(422, json={"message": ["email must be an email"]}, request=httpx.Request("POST", "/"))

    error = errors.from_answer(no, Call("POST", "/contacts/upsert", "contacts.write"))

    assert "Check the lead's e-mail" in str(error)


EVENT, CONTACT = "/calendars/events/gone", "/contacts/gone"


@pytest.mark.parametrize(
    ("method", "path", "status", "said", "is_missing"),
    [
        ("DELETE", EVENT, 404, "Cannot find it", True),
        ("DELETE", EVENT, 400, "Event not found", True),
        ("GET", "/calendars/events/appointments/gone", 422, "The appointment does not exist.", True),
        ("GET", CONTACT, 400, "Contact not found", True),
        ("DELETE", EVENT, 400, "Event with id gone was not found", True),
        ("DELETE", EVENT, 400, "Calendar not found", False),
        ("DELETE", EVENT, 400, "The event calendar was not found", False),
        ("PUT", "/calendars/events/appointments/there", 400, "Contact not found", False),
        ("POST", "/calendars/events/appointments", 400, "Appointment not found", False),
        ("DELETE", EVENT, 400, "Event not allowed", False),
    ],
)
def test_what_is_gone_is_known_by_their_words_too(
    method: str, path: str, status: int, said: str, is_missing: bool
) -> None:
    no = httpx.Response(status, json={"message": said}, request=httpx.Request(method, "/"))

    error = errors.from_answer(no, Call(method, path, "calendars/events.write"))

    assert isinstance(error, CalendarMissing) is is_missing
    assert isinstance(error, CalendarRefused)

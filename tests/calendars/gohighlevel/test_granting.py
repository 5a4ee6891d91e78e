"""What the token endpoints' answers mean when they are damaged or overtaken on their way."""

from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar

import httpx
import pytest

from frontdesk.calendars.credentials import Grant
from frontdesk.calendars.gohighlevel.app import Address, App
from frontdesk.calendars.gohighlevel.oauth import GoHighLevelGranting
from frontdesk.calendars.grant_port import GrantDead
from frontdesk.calendars.port import CalendarNotAllowed, CalendarUnreachable
from frontdesk.clock import FixedClock
from tests.conftest import MONDAY_MORNING

Answer = Callable[[httpx.Request], httpx.Response]
GRANT = Grant("access", MONDAY_MORNING, refresh_token="used", location_id="loc")
AGENCY = Grant("agencys", MONDAY_MORNING, refresh_token="used", company_id="co")
TOKEN = {"access_token": "made", "expires_in": 86_399}
DEAD = {"statusCode": 400, "message": "Invalid grant: refresh token is invalid"}


def granting(answer: Answer) -> GoHighLevelGranting:
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    app = App("app-1", "s3cret", "http://test")
    address = Address("http://x", is_the_vendors=False, app=app)
    return GoHighLevelGranting(http, FixedClock(MONDAY_MORNING), address, pace_of=Unlimited)


class Unlimited:
    """A pace that nobody has to wait for; notes how often it was kept, and for whom."""

    taken: ClassVar[list[str]] = []

    def __init__(self, place: str) -> None:
        self._place = place

    async def take(self) -> None:
        self.taken.append(self._place)

    async def heed(self, headers: Mapping[str, str]) -> None:
        """There is nothing to go by."""


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b'{"statusCode":400,"message":"Invalid grant: refresh token is invalid"}', GrantDead),
        (b'{"statusCode":400,"message":"Invalid parameter: clientId"}', CalendarNotAllowed),
        (b'{"statusCode":400,"mess', CalendarUnreachable),
        (b"", CalendarUnreachable),
    ],
)
async def test_only_an_answer_that_can_be_read_is_a_clear_no(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        await granting(lambda _: httpx.Response(400, content=body)).renew(GRANT)


@pytest.mark.parametrize("ask", [GoHighLevelGranting.renew, GoHighLevelGranting.regain])
async def test_the_firewalls_page_is_no_end_of_the_connection(
    ask: Callable[[GoHighLevelGranting, Grant], Awaitable[Grant]],
) -> None:
    with pytest.raises(CalendarUnreachable, match="firewall"):
        await ask(granting(lambda _: httpx.Response(403, html="<html>error code: 1010</html>")), GRANT)


async def test_a_code_that_another_one_has_overtaken_is_no_end_of_the_connection() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/reconnect":
            return httpx.Response(200, json={"authorizationCode": "first"})
        return httpx.Response(400, json={**DEAD, "message": "Invalid grant: code is invalid"})

    with pytest.raises(CalendarUnreachable):
        await granting(answer).regain(GRANT)


async def test_an_app_that_is_not_installed_is_one() -> None:
    with pytest.raises(GrantDead):
        await granting(lambda _: httpx.Response(400, json={"message": "App is not installed"})).regain(GRANT)


@pytest.mark.parametrize("failure", [429, 503])
async def test_what_an_agency_asks_keeps_its_pace_and_is_asked_again(failure: int) -> None:
    answers = iter([httpx.Response(failure, json={"message": "not now"}), httpx.Response(201, json=TOKEN)])
    Unlimited.taken.clear()

    made = await granting(lambda _: next(answers)).for_location(AGENCY, "loc")

    assert (made.location_id, made.access_token) == ("loc", "made")
    assert Unlimited.taken == ["company co", "company co"]


async def test_a_refresh_token_is_sent_once_whatever_is_answered() -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(503, json={"message": "not now"})

    with pytest.raises(CalendarUnreachable):
        await granting(answer).renew(GRANT)

    assert len(sent) == 1

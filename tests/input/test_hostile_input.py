"""What no schema thinks of gets a plain refusal or a good answer, and nothing is half done."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.limits import Limits
from tests.conftest import TestServer, client_of
from tests.input import hostile
from tests.plausible import VALUES
from tests.tenancy.inhabited import Inhabited, everything_of, inhabit

JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unlimited(*_: object) -> None:
        pass

    monkeypatch.setattr(Limits, "take", unlimited)


@pytest.fixture
async def inhabited(services: Services) -> Inhabited:
    made = await inhabit(services)
    await services.connections.disconnect(made.account.sub_account_id)
    return made


@pytest.fixture
async def owner(app: Litestar, inhabited: Inhabited) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app, inhabited.account.headers) as http:
        yield http


@pytest.fixture
def taking_bodies(app: Litestar, inhabited: Inhabited) -> list[tuple[str, str]]:
    """Every method and address that takes a JSON body, about rows that exist."""
    return [
        (method.upper(), filled(path, inhabited))
        for path, item in app.openapi_schema.to_schema()["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict) and operation.get("requestBody")
    ]


def filled(path: str, inhabited: Inhabited) -> str:
    ids = {**inhabited.ids, "widget_key": inhabited.account.widget_key}
    return re.sub(r"\{(\w+)\}", lambda found: str(ids.get(found[1], 1)), path)


def is_refusal(answer: httpx.Response, *statuses: int) -> bool:
    """Say whether an answer is a refusal in the contract's form."""
    if answer.status_code not in statuses:
        return False
    told = answer.json()
    return told["success"] is False and {"error", "message"} <= set(told)


async def test_what_cannot_be_read_is_refused_everywhere_and_changes_nothing(
    owner: httpx.AsyncClient,
    inhabited: Inhabited,
    server: TestServer,
    taking_bodies: list[tuple[str, str]],
) -> None:
    await owner.get("/users/me")  # from now on the key has been used
    before = await everything_of(server, inhabited.account.sub_account_id)

    for method, path in taking_bodies:
        for name, body in hostile.UNREADABLE.items():
            answer = await owner.request(method, path, content=body, headers=JSON)
            assert is_refusal(answer, 401, 422), (method, path, name, answer.text)

    assert await everything_of(server, inhabited.account.sub_account_id) == before


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "json"]
)
async def test_a_body_that_says_it_is_no_json_is_not_taken_for_it(
    owner: httpx.AsyncClient, taking_bodies: list[tuple[str, str]], kind: str
) -> None:
    for method, path in taking_bodies:
        answer = await owner.request(method, path, content=b"{}", headers={"Content-Type": kind})
        assert is_refusal(answer, 401, 422), (method, path, answer.text)


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "application/vnd.api+json", ""])
async def test_json_may_be_called_by_any_of_its_names(owner: httpx.AsyncClient, kind: str) -> None:
    assert (await owner.post("/leads", content=b"{}", headers={"Content-Type": kind})).status_code == 201


@pytest.mark.parametrize("bad", hostile.BAD_MEMBERS, ids=lambda bad: bad[0])
async def test_a_bad_value_is_refused_by_its_name(
    owner: httpx.AsyncClient, bad: tuple[str, str, dict[str, object], tuple[object, ...]]
) -> None:
    name, path, others, values = bad

    for value in values:
        answer = await owner.post(path, json={**others, name: value})
        assert is_refusal(answer, 422), (value, answer.text)
        assert name in answer.json().get("fields", {}) or answer.json()["error"] == "INVALID_TIMEZONE", value


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800", "\\udc00\\ud800"])
async def test_characters_that_are_none_break_nothing_wherever_they_stand(
    owner: httpx.AsyncClient, taking_bodies: list[tuple[str, str]], escape: str
) -> None:
    texts = [f'"{name}": "a{escape}b"' for name, value in VALUES.items() if isinstance(value, str)]
    body = "{" + ", ".join([*texts, '"leadId": 1']) + "}"

    for method, path in taking_bodies:
        answer = await owner.request(method, path, content=body, headers=JSON)
        assert answer.status_code < 500, (method, path, answer.text)


async def test_texts_of_all_kinds_come_back_as_they_went_in(owner: httpx.AsyncClient) -> None:
    for hour, text in enumerate(hostile.TEXTS):
        made = (await owner.post("/leads", json={"name": text, "externalId": text})).json()
        when = f"2026-12-{3 + hour // 5:02}T{14 + hour % 5:02}:00:00Z"
        booked = await owner.post("/bookings", json={"startsAt": when, "subject": text, "notes": text})

        lead = (await owner.get(f"/leads/{made['id']}")).json()
        assert (lead["name"], lead["externalId"]) == (text, text)
        assert booked.json()["details"]["subject"] == text, booked.text


@pytest.mark.parametrize("depth", [100, 500, 900])
async def test_a_body_just_shallow_enough_is_no_trouble_further_on(
    owner: httpx.AsyncClient, depth: int
) -> None:
    nest = b'{"a":' * depth + b"1" + b"}" * depth
    headers = {**JSON, "Idempotency-Key": f"deep {depth}"}

    for method, path, body in (
        ("POST", "/bookings/batch", b'{"bookings": [' + nest + b"]}"),
        ("PATCH", "/users/me", b'{"bookingsTime": ' + nest + b"}"),
    ):
        answer = await owner.request(method, path, content=body, headers=headers)
        assert answer.status_code in {200, 422}, answer.text


async def test_no_query_breaks_a_list(app: Litestar, owner: httpx.AsyncClient, inhabited: Inhabited) -> None:
    for path, item in app.openapi_schema.to_schema()["paths"].items():
        parameters = item.get("get", {}).get("parameters", [])
        for name in (one["name"] for one in parameters if one["in"] == "query"):
            for value in hostile.IN_QUERIES:
                answer = await owner.get(f"{filled(path, inhabited)}?{name}={value.format(name)}")
                assert answer.status_code < 500, (path, name, value)


async def test_no_header_breaks_a_page_or_an_endpoint(owner: httpx.AsyncClient, inhabited: Inhabited) -> None:
    key = inhabited.account.widget_key
    posted = ("/bookings", "/app/sign-in", f"/widget/{key}/sessions", "/widget/messages")
    read = ("/users/me", "/app", f"/c/{key}")
    requests = [
        *(("POST", path) for path in posted),
        *(("GET", path) for path in read),
        ("OPTIONS", posted[-1]),
    ]

    for name in hostile.HEADERS:
        for value in hostile.IN_HEADERS:
            for method, path in requests:
                answer = await owner.request(method, path, content=b"{}", headers=[(name.encode(), value)])
                assert answer.status_code < 500, (method, path, name, value[:20])


async def test_no_address_but_a_rows_own_shows_it(owner: httpx.AsyncClient) -> None:
    for path in ("/leads/", "/bookings/", "/chat/conversations/"):
        for end in hostile.ENDS:
            assert is_refusal(await owner.get(path + end), 404, 422), path + end


async def test_no_address_breaks_a_page(owner: httpx.AsyncClient) -> None:
    for path in hostile.ADDRESSES:
        assert (await owner.get(path)).status_code in {302, 303, 404}, path

"""Leads are found by what people remember of them."""

from typing import Any

import httpx
import pytest

from frontdesk.assembly import Services
from tests.conftest import app_around, client_of, make_account

PEOPLE: tuple[dict[str, str], ...] = (
    {"name": "Ann Ames", "email": "ann@example.com"},
    {"name": "Bob 100% Roof_s", "phone": "+1 (212) 555-0100"},
    {"name": "Zoë", "externalId": "crm-77"},
)


async def listed(client: httpx.AsyncClient, **asked: Any) -> Any:
    answer = await client.get("/leads", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def names(client: httpx.AsyncClient, **asked: Any) -> list[str]:
    return [lead["name"] for lead in (await listed(client, **asked))["leads"]]


@pytest.fixture
async def people(client: httpx.AsyncClient) -> None:
    for person in PEOPLE:
        assert (await client.post("/leads", json=person)).status_code == 201


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ames", ["Ann Ames"]),
        ("ANN@EX", ["Ann Ames"]),
        ("2125550", ["Bob 100% Roof_s"]),
        ("555-01", ["Bob 100% Roof_s"]),
        ("zoë", ["Zoë"]),
        ("crm", ["Zoë"]),
        ("0% R", ["Bob 100% Roof_s"]),
        ("Roof_s", ["Bob 100% Roof_s"]),
        ("R_of", []),
        ("%", ["Bob 100% Roof_s"]),
        ("\\", []),
        ("  ", ["Zoë", "Bob 100% Roof_s", "Ann Ames"]),
    ],
)
async def test_a_search_finds_what_is_written_and_no_more(
    client: httpx.AsyncClient, search: str, found: list[str]
) -> None:
    assert await names(client, search=search) == found


@pytest.mark.usefixtures("people")
async def test_pages_follow_each_other_until_there_is_none(client: httpx.AsyncClient) -> None:
    first = await listed(client, limit=2)
    second = await listed(client, limit=2, cursor=first["nextCursor"])

    assert [lead["name"] for lead in first["leads"]] == ["Zoë", "Bob 100% Roof_s"]
    assert [lead["name"] for lead in second["leads"]] == ["Ann Ames"]
    assert second["nextCursor"] is None


@pytest.mark.parametrize("cursor", ["0", "-1", "x", "9" * 19, "1.5"])
async def test_a_cursor_that_no_list_gave_is_refused(client: httpx.AsyncClient, cursor: str) -> None:
    answer = await client.get("/leads", params={"cursor": cursor})

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["cursor"])


@pytest.mark.usefixtures("people")
async def test_strangers_leads_are_never_found(services: Services) -> None:
    stranger = await make_account(services)

    async with client_of(app_around(services), stranger.headers) as other:
        assert await names(other, search="Ann") == []

"""Making, finding and editing leads."""

import asyncio
from typing import Any

import httpx
import pytest

MADE = {"createdAt": "2026-11-30T13:00:00Z", "updatedAt": "2026-11-30T13:00:00Z"}
ANN = {
    "name": "Ann",
    "email": "ann@example.com",
    "phone": "+1 212 555 0100",
    "timezone": "Europe/Berlin",
    "externalId": "crm-7",
}
NOBODY = dict.fromkeys([*ANN, "timezoneSource"])


async def made(client: httpx.AsyncClient, **known: Any) -> dict[str, Any]:
    answer = await client.post("/leads", json=known)
    assert answer.status_code == 201
    lead: dict[str, Any] = answer.json()
    return lead


async def test_a_lead_is_kept_as_it_was_told(client: httpx.AsyncClient) -> None:
    lead = await made(client, **ANN)

    assert lead == {"id": lead["id"], **ANN, "timezoneSource": "given", **MADE}
    assert (await client.get(f"/leads/{lead['id']}")).json() == lead


async def test_of_a_lead_nothing_need_be_known(client: httpx.AsyncClient) -> None:
    lead = await made(client)

    assert lead == {"id": lead["id"], **NOBODY, **MADE}


async def test_what_is_not_named_stays_and_null_forgets(client: httpx.AsyncClient) -> None:
    lead = await made(client, **ANN)

    edited = (await client.patch(f"/leads/{lead['id']}", json={"name": "Anna", "phone": None})).json()

    assert edited == {**lead, "name": "Anna", "phone": None}


async def test_the_newest_leads_come_first(client: httpx.AsyncClient) -> None:
    ids = [(await made(client))["id"] for _ in range(3)]

    listed = (await client.get("/leads", params={"limit": 2})).json()["leads"]

    assert [lead["id"] for lead in listed] == [ids[2], ids[1]]


@pytest.mark.parametrize(
    ("known", "error"),
    [
        ({"timezone": "Mars/Olympus"}, "INVALID_TIMEZONE"),
        ({"timezone": ""}, "INVALID_TIMEZONE"),
        ({"name": 7}, "VALIDATION_ERROR"),
        ({"name": "x" * 321}, "VALIDATION_ERROR"),
        ({"name": "An\x00n"}, "VALIDATION_ERROR"),
    ],
)
async def test_what_cannot_be_kept_is_refused_when_made_and_when_edited(
    client: httpx.AsyncClient, known: dict[str, Any], error: str
) -> None:
    lead = await made(client, **ANN)

    refusals = [
        await client.post("/leads", json=known),
        await client.patch(f"/leads/{lead['id']}", json=known),
    ]

    assert [(answer.status_code, answer.json()["error"]) for answer in refusals] == [(422, error)] * 2
    assert (await client.get("/leads")).json()["leads"] == [lead]


async def test_edits_of_different_fields_at_once_all_stay(client: httpx.AsyncClient) -> None:
    lead = await made(client)

    await asyncio.gather(
        *(client.patch(f"/leads/{lead['id']}", json={name: value}) for name, value in ANN.items())
    )

    known = {"id": lead["id"], **ANN, "timezoneSource": "given", **MADE}
    assert (await client.get(f"/leads/{lead['id']}")).json() == known

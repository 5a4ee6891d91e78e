"""Repeated requests: one booking, equal answers, however many come at once."""

import asyncio

import httpx

TUESDAY_AT_TWO = {"date": "2026-12-01", "time": "14:00"}


async def test_twenty_identical_requests_at_once_make_one_booking_and_twenty_equal_answers(
    client: httpx.AsyncClient,
) -> None:
    headers = {"Idempotency-Key": "twenty"}

    answers = await asyncio.gather(
        *(client.post("/bookings", json=TUESDAY_AT_TWO, headers=headers) for _ in range(20))
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert [answer.headers.get("Idempotency-Replayed") for answer in answers].count("true") == 19
    assert len((await client.get("/bookings")).json()["bookings"]) == 1


async def test_a_refusal_is_repeated_too(client: httpx.AsyncClient) -> None:
    await client.post("/bookings", json=TUESDAY_AT_TWO)
    headers = {"Idempotency-Key": "refused"}

    first = await client.post("/bookings", json=TUESDAY_AT_TWO, headers=headers)
    booking = (await client.get("/bookings")).json()["bookings"][0]
    await client.delete(f"/bookings/{booking['id']}")
    second = await client.post("/bookings", json=TUESDAY_AT_TWO, headers=headers)

    assert (first.status_code, second.status_code) == (409, 409)
    assert first.json() == second.json()


async def test_a_key_used_for_another_body_is_a_conflict(client: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": "once"}
    await client.post("/bookings", json=TUESDAY_AT_TWO, headers=headers)

    refused = await client.post("/bookings", json={**TUESDAY_AT_TWO, "time": "15:00"}, headers=headers)

    assert refused.status_code == 409
    assert refused.json()["error"] == "IDEMPOTENCY_CONFLICT"


async def test_a_hold_and_a_batch_take_keys_as_well(client: httpx.AsyncClient) -> None:
    holds = [
        await client.post("/bookings/holds", json=TUESDAY_AT_TWO, headers={"Idempotency-Key": "hold"})
        for _ in range(2)
    ]
    batch = {"bookings": [{"date": "2026-12-02", "time": "09:00"}]}
    batches = [
        await client.post("/bookings/batch", json=batch, headers={"Idempotency-Key": "batch"})
        for _ in range(2)
    ]

    assert holds[0].json() == holds[1].json()
    assert batches[0].json() == batches[1].json()
    assert batches[1].headers["Idempotency-Replayed"] == "true"

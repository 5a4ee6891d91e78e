"""Many bookings at once: each its own success or refusal, order kept."""

import httpx

from tests.conftest import Account


async def test_one_bad_item_harms_no_other_and_order_is_kept(client: httpx.AsyncClient) -> None:
    items = [
        {"date": "2026-12-01", "time": "09:00"},
        {"date": "nonsense", "time": "09:00"},
        {"date": "2026-12-01", "time": "09:00"},
        "not even an object",
        {"date": "2026-12-01", "time": "10:00", "leadId": 999_999_999},
        {"date": "2020-01-01", "time": "10:00"},
        {"date": "2026-12-01", "time": "11:00", "timezone": "Nowhere/Land"},
        {"date": "2026-12-01", "time": "13:00", "userId": 999_999_999},
        {"date": "2026-12-01", "time": "11:00"},
    ]

    answer = (await client.post("/bookings/batch", json={"bookings": items})).json()

    assert (answer["created"], answer["failed"]) == (2, 7)
    assert [one["index"] for one in answer["results"]] == list(range(9))
    assert [one.get("error") for one in answer["results"]] == [
        None, "VALIDATION_ERROR", "SLOT_UNAVAILABLE", "VALIDATION_ERROR", "NOT_FOUND", "PAST_DATE",
        "INVALID_TIMEZONE", "NOT_FOUND", None,
    ]  # fmt: skip
    assert "11:00" in answer["results"][2]["availableSlots"]
    assert "09:00" not in answer["results"][2]["availableSlots"]


async def test_a_thousand_items_are_taken_and_one_more_is_refused(client: httpx.AsyncClient) -> None:
    slots = [{"day": day, "start": "00:00", "end": "24:00"} for day in range(7)]
    await client.patch("/users/me", json={"bookingsTime": {"slots": slots, "slotDuration": 30}})
    items = [
        {"date": f"2026-12-{1 + number // 48:02}", "time": f"{number % 48 // 2:02}:{number % 2 * 30:02}"}
        for number in range(1001)
    ]

    refused = await client.post("/bookings/batch", json={"bookings": items})
    taken = await client.post("/bookings/batch", json={"bookings": items[:1000]})

    assert refused.status_code == 422
    assert taken.json()["created"] == 1000


async def test_a_member_may_only_fill_their_own_calendar(client: httpx.AsyncClient, account: Account) -> None:
    answer = await client.post(
        "/bookings/batch",
        json={"bookings": [{"date": "2026-12-01", "time": "09:00", "userId": account.user_id}]},
    )

    assert answer.json()["created"] == 1

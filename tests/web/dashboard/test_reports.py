"""The reports page."""

import httpx
import pytest


async def test_a_booking_is_in_the_chart_and_in_the_table(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    await client.post("/bookings", json={"date": "2026-12-01", "time": "14:00"})

    page = (await office.get("/app/reports")).text

    assert '<rect class="of-user"' in page
    assert "Mon, Nov 30, 2026" in page
    assert "0.1 a week on average" in page


async def test_without_bookings_the_page_says_so(office: httpx.AsyncClient) -> None:
    assert "No bookings in these weeks." in (await office.get("/app/reports")).text


@pytest.mark.parametrize("asked", ["?days=28&user=", "?days=9999", "?days=364"])
async def test_a_choice_shows_whole_weeks(office: httpx.AsyncClient, asked: str) -> None:
    answer = await office.get(f"/app/reports{asked}")

    assert answer.status_code == 200
    assert "to Sun, Dec 6, 2026" in answer.text


async def test_the_page_speaks_spanish(office: httpx.AsyncClient) -> None:
    page = (await office.get("/app/reports", headers={"Accept-Language": "es-MX"})).text

    assert "No hay reservas en estas semanas." in page

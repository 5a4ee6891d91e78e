"""How a business's chat looks and greets is for its owners to say."""

import httpx
import pytest

from frontdesk.web.colours import DEFAULT_ACCENT, LIGHT_SHEET, TEXT_CONTRAST, contrast


async def test_until_somebody_decides_the_chat_looks_like_frontdesk(client: httpx.AsyncClient) -> None:
    settings = (await client.get("/widget/settings")).json()

    assert (settings["accentColor"], settings["title"]) == (None, None)
    assert settings["greetings"] == {"en": None, "es": None}
    assert settings["palette"]["light"]["accent"] == DEFAULT_ACCENT


async def test_a_colour_a_title_and_greetings_are_kept(client: httpx.AsyncClient) -> None:
    looks = {"accentColor": "#8A1C7C", "title": "  Ask Acme ", "greetings": {"es": "¡Hola!"}}

    changed = (await client.patch("/widget/settings", json=looks)).json()

    assert (changed["accentColor"], changed["title"]) == ("#8a1c7c", "Ask Acme")
    assert changed["greetings"] == {"en": None, "es": "¡Hola!"}
    assert (await client.get("/widget/settings")).json() == changed
    assert (await client.patch("/widget/settings", json={"allowedSites": []})).json() == changed


async def test_null_goes_back_to_frontdesks_own(client: httpx.AsyncClient) -> None:
    await client.patch("/widget/settings", json={"accentColor": "#8a1c7c", "title": "Ask Acme"})

    changed = await client.patch("/widget/settings", json={"accentColor": None, "title": None})

    assert (changed.json()["accentColor"], changed.json()["title"]) == (None, None)


async def test_a_colour_that_cannot_be_read_is_shown_as_one_that_can(client: httpx.AsyncClient) -> None:
    settings = (await client.patch("/widget/settings", json={"accentColor": "#ffe600"})).json()

    assert settings["accentColor"] == "#ffe600"
    assert contrast(settings["palette"]["light"]["accent"], LIGHT_SHEET) >= TEXT_CONTRAST


@pytest.mark.parametrize(
    "wrong", [{"accentColor": "red"}, {"title": "x" * 81}, {"greetings": {"en": "x" * 501}}]
)
async def test_looks_that_make_no_sense_are_refused(
    client: httpx.AsyncClient, wrong: dict[str, object]
) -> None:
    refusal = await client.patch("/widget/settings", json=wrong)

    assert (refusal.status_code, refusal.json()["error"]) == (422, "VALIDATION_ERROR")

"""What all pages promise: safe headers, nothing inline, nothing from elsewhere; and the API reference."""

import re
from dataclasses import replace

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.web.reference import groups_of
from frontdesk.web.rendering import STATIC, STATIC_PATH
from tests.conftest import Account, client_of, with_changes

PAGES = ("/app/sign-in", "/docs")


async def test_the_chat_page_names_the_business(web: httpx.AsyncClient, account: Account) -> None:
    page = await web.get(f"/c/{account.widget_key}")

    assert page.status_code == 200
    assert "<title>Book with Acme Roofing</title>" in page.text


async def test_an_unknown_chat_page_says_so_in_words(web: httpx.AsyncClient) -> None:
    page = await web.get("/c/fdw_1_aaaaaaaaaaaaaaaaaaaa")

    assert page.status_code == 404
    assert page.headers["Content-Type"].startswith("text/html")
    assert "This chat does not exist (any more)." in page.text


@pytest.mark.parametrize("path", PAGES)
async def test_pages_may_load_from_this_site_alone_and_stand_in_no_frame(
    web: httpx.AsyncClient, path: str
) -> None:
    headers = (await web.get(path)).headers

    policy = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"} <= set(policy)
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


async def test_refusals_carry_the_safe_headers_too(web: httpx.AsyncClient) -> None:
    for path in ("/c/nobody", "/no/such/page", "/bookings"):
        headers = (await web.get(path)).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"], path


async def test_what_is_not_a_file_is_kept_in_no_cache(web: httpx.AsyncClient, account: Account) -> None:
    for path in (f"/c/{account.widget_key}", "/app/sign-in", "/users/me", "/openapi.json", "/no/such/page"):
        assert (await web.get(path, headers=account.headers)).headers["Cache-Control"] == "no-store", path


@pytest.mark.parametrize(
    ("public_url", "told"), [("https://desk.example", "max-age=63072000"), ("http://desk.example", None)]
)
async def test_browsers_are_told_to_stay_with_https_where_it_is_spoken(
    app: Litestar, services: Services, public_url: str, told: str | None
) -> None:
    app.state.services = replace(services, settings=with_changes(services.settings, public_url=public_url))
    async with client_of(app, {}) as web:
        answers = [await web.get(path) for path in ("/app/sign-in", "/users/me")]

    assert [answer.headers.get("Strict-Transport-Security") for answer in answers] == [told, told]


async def test_pages_hold_nothing_inline_and_nothing_from_other_hosts(
    web: httpx.AsyncClient, account: Account
) -> None:
    for path in (*PAGES, f"/c/{account.widget_key}"):
        page = (await web.get(path)).text
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)", page) == [], path
        assert re.findall(r"(?:src|href)=\"(?:https?:)?//[^\"]+", page) == [], path


def test_scripts_put_text_into_the_page_never_markup() -> None:
    ours = [path for path in STATIC.rglob("*.js") if "vendor" not in path.parts]
    scripts = "".join(path.read_text() for path in ours)

    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", scripts) == []


async def test_static_files_are_kept_for_as_long_as_their_content_stays(web: httpx.AsyncClient) -> None:
    answer = await web.get(f"{STATIC_PATH}/booking-zone.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/../pages.py", "/%2e%2e/pages.py", "/nothing.css"])
async def test_static_files_end_at_their_folder(web: httpx.AsyncClient, path: str) -> None:
    assert (await web.get(STATIC_PATH + path)).status_code == 404


async def test_the_reference_lists_every_endpoint_of_the_document(
    web: httpx.AsyncClient, app: Litestar
) -> None:
    page = (await web.get("/docs")).text

    document = app.openapi_schema.to_schema()
    expected = {
        (method.upper(), path)
        for path, item in document["paths"].items()
        for method in item
        if method != "summary"
    }
    groups = groups_of(document)
    assert {(one.method, one.path) for group in groups for one in group.endpoints} == expected
    assert all(f'id="{one.anchor}"' in page and f"<code>{one.path}</code>" in page
               for group in groups for one in group.endpoints)  # fmt: skip


def test_every_endpoint_has_an_anchor_of_its_own(app: Litestar) -> None:
    groups = groups_of(app.openapi_schema.to_schema())

    anchors = [one.anchor for group in groups for one in group.endpoints]
    assert len(anchors) == len(set(anchors))


def test_the_reference_shows_fields_of_bodies_and_answers_and_the_error_codes(app: Litestar) -> None:
    endpoints = {
        (one.method, one.path): one
        for group in groups_of(app.openapi_schema.to_schema())
        for one in group.endpoints
    }

    book = endpoints["POST", "/bookings"]
    assert {"date", "time", "startsAt"} <= {field.name for field in book.body}
    assert ("status", "held | pending | confirmed | completed | no_show | cancelled") in [
        (field.name, field.kind) for field in book.answer
    ]
    assert "SLOT_UNAVAILABLE" in [code for refusal in book.refusals for code in refusal.codes]
    assert endpoints["POST", "/widget/{widget_key}/sessions"].is_open

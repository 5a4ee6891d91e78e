"""The chat stands, and the widget API is called, where the sub-account allows it and nowhere else."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.errors import ValidationFailed
from frontdesk.web.sites import read_site
from tests.conftest import Account, client_of, make_account, with_changes
from tests.web.conftest import Visitor, visit

SITE = "https://www.acme.example"
ELSEWHERE = "https://elsewhere.example"


@pytest.fixture
async def allowing(client: httpx.AsyncClient, account: Account) -> Account:
    """An account that allows its chat on one site."""
    answer = await client.patch("/widget/settings", json={"allowedSites": [f"{SITE}/"]})
    assert answer.json()["allowedSites"] == [SITE]
    return account


@pytest.fixture
async def embedded(app: Litestar, allowing: Account) -> AsyncIterator[httpx.AsyncClient]:
    """A client that calls as a browser does from the allowed site's page."""
    async with client_of(app, {"Origin": SITE, "Sec-Fetch-Site": "cross-site"}) as http:
        yield http


async def ancestors(web: httpx.AsyncClient, path: str) -> str:
    policy: str = (await web.get(path)).headers["Content-Security-Policy"]
    return policy.partition("frame-ancestors ")[2]


async def test_the_chat_stands_on_its_own_page_alone_until_a_site_is_allowed(
    web: httpx.AsyncClient, account: Account
) -> None:
    assert await ancestors(web, f"/c/{account.widget_key}") == "'self'"


async def test_the_chat_may_be_framed_by_allowed_sites_and_no_other_page_may(
    web: httpx.AsyncClient, allowing: Account, services: Services
) -> None:
    other = await make_account(services)

    assert await ancestors(web, f"/c/{allowing.widget_key}") == f"'self' {SITE}"
    assert await ancestors(web, f"/c/{other.widget_key}") == "'self'"
    for path in ("/app/sign-in", "/docs", "/c/nobody", "/healthz"):
        assert await ancestors(web, path) == "'none'", path


async def test_settings_are_kept_and_what_is_not_named_stays(
    client: httpx.AsyncClient, allowing: Account
) -> None:
    assert (await client.patch("/widget/settings", json={})).json()["allowedSites"] == [SITE]
    assert (await client.get("/widget/settings")).json()["allowedSites"] == [SITE]
    assert (await client.patch("/widget/settings", json={"allowedSites": []})).json()["allowedSites"] == []


async def test_a_member_neither_sees_nor_changes_the_settings(
    app: Litestar, services: Services, account: Account
) -> None:
    _, key = await services.tenancy.create_user(account.sub_account_id, "m@example.com", role="member")
    async with client_of(app, {"Authorization": f"Bearer {key}"}) as member:
        refusals = [await member.get("/widget/settings"), await member.patch("/widget/settings", json={})]

    assert [refusal.status_code for refusal in refusals] == [403, 403]


@pytest.mark.parametrize(
    ("written", "site"),
    [
        ("https://www.acme.example", SITE),
        ("HTTPS://WWW.Acme.example:443/", SITE),
        ("https://acme.example:8443", "https://acme.example:8443"),
        ("https://büro.example", "https://xn--bro-hoa.example"),
        ("http://localhost:3000", "http://localhost:3000"),
    ],
)
def test_a_site_is_kept_as_browsers_name_it(written: str, site: str) -> None:
    assert read_site(written, "allowedSites") == site


@pytest.mark.parametrize(
    "written",
    [
        "",
        "*",
        "null",
        "acme.example",
        "http://acme.example",
        "https://*.acme.example",
        "https://acme.example/path",
        "https://acme.example?x=1",
        "https://acme.example@elsewhere.example",
        "https://acme.example; script-src *",
        "https://acme.example\r\nX-Injected: 1",
        "https://acme.example:",
        "https://acme.example:99999",
        "https://[::1",
        "https://" + "a" * 64 + ".example",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_site_is_refused(written: str) -> None:
    with pytest.raises(ValidationFailed):
        read_site(written, "allowedSites")


async def test_a_page_of_an_allowed_site_may_talk_and_read_the_answers(
    embedded: httpx.AsyncClient, allowing: Account
) -> None:
    begun = await embedded.post(f"/widget/{allowing.widget_key}/sessions", json={})
    credential = {"Authorization": f"Bearer {begun.json()['token']}"}
    said = await embedded.post("/widget/messages", json={"content": "Hello"}, headers=credential)
    read = await embedded.get("/widget/messages", headers=credential)
    refused = await embedded.post("/widget/messages", json={"content": ""}, headers=credential)

    assert [answer.status_code for answer in (begun, said, read, refused)] == [201, 200, 200, 422]
    for answer in (begun, said, read, refused):
        assert answer.headers["Access-Control-Allow-Origin"] == SITE
        assert answer.headers["Vary"] == "Origin"
        assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", f"{SITE}.elsewhere.example", SITE.upper(), "http:x"])
async def test_pages_of_other_sites_are_refused_and_read_nothing(
    app: Litestar, allowing: Account, services: Services, origin: str
) -> None:
    async with client_of(app, {}) as web:
        visitor = await visit(web, allowing.widget_key)
        web.headers["Origin"] = origin
        refusals = [
            await web.post(f"/widget/{allowing.widget_key}/sessions", json={}),
            await visitor.say("Hello"),
            await visitor.read(),
            await visitor.renew(),
            await web.options(f"/widget/{allowing.widget_key}/sessions"),
        ]

    assert [refusal.status_code for refusal in refusals] == [403] * 5
    assert all("Access-Control-Allow-Origin" not in refusal.headers for refusal in refusals)
    assert len((await services.leads.page(allowing.sub_account_id, limit=10))[0]) == 1


async def test_one_accounts_site_is_no_site_of_another(
    embedded: httpx.AsyncClient, services: Services
) -> None:
    other = await make_account(services)

    assert (await embedded.post(f"/widget/{other.widget_key}/sessions", json={})).status_code == 403


async def test_a_browser_that_asks_ahead_is_told_what_it_may_send(
    embedded: httpx.AsyncClient, allowing: Account
) -> None:
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}

    for path in (f"/widget/{allowing.widget_key}/sessions", "/widget/messages", "/widget/token"):
        answer = await embedded.options(path, headers=asking)
        assert answer.status_code == 204, path
        assert answer.headers["Access-Control-Allow-Origin"] == SITE
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


async def test_no_other_route_is_for_pages_of_other_sites(
    app: Litestar, allowing: Account, embedded: httpx.AsyncClient
) -> None:
    embedded.headers.update(allowing.headers)
    others = [route.path for route in app.routes if not route.path.startswith("/widget/")]

    for path in [path for path in others if "{" not in path]:
        answers = [await embedded.options(path)]
        if not path.endswith("/events"):  # a stream does not end, and its answer comes when it does
            answers.append(await embedded.get(path))
        for answer in answers:
            assert not [name for name in answer.headers if name.startswith("access-control")], path
    assert len(others) > 20


@pytest.mark.parametrize("headers", [{"Origin": "http://test"}, {"Origin": "https://desk.example"}, {}])
async def test_the_hosted_page_needs_nobodys_leave(
    app: Litestar, services: Services, account: Account, headers: dict[str, str]
) -> None:
    public = with_changes(services.settings, public_url="https://desk.example")
    app.state.services = replace(services, settings=public)
    async with client_of(app, headers) as web:
        visitor: Visitor = await visit(web, account.widget_key)

        assert (await visitor.read()).status_code == 200

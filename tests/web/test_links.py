"""No page of the dashboard leads nowhere: whatever it links to, sends or fetches is there."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx

from frontdesk.assembly import Services
from tests.tenancy.inhabited import inhabit
from tests.web.conftest import Browser

# Each attribute that holds an address, and the method it is asked with.
ASKING = {
    "href": "GET",
    "src": "GET",
    "hx-get": "GET",
    "data-part": "GET",
    "hx-post": "POST",
    "formaction": "POST",
}
FIRST = ("/app/calendar", "/app/start")
PASSWORD = "correct horse"
# There, but not now: the page says why.
NOT_NOW = 409


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Something that a page asks for."""

    method: str
    path: str


@dataclass
class Parsed(HTMLParser):
    """What a page asks for, the names of its parts, and the parts that its labels name."""

    at: str
    asked: set[Address] = field(default_factory=set)
    ids: Counter[str] = field(default_factory=Counter)
    labelled: set[str] = field(default_factory=set)
    tags: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.asked.update(self._addresses(tag, given))
        if "id" in given:
            self.ids[given["id"]] += 1
            self.tags[given["id"]] = tag
        if tag == "label" and "for" in given:
            self.labelled.add(given["for"])

    def _addresses(self, tag: str, given: Mapping[str, str]) -> Iterator[Address]:
        asking = {**ASKING, "action": given.get("method", "get").upper()} if tag == "form" else ASKING
        for name, method in asking.items():
            target = urlsplit(urljoin(f"http://test{self.at}", given.get(name, "")))
            if given.get(name) and target.netloc == "test" and target.scheme == "http":
                yield Address(method, target.path + (f"?{target.query}" if target.query else ""))


async def looked_at(http: httpx.AsyncClient) -> tuple[dict[str, Parsed], dict[Address, int]]:
    """Follow every link from the first pages on; returns the pages, and how each address answered."""
    pages: dict[str, Parsed] = {}
    answers: dict[Address, int] = {}
    waiting = {Address("GET", path) for path in FIRST}
    while waiting:
        asked = waiting.pop()
        answer = await http.request("OPTIONS" if asked.method == "POST" else "GET", asked.path)
        allowed = asked.method in answer.headers.get("Allow", "GET")
        answers[asked] = answer.status_code if allowed else 405
        if "text/html" in answer.headers.get("Content-Type", "") and asked.path.startswith("/app"):
            pages[asked.path] = Parsed(asked.path)
            pages[asked.path].feed(answer.text)
            waiting |= pages[asked.path].asked - set(answers)
    return pages, answers


async def signed_in(browser: Browser, services: Services) -> httpx.AsyncClient:
    """Return an agency's person in an account that has something of everything."""
    inhabited = await inhabit(services)
    email = f"agency-of-{inhabited.account.email}"
    agency = await services.agencies.create("Agency", email, password=PASSWORD)
    await services.agencies.take_in(agency.agency_id, inhabited.account.sub_account_id)
    await browser.sign_in(email, PASSWORD)
    form = {"form_token": await browser.form_token("/app/agency")}
    account = inhabited.account.sub_account_id
    entered = await browser.http.post(f"/app/agency/accounts/{account}/enter", data=form)
    assert entered.status_code == 303
    return browser.http


async def test_whatever_a_page_links_to_sends_or_fetches_is_there(
    browser: Browser, services: Services
) -> None:
    _, answers = await looked_at(await signed_in(browser, services))

    assert {asked: status for asked, status in answers.items() if status >= 400 and status != NOT_NOW} == {}
    walked = {asked.path.split("?")[0] for asked in answers}
    assert {"/app/agency", "/app/reports", "/app/settings/connection"} <= walked
    assert sum(asked.method == "POST" for asked in answers) > 20


async def test_a_pages_parts_have_names_of_their_own_and_labels_name_fields(
    browser: Browser, services: Services
) -> None:
    pages, _ = await looked_at(await signed_in(browser, services))

    for path, page in pages.items():
        assert [name for name, count in page.ids.items() if count > 1] == [], path
        fields = {name for name, tag in page.tags.items() if tag in {"input", "select", "textarea"}}
        assert page.labelled - fields == set(), path
    assert len(pages) > 25

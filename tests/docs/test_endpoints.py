"""Every endpoint is documented, and nothing else is."""

import re
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from litestar import Litestar

from frontdesk.app import create_app
from frontdesk.assembly import Services
from tests.docs.pages import DOCS, name_of, named, pages, spans

API = DOCS / "api.md"
ENDPOINT = re.compile(r"(GET|POST|PUT|PATCH|DELETE) (/\S*)")
OTHERS_API = re.compile(r"gohighlevel|simulator", re.IGNORECASE)
METHODS = {"get", "post", "put", "patch", "delete"}


def never_opened() -> AbstractAsyncContextManager[Services]:
    """Stand in for the services of an application that is looked at and not run."""
    raise AssertionError("this application is not meant to run")


@pytest.fixture(scope="module")
def app() -> Litestar:
    """Return the application."""
    return create_app(never_opened)


def plain(endpoint: str) -> str:
    """Return an endpoint whose parameters have lost their names."""
    return re.sub(r"\{[^}]*\}", "{}", endpoint)


def published(app: Litestar) -> set[str]:
    """Return what the OpenAPI document lists."""
    paths = app.openapi_schema.to_schema()["paths"]
    return {
        plain(f"{method.upper()} {path}") for path, item in paths.items() for method in METHODS & set(item)
    }


def served(app: Litestar) -> set[str]:
    """Return everything that is answered, pages included."""
    return {
        plain(f"{method} {route.path}")
        for route in app.routes
        for method in getattr(route, "methods", ())
        if method not in {"OPTIONS", "HEAD"}
    }


def pages_of(endpoints: set[str]) -> Iterator[str]:
    """Yield what people open in a browser or a probe asks: neither files nor the framework's own pages."""
    return (one for one in endpoints if not re.match(r"GET /(static|openapi)/?(?!\.json)", one))


def test_every_published_endpoint_is_documented_and_no_other(app: Litestar) -> None:
    documented = {plain(name) for name in named(API, "Endpoints")}

    assert documented == published(app), "docs/api.md and the OpenAPI document must list the same endpoints"


def test_every_page_and_probe_is_documented_and_no_other(app: Litestar) -> None:
    documented = {plain(name) for name in named(API, "Pages and probes")}

    assert documented == set(pages_of(served(app) - published(app)))


@pytest.mark.parametrize("page", [page for page in pages() if not OTHERS_API.search(str(page))], ids=name_of)
def test_a_page_names_no_endpoint_that_does_not_exist(page: Path, app: Litestar) -> None:
    mentioned = {plain(span) for span in spans(page) if ENDPOINT.fullmatch(span)}

    assert mentioned <= served(app), f"{name_of(page)} names {mentioned - served(app)}"

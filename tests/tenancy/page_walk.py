"""The dashboard's pages with a stranger's ids in every address, every question and every field of a form."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.response import ServerSentEvent
from litestar.routes import HTTPRoute

from tests.plausible import VALUES
from tests.tenancy.positions import AMOUNTS, IDS, Operation, Position, Unclassified
from tests.tenancy.walking import Walk
from tests.web.conftest import Browser

_PARAMETER = re.compile(r"\{(\w+):int\}")
_OTHER = re.compile(r"\{\w+:\w+\}")
# A stream of a stranger's news would never end.
PATIENCE_SECONDS = 60
# 422: the form was not even read that far.
REFUSALS = {403, 404, 422}
# What an address counts within something that it names: the first of them.
FIRST = dict.fromkeys(AMOUNTS, 1)
PLAIN = {int, str, bool, type(None)}


def pages(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Yield method, address and handler of everything below /app."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path.startswith("/app"):
            for handler in route.route_handlers:
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                    yield method, route.path, handler


def is_endless(handler: HTTPRouteHandler) -> bool:
    """Say whether what is asked for goes on until the browser leaves."""
    return handler.parsed_fn_signature.return_type.annotation is ServerSentEvent


async def walk_pages(walk: Walk, browser: Browser, app: Litestar) -> None:
    """Ask every page for what is the stranger's; the walk's findings say what gave way."""
    strangers_ids = {name: walk.stranger.ids[kind] for name, kind in IDS.items()} | FIRST
    foreign, before = await walk.foreign(), await walk.state()
    headers = {"X-Form-Token": await browser.form_token("/app")}
    # What a form sends is kept and may be shown afterwards, so questions come first.
    for method, path, handler in sorted(pages(app), key=lambda page: page[0] != "GET"):
        for named, query, form in _attempts(walk, path, handler):
            address = _OTHER.sub("other", _PARAMETER.sub(r"{\1}", path)).format_map(named)
            async with asyncio.timeout(PATIENCE_SECONDS):
                answer = await browser.http.request(method, address, params=query, data=form, headers=headers)
            operation = Operation(method, path, (), ())
            sent = {str(value) for value in (*named.values(), *query.values())}
            if form is None:
                walk.note_leaks(operation, answer, foreign - sent)
            is_strangers = bool(IDS.keys() & named) and named.items() <= strangers_ids.items()
            if is_strangers and answer.status_code not in _refusals(path):
                walk.note("owner's browser", operation, Position("path", tuple(named), ""), answer)
    if await walk.state() != before:
        walk.findings.append("a page changed the stranger's rows")


def _refusals(path: str) -> set[int]:
    """Return how a page may refuse; those of agencies take nobody for signed in who is of none."""
    return REFUSALS | {401} if path.startswith("/app/agency") else REFUSALS


def _attempts(
    walk: Walk, path: str, handler: HTTPRouteHandler
) -> Iterator[tuple[dict[str, int], dict[str, int], dict[str, Any] | None]]:
    in_path = _PARAMETER.findall(path)
    if unknown := set(in_path) - IDS.keys() - AMOUNTS:
        raise Unclassified(f"{path}: {unknown}; say in tests/tenancy/positions.py what it is")
    theirs, ours = (
        {name: one.ids[IDS[name]] if name in IDS else FIRST[name] for name in in_path}
        for one in (walk.stranger, walk.ours)
    )
    plausible = {name: VALUES[name] for name in _form_fields(handler) if name in VALUES}
    if in_path:
        yield theirs, {}, plausible or None
    if is_endless(handler):
        return
    for kind in walk.stranger.ids.values():
        for name in _questions(handler, in_path):
            yield ours, {name: kind}, None
        for name in _form_fields(handler):
            yield ours, {}, {**plausible, name: kind}


def _questions(handler: HTTPRouteHandler, in_path: list[str]) -> list[str]:
    """Return what may stand in the query."""
    found = handler.parsed_fn_signature.parameters.items()
    return [name for name, one in found if _kinds(one.annotation) <= PLAIN and name not in in_path]


def _form_fields(handler: HTTPRouteHandler) -> list[str]:
    form = handler.parsed_fn_signature.parameters.get("data")
    if form is None or not is_dataclass(form.annotation):
        return []
    return [one.name for one in fields(form.annotation)]


def _kinds(annotation: Any) -> set[Any]:
    return set(getattr(annotation, "__args__", (annotation,)))

"""The vendor's OpenAPI documents as judges of what we send and of what the simulator answers.

The documents are wrong in places; `<name>.patch.json` (RFC 6902) mends those that are on record.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from frontdesk.calendars.gohighlevel.transport import USER_AGENT

HERE = Path(__file__).parent / "openapi"
APPS = ("calendars", "contacts", "locations", "oauth", "users")
COMMON = "file:///common/common-schemas.json"
FORM = "application/x-www-form-urlencoded"
# Recorded of the live API: these travel beside what the document knows.
LIVE_EXTRAS = {"traceId"}
# Told of in a help article alone; no document has it.
UNDOCUMENTED = {"/oauth/reconnect"}
# Recorded of the live API: a new appointment is answered with 201 where the document says 200.
LIVE_STATUS = {("post", "/calendars/events/appointments", 201): 200}


def load_spec(app: str) -> dict:
    """Return a document with its patch applied."""
    document = json.loads((HERE / f"apps/{app}.json").read_text())
    return apply_patch(document, json.loads((HERE / f"{app}.patch.json").read_text()))


def apply_patch(document: dict, operations: list[dict]) -> dict:
    """Return the document after add, replace and remove operations of RFC 6902."""
    patched = deepcopy(document)
    for operation in operations:
        *way, last = [part.replace("~1", "/").replace("~0", "~") for part in operation["path"].split("/")[1:]]
        place: Any = patched
        for step in way:
            place = place[int(step) if isinstance(place, list) else step]
        _apply(place, last, operation)
    return patched


def _apply(place: Any, last: str, operation: dict) -> None:
    match operation["op"], place:
        case "remove", dict():
            del place[last]
        case "replace", dict():
            assert last in place, f"{operation['path']} is not there to be replaced"
            place[last] = operation["value"]
        case "add", dict():
            place[last] = operation["value"]
        case "add", list() if last == "-":
            place.append(operation["value"])
        case _:
            raise AssertionError(f"this patch operation is not needed so far: {operation}")


class VendorSpec:
    """Judges requests and answers; anything wrong is an `AssertionError` that says what."""

    def __init__(self, app: str) -> None:
        self._uri = f"file:///apps/{app}.json"
        self._spec = load_spec(app)
        common = json.loads((HERE / "common/common-schemas.json").read_text())
        self._registry = Registry().with_resources(
            [
                (uri, Resource.from_contents(body, DRAFT4))
                for uri, body in [(self._uri, self._spec), (COMMON, common)]
            ]
        )
        # A path with fewer parameters is tried first: /calendars/events is no {calendarId}.
        templates = sorted(self._spec["paths"], key=lambda path: path.count("{"))
        self._patterns = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in templates]

    def check_request(self, request: httpx.Request) -> None:
        path, method = self._find(request)
        operation = self._spec["paths"][path][method]
        parameters = {(each["in"], each["name"]): each for each in operation.get("parameters", [])}
        query = dict(request.url.params)
        unknown = {name for name in query if ("query", name) not in parameters}
        assert not unknown, f"{method} {path} does not know the query {unknown}"
        for (place, name), parameter in parameters.items():
            given = {"query": query.get(name), "header": request.headers.get(name)}.get(place, "in path")
            assert given is not None or not parameter["required"], f"{method} {path} needs {name}"
            if given is not None and place != "path":
                self._judge(_typed(given, parameter["schema"]), parameter["schema"])
        self._check_body(request, f"paths/{_escape(path)}/{method}", operation)

    def _check_body(self, request: httpx.Request, pointer: str, operation: dict) -> None:
        if "requestBody" not in operation:
            assert not request.content, "a request without a body was expected"
            return
        ((kind, content),) = operation["requestBody"]["content"].items()
        assert request.headers["Content-Type"] == kind
        body = dict(parse_qsl(request.content.decode())) if kind == FORM else json.loads(request.content)
        reference = content["schema"]["$ref"]
        known = self._spec["components"]["schemas"][reference.rpartition("/")[2]].get("properties", {})
        # The document does not say so, but the live API turns unknown properties down with 422.
        assert set(body) <= set(known), f"unknown properties {set(body) - set(known)}"
        self._judge(body, {"$ref": f"{self._uri}#/{pointer}/requestBody/content/{_escape(kind)}/schema"})

    def check_answer(self, request: httpx.Request, response: httpx.Response) -> None:
        path, method = self._find(request)
        status = LIVE_STATUS.get((method, path, response.status_code), response.status_code)
        body = response.json()
        if str(status) in self._spec["paths"][path][method]["responses"]:
            judged = {name: value for name, value in body.items() if name not in LIVE_EXTRAS}
            pointer = f"paths/{_escape(path)}/{method}/responses/{status}/content/application~1json/schema"
            self._judge(judged, {"$ref": f"{self._uri}#/{pointer}"})
        else:
            # 403, 404, 422 and 429 are answered but not declared; the common error form is all there is.
            assert status in {403, 404, 422, 429}
            assert body["statusCode"] == status
            assert isinstance(body["message"], list if status == 422 else str)

    def _find(self, request: httpx.Request) -> tuple[str, str]:
        method = request.method.lower()
        for pattern, template in self._patterns:
            if pattern.fullmatch(_path_of(request)) and method in self._spec["paths"][template]:
                return template, method
        raise AssertionError(f"the vendor has no {request.method} {request.url.path}")

    def _judge(self, value: object, schema: dict) -> None:
        validator = OAS30Validator(schema, registry=self._registry)
        wrong = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
        assert not wrong, wrong


def _path_of(request: httpx.Request) -> str:
    """Return the path as it travels: what is encoded in an id is no segment of its own."""
    return request.url.raw_path.partition(b"?")[0].decode()


def _escape(path: str) -> str:
    return path.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


def _typed(text: str, schema: dict) -> object:
    """Return a query's or a header's text as what the document calls it."""
    if schema.get("type") == "boolean":
        return {"true": True, "false": False}.get(text, text)
    return float(text) if schema.get("type") == "number" else text


@cache
def vendor_spec(app: str = "calendars") -> VendorSpec:
    """Return a judge; reading a document takes a moment, so there is one for each."""
    return VendorSpec(app)


def _judge_of(request: httpx.Request) -> VendorSpec | None:
    """Return the judge of a request's API; the simulator's own surface has none."""
    app = request.url.path.split("/")[1]
    return vendor_spec(app) if app in APPS and request.url.path not in UNDOCUMENTED else None


class AnswersJudged(httpx.AsyncHTTPTransport):
    """Real HTTP whose every answer of the vendor's APIs must fit their documents."""

    def __init__(self) -> None:
        # Loading certificates takes longer than a test; there is no TLS on loopback.
        super().__init__(verify=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        judge = _judge_of(request)
        if judge is not None:
            await response.aread()
            judge.check_answer(request, response)
        return response


class BothJudged(AnswersJudged):
    """Real HTTP whose every request must fit the documents, too."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        judge = _judge_of(request)
        assert judge is not None, f"{request.url.path} is no address of the vendor's"
        judge.check_request(request)
        return await super().handle_async_request(request)


@contextmanager
def all_requests_judged() -> Iterator[list[str]]:
    """Hold every request of ours against the documents, whoever sends it; yields what does not fit.

    Ours are known by their User-Agent. Nothing is raised on the way: a job would log it and go on.
    """
    wrong: list[str] = []
    send = httpx.AsyncHTTPTransport.handle_async_request

    async def judged(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        judge = _judge_of(request) if request.headers.get("User-Agent") == USER_AGENT else None
        if judge is not None:
            try:
                judge.check_request(request)
            except AssertionError as error:
                wrong.append(f"{request.method} {request.url.path}: {error}")
        return await send(self, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", judged)
        yield wrong

"""The OpenAPI document as the API reference reads it. Pure: a document in, groups of endpoints out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
STATUS_CODES: dict[str, Sequence[str]] = {
    "401": ("UNAUTHORIZED",),
    "403": ("FORBIDDEN",),
    "404": ("NOT_FOUND",),
    "413": ("TOO_LARGE",),
    "422": ("VALIDATION_ERROR", "INVALID_TIMEZONE"),
    "429": ("RATE_LIMITED",),
    "502": ("GHL_API_ERROR",),
    "503": ("UNAVAILABLE",),
}
CALENDAR_CODES = ("NO_CALENDAR_ID", "NO_LOCATION_ID")
BOOKING_CODES: dict[str, Sequence[str]] = {
    "409": (
        "SLOT_UNAVAILABLE",
        *CALENDAR_CODES,
        "INVALID_TRANSITION",
        "IDEMPOTENCY_CONFLICT",
        "HOLD_EXPIRED",
    ),
    "422": ("VALIDATION_ERROR", "INVALID_TIMEZONE", "PAST_DATE", "NONEXISTENT_TIME"),
}
_NAME_OF_REF = re.compile(r"[^/]+$")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a member of a body or an answer."""

    name: str
    kind: str
    is_required: bool
    note: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status an endpoint may refuse with, and the error codes that travel under it."""

    status: str
    codes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one path."""

    anchor: str
    method: str
    path: str
    title: str
    is_open: bool
    parameters: list[Field]
    body: list[Field]
    answer_status: str
    answer: list[Field]
    refusals: list[Refusal]


@dataclass(frozen=True, slots=True)
class Group:
    """The endpoints of one tag."""

    name: str
    endpoints: list[Endpoint]


def groups_of(document: Node) -> list[Group]:
    """Return the document's endpoints by tag, tags and paths in the order of the document."""
    groups: dict[str, list[Endpoint]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if operation := item.get(method):
                tag = next(iter(operation.get("tags") or ["other"]))
                groups.setdefault(tag, []).append(_endpoint(document, path, method, operation=operation))
    return [Group(name, endpoints) for name, endpoints in groups.items()]


def _endpoint(document: Node, path: str, method: str, *, operation: Node) -> Endpoint:
    responses: Node = operation.get("responses", {})
    status = next((code for code in responses if code.startswith("2")), "200")
    return Endpoint(
        anchor=f"{method}-{re.sub(r'[^a-z0-9]+', '-', path.lower()).strip('-')}",
        method=method.upper(),
        path=path,
        title=str(operation.get("description") or operation.get("summary") or ""),
        is_open=operation.get("security") == [{}],
        parameters=[_parameter(document, one) for one in operation.get("parameters", [])],
        body=list(_fields(document, _schema_of(operation.get("requestBody", {})))),
        answer_status=status,
        answer=list(_fields(document, _schema_of(responses.get(status, {})))),
        refusals=list(_refusals(responses, is_booking=path.startswith("/bookings"))),
    )


def _refusals(responses: Node, *, is_booking: bool) -> Iterator[Refusal]:
    codes = STATUS_CODES | {"409": CALENDAR_CODES} | (BOOKING_CODES if is_booking else {})
    for status in sorted(responses):
        if status in codes:
            yield Refusal(status, codes[status])


def _parameter(document: Node, parameter: Node) -> Field:
    schema = parameter.get("schema", {})
    name, place = str(parameter["name"]), str(parameter["in"])
    return Field(
        name, _kind(document, schema), bool(parameter.get("required")), _joined(place, _note(schema))
    )


def _schema_of(carrier: Node) -> Node:
    """Return the JSON schema of a request body or a response."""
    content: Node = carrier.get("content", {})
    found: Node = content.get("application/json", {}).get("schema", {})
    return found


def _fields(document: Node, schema: Node, *, depth: int = 0) -> Iterator[Field]:
    """Yield a schema's members; those of an object inside follow it, one level deep."""
    resolved = _resolved(document, schema)
    required = resolved.get("required", [])
    for name, member in resolved.get("properties", {}).items():
        yield Field(name, _kind(document, member), name in required, _note(member), depth)
        if depth == 0:
            yield from _fields(document, _inner(document, member), depth=1)


def _inner(document: Node, schema: Node) -> Node:
    """Return what a list or a possibly missing value is made of."""
    choices = [one for one in schema.get("oneOf", []) if one.get("type") != "null"]
    if len(choices) == 1:
        return _inner(document, choices[0])
    if schema.get("type") == "array":
        return _inner(document, schema.get("items", {}))
    return schema if "$ref" in schema else {}


def _resolved(document: Node, schema: Node) -> Node:
    if "$ref" not in schema:
        return schema
    found: Node = document["components"]["schemas"][_name_of(schema)]
    return found


def _name_of(schema: Node) -> str:
    match = _NAME_OF_REF.search(schema["$ref"])
    return match[0] if match else ""


def _kind(document: Node, schema: Node) -> str:
    """Return a schema's type in words: "string", "integer or null", "list of Booking"."""
    if "$ref" in schema:
        return _name_of(schema).removesuffix("View")
    if choices := schema.get("oneOf") or schema.get("anyOf"):
        return " or ".join(dict.fromkeys(_kind(document, one) for one in choices))
    if schema.get("type") == "array":
        return f"list of {_kind(document, schema.get('items', {})) or 'values'}"
    if values := schema.get("enum"):
        return " | ".join("null" if value is None else str(value) for value in values)
    named = schema.get("type", "any")
    words = " or ".join(sorted(named, key=lambda word: word == "null")) if isinstance(named, list) else named
    return {"string": str(schema.get("format") or "string")}.get(words, words)


def _note(schema: Node) -> str:
    limits = [
        f"{word} {number:g}"
        for key, word in (("minimum", "from"), ("maximum", "up to"))
        if (number := schema.get(key)) is not None and abs(number) < 2**53
    ]
    if (length := schema.get("maxLength")) is not None:
        limits.append(f"up to {length} characters")
    if (default := schema.get("default")) is not None:
        limits.append(f"default {default}")
    return _joined(str(schema.get("description", "")).rstrip("."), ", ".join(limits))


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)

"""Where requests name rows: every place in the OpenAPI document in which an id may stand. Pure.

A place that nobody has classified is an error: whoever adds one says what it names.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# What a place of that name takes: an id of `Inhabited.ids`.
IDS = {
    "actorId": "user_id",
    "bookingId": "booking_id",
    "booking_id": "booking_id",
    "conversationId": "conversation_id",
    "conversation_id": "conversation_id",
    "holdId": "hold_id",
    "hold_id": "hold_id",
    "key_id": "key_id",
    "leadId": "lead_id",
    "lead_id": "lead_id",
    "subAccountId": "sub_account_id",
    "sub_account_id": "sub_account_id",
    "targetId": "lead_id",
    "userId": "user_id",
    "userIds": "user_id",
    "user_id": "user_id",
}
# Whole numbers that count or measure.
AMOUNTS = {
    "duration",
    "durationMinutes",
    "limit",
    "number",
    "position",
    "tokensPerTurn",
    "toolCallsPerTurn",
    "ttlSeconds",
    "turnsPerConversation",
}
# Texts that sound like ids, and what keeps them apart.
TEXTS = {
    "Idempotency-Key": "a name that a user gives to a request of their own",
    "Last-Event-ID": "a position in the conversation that the address names",
    "apiKey": "a credential of the sub-account that it opens, checked like any other",
    "assignedUserId": "GoHighLevel's, kept with the user",
    "calendarId": "GoHighLevel's, kept with the user",
    "cursor": "sealed for its sub-account; test_isolation.py takes one elsewhere",
    "event_id": "GoHighLevel's, asked for with the sub-account's own token",
    "externalId": "the sub-account's own name for a lead",
    "locationId": "GoHighLevel's, kept with the user or the connection",
    "privateIntegrationToken": "the sub-account's own secret",
    "token": "sealed for one booking or one conversation of one sub-account",
    "widget_key": "public: whoever has it may begin a chat with that sub-account, which is what it is for",
}
# Members without a schema: what may stand in them, as the name of a schema, or why no id does.
OPEN = {
    "bookings[]": "CreateBooking",
    "bookingsTime": "hours and dates, checked field by field; no ids",
    "messages[].toolCalls[].arguments": "what a model said before; read, and nothing looked up by it",
    "messages[].toolCalls[].result": "what it was answered; read, and nothing looked up by it",
}
_SOUNDS_LIKE_AN_ID = re.compile(r"(id|key|token|cursor)s?$", re.IGNORECASE)


class Unclassified(Exception):
    """Nobody has said what may stand in a place."""


@dataclass(frozen=True, slots=True)
class Position:
    """One place for one id.

    Attributes:
        where: `path`, `query` or `body`.
        way: the names that lead there, `[]` for the items of a list.
        kind: what it names, as in `Inhabited.ids`.
    """

    where: str
    way: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An endpoint, where it takes ids, and what its body and its query must have."""

    method: str
    path: str
    positions: tuple[Position, ...]
    required: tuple[str, ...]
    queried: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Return every endpoint of the document.

    Raises:
        Unclassified: says which place.
    """
    return [
        _operation(document, method.upper(), path, item[method])
        for path, item in document["paths"].items()
        for method in ("get", "post", "put", "patch", "delete")
        if method in item
    ]


def _operation(document: Mapping[str, Any], method: str, path: str, declared: Mapping[str, Any]) -> Operation:
    schema = declared.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    try:
        found = [
            position
            for parameter in declared.get("parameters", [])
            for position in _walk(document, parameter["schema"], parameter["in"], (parameter["name"],))
        ]
        found += _walk(document, schema, "body", ()) if schema else []
    except Unclassified as error:
        raise Unclassified(f"{method} {path}: {error}") from None
    required = [one for part in _parts(document, schema) for one in part.get("required", [])]
    queried = [
        one["name"] for one in declared.get("parameters", []) if one["in"] == "query" and one.get("required")
    ]
    return Operation(method, path, tuple(found), tuple(required), tuple(queried))


def _walk(
    document: Mapping[str, Any], schema: Mapping[str, Any], where: str, way: tuple[str, ...]
) -> Iterator[Position]:
    name = next((step for step in reversed(way) if step != "[]"), "")
    for part in _parts(document, schema):
        kinds = part.get("type", [])
        kinds = {kinds} if isinstance(kinds, str) else set(kinds)
        if "integer" in kinds and (kind := _kind_of(name)):
            yield Position(where, way, kind)
        elif "string" in kinds and "enum" not in part and _SOUNDS_LIKE_AN_ID.search(name):
            _require(name in TEXTS, f"the text {'.'.join(way)} sounds like an id")
        elif "array" in kinds:
            yield from _walk(document, part.get("items", {}), where, (*way, "[]"))
        elif part.get("properties"):
            for member, inner in part["properties"].items():
                yield from _walk(document, inner, where, (*way, member))
        elif "object" in kinds or not kinds:
            yield from _walk_open(document, where, way)


def _walk_open(document: Mapping[str, Any], where: str, way: tuple[str, ...]) -> Iterator[Position]:
    place = ".".join(way).replace(".[]", "[]")
    _require(place in OPEN or not place, f"anything may stand in {place}")
    named = document["components"]["schemas"].get(OPEN.get(place, ""))
    if named is not None:
        yield from _walk(document, named, where, way)


def _parts(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what a schema may be, references followed and null left out."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    choices = schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf")
    if choices:
        for choice in choices:
            yield from _parts(document, choice)
    elif schema.get("type") != "null":
        yield schema


def _kind_of(name: str) -> str | None:
    _require(name in IDS or name in AMOUNTS, f"the number {name} is neither known as an id nor as an amount")
    return IDS.get(name)


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Unclassified(f"{otherwise}; say in tests/tenancy/positions.py what it is")

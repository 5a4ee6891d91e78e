"""What is wrong with a request, in plain words: the one place that knows how msgspec and Litestar say it.

Nothing here asks for anything. What a value may be comes from the type as which it was read.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import inspect

NOT_VALID = "is not valid"
NEEDED = "is needed"
_KINDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
    "bytes": "text in base64",
    "base64": "text in base64",
    "date": "a date such as 2026-12-24",
    "time": "a time such as 14:00:00Z",
    "datetime": "a date and time such as 2026-12-24T14:00:00Z",
    "duration": "a duration such as PT30M",
    "timedelta": "a duration such as PT30M",
    "uuid": "a UUID",
}
_BOUNDS = {">=": "{} at least", "<=": "{} at most", ">": "more than {}", "<": "less than {}"}
_PARTS = {"str": "characters", "bytes": "bytes", "array": "entries", "object": "members"}
_AT = re.compile(r" - at `(?:key in )?\$\.?(.*)`$", re.DOTALL)
_MEMBER = re.compile(r"Object (?:missing required|contains unknown) field `(.+)`", re.DOTALL)
_PARAMETER = re.compile(r"Missing required \w+ parameter '(.+?)' for path .*", re.DOTALL)
_CHOICE = re.compile(r"Invalid (?:enum )?value .*", re.DOTALL)
_STEP = re.compile(r"\[[^\]]*\]|[^.\[\]]+")
Found = re.Match[str]


def problem(message: str, kind: Any = None, path: str = "") -> tuple[str, str]:  # noqa: ANN401 -- any type
    """Return what a library's sentence is about, empty when it is the whole, and what is wrong with it.

    Args:
        message: what the library said; it may end in where.
        kind: the type as which the value was read, if it is known; then the values that may be are named.
        path: where in it, if the message does not say: `mode` or `slots[0].day`.
    """
    at = _AT.search(message)
    where, said = (at[1], message[: at.start()]) if at else (path, message)
    if parameter := _PARAMETER.fullmatch(said):
        return parameter[1], NEEDED
    if member := _MEMBER.fullmatch(said):
        words = NEEDED if "missing" in said[: member.start(1)] else "is not known here"
        return f"{where}.{member[1]}".lstrip("."), words
    if _CHOICE.fullmatch(said):
        return where, _one_of(values_at(kind, where) if kind is not None else [])
    return where, in_words(said)


def problems(error: msgspec.ValidationError, kind: Any) -> dict[str, str]:  # noqa: ANN401 -- any type
    """Return what is wrong with a value that could not be read as a type, by field."""
    where, words = problem(str(error), kind)
    return {where or "body": words}


def in_words(said: str) -> str:
    """Put a library's sentence about a value into ours; one that nobody knows only says `NOT_VALID`."""
    for theirs, ours in _SENTENCES:
        if found := re.fullmatch(theirs, said, re.DOTALL):
            return ours if isinstance(ours, str) else ours(found)
    return NOT_VALID


def values_at(kind: Any, path: str) -> list[str]:  # noqa: ANN401 -- any type
    """Return the values that may stand somewhere in a type, if they are counted."""
    found = list(_flat(inspect.type_info(kind)))
    for step in _STEP.findall(path):
        found = [flat for one in found for inner in _inside(one, step) for flat in _flat(inner)]
    counted = [one for one in found if isinstance(one, inspect.LiteralType)]
    members = [one.cls for one in found if isinstance(one, inspect.EnumType)]
    return sorted(
        {str(value) for one in counted for value in one.values}
        | {str(member.value) for each in members for member in each}
    )


def _flat(kind: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _flat(one)
    elif isinstance(kind, inspect.Metadata):
        yield from _flat(kind.type)
    else:
        yield kind


def _inside(kind: inspect.Type, step: str) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.StructType):
        yield from (field.type for field in kind.fields if field.encode_name == step)
    elif isinstance(kind, inspect.DictType):
        yield kind.value_type
    elif isinstance(kind, inspect.ListType | inspect.VarTupleType | inspect.SetType | inspect.FrozenSetType):
        yield kind.item_type


def _one_of(values: list[str]) -> str:
    return f"must be one of {', '.join(values)}" if values else "is none of the values that it may have"


def _kinds(found: Found) -> str:
    """Name what is expected; what has no name here is left out."""
    named = [_KINDS[kind] for kind in found[1].lower().split(" | ") if kind in _KINDS]
    return f"must be {' or '.join(named)}" if named else NOT_VALID


def _bound(found: Found) -> str:
    return f"must be {_BOUNDS[found[1]].format(found[2])}"


def _length(found: Found) -> str:
    return f"must have {_BOUNDS[found[2]].format(found[3])}".replace(
        found[3], f"{found[3]} {_PARTS.get(found[1], 'parts')}", 1
    )


_SENTENCES: tuple[tuple[str, str | Callable[[Found], str]], ...] = (
    (r"Expected `(?:array|str|object)` of length >= 1", "must not be empty"),
    (r"Expected `(\w+)` of length (>=|<=) (\d+)", _length),
    (r"Expected `array` of at least length (\d+).*", lambda found: f"must have {found[1]} entries at least"),
    (r"Expected `array` of at most length (\d+).*", lambda found: f"must have {found[1]} entries at most"),
    (
        r"Expected `array` of length (\d+) to (\d+).*",
        lambda found: f"must have {found[1]} to {found[2]} entries",
    ),
    (r"Expected `array` of length (\d+).*", lambda found: f"must have {found[1]} entries"),
    (r"Expected `\w+` that's a multiple of (\S+)", lambda found: f"must be a multiple of {found[1]}"),
    (r"Expected `\w+` (>=|<=|>|<) (\S+)", _bound),
    (r"Expected `str` matching regex (.+)", lambda found: f"must have the form {found[1]}"),
    (r"Expected `\w+` with a timezone component", "must say its distance from UTC, such as Z or -05:00"),
    (r"Expected `\w+` with no timezone component", "must not say a distance from UTC"),
    (r"Expected `([^`]+)`(?:, got `[^`]+`)?", _kinds),
    (r"Invalid (?:RFC3339|ISO8601) (?:encoded )?(date|time|datetime|duration)", _kinds),
    (r"Invalid (UUID|base64|decimal)\b.*", _kinds),
    (r".*out of range.*|Invalid epoch timestamp", "is too large or too small"),
    (r"Input data was truncated", "must be JSON, and ends too early"),
    (
        r"JSON is malformed: .*\(byte (\d+)\)",
        lambda found: f"must be JSON, and is none from byte {found[1]} on",
    ),
    (r"Invalid content-length: .*", "must come with its length in Content-Length"),
    # What is not there at all is a key that was looked for in vain.
    (r"'\w+'", NEEDED),
)

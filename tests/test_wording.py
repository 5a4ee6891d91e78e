"""What is wrong with a request is told in plain words, whatever a library calls it."""

import datetime as dt
import enum
import re
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest
from litestar import Litestar
from msgspec import Meta

from frontdesk.wording import NOT_VALID, in_words, problem, problems, values_at
from tests.conftest import Account, client_of


class Colour(enum.Enum):
    """A choice."""

    RED = "red"
    BLUE = "blue"


class Inner(msgspec.Struct, rename="camel"):
    """Something in a list."""

    when_open: Literal["day", "night"] | None = None


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    """Something that is read."""

    name: str
    inner: list[Inner] = msgspec.field(default_factory=list)
    named: dict[str, Colour] = msgspec.field(default_factory=dict)


# A type, what cannot be read as it, and what is told: one for each kind of sentence that msgspec has.
MISREAD: list[tuple[Any, Any, str]] = [
    (str, 1, "must be text"),
    (str | None, 1, "must be text or null"),
    (int, "x", "must be a whole number"),
    (float, "x", "must be a number"),
    (bool, 1, "must be true or false"),
    (list[int], {}, "must be a list"),
    (dict[str, int], [], "must be an object"),
    (None, 1, "must be null"),
    (Annotated[int, Meta(ge=1)], 0, "must be 1 at least"),
    (Annotated[int, Meta(le=9)], 10, "must be 9 at most"),
    (Annotated[float, Meta(gt=1)], 1.0, "must be more than 1.0"),
    (Annotated[float, Meta(lt=1)], 1.0, "must be less than 1.0"),
    (Annotated[int, Meta(multiple_of=5)], 3, "must be a multiple of 5"),
    (Annotated[str, Meta(min_length=8)], "x", "must have 8 characters at least"),
    (Annotated[str, Meta(max_length=1)], "xx", "must have 1 characters at most"),
    (Annotated[str, Meta(min_length=1)], "", "must not be empty"),
    (Annotated[str, Meta(pattern="^a")], "b", "must have the form '^a'"),
    (Annotated[list[int], Meta(min_length=1)], [], "must not be empty"),
    (Annotated[list[int], Meta(max_length=1)], [1, 2], "must have 1 entries at most"),
    (Annotated[dict[str, int], Meta(min_length=2)], {}, "must have 2 members at least"),
    (Annotated[bytes, Meta(min_length=2)], "", "must have 2 bytes at least"),
    (tuple[int, int], [1], "must have 2 entries"),
    (Colour, "green", "must be one of blue, red"),
    (Literal["a", "b"], "c", "must be one of a, b"),
    (Literal[1, 2], 3, "must be one of 1, 2"),
    (dt.date, "x", "must be a date such as 2026-12-24"),
    (dt.time, "x", "must be a time such as 14:00:00Z"),
    (dt.datetime, "x", "must be a date and time such as 2026-12-24T14:00:00Z"),
    (dt.timedelta, "x", "must be a duration such as PT30M"),
    (uuid.UUID, "x", "must be a UUID"),
    (bytes, "x", "must be text in base64"),
    (Decimal, "x", "must be a number"),
    (
        Annotated[dt.datetime, Meta(tz=True)],
        "2026-12-24T14:00:00",
        "must say its distance from UTC, such as Z or -05:00",
    ),
    (Annotated[dt.datetime, Meta(tz=False)], "2026-12-24T14:00:00Z", "must not say a distance from UTC"),
]
# What of the library's sentences shows that nobody put them into words.
RAW = re.compile(r"`|Expected|Invalid|Object |\bstr\b|\bint\b|path /")


@pytest.mark.parametrize(("kind", "given", "told"), MISREAD, ids=lambda value: str(value)[:40])
def test_what_cannot_be_read_is_told_in_plain_words(kind: Any, given: Any, told: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refusal:
        msgspec.convert(given, kind)

    assert problems(refusal.value, kind) == {"body": told}


def test_every_sentence_of_the_library_has_words_of_ours() -> None:
    (compiled,) = Path(msgspec.__file__).parent.glob("_core*.so")
    library = compiled.read_bytes()
    theirs = set(re.findall(rb"(?:Expected `|Invalid |Object )[ -~]+(?=%U)", library))
    filled = {"`%U`": "`int`", "`%s`": "`int`", "%s": ">="}
    said = [
        re.sub(r"%\.?\w+", "7", re.sub("|".join(filled), lambda found: filled[found[0]], text.decode()))
        for text in theirs
        if not text.startswith(b"Invalid MessagePack")
    ]

    assert len(said) > 25
    assert [text for text in said if problem(text)[1] == NOT_VALID] == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, {"name": "is needed"}),
        ({"name": "x", "more": 1}, {"more": "is not known here"}),
        (
            {"name": "x", "inner": [{}, {"whenOpen": "noon"}]},
            {"inner[1].whenOpen": "must be one of day, night"},
        ),
        ({"name": "x", "named": {"wall": "green"}}, {"named[...]": "must be one of blue, red"}),
        ({"name": "x", "inner": [1]}, {"inner[0]": "must be an object"}),
    ],
)
def test_the_field_is_named_as_the_caller_writes_it(given: Any, told: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError) as refusal:
        msgspec.convert(given, Outer)

    assert problems(refusal.value, Outer) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"{", "must be JSON, and ends too early"),
        (b"{x}", "must be JSON, and is none from byte 1 on"),
        (b'{"name": 1e999}', "is too large or too small"),
    ],
)
def test_what_is_no_json_is_told_where(text: bytes, told: str) -> None:
    with pytest.raises(msgspec.DecodeError) as refusal:
        msgspec.json.decode(text)

    assert in_words(str(refusal.value)) == told


def test_what_nobody_knows_is_not_repeated() -> None:
    assert in_words("Traceback (most recent call last)") == NOT_VALID
    assert problem("Invalid enum value 'x'") == ("", "is none of the values that it may have")
    assert values_at(str, "anything") == []


STATUSES = "must be one of cancelled, completed, confirmed, held, no_show, pending"


@pytest.mark.parametrize(
    ("method", "path", "body", "told"),
    [
        ("GET", "/bookings?status=done", None, {"status": STATUSES}),
        ("PATCH", "/bookings/1", {"status": "done"}, {"status": STATUSES}),
        ("GET", "/bookings?userId=x", None, {"userId": "must be a whole number"}),
        ("GET", "/bookings/0", None, {"booking_id": "must be 1 at least"}),
        ("GET", "/widget/KEY/days?from=2026-12-01&timezone=UTC", None, {"to": "is needed"}),
        ("POST", "/bookings", None, {"body": "is needed"}),
        ("POST", "/bookings", [1], {"body": "must be an object"}),
        ("POST", "/users", {"email": "a", "role": "king"}, {"role": "must be one of admin, member, owner"}),
        (
            "POST",
            "/integrations/gohighlevel/bulk",
            {"locations": [{}]},
            {"locations[0].locationId": "is needed"},
        ),
    ],
)
async def test_an_answer_names_what_is_allowed(
    app: Litestar, account: Account, method: str, path: str, body: Any, told: dict[str, str]
) -> None:
    async with client_of(app, account.headers) as client:
        answer = await client.request(method, path.replace("KEY", account.widget_key), json=body)

    refusal = answer.json()
    assert (answer.status_code, refusal["error"], refusal["fields"]) == (422, "VALIDATION_ERROR", told)
    assert not RAW.search(refusal["message"])

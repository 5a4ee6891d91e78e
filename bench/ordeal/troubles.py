"""What goes wrong: faults that strike any call, and times in which a location is turned down."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import msgspec

from bench.ordeal.parties import COMPANY
from bench.ordeal.stage import Ordeal, Scale
from frontdesk.calendars.gohighlevel.transport import TIMEOUT
from frontdesk.calendars.simulator.faults import Match, Outcome, Rule

# So much later than anybody waits, answers come and writes take effect that come late.
LATE_SECONDS = (TIMEOUT.read or 0.0) + 2.0
# Webhooks get lost, and come twice.
LOSS, REPEATS = 0.2, 0.2

Way = dict[str, object]
REFUSED_TOKEN = {"statusCode": 401, "message": "Invalid JWT", "error": "Unauthorized"}
MISSING_SCOPE = {"statusCode": 401, "message": "The token is not authorized for this scope."}
OTHER_LOCATION = {"statusCode": 403, "message": "The token does not have access to this location."}
WRONG_FORM = {"statusCode": 422, "message": ["startTime must be a valid date"], "error": "Unprocessable"}


def faults(scale: Scale) -> bytes:
    """Return rules by which a share of all calls goes wrong, each in one of all ways there are."""
    calendars, writes = {"path": "/calendars/*"}, {"method": "POST", "path": "/calendars/events/*"}
    ways: list[tuple[dict[str, str], Way]] = [
        ({}, {"status": 500}),
        ({}, {"status": 502}),
        ({}, {"status": 503}),
        ({}, {"status": 500, "carriedOut": True}),
        ({}, {"status": 502, "carriedOut": True}),
        ({}, {"status": 503, "carriedOut": True}),
        ({}, {"status": 429, "headers": {"Retry-After": "1"}}),
        ({}, {"dropReply": True}),
        ({}, {"reset": True}),
        ({}, {"reset": True, "carriedOut": True}),
        ({}, {"malformed": True}),
        ({}, {"html403": True}),
        ({}, {"latencySeconds": scale.slow_seconds}),
        ({}, {"latencySeconds": 1.5, "dropReply": True}),
        (calendars, {"status": 401, "body": REFUSED_TOKEN}),
        (calendars, {"status": 422, "body": WRONG_FORM}),
    ]
    late: list[Way] = [
        {"latencySeconds": LATE_SECONDS},
        {"latencySeconds": LATE_SECONDS, "carriedOut": True},
    ]
    rules: list[dict[str, object]] = []
    if scale.late_writes is None:
        ways += [({}, way) for way in late]
    elif scale.late_writes:
        rules = [{"match": writes, "times": scale.late_writes, "then": late[0]}]
    each = 1 - (1 - scale.share) ** (1 / len(ways))
    rules += [
        {"match": match, "probability": each, "seed": seed, "then": way}
        for seed, (match, way) in enumerate(ways)
    ]
    return msgspec.json.encode(rules)


async def turn_down(ordeal: Ordeal) -> None:
    """Turn one location after the other down for a while, until cancelled; each time in another way."""
    for number in count():
        party = ordeal.parties[number % len(ordeal.parties)]
        with _refused(ordeal, party.plan.location_id, number // len(ordeal.parties) + number):
            ordeal.refusals += 1
            await asyncio.sleep(ordeal.scale.refused_seconds)
        await asyncio.sleep(ordeal.scale.refused_seconds / 2)


@contextmanager
def _refused(ordeal: Ordeal, location_id: str, number: int) -> Iterator[None]:
    """Turn a location down until the block is left, in one of four ways."""
    ways = ((401, REFUSED_TOKEN), (401, MISSING_SCOPE), (403, OTHER_LOCATION))
    if number % 4 == len(ways):
        _end_tokens(ordeal, location_id)
        yield
        return
    status, body = ways[number % 4]
    method = "POST" if body is MISSING_SCOPE else None
    then = Outcome(status=status, body=msgspec.Raw(msgspec.json.encode(body)))
    with ordeal.state.faults.preceded_by(Rule(then, Match(method=method, location=location_id))):
        yield


def _end_tokens(ordeal: Ordeal, location_id: str) -> None:
    """End the access tokens of a location and of the agency before their time; private tokens have none."""
    tokens = ordeal.state.tokens
    ordeal.state.tokens = {
        value: token
        for value, token in tokens.items()
        if token.expires_at is None or (token.location_id != location_id and token.company_id != COMPANY)
    }

"""Walking every route with a stranger's ids, as everybody, and noting whatever gives way."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.conftest import TestServer
from tests.databases import rows
from tests.plausible import INSTANTS, VALUES
from tests.tenancy.inhabited import Inhabited, everything_of
from tests.tenancy.positions import Operation, Position

UNKNOWN = 987_654_321_012
# What a body needs beside what its schema requires, to get as far as the ids in it.
NEEDED: dict[str, tuple[str, ...]] = {
    "POST /bookings": ("date", "time"),
    "POST /bookings/holds": ("date", "time"),
    "PATCH /bookings/{booking_id}": ("notes",),
    "PATCH /leads/{lead_id}": ("name",),
    "PATCH /users/{user_id}": ("name",),
}
ALONE = {"holdId"}
# What addresses count within what they name.
COUNTED = {"number": 1, "position": 3}
# Lists that are narrowed to a stranger's row are empty, and say nothing else.
EMPTY_LISTS = {"GET /bookings", "GET /bookings/export", "GET /trail"}
# Answers for each item, and every item with a stranger's id is a refusal.
ITEM_BY_ITEM = {"POST /bookings/batch": "created", "POST /integrations/gohighlevel/bulk": "connected"}
# What an item of a list needs beside the id.
ITEMS: dict[str, dict[str, Any]] = {
    "bookings": {"date": VALUES["date"], "time": VALUES["time"]},
    "locations": {"locationId": "loc"},
}
# Whoever signs in shows a password in the body; a credential beside it says nothing.
OPEN_DOORS = {"POST /auth/token"}
JOBS_OF = "SELECT count(*) FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE '%' || $1 || '%'"


@dataclass(slots=True)
class Walk:
    """One walk; `findings` is empty when nothing gave way.

    Attributes:
        callers: clients of our sub-account, by role; `nobody` shows no credential, `visitor` a chat's token,
            `agency` that of a person of our sub-account's agency.
    """

    server: TestServer
    ours: Inhabited
    stranger: Inhabited
    callers: Mapping[str, httpx.AsyncClient]
    findings: list[str] = field(default_factory=list)
    requests: int = 0

    async def along(self, operations: list[Operation]) -> None:
        """Send every id of the stranger to every place of every endpoint, as everybody."""
        foreign = await self.foreign()
        before = await self.state()
        for operation in operations:
            for position in operation.positions:
                for role, kind in self._attempts(operation, position):
                    sent = self.stranger.ids[kind]
                    answer = await self._send(role, operation, position, sent)
                    self._judge(role, operation, position, answer)
                    self.note_leaks(operation, answer, foreign - {str(sent)})
                await self._compare_with_unknown(operation, position)
            if (after := await self.state()) != before:
                self.findings.append(f"{operation.label} changed the stranger's rows")
                before = after

    async def with_our_own(self, operations: list[Operation]) -> dict[str, int]:
        """Send our own ids to the same places; returns how the owner was answered, to show it was heard."""
        found = {}
        # What is deleted comes last, and the key that we show last of all.
        for operation in sorted(operations, key=lambda one: (one.method == "DELETE", "key_id" in one.path)):
            for position in operation.positions:
                role = _role_for(operation)
                answer = await self._send(role, operation, position, self.ours.ids[position.kind])
                found[f"{operation.label} {'.'.join(position.way)}"] = answer.status_code
        return found

    def _attempts(self, operation: Operation, position: Position) -> Iterator[tuple[str, str]]:
        for role in self.callers:
            yield role, position.kind
        for kind in self.stranger.ids:
            if kind != position.kind:
                yield _role_for(operation), kind

    async def _send(self, role: str, operation: Operation, position: Position, value: int) -> httpx.Response:
        self.requests += 1
        own = self.ours.ids
        named = {**COUNTED, **own, "widget_key": self.ours.account.widget_key}
        if position.where == "path":
            named[position.way[0]] = value
        path = re.sub(r"\{(\w+)\}", lambda found: str(named[found[1]]), operation.path)
        query: dict[str, Any] = {
            name: INSTANTS[name] for name in operation.queried if name != position.way[0]
        }
        if position.where == "query":
            query[position.way[0]] = value
        body = self._body(operation, position, value) if operation.method != "GET" else None
        return await self.callers[role].request(operation.method, path, params=query, json=body)

    def _body(self, operation: Operation, position: Position, value: int) -> dict[str, Any]:
        members = {*operation.required, *NEEDED.get(operation.label, ())}
        body = {name: self._plausible(name) for name in members if name not in position.way[:1]}
        if position.where == "body":
            body = _placed({} if position.way[-1] in ALONE else body, position.way, value)
        return body

    def _plausible(self, name: str) -> object:
        account = self.ours.account
        ours = {"leadId": self.ours.ids["lead_id"], "email": account.email, "password": account.password}
        known = {"notes": "changed", **VALUES, **ours}
        return known[name]

    def _judge(self, role: str, operation: Operation, position: Position, answer: httpx.Response) -> None:
        is_for_it = (role == "agency") == (_role_for(operation) == "agency")
        has_no_part = role in {"nobody", "visitor"} or not is_for_it or operation.label in OPEN_DOORS
        if answer.status_code == 401 and has_no_part:
            return
        if answer.status_code in {403, 404}:
            return
        if operation.label in EMPTY_LISTS and position.where == "query" and _is_empty(answer):
            return
        done = ITEM_BY_ITEM.get(operation.label)
        if done is not None and answer.status_code == 200 and answer.json()[done] == 0:
            return
        self.note(role, operation, position, answer)

    def note(self, role: str, operation: Operation, position: Position, answer: httpx.Response) -> None:
        """Keep what gave way, and to whom."""
        place = ".".join(position.way)
        self.findings.append(f"{operation.label} {place} as {role}: {answer.status_code} {answer.text[:200]}")

    def note_leaks(self, operation: Operation, answer: httpx.Response, foreign: set[str]) -> None:
        """Keep an answer that holds a word of the stranger's."""
        leaked = foreign & set(re.findall(r"[\w@.-]+", answer.text))
        if leaked:
            self.findings.append(f"{operation.label} tells of {sorted(leaked)}: {answer.text[:200]}")

    async def _compare_with_unknown(self, operation: Operation, position: Position) -> None:
        sent = self.stranger.ids[position.kind], UNKNOWN
        answers = [await self._send(_role_for(operation), operation, position, value) for value in sent]
        if answers[0].status_code != answers[1].status_code or answers[0].text != answers[1].text:
            self.findings.append(f"{operation.label} {'.'.join(position.way)}: not as an unknown id")

    async def foreign(self) -> set[str]:
        """Return the words by which the stranger's rows would be known: their ids, keys and addresses."""
        account = self.stranger.account
        everything = str(await everything_of(self.server, account.sub_account_id))
        ours = str(await everything_of(self.server, self.ours.account.sub_account_id))
        theirs = set(re.findall(r"\d{10,}", everything)) - set(re.findall(r"\d{10,}", ours))
        return theirs | {account.email, account.widget_key}

    async def state(self) -> object:
        """Return the stranger's rows, and how many jobs are about them."""
        sub_account_id = self.stranger.account.sub_account_id
        [jobs] = await rows(self.server, JOBS_OF, str(sub_account_id))
        return await everything_of(self.server, sub_account_id), jobs["count"]


def _role_for(operation: Operation) -> str:
    """Return whom an endpoint is for."""
    return "agency" if operation.path.startswith("/agency/") else "owner"


def _is_empty(answer: httpx.Response) -> bool:
    """Say whether a list, or a table, has nothing in it."""
    if answer.headers["Content-Type"].startswith("text/csv"):
        return answer.status_code == 200 and len(answer.text.splitlines()) == 1
    return answer.status_code == 200 and not any(
        value for value in answer.json().values() if isinstance(value, list)
    )


def _placed(body: dict[str, Any], way: tuple[str, ...], value: int) -> dict[str, Any]:
    """Return a body with the value at its place; lists on the way have that one item."""
    name, *rest = way
    if not rest:
        return {**body, name: value}
    if rest == ["[]"]:
        return {**body, name: [value]}
    if rest[0] == "[]":
        inner = _placed({} if rest[-1] in ALONE else ITEMS[name], tuple(rest[1:]), value)
        return {**body, name: [inner]}
    return {**body, name: _placed({}, tuple(rest), value)}

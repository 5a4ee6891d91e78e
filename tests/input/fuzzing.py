"""Requests that a machine makes up out of the OpenAPI document, and what is asked of every answer.

Schemathesis makes up the requests, good ones and bad ones, and judges the answers; this sends them to the
application in this process, as one caller, about rows that exist.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import requests
import schemathesis
from schemathesis.config import (
    ChecksConfig,
    CoveragePhaseConfig,
    ExamplesPhaseConfig,
    FuzzingPhaseConfig,
    GenerationConfig,
    NotAServerErrorConfig,
    PhasesConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SimpleCheckConfig,
)
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test

from tests.input.good_requests import Fitting, Undo
from tests.plausible import INSTANTS, VALUES

BASE_URL = "http://test"
# The rows that all the other requests are about are not deleted.
KEPT = {"DELETE /leads/{lead_id}"}
# So often is an endpoint helped to do what it is asked.
ENOUGH = 2
# How many requests are made up for each endpoint beside those at the limits; more by FUZZ_EXAMPLES.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "4"))
# 502 and 503 are the contract's words for what is outside and away; they have to be declared as all are.
OUTSIDE = NotAServerErrorConfig(expected_statuses=["2xx", "3xx", "4xx", "502", "503"])
# A schema cannot say that a day is over or a name taken: 422 is a good answer to good data, too.
POSITIVE = PositiveDataAcceptanceConfig(enabled=False)
# Whether credentials are asked for is tested by the caller who has none.
CREDENTIALS = SimpleCheckConfig(enabled=False)


def configured(*, at_limits: bool, examples: int = EXAMPLES) -> schemathesis.Config:
    """Return what to make up; the same requests each time."""
    generation = GenerationConfig(
        deterministic=True, max_examples=examples, no_shrink=True, with_security_parameters=False
    )
    phases = PhasesConfig(
        examples=ExamplesPhaseConfig(enabled=False),
        coverage=CoveragePhaseConfig(enabled=at_limits),
        fuzzing=FuzzingPhaseConfig(),
    )
    checks = ChecksConfig(
        not_a_server_error=OUTSIDE, positive_data_acceptance=POSITIVE, ignored_auth=CREDENTIALS
    )
    project = ProjectConfig(generation=generation, phases=phases, checks=checks)
    return schemathesis.Config(seed=1, projects=ProjectsConfig(default=project))


@dataclass(slots=True)
class Caller:
    """Somebody who sends what is made up.

    Attributes:
        ids: ids of rows that exist, by the names that addresses and bodies give them.
        needs: make what a good request has to be about, by endpoint, for the first ones of each.
        credential: makes a fresh credential; the one there was may have been revoked by a request.
    """

    http: httpx.AsyncClient
    loop: asyncio.AbstractEventLoop
    ids: Mapping[str, int | str]
    needs: Mapping[str, Callable[[], Awaitable[Fitting]]] = field(default_factory=dict)
    credential: Callable[[], Awaitable[str]] | None = None
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)
    _helped: Counter[str] = field(default_factory=Counter)
    _turns: Iterator[int] = field(default_factory=lambda: iter(range(10**9)))

    def send(self, case: Any) -> None:
        """Send a request and judge the answer; two of three are about what exists."""
        if next(self._turns) % 3 and case.operation.label not in KEPT:
            self._make_real(case)
        undo = self._help(case)
        prepared = _prepared(case)
        answer = self._sent(prepared)
        if answer.status_code == 401 and self.credential is not None:
            credential = self.loop.run_until_complete(self.credential())
            self.http.headers["Authorization"] = f"Bearer {credential}"
            answer = self._sent(prepared)
        if undo is not None:
            self.loop.run_until_complete(undo())
        if prepared.method == case.operation.method.upper():
            self.answers[case.operation.label, answer.status_code] += 1
        try:
            case.validate_response(answer)
        except FailureGroup as group:
            self._note(case, answer, group)

    def done(self) -> set[str]:
        """Return the endpoints that did what was asked."""
        return {label for label, status in self.answers if status < 400}

    def _help(self, case: schemathesis.Case) -> Undo | None:
        """Make a good request one that can be done, if its endpoint was not helped often enough."""
        label = case.operation.label
        is_good = case.meta is not None and case.meta.generation.mode.is_positive
        if not is_good or label not in self.needs or self._helped[label] == ENOUGH:
            return None
        self._helped[label] += 1
        fitting = self.loop.run_until_complete(self.needs[label]())
        _fit(case, fitting)
        return fitting.undo

    def _sent(self, prepared: requests.PreparedRequest) -> httpx.Response:
        body = prepared.body or b""
        headers = [
            (name, value) for name, value in prepared.headers.items() if name.lower() != "content-length"
        ]
        request = self.http.build_request(
            prepared.method or "GET",
            prepared.url or "",
            content=body.encode() if isinstance(body, str) else body,  # type: ignore[arg-type]
            headers=headers,  # type: ignore[arg-type]  # bytes stand beside texts, which httpx takes
        )
        return self.loop.run_until_complete(self.http.send(request))

    def _make_real(self, case: schemathesis.Case) -> None:
        turn = next(self._turns)
        free = {"date": f"2026-12-{1 + turn % 24:02}", "time": f"{9 + turn % 7:02}:00"}
        in_query, in_body = {**INSTANTS, **self.ids}, {**VALUES, **free, **self.ids}
        for container, known in (
            (case.path_parameters, self.ids),
            (case.query, in_query),
            (case.body, in_body),
        ):
            if isinstance(container, dict):
                container.update({name: known[name] for name in container.keys() & known.keys()})
        if "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = f"request {turn}"
        if isinstance(case.body, dict) and "date" in case.body:
            for another_way_to_say_when in ("startsAt", "holdId"):
                case.body.pop(another_way_to_say_when, None)

    def _note(self, case: schemathesis.Case, answer: httpx.Response, group: FailureGroup) -> None:
        for failure in group.exceptions:
            name = f"{case.operation.label}: {type(failure).__name__} ({answer.status_code})"
            told = f"{failure}\n{answer.text[:300]}\n{case.as_curl_command(headers=dict(case.headers))}"
            self.failures.setdefault(name, told)


def _fit(case: schemathesis.Case, fitting: Fitting) -> None:
    case.path_parameters.update(fitting.path)
    case.query.update(fitting.query)
    case.headers.update(fitting.headers)
    if fitting.body is not None:
        case.body = dict(fitting.body) if isinstance(fitting.body, Mapping) else fitting.body
        case.media_type = "application/json"


def _prepared(case: schemathesis.Case) -> requests.PreparedRequest:
    named = ("method", "url", "headers", "params", "json", "data", "files", "cookies")
    arguments: dict[str, Any] = case.as_transport_kwargs(base_url=BASE_URL)
    kept = {name: value for name, value in arguments.items() if name in named}
    return requests.Session().prepare_request(requests.Request(**kept))


def fuzz(document: dict[str, Any], caller: Caller, config: schemathesis.Config) -> None:
    """Send what is made up for every endpoint of the document."""
    schema = schemathesis.openapi.from_dict(document, config=config)
    feedback = FeedbackSources()
    for found in schema.get_all_operations():
        test = build_operation_test(
            config=schema.config,
            operation=found.ok(),  # type: ignore[union-attr]  # a bad document fails the test
            test_func=caller.send,
            given_kwargs={},
            feedback=feedback,
        )
        test()

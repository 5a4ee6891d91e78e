"""Every error code is documented with the status it has, and nothing else is."""

import re
from collections.abc import Iterator

import frontdesk.app  # noqa: F401 -- loads every slice, and with it every refusal
from frontdesk.availability.rules import ReasonCode
from frontdesk.errors import FrontdeskError
from tests.docs.pages import DOCS, SOURCE, named, rows

ERRORS = DOCS / "errors.md"
# A bug has no class of its own; its answer is written out in `frontdesk.http`.
WRITTEN_OUT = {"INTERNAL_ERROR": 500}


def refusals(kind: type[FrontdeskError] = FrontdeskError) -> Iterator[type[FrontdeskError]]:
    """Yield every class of refusal that carries a code."""
    for child in kind.__subclasses__():
        if child.__module__.startswith("frontdesk."):
            yield child
            yield from refusals(child)


def test_every_code_is_documented_with_its_status_and_no_other() -> None:
    raised = {kind.code: kind.status for kind in refusals()} | WRITTEN_OUT

    documented = {row[0].strip("`"): int(row[1]) for row in rows(ERRORS, "Codes")}

    assert documented == raised


def test_codes_are_given_by_classes_alone() -> None:
    written = {
        code
        for path in SOURCE.rglob("*.py")
        for code in re.findall(r'"error": "([A-Z_]+)"', path.read_text())
    }

    assert written == set(WRITTEN_OUT)


def test_every_reason_against_a_time_is_documented_and_no_other() -> None:
    assert set(named(ERRORS, "Reasons against a time")) == {code.value for code in ReasonCode}

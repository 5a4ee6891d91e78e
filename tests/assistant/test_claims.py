"""No lie of a labelled list of replies goes out, and the truth is hardly ever taken for one."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from frontdesk.assistant.guards import NOTHING_BOOKED, said_truthfully
from frontdesk.assistant.honesty.verdict import judge
from tests.assistant.scenes import SCENES

ALARMS = 0.03
"""The largest share of honest replies that may be taken for lies."""


@dataclass(frozen=True)
class Case:
    scene: str
    is_lie: bool
    words: str


def _cases() -> list[Case]:
    found: list[Case] = []
    scene = ""
    for line in Path(__file__).with_name("replies.txt").read_text().splitlines():
        if line.startswith("["):
            scene = line.strip("[]")
        elif line and not line.startswith("#"):
            label, words = line.split(maxsplit=1)
            assert label in {"lie", "true"}, line
            found.append(Case(scene, label == "lie", words))
    return found


CASES = _cases()


def is_caught(case: Case) -> bool:
    """Tell whether something of a reply is taken out."""
    return any(one.sentence is not None for one in judge(case.words, SCENES[case.scene]).untruths)


@pytest.mark.parametrize("case", [case for case in CASES if case.is_lie], ids=lambda case: case.words[:40])
def test_a_lie_does_not_go_out(case: Case) -> None:
    goes_out = said_truthfully(case.words, SCENES[case.scene])

    assert is_caught(case)
    assert not judge(goes_out, SCENES[case.scene]).untruths, goes_out


def test_the_list_is_long_and_hardly_any_honest_reply_is_taken_for_a_lie() -> None:
    honest = [case for case in CASES if not case.is_lie]
    alarms = [case for case in honest if is_caught(case)]

    assert len(CASES) >= 400
    assert len(alarms) / len(honest) <= ALARMS, alarms


def test_a_request_met_as_if_it_were_settled_is_told_where_it_stands() -> None:
    goes_out = said_truthfully("Hvala, vse je urejeno.", SCENES["asked"])

    assert goes_out.endswith(NOTHING_BOOKED)

"""Every action of the trail is documented, and nothing else is."""

from typing import get_args

from frontdesk.trail.entries import Action, BookingAction
from tests.docs.pages import DOCS, named


def test_every_action_of_the_trail_is_documented_and_no_other() -> None:
    documented = named(DOCS / "tenancy.md", "The trail")

    assert sorted(documented) == sorted([*get_args(Action), *get_args(BookingAction)])

"""Time zones by name, and who decides which one is used."""

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.errors import InvalidTimezone
from frontdesk.zones import LeadZone, choose_zone, first_zone, zone_named

NAMES = st.sampled_from(sorted(available_timezones()))


@given(name=NAMES)
def test_every_zone_of_the_database_is_known_by_its_name(name: str) -> None:
    assert zone_named(name).key == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "EST5",
        "america/new_york",
        "America/New_York ",
        "America/Nowhere",
        "../../etc/passwd",
        "UTC\x00",
        "+02:00",
    ],
)
def test_anything_else_is_refused(name: str) -> None:
    with pytest.raises(InvalidTimezone):
        zone_named(name)


def test_the_refusal_quotes_no_more_than_a_line_of_what_was_sent() -> None:
    with pytest.raises(InvalidTimezone) as refusal:
        zone_named("x" * 5000)

    assert len(refusal.value.message) < 200


@given(given_names=st.lists(st.none() | st.just("") | NAMES, max_size=4))
def test_the_first_zone_that_is_given_decides(given_names: list[str | None]) -> None:
    expected = next((name for name in given_names if name), "America/New_York")

    assert first_zone(*given_names).key == expected


def test_a_zone_that_does_not_exist_is_not_passed_over() -> None:
    with pytest.raises(InvalidTimezone):
        first_zone("Mars/Olympus", "Europe/Berlin")


@pytest.mark.parametrize(
    ("requested", "lead", "user", "expected"),
    [
        ("Asia/Tokyo", LeadZone("Europe/Berlin", "given"), "UTC", ("Asia/Tokyo", "request")),
        (None, LeadZone("Europe/Berlin", "given"), "UTC", ("Europe/Berlin", "lead")),
        (None, LeadZone("Europe/Berlin", "browser"), "UTC", ("Europe/Berlin", "browser")),
        (None, LeadZone("Europe/Berlin", "phone"), "UTC", ("Europe/Berlin", "phone")),
        (None, LeadZone(), "UTC", ("UTC", "user")),
        (None, LeadZone(), None, ("America/New_York", "default")),
    ],
)
def test_a_zone_is_chosen_in_order_and_known_by_its_source(
    requested: str | None, lead: LeadZone, user: str | None, expected: tuple[str, str]
) -> None:
    chosen = choose_zone(requested, lead, user=user)

    assert (chosen.zone.key, chosen.source) == expected

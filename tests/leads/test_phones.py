"""What a phone number says about where somebody is."""

import subprocess
import sys

import pytest

from frontdesk.leads.phones import zone_of

NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"


@pytest.mark.parametrize(
    ("phone", "zone"),
    [
        ("+1 212 555 0123", "America/New_York"),
        ("+1 (713) 555-0199", "America/Chicago"),
        ("+1.602.555.0145", "America/Phoenix"),
        ("+16045550123", "America/Vancouver"),
        ("+49 30 123456", "Europe/Berlin"),
        ("+44 20 7183 8750", "Europe/London"),
        ("+44 7400 123456", "Europe/London"),
        ("+55 11 98765-4321", "America/Sao_Paulo"),
    ],
)
def test_a_number_with_its_country_code_tells_the_zone(phone: str, zone: str) -> None:
    assert zone_of(phone, home=BERLIN) == zone


@pytest.mark.parametrize(
    ("phone", "home", "zone"),
    [
        ("(312) 555-0123", NEW_YORK, "America/Chicago"),
        ("1-808-555-0123", "America/Los_Angeles", "Pacific/Honolulu"),
        ("030 123456", BERLIN, "Europe/Berlin"),
        ("020 7183 8750", "Europe/London", "Europe/London"),
    ],
)
def test_a_number_without_one_is_of_the_country_it_calls(phone: str, home: str, zone: str) -> None:
    assert zone_of(phone, home=home) == zone


@pytest.mark.parametrize(
    ("phone", "why"),
    [
        ("+1 800 555 1212", "is called from everywhere"),
        ("+61 412 345 678", "moves about a country of several zones"),
        ("+1 212 555", "is too short"),
        ("030 123456", "is none in the country it calls"),
        ("call me", "is none"),
        ("", "is none"),
    ],
)
def test_a_number_that_does_not_tell_gives_no_zone(phone: str, why: str) -> None:
    assert zone_of(phone, home=NEW_YORK) is None, why


def test_a_number_without_its_country_code_tells_nothing_to_a_zone_without_a_country() -> None:
    assert zone_of("(312) 555-0123", home="UTC") is None


def test_the_tables_are_not_loaded_before_a_number_comes() -> None:
    look = "import sys, frontdesk.entry; sys.exit('phonenumbers' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", look], check=False, timeout=60).returncode == 0

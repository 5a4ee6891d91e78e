"""Which time zone a message states (`zones.txt`), and what that does to a talk."""

from datetime import datetime, time
from pathlib import Path

import pytest

from frontdesk.assistant.offline.places import names, one_of, same_clock
from frontdesk.assistant.offline.understand import Context, understand
from frontdesk.assistant.offline.zone_said import Where, ZoneSaid, zone_said
from frontdesk.zones import is_zone

HERE = Where("America/New_York", None, "America/New_York")
CASES = [
    tuple(line.rsplit(" => ", 1))
    for line in Path(__file__).with_name("zones.txt").read_text().splitlines()
    if line and not line.startswith("#")
]


def told(read: ZoneSaid) -> str:
    if read.zone:
        return read.zone + (" home" if read.home else "")
    if read.is_open:
        return f"one of {' '.join(read.among)}" if read.among else "any"
    return "doubt" if read.doubtful else "-"


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_these_words_state_this_zone(words: str, expected: str) -> None:
    assert told(zone_said(words, HERE)) == expected


def test_every_zone_of_the_table_is_one() -> None:
    known = names()
    tables = (known.clocks, known.hora, known.places, known.codes)

    assert [zone for table in tables for zones in table.values() for zone in zones if not is_zone(zone)] == []


@pytest.mark.parametrize(
    ("near", "zones"),
    [
        ("America/New_York", ("America/Chicago",)),
        ("Asia/Shanghai", ("Asia/Shanghai",)),
        ("Europe/Berlin", ("America/Chicago", "America/Mexico_City", "Asia/Shanghai", "America/Havana")),
    ],
)
def test_letters_of_several_countries_mean_the_one_that_is_talked_in(
    near: str, zones: tuple[str, ...]
) -> None:
    assert one_of(names().clocks["cst"], near=near) == zones


def test_my_time_is_the_leads_where_it_is_known() -> None:
    assert zone_said("2pm my time", Where("Europe/Berlin", "Europe/Berlin")).zone == "Europe/Berlin"


def test_a_bare_name_is_a_zone_only_where_one_was_asked_for() -> None:
    assert zone_said("Chicago", HERE, awaited=True).home == "America/Chicago"
    assert zone_said("Chicago", HERE).zone is None
    assert zone_said("my office in Chicago needs a new roof soon", HERE, awaited=True).zone is None


def test_zones_with_the_same_clocks_are_one() -> None:
    assert same_clock("America/Toronto", "America/New_York")
    assert not same_clock("America/Phoenix", "America/Denver")


def test_the_words_for_a_zone_are_not_read_as_anything_else() -> None:
    context = Context(datetime(2026, 11, 26, 10), opening=(time(9), time(16, 30)), where=HERE)  # noqa: DTZ001

    read = understand("book 2026-12-01T14:00+01:00", context)

    assert read.wish is not None
    assert (read.wish.time, read.zone.zone) == (time(14), "Etc/GMT-1")

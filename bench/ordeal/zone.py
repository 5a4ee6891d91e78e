"""A zone whose clocks are changed on the days that are booked, whenever that is.

It takes a real zone's name, so that everybody takes it for one: in this process, and in those that are
started with the environment given here.
"""

import os
import struct
import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

NAME = "Antarctica/Troll"
# Two o'clock becomes three on the first day, and three o'clock two on the next.
RULE = "<+00>0<+01>,J{forward}/2,J{back}/3"


@contextmanager
def changed_clocks(folder: Path, first: date) -> Iterator[Mapping[str, str]]:
    """Let the zone's clocks go forward on that day and back on the next; yields the others' environment."""
    file = folder / NAME
    file.parent.mkdir(parents=True)
    forward, back = (_day_of_year(first + timedelta(days=days)) for days in (0, 1))
    file.write_bytes(_compiled(RULE.format(forward=forward, back=back)))
    path = [str(folder), *zoneinfo.TZPATH]
    _look_in(path)
    try:
        yield {"PYTHONTZPATH": os.pathsep.join(path)}
    finally:
        _look_in(path[1:])


def _look_in(path: list[str]) -> None:
    zoneinfo.reset_tzpath(path)
    zoneinfo.ZoneInfo.clear_cache(only_keys=[NAME])


def _day_of_year(day: date) -> int:
    """Count as such rules do, without the 29th of February."""
    return day.replace(year=2001).timetuple().tm_yday if (day.month, day.day) != (2, 29) else 59


def _compiled(rule: str) -> bytes:
    """Return a zone file (RFC 9636) that has no history and this rule for ever."""
    names = b"+00\0"
    kind = struct.pack(">lBB", 0, 0, 0)
    header = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, len(names))
    return (header + kind + names) * 2 + f"\n{rule}\n".encode()

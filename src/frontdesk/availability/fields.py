"""Reads members of a decoded JSON value and collects everything that is wrong with them, by path.

A reading that fails notes one plain sentence under its path and gives None, so that the reader can go on and
name the next mistake too. What the members mean is not known here.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from frontdesk.availability.wall_time import MINUTES_PER_DAY

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Field:
    """A value, where it stands, and the shared list of what is wrong."""

    path: str
    value: object
    problems: dict[str, str]

    def refuse(self, sentence: str) -> None:
        """Note what is wrong here; the first mistake at a path is the one that is told."""
        self.problems.setdefault(self.path, sentence)

    def members(self, known: Collection[str]) -> "Members":
        """Read an object; a member that nobody knows is a mistake, most likely in its spelling."""
        if not isinstance(self.value, Mapping):
            self.refuse("must be an object")
            return Members(self.path, {}, self.problems, is_object=False)
        for name in self.value:
            if name not in known:
                self.problems[f"{self.path}.{name}"] = f"is not known here; known are {', '.join(known)}"
        return Members(self.path, self.value, self.problems, is_object=True)

    def items(self, *, at_most: int) -> list["Field"]:
        """Read a list."""
        if not isinstance(self.value, list | tuple):
            self.refuse("must be a list")
            return []
        if len(self.value) > at_most:
            self.refuse(f"must not have more than {at_most} entries")
            return []
        return [
            Field(f"{self.path}[{index}]", value, self.problems) for index, value in enumerate(self.value)
        ]

    def whole_number(self, *, at_least: int, at_most: int, unit: str = "") -> int | None:
        """Read a whole number; true and 30.0 are none."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.refuse("must be a whole number" + (f" of {unit}" if unit else ""))
            return None
        if not at_least <= self.value <= at_most:
            self.refuse(f"must be from {at_least} to {at_most}" + (f" {unit}" if unit else ""))
            return None
        return self.value

    def clock_minute(self, *, at_most: int) -> int | None:
        """Read HH:MM as minutes after 00:00; 24:00 is a time where `at_most` allows 1440."""
        if self.value == "24:00" and at_most >= MINUTES_PER_DAY:
            return MINUTES_PER_DAY
        match = _CLOCK.fullmatch(self.value) if isinstance(self.value, str) else None
        if match is None:
            self.refuse('must be a time as HH:MM, such as "09:00"')
            return None
        return int(match[1]) * 60 + int(match[2])

    def calendar_date(self) -> date | None:
        """Read YYYY-MM-DD."""
        if isinstance(self.value, str) and _DATE.fullmatch(self.value):
            try:
                return date.fromisoformat(self.value)
            except ValueError:
                pass
        self.refuse('must be a date as YYYY-MM-DD, such as "2026-12-24"')
        return None

    def zone(self) -> ZoneInfo | None:
        """Read the name of a time zone."""
        if isinstance(self.value, str) and self.value:
            try:
                return ZoneInfo(self.value)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                # A folder of zones ("America") is found and cannot be read: that is no zone either.
                pass
        self.refuse('must be the name of a time zone, such as "America/New_York"')
        return None


@dataclass(frozen=True, slots=True)
class Members:
    """The members of an object, to be picked by name."""

    path: str
    values: Mapping[str, object]
    problems: dict[str, str]
    is_object: bool

    def required(self, name: str) -> Field | None:
        """Return a member that must be there."""
        if name in self.values:
            return self._field(name)
        if self.is_object:
            self.problems.setdefault(f"{self.path}.{name}", "is missing")
        return None

    def present(self, name: str) -> Field | None:
        """Return a member if it is there, whatever its value."""
        return self._field(name) if name in self.values else None

    def optional(self, name: str) -> Field | None:
        """Return a member if it is there and set; null means not set."""
        return self._field(name) if self.values.get(name) is not None else None

    def _field(self, name: str) -> Field:
        return Field(f"{self.path}.{name}", self.values[name], self.problems)

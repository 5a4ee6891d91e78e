"""Reads evaluation files: one JSON object a line, refused with the line's number and what is wrong."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

Row = Mapping[str, object]
Case = TypeVar("Case")


def read_each(path: Path, read: Callable[[Row], Case]) -> list[Case]:
    """Return what `read` makes of each object of a JSONL file.

    Raises:
        ValueError: the file holds no cases, or a line cannot be read; says which line and why.
        OSError: the file cannot be opened.
    """
    found: list[Case] = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if line.strip():
            try:
                found.append(read(_row(line)))
            except ValueError as problem:
                raise ValueError(f"{path.name}, line {number}: {problem}") from None
    if not found:
        raise ValueError(f"{path.name} holds no cases")
    return found


def _row(line: bytes) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None
    if isinstance(row, dict) and isinstance(row.get("id"), str):
        return row
    raise ValueError("not an object with a text 'id'")


def _fault(row: Row, what: str) -> ValueError:
    where = f"case {row['id']}: " if "id" in row else ""
    return ValueError(f"{where}{what}")


def text_of(row: Row, key: str) -> str:
    """Return a text that must be there; raises ValueError."""
    value = row.get(key)
    if not isinstance(value, str):
        raise _fault(row, f"'{key}' must be a text")
    return value


def object_of(row: Row, key: str) -> Row:
    """Return an object that must be there; raises ValueError."""
    value = row.get(key)
    if not isinstance(value, dict):
        raise _fault(row, f"'{key}' must be an object")
    return value


def objects_of(row: Row, key: str) -> list[Row]:
    """Return a list of objects, empty when it is missing; raises ValueError."""
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _fault(row, f"'{key}' must be a list of objects")
    return value


def moment_of(row: Row, key: str) -> dt.datetime:
    """Return a naive local instant that must be there; raises ValueError."""
    text = text_of(row, key)
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError as problem:
        raise _fault(row, f"'{key}': {problem}") from None


def fields_of(value: Row) -> dict[str, str]:
    """Return the texts of an answer object: date, time, date_end, time_end, part, kind."""
    return {key: text for key, text in value.items() if isinstance(text, str)}


def day_of(row: Row, key: str) -> dt.date:
    """Return a date that must be there; raises ValueError."""
    text = text_of(row, key)
    try:
        return dt.date.fromisoformat(text)
    except ValueError as problem:
        raise _fault(row, f"'{key}': {problem}") from None

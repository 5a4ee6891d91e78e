"""Reads evaluation files: one JSON object a line, refused with the line's number and what is wrong."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

Row = Mapping[str, object]


def rows(path: Path) -> list[Row]:
    """Return the objects of a JSONL file; raises ValueError naming the line that is none."""
    found: list[Row] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            found.append(_row(line, where=f"{path.name}, line {number}"))
    if not found:
        raise ValueError(f"{path.name} holds no cases")
    return found


def _row(line: str, *, where: str) -> Row:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        raise ValueError(f"{where}: not JSON ({problem.msg})") from None
    if isinstance(row, dict) and isinstance(row.get("id"), str):
        return row
    raise ValueError(f"{where}: not an object with a text 'id'")


def _fault(row: Row, what: str) -> ValueError:
    return ValueError(f"case {row.get('id')}: {what}")


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
    try:
        return dt.datetime.fromisoformat(text_of(row, key)).replace(tzinfo=None)
    except ValueError as problem:
        raise _fault(row, f"'{key}': {problem}") from None


def fields_of(value: Row) -> dict[str, str]:
    """Return the texts of an answer object: date, time, date_end, time_end, part, kind."""
    return {key: text for key, text in value.items() if isinstance(text, str)}

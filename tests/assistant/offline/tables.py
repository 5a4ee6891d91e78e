"""Reads the tables beside this file, and writes a reading the way they do."""

from pathlib import Path

from frontdesk.assistant.offline.wish import Wish

_FOLDER = Path(__file__).parent


def rows(name: str) -> list[tuple[str, str]]:
    """Return the two sides of every `left => right` in a table."""
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    pairs = [line.rsplit(" => ", 1) for line in lines if " => " in line and not line.startswith("#")]
    return [(left.strip(), right.strip()) for left, right in pairs]


def written(wish: Wish | None) -> str:
    """Return "2026-12-01 14:00..15:00" and the like; nothing read is an empty text."""
    if wish is None:
        return ""
    day = str(wish.date or "") + (f"..{wish.date_end}" if wish.date_end else "")
    first = f"{wish.time:%H:%M}" if wish.time is not None else ""
    last = f"{wish.time_end:%H:%M}" if wish.time_end is not None else ""
    is_range = wish.open_ended or wish.time_end is not None
    clock = wish.part or f"{first}{'..' if is_range else ''}{last}"
    return f"{day} {clock}".strip()

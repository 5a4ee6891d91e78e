"""Jobs that are not under test."""

from dataclasses import fields
from typing import Any

from frontdesk.jobs.register import Work


async def never(*about: object) -> None:
    """Stand in for a job that nobody has asked for."""
    raise AssertionError(f"nobody asked for {about}")


def idle_but_for(**calls: Any) -> Work:
    """Return work of which only the named jobs are done."""
    return Work(**{**{field.name: never for field in fields(Work)}, **calls})

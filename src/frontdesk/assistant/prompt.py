"""The instructions a language model gets. The words are in `instructions.md`, reviewed like code. Pure."""

from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

DAYS_AHEAD = 14


def instructions(*, business: str, now: datetime, zone: ZoneInfo) -> str:
    """Return the instructions for a turn at `now` (aware) for a lead in `zone`.

    The days are written out with their weekdays, because models count days badly.
    """
    today = now.astimezone(zone)
    days = (today.date() + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    return _words().format(
        business=business,
        today=f"{today:%A %Y-%m-%d, %H:%M}",
        zone=zone.key,
        calendar="\n".join(f"- {day:%A %Y-%m-%d}" for day in days),
    )


@cache
def _words() -> str:
    return files("frontdesk.assistant").joinpath("instructions.md").read_text()

"""How a reading is written as an answer: `{"date"?, "time"?, "date_end"?, "time_end"?, "part"?}`."""

from frontdesk.assistant.offline.understand import Understanding
from frontdesk.assistant.offline.wish import Wish

Answer = dict[str, str]


def answer_of(wish: Wish | None) -> Answer | None:
    """Return the answer that a reading amounts to, or None for no reading."""
    if wish is None:
        return None
    answer: Answer = {}
    for key, day in (("date", wish.date), ("date_end", wish.date_end)):
        if day:
            answer[key] = day.isoformat()
    for key, at in (("time", wish.time), ("time_end", wish.time_end)):
        if at is not None:
            answer[key] = at.strftime("%H:%M")
    if wish.part:
        answer["part"] = wish.part
    return answer or None


def explained(read: Understanding) -> str:
    """Return from which words a reading came, what each did in its sentence, and what was assumed."""
    words = [f"{one.words!r} ({', '.join((one.role, *one.assumptions))})" for one in read.mentions]
    words += [f"{one.words!r} (turned down)" for one in read.rejected]
    return "; ".join(words) or "no date or time seen"


def half_a_day_off(got: str | None, wanted: str) -> bool:
    """Tell whether two times of day are twelve hours apart."""
    if got is None or got[3:] != wanted[3:]:
        return False
    return abs(int(got[:2]) - int(wanted[:2])) == 12

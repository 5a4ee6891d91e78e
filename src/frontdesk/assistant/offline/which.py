"""Which of the lead's bookings is meant: by its day, its time, its place or all of them. Pure."""

from collections.abc import Sequence

from frontdesk.assistant.offline.conventions import PART_HOURS
from frontdesk.assistant.offline.picks import Pick, Rank
from frontdesk.assistant.offline.state import Known
from frontdesk.assistant.offline.wish import Wish


def meant(bookings: Sequence[Known], named: Wish | None, pick: Pick | None) -> tuple[Known, ...]:
    """Return the bookings that may be meant; all where the words point at none of them.

    Args:
        bookings: the lead's, the earliest first.
        named: the day and time that were said of it.
        pick: its place or rank among them: "the first one", "the later one".
    """
    found = tuple(one for one in bookings if named is None or is_then(one, named)) or tuple(bookings)
    if pick is None or len(found) < 2:
        return found
    match pick.rank:
        case Rank.PLACE if pick.place is not None and pick.place < len(found):
            return (found[pick.place],)
        case Rank.EARLIEST:
            return found[:1]
        case Rank.LATEST:
            return found[-1:]
    return found


def is_then(booking: Known, named: Wish) -> bool:
    """Tell whether a booking is on the day, and at the time, that were named."""
    at = booking.starts_at
    if named.date is not None and not named.date <= at.date() <= (named.date_end or named.date):
        return False
    if named.part is not None and named.time is None:
        opens, closes = PART_HOURS[named.part]
        return opens <= at.time() < closes
    if named.time is None or not named.is_exact_time:
        return True
    half_away = named.time.replace(hour=(named.time.hour + 12) % 24)
    return at.time() == named.time or (named.either_half and at.time() == half_away)

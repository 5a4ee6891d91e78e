"""Reading a sub-account's trail, page by page. Who may read it is decided where a caller is known."""

from datetime import datetime

import msgspec

from frontdesk.db.pool import Database
from frontdesk.errors import ValidationFailed
from frontdesk.sealing import SealBroken, Sealer
from frontdesk.trail import repository
from frontdesk.trail.repository import Filters, Line, Position


class Cursor(msgspec.Struct, frozen=True):
    """Where a page ended."""

    at: datetime
    source: int
    id: int


class TrailService:
    """WHO DID WHAT."""

    def __init__(self, db: Database, sealer: Sealer) -> None:
        self._db = db
        self._sealer = sealer

    async def page(
        self, sub_account_id: int, filters: Filters, *, limit: int, cursor: str | None
    ) -> tuple[list[Line], str | None]:
        """Return one page, newest first, and the cursor of the next one if there is more.

        Raises:
            ValidationFailed: the cursor is none of this sub-account's.
        """
        after = self._position(cursor, sub_account_id) if cursor else None
        async with self._db.tenant(sub_account_id) as connection:
            found = await repository.newest(connection, filters, limit=limit + 1, after=after)
        page = found[:limit]
        return page, self._cursor(page[-1], sub_account_id) if len(found) > limit else None

    def _cursor(self, last: Line, sub_account_id: int) -> str:
        where = last.position
        return self._sealer.seal_text(Cursor(where.at, where.source, where.id), _context(sub_account_id))

    def _position(self, cursor: str, sub_account_id: int) -> Position:
        try:
            known = self._sealer.open_text(cursor, Cursor, _context(sub_account_id))
        except SealBroken:
            raise ValidationFailed({"cursor": "is not one that this list returned"}) from None
        return Position(known.at, known.source, known.id)


def _context(sub_account_id: int) -> str:
    return f"trail of {sub_account_id}"

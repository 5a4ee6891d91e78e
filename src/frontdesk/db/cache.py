"""Remembering what was read of a tenant for a while, and forgetting it the moment it changes anywhere."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

LIFE_SECONDS = 300.0
MOST_ENTRIES = 10_000
CHANGED = "frontdesk_changed"

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class TenantCache(Generic[Key, Value]):
    """Values by sub-account and key, for `life_seconds` at most.

    A value that was being read while its sub-account changed is not kept: it may be the old one.
    """

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, *, life_seconds: float = LIFE_SECONDS
    ) -> None:
        self._monotonic = monotonic
        self._life_seconds = life_seconds
        self._kept: OrderedDict[tuple[int, Key], tuple[float, Value]] = OrderedDict()
        self._changes: dict[int, int] = {}
        self._gaps = 0

    def known(self, sub_account_id: int, key: Key) -> Value | None:
        """Return the value if it is known and young enough."""
        entry = self._kept.get((sub_account_id, key))
        if entry is None or entry[0] < self._monotonic():
            return None
        self._kept.move_to_end((sub_account_id, key))
        return entry[1]

    def version(self, sub_account_id: int) -> tuple[int, int]:
        """Return a mark of now; take it before reading what is to be kept."""
        return self._gaps, self._changes.get(sub_account_id, 0)

    def keep(self, sub_account_id: int, key: Key, value: Value, *, version: tuple[int, int]) -> None:
        """Remember a value that was read after `version` was taken."""
        if version != self.version(sub_account_id):
            return
        self._kept[sub_account_id, key] = (self._monotonic() + self._life_seconds, value)
        if len(self._kept) > MOST_ENTRIES:
            self._kept.popitem(last=False)

    def forget(self, sub_account: str) -> None:
        """Forget all of a sub-account, named as in a notice."""
        sub_account_id = int(sub_account)
        self._changes[sub_account_id] = self._changes.get(sub_account_id, 0) + 1
        for known in [known for known in self._kept if known[0] == sub_account_id]:
            del self._kept[known]

    def forget_all(self) -> None:
        """Forget everything: changes may have been missed."""
        self._gaps += 1
        self._kept.clear()

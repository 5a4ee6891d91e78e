"""Who uses the server right now, counted with file locks: the kernel gives those back when a process dies.

Starting: hold `start` alone, then `users` together with all others, then see to the server, then let `start`
go. Leaving: ask for `users` alone, without waiting. Whoever gets it is the last and stops the server *while
holding it*, so a process that is about to start waits at `users` until the server is down and then starts it
anew. Whoever does not get it leaves the server to the others. The kernel drops the shared lock before it
refuses the exclusive one, so of two processes leaving at once, the second to ask finds nobody and stops it.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def starting_alone(data_dir: Path) -> Iterator[None]:
    """Keep every other process of this data folder from starting a server meanwhile; waits its turn."""
    lock = _open(data_dir / "postgres-start.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


class Use:
    """One use of the server, from its beginning to `end`, or to the end of the process, however it ends."""

    def __init__(self, data_dir: Path) -> None:
        """Begin to use the server; waits while the last user is stopping it."""
        self._process = os.getpid()
        self._lock = _open(data_dir / "postgres-users.lock")
        self._has_ended = False
        fcntl.flock(self._lock, fcntl.LOCK_SH)

    def end(self, stop: Callable[[], None]) -> None:
        """Stop using the server, and `stop` it when nobody else does. Later calls do nothing.

        A forked child has this object too, but the use is its parent's: there it does nothing.
        """
        if self._has_ended or os.getpid() != self._process:
            return
        self._has_ended = True
        try:
            if self._is_last():
                stop()
        finally:
            os.close(self._lock)

    def _is_last(self) -> bool:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)

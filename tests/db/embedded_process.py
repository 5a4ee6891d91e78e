"""A process of its own that uses the embedded database, under any account, driven through its pipes.

Run as a program it starts as root when the suite does, loads everything, and only then becomes the account it
was asked to be: a real ordinary user, even where the interpreter itself lies in a folder closed to that user.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import cast

from frontdesk.db import embedded
from frontdesk.db.embedded.accounts import Account
from frontdesk.db.embedded.binaries import find_binaries

_REPOSITORY = Path(__file__).parents[2]


class Process:
    """Another process that uses the database of `data_dir` from `ready` until it leaves or is killed."""

    def __init__(self, account: Account, data_dir: Path) -> None:
        self._account = account
        command = [sys.executable, "-m", "tests.db.embedded_process"]
        self._process = subprocess.Popen(
            [*command, account.name, str(account.uid), str(account.gid), str(data_dir)],
            cwd=_REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._first: dict[str, str] | None = None

    def answer(self) -> dict[str, str]:
        """Wait for the start; return an error's name and message, or the socket's folder."""
        if self._first is None:
            self._first = self._read()
        return self._first

    def ready(self) -> "Process":
        """Wait until it uses the database."""
        assert "error" not in self.answer(), self.answer()
        return self

    @property
    def socket_folder(self) -> Path:
        return Path(self.answer()["socket_folder"])

    def ask(self, sql: str, *, role: embedded.Role = embedded.SUPERUSER, database: str = "frontdesk") -> str:
        """Return what `psql` prints for a query, run under the same account as that process."""
        dsn = embedded.EmbeddedServer(self.ready().socket_folder, lambda: None).dsn(role)
        psql: list[str | Path] = [find_binaries(self._account)["psql"], "-XqAt", "-v", "ON_ERROR_STOP=1"]
        asked = self._account.run([*psql, "-d", dsn.replace("/frontdesk?", f"/{database}?"), "-c", sql])
        assert asked.returncode == 0, asked.stderr
        return asked.stdout.rstrip("\n")

    def fork_and_close(self) -> None:
        """Let it fork a child that closes the server object it inherited and exits."""
        assert self._process.stdin
        self._process.stdin.write("fork\n")
        self._process.stdin.flush()
        assert self._read() == {}

    def leave(self) -> None:
        """End it in the ordinary way, through `atexit`."""
        self._close_pipes()
        assert self._process.wait(timeout=30) == 0

    def hang_up(self) -> None:
        """Tell it to leave, without waiting for it."""
        assert self._process.stdin
        self._process.stdin.close()

    def interrupt(self) -> None:
        """Press Ctrl-C in its terminal: every process of its group is interrupted."""
        os.killpg(self._process.pid, signal.SIGINT)
        self._process.wait(timeout=30)
        self._close_pipes()

    def kill(self) -> None:
        """End it at once, with no chance to say good-bye."""
        self._process.kill()
        self._process.wait(timeout=30)
        self._close_pipes()

    def end(self) -> None:
        """Let it go, whatever became of it before."""
        self._close_pipes()
        self._process.wait(timeout=30)

    def _read(self) -> dict[str, str]:
        assert self._process.stdout
        return cast("dict[str, str]", json.loads(self._process.stdout.readline()))

    def _close_pipes(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()


def become(account: Account) -> None:
    """Give up root for good; the programs are sought where that account can reach them."""
    if account.uid == os.geteuid():
        return
    root = find_binaries(account).folder.parents[2]
    if str(root) not in sys.path:
        sys.path[:] = [str(root)]
    os.setgroups([])
    os.setgid(account.gid)
    os.setuid(account.uid)


def serve(data_dir: Path) -> None:
    """Use the database, report, and fork at every line until the pipe is closed."""
    try:
        server = embedded.start(data_dir, settings=embedded.FORGETFUL)
    except embedded.EmbeddedDatabaseError as error:
        _report({"error": type(error).__name__, "message": str(error)})
        return
    _report({"socket_folder": str(server.socket_folder)})
    for _line in sys.stdin:
        if os.fork() == 0:
            server.close()
            sys.exit()
        os.wait()
        _report({})


def _report(report: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(report) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    # As in a terminal, also where the suite runs in the background and interrupts are ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    name, uid, gid, folder = sys.argv[1:]
    become(Account(name=name, uid=int(uid), gid=int(gid)))
    serve(Path(folder))

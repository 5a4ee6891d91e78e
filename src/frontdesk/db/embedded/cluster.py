"""One cluster: made whole or not at all, recognised for what it is, started and stopped."""

import os
import secrets
import shutil
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from subprocess import CompletedProcess
from types import MappingProxyType

from frontdesk.db.embedded import configuration
from frontdesk.db.embedded.accounts import Account
from frontdesk.db.embedded.binaries import Binaries
from frontdesk.db.embedded.errors import (
    DoesNotStart,
    DoesNotStop,
    EmbeddedDatabaseError,
    NotACluster,
    NotAFolder,
    OtherOwner,
    OtherVersion,
    disk_full,
)
from frontdesk.db.embedded.places import PORT, SOCKET

DATABASE = "frontdesk"
# The last is what a server calls itself that is given this one's address (`frontdesk.db.login`).
ROLES = ("postgres", "frontdesk_app", '"/^frontdesk_app_[0-9]+$"')
DURABLE: Mapping[str, str] = MappingProxyType({})
FORGETFUL: Mapping[str, str] = MappingProxyType(
    {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
)  # for tests: quick, and lost when the machine loses power

_PATIENCE_SECONDS = 60
_LOOK_EVERY_SECONDS = 0.02

# The shell below runs inside the cluster under the server's account; $1 is the socket's folder.
_PREPARE = f"""
mkdir -p log "$1" && rm -f "$1/{SOCKET}" "$1/{SOCKET}.lock" && : > log/start.log || exit
printf %s "$2" > postgresql.conf.new && mv -f postgresql.conf.new postgresql.conf || exit
printf %s "$3" > pg_hba.conf.new && mv -f pg_hba.conf.new pg_hba.conf || exit
printf %s "$4" > pg_ident.conf.new && mv -f pg_ident.conf.new pg_ident.conf
"""
_LAST_LINES = """
if grep -q 'Future log output' log/start.log
then tail -n 8 "$(ls -t log/???.log | head -n 1)"
else tail -n 8 log/start.log
fi
"""
_CREATE_DATABASE = (
    f"SELECT 'CREATE DATABASE {DATABASE}' "  # noqa: S608 -- a constant
    f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec"
)


class State(Enum):
    """What a look at the cluster's lock file and socket tells."""

    DOWN = auto()
    STALE = auto()  # down, with a lock file left by a server that was killed
    CHANGING = auto()  # starting or stopping
    READY = auto()
    LOST = auto()  # up, but its socket is gone


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster in `folder`, served by `account` to `owner` through a socket in `socket_folder`."""

    folder: Path
    socket_folder: Path
    owner: Account
    account: Account
    binaries: Binaries

    def is_missing(self) -> bool:
        """Tell whether the cluster is still to be made.

        Raises:
            NotAFolder, NotACluster, OtherVersion, OtherOwner: something else is in its place.
        """
        if not os.path.lexists(self.folder):
            return True
        if not self.folder.is_dir():
            raise NotAFolder(
                f"{self.folder} is not a folder: move that file away or choose another data folder."
            )
        try:
            names = [entry.name for entry in self.folder.iterdir()]
        except PermissionError:
            raise self._other_owner() from None
        if names:
            self._recognise(names)
        return not names

    def _recognise(self, names: list[str]) -> None:
        if "PG_VERSION" not in names:
            raise NotACluster(
                f"{self.folder} holds files that are not a PostgreSQL database: nothing was changed; move "
                "them away or choose another data folder."
            )
        if self.folder.stat().st_uid != self.account.uid:
            raise self._other_owner()
        found = (self.folder / "PG_VERSION").read_text(encoding="utf-8", errors="replace").strip()
        if found != str(self.binaries.major):
            raise OtherVersion(
                f"The database in {self.folder} is of PostgreSQL {found} and this frontdesk brings "
                f"PostgreSQL {self.binaries.major}: nothing was changed; dump it with PostgreSQL {found} "
                "(pg_dump), move the folder away, start frontdesk and restore the dump "
                "(docs/embedded-database.md)."
            )

    def _other_owner(self) -> OtherOwner:
        return OtherOwner(
            f"The database in {self.folder} belongs to the account number {self.folder.stat().st_uid}, not "
            f"to {self.account.name}: run frontdesk under the account it was made with, or choose another "
            "data folder."
        )

    def create(self, settings: Mapping[str, str]) -> None:
        """Make the cluster beside its place and move it there when it is complete.

        Raises:
            DiskFull, DoesNotStart: it could not be made; nothing is left of the attempt.
        """
        for leftover in self.folder.parent.glob(f"{self.folder.name}.unfinished-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        unfinished = self.folder.with_name(f"{self.folder.name}.unfinished-{secrets.token_hex(4)}")
        try:
            unfinished.mkdir(mode=0o700)
            if self.account.uid != os.geteuid():
                os.chown(unfinished, self.account.uid, self.account.gid, follow_symlinks=False)
            made = self._initialise(unfinished, settings)
            if made.returncode != 0:
                raise self._failure("could not be made", made.stderr)
            unfinished.rename(self.folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def _initialise(self, folder: Path, settings: Mapping[str, str]) -> CompletedProcess[str]:
        command: list[str | Path] = [self.binaries["initdb"], "-D", folder, "--username=postgres"]
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--data-checksums", "--auth-local=peer", "--auth-host=reject", "--no-instructions"]
        command += ["--no-sync"] if settings.get("fsync") == "off" else []
        return self.account.run(command)

    def bring_up(self, settings: Mapping[str, str]) -> None:
        """Start the server unless it runs, and see that the owner can enter and finds the database.

        Call it only while no other process of this data folder does.

        Raises:
            DiskFull, DoesNotStart: it does not come up.
        """
        state = self._settled()
        if state is State.LOST:
            self.stop()
        if state is State.STALE:
            (self.folder / "postmaster.pid").unlink()
        if state is not State.READY:
            self._launch(settings)
        command: list[str | Path] = [self.binaries["psql"], "-XqAt", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", self.socket_folder, "-p", str(PORT), "-U", "postgres", "-d", "postgres"]
        entered = self.owner.run(command, text=_CREATE_DATABASE)
        if entered.returncode != 0:
            raise self._failure("does not answer", entered.stderr)

    def _launch(self, settings: Mapping[str, str]) -> None:
        texts = (
            configuration.write_settings(socket_folder=str(self.socket_folder), port=PORT, settings=settings),
            configuration.write_access(),
            configuration.write_names(account=self.owner.name, roles=ROLES),
        )
        prepared = self.account.run(
            ["sh", "-c", _PREPARE, "sh", self.socket_folder, *texts], folder=self.folder
        )
        if prepared.returncode != 0:
            raise self._failure("could not be prepared", prepared.stderr)
        started = self._control("start", "-l", "log/start.log")
        if started.returncode != 0 and self._settled() is not State.READY:
            raise self._failure("does not start", self._last_log_lines() or started.stderr)

    def stop(self) -> None:
        """Stop the server, rolling back what is open; nothing happens when it does not run.

        Raises:
            DoesNotStop: it still runs after a minute.
        """
        if self.look() in {State.DOWN, State.STALE}:
            return
        stopped = self._control("stop", "-m", "fast")
        if stopped.returncode != 0 and self.look() not in {State.DOWN, State.STALE}:
            raise DoesNotStop(
                f"The database in {self.folder} did not stop within {_PATIENCE_SECONDS} s: see its log in "
                f"{self.folder / 'log'}. {stopped.stderr.strip()}"
            )

    def _control(self, *command: str) -> CompletedProcess[str]:
        # Run inside the folder and name it ".": pg_ctl hands paths to a shell, which "$" in one would upset.
        return self.account.run(
            [self.binaries["pg_ctl"], *command, "-D", ".", "-w", "-s", "-t", str(_PATIENCE_SECONDS)],
            folder=self.folder,
        )

    def look(self) -> State:
        """Return what the server is doing."""
        try:
            lines = (
                (self.folder / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
            )
        except FileNotFoundError:
            return State.DOWN
        is_ready = len(lines) > 7 and lines[7].strip() == "ready"
        if self._answers():
            return State.READY if is_ready else State.CHANGING
        if not self._is_served_by(lines[0].strip() if lines else ""):
            return State.STALE
        return State.LOST if is_ready else State.CHANGING

    def _settled(self) -> State:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while (state := self.look()) is State.CHANGING:
            if time.monotonic() > deadline:
                raise DoesNotStart(
                    f"The database in {self.folder} is still starting or stopping after "
                    f"{_PATIENCE_SECONDS} s: wait and try again, and see its log in {self.folder / 'log'}."
                )
            time.sleep(_LOOK_EVERY_SECONDS)
        return state

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as caller:
            try:
                caller.connect(str(self.socket_folder / SOCKET))
            except OSError:
                return False
        return True

    def _is_served_by(self, process: str) -> bool:
        """Tell whether the process with this number is a server that works in this folder.

        A number alone proves nothing: after a restart of the machine or container another program has it. The
        server's own account asks, because root in a container may not see where others' programs work.
        """
        if not process.isdecimal():
            return False
        if Path("/proc/self/cwd").exists():
            works_in = self.account.run(["readlink", f"/proc/{process}/cwd"]).stdout
            return works_in.rstrip("\n") == os.path.realpath(self.folder)
        return "postgres" in self.account.run(["ps", "-o", "command=", "-p", process]).stdout

    def _last_log_lines(self) -> str:
        return self.account.run(["sh", "-c", _LAST_LINES], folder=self.folder).stdout

    def _failure(self, what: str, output: str) -> EmbeddedDatabaseError:
        if "No space left on device" in output or "Disk quota exceeded" in output:
            return disk_full(self.folder.parent)
        return DoesNotStart(
            f"The database in {self.folder} {what}: restore the folder from a backup, or move it away to "
            f"begin with an empty one. PostgreSQL said:\n{output.strip()}"
        )

"""Folders for embedded databases, and the accounts they are tried under."""

import os
import pwd
import shutil
import tempfile
import time
from pathlib import Path

from frontdesk.db.embedded import accounts
from frontdesk.db.embedded.accounts import Account
from tests.db.embedded_process import Process


def account_named(name: str) -> Account:
    entry = pwd.getpwnam(name)
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


ME = accounts.owner()
IS_ROOT = ME.uid == 0
ORDINARY = account_named("nobody") if IS_ROOT else ME
OWNERS = [ME, ORDINARY] if IS_ROOT else [ME]  # root shows both ways, an ordinary user its own


class Home:
    """A folder that `owner` owns, reachable by all, and the processes that use the database in it."""

    def __init__(self, owner: Account) -> None:
        self.owner = owner
        self.server_account = accounts.server_account(owner) if owner == ME else owner
        self.folder = Path(tempfile.mkdtemp(prefix="fd-", dir="/tmp")).resolve()
        self.folder.chmod(0o711)
        os.chown(self.folder, owner.uid, owner.gid)
        self.data_dir = self.folder / "var"
        self._processes: list[Process] = []

    @property
    def cluster(self) -> Path:
        note = self.data_dir / "postgres-location"
        return Path(note.read_text().strip()) if note.exists() else self.data_dir / "postgres"

    def begin(self, data_dir: Path | None = None) -> Process:
        """Let another process start to use the database, without waiting for it."""
        process = Process(self.owner, data_dir or self.data_dir)
        self._processes.append(process)
        return process

    def postmaster(self) -> int:
        """Return the number of the server's process."""
        return int((self.cluster / "postmaster.pid").read_text().split()[0])

    def is_served(self) -> bool:
        return (self.cluster / "postmaster.pid").exists()

    def make(self, name: str, text: str | None = None) -> Path:
        """Make a folder, or a file with `text`, in the data folder, the owner's own."""
        path = self.data_dir / name
        for folder in (self.data_dir, path if text is None else path.parent):
            folder.mkdir(exist_ok=True)
            os.chown(folder, self.owner.uid, self.owner.gid)
        if text is not None:
            path.write_text(text)
            os.chown(path, self.owner.uid, self.owner.gid)
        return path

    def rest(self) -> None:
        """End the processes, whatever became of them, and a server they may have left over."""
        for process in self._processes:
            process.end()
        self._processes.clear()
        if self.is_served():
            Process(self.owner, self.data_dir).ready().leave()

    def clear(self) -> None:
        """End the processes and remove everything, wherever it was put."""
        self.rest()
        cluster = self.cluster
        for place in (self.folder, cluster):
            deadline = time.monotonic() + 10  # a killed process's initdb may still be writing
            while place.exists() and time.monotonic() < deadline:
                shutil.rmtree(place, ignore_errors=True)

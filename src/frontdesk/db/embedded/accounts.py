"""Which account of the operating system does what.

The *owner* runs frontdesk. The *server account* runs PostgreSQL: the owner itself, or, because PostgreSQL
refuses to run as root, an account made for it alone. Whatever is written inside the server's folders is
written by a program running under the server account, so that root never follows a link planted there.
"""

import os
import pwd
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from frontdesk.db.embedded.errors import OWN_SERVER, NoAccount

SERVER_ACCOUNT = "frontdesk-postgres"
_ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}
_ROOT_FOLDER = Path("/")


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int

    def run(
        self, command: Sequence[str | Path], *, text: str = "", folder: Path = _ROOT_FOLDER
    ) -> subprocess.CompletedProcess[str]:
        """Run `command` under this account in `folder`, feed it `text`, wait, and return how it ended.

        The program gets none of our environment, none of our open files, and a session of its own, so that
        Ctrl-C in the terminal does not reach it.

        Raises:
            OSError: the program cannot be executed by this account.
        """
        is_other = self.uid != os.geteuid()
        return subprocess.run(  # noqa: S603 -- every caller passes a fixed program and its own paths
            command,
            input=text,
            cwd=folder,
            env=_ENVIRONMENT,
            user=self.uid if is_other else None,
            group=self.gid if is_other else None,
            extra_groups=[] if is_other else None,
            umask=0o077,
            start_new_session=True,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this account may pass through `folder` and everything above it."""
        return self.run(["test", "-x", folder]).returncode == 0


def owner() -> Account:
    """Return the account this process runs under.

    Raises:
        NoAccount: it has no name; PostgreSQL admits local callers by name.
    """
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise NoAccount(
            f"The account number {os.geteuid()} has no name on this machine and PostgreSQL needs one: "
            f"run frontdesk under an account listed in /etc/passwd, or {OWN_SERVER}."
        ) from None
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def server_account(owner: Account) -> Account:
    """Return the account the server runs under; made first when root has none for it yet.

    Raises:
        NoAccount: it is missing and cannot be made.
    """
    if owner.uid != 0:
        return owner
    account = _named(SERVER_ACCOUNT) or _create()
    if account.uid == 0:
        raise NoAccount(
            f"The account {SERVER_ACCOUNT} is root under another name: remove it, run frontdesk as an "
            f"ordinary user, or {OWN_SERVER}."
        )
    return account


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _create() -> Account:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", SERVER_ACCOUNT]
    root = Account(name="root", uid=0, gid=0)
    for _attempt in range(10):  # another process may be making it, or hold the lock on /etc/passwd
        try:
            root.run(command)
        except OSError:
            break
        if account := _named(SERVER_ACCOUNT):
            return account
        time.sleep(0.2)
    raise NoAccount(
        f"PostgreSQL does not run as root and the account {SERVER_ACCOUNT} could not be made for it: "
        f"run frontdesk as an ordinary user, or {OWN_SERVER}."
    )

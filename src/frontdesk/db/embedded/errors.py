"""Why the embedded database cannot be used, each in one sentence that says what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWN_SERVER = "set FRONTDESK_DATABASE_URL to a PostgreSQL server of your own"


class EmbeddedDatabaseError(Exception):
    """The embedded database cannot be used; the message is for the person who runs frontdesk."""


class NoAccount(EmbeddedDatabaseError):
    """There is no account the server could run under."""


class NoPrograms(EmbeddedDatabaseError):
    """PostgreSQL's programs are not installed, or do not run here."""


class NotWritable(EmbeddedDatabaseError):
    """The folder may not be written to."""


class NotAFolder(EmbeddedDatabaseError):
    """The path leads to something other than a folder."""


class DiskFull(EmbeddedDatabaseError):
    """No space is left."""


class NotACluster(EmbeddedDatabaseError):
    """The folder holds files that are not a database."""


class OtherVersion(EmbeddedDatabaseError):
    """The data were written by another major version of PostgreSQL."""


class OtherOwner(EmbeddedDatabaseError):
    """The data belong to another account of the operating system."""


class Unreachable(EmbeddedDatabaseError):
    """The data are where the server's account cannot reach them, or are gone."""


class DoesNotStart(EmbeddedDatabaseError):
    """The server was started and gave up."""


class DoesNotStop(EmbeddedDatabaseError):
    """The server was told to stop and did not."""


@contextmanager
def explaining(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses in `folder` into a sentence; leave any other error alone."""
    try:
        yield
    except OSError as error:
        explained = explain(error, folder)
        if explained is None:
            raise
        raise explained from error


def explain(error: OSError, folder: Path) -> EmbeddedDatabaseError | None:
    """Return the sentence for an error of the operating system, or None when it is not one we expect."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(folder)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return NotWritable(
            f"frontdesk may not write to {folder}: give its account write access there, choose another data "
            f"folder, or {OWN_SERVER}."
        )
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return NotAFolder(f"{folder} is not a folder: move that file away or choose another data folder.")
    return None


def disk_full(folder: Path) -> DiskFull:
    """Return the sentence for a full disk or quota."""
    return DiskFull(
        f"No space is left for the database in {folder}: free some, or choose a data folder on another disk."
    )

"""Bring the libraries that pages use into the repository, from npm: `make vendor`.

Each file is kept as it was published. `vendored.json` says what it is, under which licence, and its hash,
which a test compares with the file. To update a library, change its version here and run it again.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "src/frontdesk/web/static/vendor"
FOR_TESTS = ROOT / "tests/vendor"
MANIFEST = "vendored.json"


@dataclass(frozen=True, slots=True)
class Library:
    """A package of npm, and which of its files are kept under which name."""

    package: str
    version: str
    licence: str
    folder: Path
    files: dict[str, str]


LIBRARIES = (
    Library(
        "htmx.org",
        "4.0.1",
        "0BSD",
        SHIPPED / "htmx",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
    ),
    Library(
        "@event-calendar/build",
        "5.10.1",
        "MIT",
        SHIPPED / "event-calendar",
        {
            "dist/event-calendar.min.js": "event-calendar.min.js",
            "dist/event-calendar.min.css": "event-calendar.min.css",
        },
    ),
    Library(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        FOR_TESTS / "axe-core",
        {"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"},
    ),
)


def main() -> None:
    """Fetch every library anew and write down what was fetched."""
    for library in LIBRARIES:
        contents = fetched(library)
        library.folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (library.folder / name).write_bytes(content)
        (library.folder / MANIFEST).write_text(json.dumps(described(library, contents), indent=2) + "\n")
        print(f"{library.package} {library.version}: {', '.join(contents)}")  # noqa: T201 -- a command speaks


def fetched(library: Library) -> dict[str, bytes]:
    """Return the files of a library as npm has them, by the names they are kept under."""
    with tempfile.TemporaryDirectory() as folder:
        pack = [
            "npm",
            "pack",
            "--silent",
            f"{library.package}@{library.version}",
            "--pack-destination",
            folder,
        ]
        subprocess.run(pack, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- constants
        [archive] = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as tar:
            return {kept: _read(tar, f"package/{name}") for name, kept in library.files.items()}


def described(library: Library, contents: dict[str, bytes]) -> dict[str, object]:
    """Return what is written down about a library."""
    return {
        "package": library.package,
        "version": library.version,
        "licence": library.licence,
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    found = tar.extractfile(name)
    assert found is not None, f"{name} is no file"  # noqa: S101
    return found.read()


if __name__ == "__main__":
    main()

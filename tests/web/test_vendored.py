"""What the pages use of others is what its maker published, with its version and licence."""

import hashlib
import json

import pytest
from scripts.vendor import LIBRARIES, MANIFEST, Library


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.package)
def test_a_library_is_the_one_that_was_fetched(library: Library) -> None:
    written = json.loads((library.folder / MANIFEST).read_text())

    assert (written["package"], written["version"], written["licence"]) == (
        library.package,
        library.version,
        library.licence,
    )
    assert set(written["sha256"]) == set(library.files.values())
    for name, digest in written["sha256"].items():
        assert hashlib.sha256((library.folder / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.package)
def test_a_library_comes_with_its_licence(library: Library) -> None:
    assert (library.folder / "LICENSE").read_text().strip()

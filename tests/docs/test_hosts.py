"""The project can be built from any package index: it names none."""

from tests.docs.pages import files, name_of

# In pieces, so that this file does not name them either.
REGISTRIES = tuple(
    "".join(pieces).encode()
    for pieces in (
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("registry.npm", "js.org"),
        ("npm", "js.com"),
        ("yarn", "pkg.com"),
        ("un", "pkg.com"),
        ("js", "delivr.net"),
        ("cdn", "js.cloudflare.com"),
        ("proxy.go", "lang.org"),
        ("crates", ".io"),
        ("ruby", "gems.org"),
        ("ana", "conda.org"),
    )
)


def test_no_file_names_the_host_of_a_package_registry() -> None:
    naming = {
        name_of(path)
        for path in files()
        for content in [path.read_bytes()]
        if any(host in content for host in REGISTRIES)
    }

    assert not naming, "name no package registry; whoever builds decides where packages come from"


def test_the_lock_file_pins_every_package_by_hash_and_names_no_index() -> None:
    locked = next(path for path in files() if path.name == "requirements.lock").read_text()

    pinned = [line for line in locked.splitlines() if line and line[0] not in " #-"]

    assert len(pinned) > 50
    assert all("==" in line for line in pinned)
    assert "index-url" not in locked
    assert "://" not in locked
    assert locked.count("--hash=sha256:") >= len(pinned)

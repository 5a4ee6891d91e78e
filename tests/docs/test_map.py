"""The map in the README is the territory."""

from tests.docs.pages import ROOT, SOURCE, files, named

MAP = "Where things are"


def test_the_map_names_every_folder_and_no_other() -> None:
    kept = [path.relative_to(ROOT).parts for path in files()]
    top = {f"{parts[0]}/" for parts in kept if len(parts) > 1}
    slices = {
        f"src/frontdesk/{parts[2]}/" for parts in kept if parts[:2] == ("src", "frontdesk") and parts[3:]
    }

    mapped = set(named(ROOT / "README.md", MAP))

    expected = (top - {"src/"}) | slices
    assert mapped == expected, f"README.md, '{MAP}': missing {expected - mapped}, gone {mapped - expected}"


def test_every_slice_says_in_one_line_what_lives_there() -> None:
    for folder in SOURCE.iterdir():
        init = folder / "__init__.py"
        if init.exists():
            assert init.read_text().startswith('"""'), f"{init} has no docstring"

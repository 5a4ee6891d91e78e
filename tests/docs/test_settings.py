"""Every setting is documented with the default it has, and nothing else is."""

import re
from pathlib import Path

import pytest

from frontdesk import settings
from tests.docs.pages import DOCS, SOURCE, name_of, named, pages, rows, spans

CONFIGURATION = DOCS / "configuration.md"
SETTING = re.compile(r"\b(?:FRONTDESK|OPENAI)_[A-Z_]+\b")
TEXT = (SOURCE / "settings.py").read_text()
READ = set(SETTING.findall(TEXT))
# What the source asks the environment for, whichever way.
ASKED = set(re.findall(r'given(?:\.get\(|, )"(FRONTDESK_\w+)"', TEXT))


def test_every_setting_that_is_read_is_documented_and_no_other() -> None:
    documented = named(CONFIGURATION, "Settings")

    assert set(documented) == READ
    assert len(documented) == len(READ), "a setting is documented twice"


def test_every_setting_of_ours_is_known_by_its_name() -> None:
    assert set(settings.NAMES) == ASKED
    assert {name for name in READ if name.startswith(settings.PREFIX)} == ASKED


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_a_page_names_no_setting_that_does_not_exist(page: Path) -> None:
    unknown = {span for span in spans(page) if SETTING.fullmatch(span)} - READ

    assert not unknown, f"{name_of(page)} names {unknown}"


def test_the_documented_defaults_are_those_of_the_code(tmp_path: Path) -> None:
    given = settings.from_environment({"FRONTDESK_DATA_DIR": str(tmp_path)})
    told = {row[0].strip("`"): row[1] for row in rows(CONFIGURATION, "Settings")}

    assert f"`{given.log_level}`" in told["FRONTDESK_LOG_LEVEL"]
    assert f"`{given.ghl_base_url}`" in told["FRONTDESK_GHL_BASE_URL"]
    assert f"`{given.model}`" in told["FRONTDESK_MODEL"]
    assert f"`{settings.DEFAULT_PROVIDER_MODEL}`" in told["FRONTDESK_MODEL"]


def test_settings_are_read_in_one_place() -> None:
    reading = [
        name_of(path) for path in SOURCE.rglob("*.py") if re.search(r"os\.(environ|getenv)", path.read_text())
    ]

    # The demonstration hands its own environment on to the server it starts.
    assert sorted(reading) == ["src/frontdesk/demo/stage.py", "src/frontdesk/settings.py"]


def test_the_clock_is_read_in_one_place() -> None:
    pattern = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")

    reading = [name_of(path) for path in SOURCE.rglob("*.py") if pattern.search(path.read_text())]

    assert reading == ["src/frontdesk/clock.py"]

"""What the operator may say, and the one sentence that answers anything else."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from frontdesk.settings import NAMES, SettingsError, from_environment, meant_by, require_model

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()


def environment(folder: Path, **given: str) -> dict[str, str]:
    return {"FRONTDESK_DATA_DIR": str(folder), **given}


def test_nothing_set_means_the_embedded_database_and_the_offline_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    chosen = from_environment({})

    assert chosen.data_dir == tmp_path / ".frontdesk"
    assert chosen.database_url is None
    assert chosen.model == "offline"
    assert chosen.log_level == "INFO"


def test_an_empty_environment_is_not_replaced_by_the_process_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_LOG_LEVEL", "DEBUG")

    assert from_environment({}).log_level == "INFO"
    assert from_environment().log_level == "DEBUG"


def test_blank_values_count_as_unset(tmp_path: Path) -> None:
    chosen = from_environment(environment(tmp_path, OPENAI_API_KEY=" ", FRONTDESK_DATABASE_URL=""))

    assert chosen.openai_api_key is None
    assert chosen.database_url is None


def test_a_provider_key_alone_chooses_the_providers_model(tmp_path: Path) -> None:
    assert from_environment(environment(tmp_path, OPENAI_API_KEY="sk-1")).model == "openai:gpt-5-mini"


def test_addresses_lose_their_closing_slash(tmp_path: Path) -> None:
    chosen = from_environment(environment(tmp_path, FRONTDESK_PUBLIC_URL="https://book.example.com/"))

    assert chosen.public_url == "https://book.example.com"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FRONTDESK_DATABASE_URL", "mysql://host/name"),
        ("FRONTDESK_DATABASE_URL", "postgresql://[host/name"),
        ("FRONTDESK_DATABASE_URL", "postgresql://host:port/name"),
        ("FRONTDESK_SECRET_KEYS", "short"),
        ("FRONTDESK_SECRET_KEYS", f"{KEY},"),
        ("FRONTDESK_SECRET_KEYS", f"!!!!{KEY}"),
        ("FRONTDESK_SECRET_KEYS", "schlüssel"),
        ("FRONTDESK_MODEL", "gpt-5"),
        ("FRONTDESK_MODEL", "openai:"),
        ("FRONTDESK_MODEL", ":name"),
        ("OPENAI_BASE_URL", "localhost:8080"),
        ("OPENAI_BASE_URL", "http://[::1"),
        ("FRONTDESK_GHL_BASE_URL", "ftp://example.com"),
        ("FRONTDESK_GHL_WEBHOOK_KEYS", "vendor,"),
        ("FRONTDESK_GHL_WEBHOOK_KEYS", "AAAA"),
        ("FRONTDESK_PUBLIC_URL", "https://"),
        ("FRONTDESK_PUBLIC_URL", "https://example.com:99999"),
        ("FRONTDESK_LOG_LEVEL", "LOUD"),
        ("FRONTDESK_DATA_DIR", "~nobody-of-that-name/folder"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_that_names_it(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingsError, match=name) as refusal:
        from_environment(environment(tmp_path, **{name: value}))

    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("FRONTDESK_DATABSE_URL", "FRONTDESK_DATABASE_URL"),
        ("FRONTDESK_DB_URL", "FRONTDESK_DATABASE_URL"),
        ("FRONDESK_DATABASE_URL", "FRONTDESK_DATABASE_URL"),
        ("frontdesk_database_url", "FRONTDESK_DATABASE_URL"),
        ("FRONTDESK_SECRET_KEY", "FRONTDESK_SECRET_KEYS"),
        ("FRONTDESK_LOGLEVEL", "FRONTDESK_LOG_LEVEL"),
        ("FRONTDESK_GHL_SECRET", "FRONTDESK_GHL_CLIENT_SECRET"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_one_that_is_meant(
    tmp_path: Path, misspelt: str, meant: str
) -> None:
    with pytest.raises(SettingsError) as refusal:
        from_environment(environment(tmp_path, **{misspelt: "hunter2"}))

    assert str(refusal.value) == f"{misspelt} is no setting of frontdesk. Did you mean {meant}?"


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_missed_when_a_letter_is(name: str) -> None:
    without_one = [name[:place] + name[place + 1 :] for place in range(len(name))]

    assert {meant_by(misspelt) for misspelt in without_one} == {name}


@pytest.mark.parametrize(
    "name",
    [
        "FRONTDESK_RACE_SECONDS",
        "FRONTDESK_IMAGE",
        "FRONTDESK_SERVICE_HOST",
        "FRONTDESK_PORT",
        "FRONTDESK_PORT_8000_TCP_ADDR",
        "FRONTDESK_DATABASE_SERVICE_PORT_HTTP",
        "FRONTDESK_DATABASE_PORT_5432_TCP",
        "DATABASE_URL",
    ],
)
def test_what_is_somebody_elses_is_passed_over(tmp_path: Path, name: str) -> None:
    assert from_environment(environment(tmp_path, **{name: "1"})) == from_environment(environment(tmp_path))


def test_an_empty_value_under_a_misspelt_name_says_nothing(tmp_path: Path) -> None:
    assert from_environment(environment(tmp_path, FRONTDESK_DATABSE_URL=" ")).database_url is None


def test_a_model_of_openai_needs_its_key() -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        require_model("openai:gpt-5-mini", None)


def test_secrets_are_not_in_the_settings_text(tmp_path: Path) -> None:
    chosen = from_environment(
        environment(
            tmp_path,
            FRONTDESK_SECRET_KEYS=KEY,
            FRONTDESK_DATABASE_URL="postgresql://me:hunter2@host/name",
            OPENAI_API_KEY="sk-hunter2",
            FRONTDESK_GHL_CLIENT_SECRET="hunter2",
            FRONTDESK_METRICS_TOKEN="hunter2",
        )
    )

    assert "hunter2" not in repr(chosen)
    assert "kkkk" not in repr(chosen)


def test_given_keys_are_kept_in_their_order(tmp_path: Path) -> None:
    other = base64.urlsafe_b64encode(b"\xff" * 32).decode().rstrip("=")

    chosen = from_environment(environment(tmp_path, FRONTDESK_SECRET_KEYS=f"{KEY}, {other}"))

    assert chosen.secret_keys == (b"k" * 32, b"\xff" * 32)
    assert not (tmp_path / "secret-key").exists()


def test_a_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"

    first = from_environment(environment(folder))

    assert from_environment(environment(folder)).secret_keys == first.secret_keys
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret-key"]


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        chosen = list(pool.map(lambda _: from_environment(environment(tmp_path)), range(32)))

    assert len({one.secret_keys for one in chosen}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_kept_key_that_is_none_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_bytes(b"\xff\xfe not a key")

    with pytest.raises(SettingsError, match="secret-key"):
        from_environment(environment(tmp_path))


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    with pytest.raises(SettingsError, match=r"taken.*FRONTDESK_DATA_DIR"):
        from_environment(environment(tmp_path / "taken"))

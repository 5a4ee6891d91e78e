"""The only reader of the environment. A wrong value stops the start with one sentence that names it."""

import base64
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

# Every setting of ours; what begins so and is none of them may be somebody else's.
PREFIX = "FRONTDESK_"
NAMES = (
    "FRONTDESK_DATABASE_URL",
    "FRONTDESK_DATA_DIR",
    "FRONTDESK_SECRET_KEYS",
    "FRONTDESK_MODEL",
    "FRONTDESK_GHL_BASE_URL",
    "FRONTDESK_GHL_CLIENT_ID",
    "FRONTDESK_GHL_CLIENT_SECRET",
    "FRONTDESK_GHL_WEBHOOK_KEYS",
    "FRONTDESK_PUBLIC_URL",
    "FRONTDESK_METRICS_TOKEN",
    "FRONTDESK_LOG_LEVEL",
)
# How much of a name has to be a setting's for it to be meant: of what follows the prefix, and of the whole.
ALIKE, ALMOST_THE_SAME = 0.6, 0.9
# What Kubernetes puts there for every service whose name begins with ours.
_OF_A_SERVICE = re.compile(r"\w+_(SERVICE_HOST|SERVICE_PORT\w*|PORT(_\d+_\w+)?)")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
OFFLINE_MODEL = "offline"
DEFAULT_PROVIDER_MODEL = "openai:gpt-5-mini"
GHL_BASE_URL = "https://services.leadconnectorhq.com"
GHL_WEBHOOK_KEYS = ("vendor",)
KNOWN_WEBHOOK_KEYS = frozenset({"vendor", "vendor-legacy"})
SECRET_KEY_BYTES = 32


class SettingsError(Exception):
    """A setting has a value that cannot be used. The message names it and says what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided. See `docs/configuration.md` for every setting.

    Attributes:
        database_url: None means the embedded server in `data_dir`.
        secret_keys: 32 bytes each; the first encrypts and signs, all decrypt and verify.
        model: `offline`, or a provider's model as `provider:name`.
        ghl_webhook_keys: public keys that may sign webhooks: base64 of DER, or the name of a built-in one.
    """

    data_dir: Path
    secret_keys: tuple[bytes, ...] = field(repr=False)
    database_url: str | None = field(default=None, repr=False)
    model: str = OFFLINE_MODEL
    openai_api_key: str | None = field(default=None, repr=False)
    openai_base_url: str | None = None
    ghl_base_url: str = GHL_BASE_URL
    ghl_client_id: str | None = None
    ghl_client_secret: str | None = field(default=None, repr=False)
    ghl_webhook_keys: tuple[str, ...] = GHL_WEBHOOK_KEYS
    public_url: str | None = None
    metrics_token: str | None = field(default=None, repr=False)
    log_level: str = "INFO"


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check every setting; make the secret key in the data folder when none is given.

    Raises:
        SettingsError: a value cannot be used, or a name is a misspelt one.
    """
    all_given = os.environ if environment is None else environment
    given = {name: value.strip() for name, value in all_given.items() if value.strip()}
    _refuse_misspelt(given)
    data_dir = _folder(given.get("FRONTDESK_DATA_DIR", ".frontdesk"))
    api_key = given.get("OPENAI_API_KEY")
    return Settings(
        data_dir=data_dir,
        secret_keys=_secret_keys(given.get("FRONTDESK_SECRET_KEYS"), data_dir),
        database_url=_database_url(given.get("FRONTDESK_DATABASE_URL")),
        model=_model(given.get("FRONTDESK_MODEL"), api_key),
        openai_api_key=api_key,
        openai_base_url=_web_address(given, "OPENAI_BASE_URL"),
        ghl_base_url=_web_address(given, "FRONTDESK_GHL_BASE_URL") or GHL_BASE_URL,
        ghl_client_id=given.get("FRONTDESK_GHL_CLIENT_ID"),
        ghl_client_secret=given.get("FRONTDESK_GHL_CLIENT_SECRET"),
        ghl_webhook_keys=_webhook_keys(given.get("FRONTDESK_GHL_WEBHOOK_KEYS")),
        public_url=_web_address(given, "FRONTDESK_PUBLIC_URL"),
        metrics_token=given.get("FRONTDESK_METRICS_TOKEN"),
        log_level=_log_level(given.get("FRONTDESK_LOG_LEVEL", "INFO")),
    )


def meant_by(name: str) -> str | None:
    """Return the setting that a name which is none seems to mean, if any."""
    if _OF_A_SERVICE.fullmatch(name):
        return None
    known = [each.removeprefix(PREFIX) for each in NAMES]
    whole = get_close_matches(name.upper(), NAMES, n=1, cutoff=ALMOST_THE_SAME)
    if whole or not name.upper().startswith(PREFIX):
        return whole[0] if whole else None
    rest = get_close_matches(name.upper().removeprefix(PREFIX), known, n=1, cutoff=ALIKE)
    return PREFIX + rest[0] if rest else None


def _refuse_misspelt(given: Mapping[str, str]) -> None:
    for name in sorted(set(given) - set(NAMES)):
        meant = meant_by(name)
        if meant is not None:
            raise SettingsError(f"{name} is no setting of frontdesk. Did you mean {meant}?")


def _folder(value: str) -> Path:
    try:
        return Path(value).expanduser().absolute()
    except RuntimeError as error:
        raise SettingsError(f"FRONTDESK_DATA_DIR is {value!r}, which names nobody's home folder.") from error


def _database_url(value: str | None) -> str | None:
    if value is None:
        return None
    if not _is_address(value, schemes={"postgresql", "postgres"}):
        raise SettingsError(
            "FRONTDESK_DATABASE_URL must look like postgresql://user:password@host:5432/name; "
            "leave it unset to use the embedded server."
        )
    return value


def _model(value: str | None, api_key: str | None) -> str:
    if value is None:
        return DEFAULT_PROVIDER_MODEL if api_key else OFFLINE_MODEL
    return require_model(value, api_key)


def require_model(value: str, api_key: str | None) -> str:
    """Return a model's name.

    Raises:
        SettingsError: it is none, or it needs a key that is not there.
    """
    provider, separator, name = value.partition(":")
    if value != OFFLINE_MODEL and not (provider and separator and name):
        raise SettingsError(
            f"FRONTDESK_MODEL is {value!r}; it must be 'offline' or a provider's model such as "
            f"'{DEFAULT_PROVIDER_MODEL}'."
        )
    if provider == "openai" and api_key is None:
        raise SettingsError(f"FRONTDESK_MODEL is {value!r}, which needs OPENAI_API_KEY to be set.")
    return value


def _web_address(given: Mapping[str, str], name: str) -> str | None:
    value = given.get(name)
    if value is None:
        return None
    if not _is_address(value, schemes={"http", "https"}) or not urlsplit(value).hostname:
        raise SettingsError(f"{name} is {value!r}; it must be a web address such as https://example.com.")
    return value.rstrip("/")


def _webhook_keys(value: str | None) -> tuple[str, ...]:
    keys = GHL_WEBHOOK_KEYS if value is None else tuple(part.strip() for part in value.split(","))
    if not all(key in KNOWN_WEBHOOK_KEYS or _is_public_key(key) for key in keys):
        raise SettingsError(
            "FRONTDESK_GHL_WEBHOOK_KEYS must hold 'vendor', 'vendor-legacy' or public keys (Ed25519 or RSA, "
            "what a PEM file holds, on one line), separated by commas."
        )
    return keys


def _is_public_key(text: str) -> bool:
    try:
        key = load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, UnsupportedAlgorithm):
        return False
    return isinstance(key, Ed25519PublicKey | RSAPublicKey)


def _is_address(value: str, *, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(value)
        port = parts.port  # the library reads it only now, and raises if it is none
    except ValueError:
        return False
    return parts.scheme in schemes and port != 0


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise SettingsError(f"FRONTDESK_LOG_LEVEL is {value!r}; it must be one of {', '.join(LOG_LEVELS)}.")
    return value.upper()


def _secret_keys(value: str | None, data_dir: Path) -> tuple[bytes, ...]:
    if value is not None:
        return _parse_keys(value, source="FRONTDESK_SECRET_KEYS")
    kept = data_dir / "secret-key"
    return _parse_keys(_kept_key(kept), source=f"The file {kept}")


def _parse_keys(value: str, *, source: str) -> tuple[bytes, ...]:
    keys = tuple(_parse_key(part.strip()) for part in value.split(","))
    if any(len(key) != SECRET_KEY_BYTES for key in keys):
        raise SettingsError(
            f"{source} must hold keys of {SECRET_KEY_BYTES} bytes in URL-safe base64, separated by commas."
        )
    return keys


def _parse_key(text: str) -> bytes:
    """Return the bytes of a key, none when it is not one. Lenient base64 would skip what it does not know."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b""


def _kept_key(path: Path) -> str:
    """Return the key kept in the data folder; the first process makes it, readable by its owner only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        if not path.exists():
            fresh.touch(mode=0o600)
            fresh.write_text(base64.urlsafe_b64encode(secrets.token_bytes(SECRET_KEY_BYTES)).decode())
            _claim(fresh, path)
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise SettingsError(
            f"The data folder {path.parent} cannot be used ({error.strerror}); "
            "set FRONTDESK_DATA_DIR to a folder that you may write to."
        ) from error


def _claim(fresh: Path, path: Path) -> None:
    """Give the fresh file its name unless another process was quicker; never replaces a key."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()

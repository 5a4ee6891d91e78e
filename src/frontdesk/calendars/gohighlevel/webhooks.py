"""GoHighLevel's webhooks: whether one is genuine, and what it is about.

The signature is over the raw bytes of the body, so nothing is parsed before it was verified. The vendor
signs the webhooks of all its apps with one key: a signature says that it speaks, not that it speaks about us.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from frontdesk.calendars.deliveries import DeliveryKind, Hint, Irrelevant, NotGenuine

# Published in the vendor's webhook guide (read 2026-03-28); the same in every copy.
VENDOR_KEY = "MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg="
# The older one, published in the vendor's repository; retired on 2026-09-01.
VENDOR_LEGACY_KEY = (
    "MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAokvo/r9tVgcfZ5DysOSCFrm602qYV0MaAiNnX9O8KxMbiyRKWeL9JpCpVpt4"
    "XHIcBOK4u3cLSqJGOLaPuXw6dO0t6Q/ZVdAV5Phz+ZtzPL16iCGeK9po6D6JHBpbi989mmzMryUnQJezlYJ3DVfBcsedpinheNnyYeFX"
    "olrJvcsjDtfAeRx5ByHQmTnSdFUzuAnC9/GepgLT9SM4nCpvuxmZMxrJt5Rw+VUaQ9B8JSvbMPpez4peKaJPZHBbU3OdeCVx5klVXXZQ"
    "GNHOs8gF3kvoV5rTnXV0IknLBXlcKKAQLZcY/Q9rG6Ifi9c+5vqlvHPCUJFT5XUGG5RKgOKUJ062fRtN+rLYZUV+BjafxQauvC8wSWeY"
    "ja63VSUruvmNj8xkx2zE/Juc+yjLjTXpIocmaiFeAO6fUtNjDeFVkhf5LNb59vECyrHD2SQIrhgXpO4Q3dVNA5rw576PwTzNh/AMfHKI"
    "jE4xQA1SZuYJmNnmVZLIZBlQAF9Ntd03rfadZ+yDiOXCCs9FkHibELhCHULgCsnuDJHcrGNd5/Ddm5hxGQ0ASitgHeMZ0kcIOwKDOzOU"
    "53lDza6/Y09T7sYJPQe7z0cvj7aE4B+Ax1ZoZGPzpJlZtGXCsu9aTEGEnKzmsFqwcSsnw3JB31IGKAykT1hhTiaCeIY/OwwwNUY2yvcC"
    "AwEAAQ=="
)
BUILT_IN = {"vendor": VENDOR_KEY, "vendor-legacy": VENDOR_LEGACY_KEY}
SIGNATURE = "x-ghl-signature"
LEGACY_SIGNATURE = "x-wh-signature"

# The documented examples of updates and deletions say "AppointmentCreate": which one it is tells nothing.
KINDS: dict[str, DeliveryKind] = {
    "AppointmentCreate": "event",
    "AppointmentUpdate": "event",
    "AppointmentDelete": "event",
    "ContactCreate": "contact",
    "ContactUpdate": "contact",
    "ContactDelete": "contact",
    "ContactDndUpdate": "contact",
    "ContactTagUpdate": "contact",
    "INSTALL": "install",
    "UNINSTALL": "uninstall",
}


class WebhookDoor:
    """Lets in what the vendor signed for our app, and reads what it is about."""

    def __init__(self, keys: Sequence[str], *, client_id: str | None) -> None:
        """Take public keys: names of built-in ones, or base64 of DER. An RSA key opens the old header."""
        read = [load_der_public_key(base64.b64decode(BUILT_IN.get(key, key))) for key in keys]
        self._keys = [key for key in read if isinstance(key, Ed25519PublicKey)]
        self._legacy_keys = [key for key in read if isinstance(key, RSAPublicKey)]
        # A client id is the app's id and a suffix.
        self._app_id = client_id.partition("-")[0] if client_id else None

    def open(self, body: bytes, headers: Mapping[str, str]) -> Hint:
        """Return what a delivery is about.

        Raises:
            NotGenuine: the vendor did not sign exactly these bytes. Irrelevant: it tells us nothing.
        """
        if not self._is_signed(body, headers):
            raise NotGenuine
        try:
            payload = msgspec.json.decode(body, type=dict[str, object])
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Irrelevant("it is no JSON object") from None
        hint = _hint(payload, body)
        if hint.kind in {"install", "uninstall"} and self._is_anothers(payload):
            raise Irrelevant("it is about another app")
        return hint

    def _is_signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        signature = _bytes_of(headers.get(SIGNATURE))
        legacy = _bytes_of(headers.get(LEGACY_SIGNATURE))
        return any(signature and _verifies(key, signature, body) for key in self._keys) or any(
            legacy and _verifies_legacy(key, legacy, body) for key in self._legacy_keys
        )

    def _is_anothers(self, payload: Mapping[str, object]) -> bool:
        return self._app_id is not None and _text(payload, "appId") not in {None, self._app_id}


def _bytes_of(header: str | None) -> bytes:
    """Return a signature's bytes; none for what is no base64, such as the literal N/A of the unsigned."""
    try:
        return base64.b64decode(header or "", validate=True)
    except (binascii.Error, ValueError):
        return b""


def _verifies(key: Ed25519PublicKey, signature: bytes, body: bytes) -> bool:
    try:
        key.verify(signature, body)
    except InvalidSignature:
        return False
    return True


def _verifies_legacy(key: RSAPublicKey, signature: bytes, body: bytes) -> bool:
    try:
        key.verify(signature, body, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _hint(payload: Mapping[str, object], body: bytes) -> Hint:
    """Read a payload; the newer guide shows the event's members under `data`, real ones have them on top."""
    name = _text(payload, "type")
    kind = KINDS.get(name or "")
    if kind is None:
        raise Irrelevant(f"nothing follows from its type {(name or 'none')[:40]!r}")
    inner = payload.get("data")
    fields = {**payload, **inner} if isinstance(inner, dict) else payload
    appointment = fields.get("appointment")
    subject = appointment if kind == "event" and isinstance(appointment, dict) else fields
    subject_id = _text(subject, "id")
    if subject_id is None and kind in {"event", "contact"}:
        raise Irrelevant("it does not say what changed")
    return Hint(
        delivery_id=_text(payload, "webhookId") or f"sha256:{hashlib.sha256(body).hexdigest()}",
        kind=kind,
        location_id=_text(fields, "locationId"),
        company_id=_text(fields, "companyId"),
        subject_id=subject_id if kind in {"event", "contact"} else None,
        calendar_id=_text(subject, "calendarId") if kind == "event" else None,
        person_ids=_persons(subject) if kind == "event" else (),
        sent_at=_sent_at(payload),
    )


def _persons(appointment: Mapping[str, object]) -> tuple[str, ...]:
    users = appointment.get("users")
    named = [appointment.get("assignedUserId"), *(users if isinstance(users, list) else [])]
    return tuple(sorted({person for person in named if isinstance(person, str) and person}))[:20]


def _sent_at(payload: Mapping[str, object]) -> datetime | None:
    text = _text(payload, "timestamp")
    try:
        sent_at = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return sent_at if sent_at and sent_at.tzinfo else None


def _text(payload: Mapping[str, object], name: str) -> str | None:
    """Return a member that is a text of a reasonable length and can be kept."""
    value = payload.get(name)
    return value if isinstance(value, str) and 0 < len(value) <= 200 and "\x00" not in value else None

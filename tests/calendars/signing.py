"""A vendor of our own for the tests: keys, and webhooks signed with them."""

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SAMPLES = Path(__file__).parent / "gohighlevel" / "webhooks"
KEY = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


@cache
def legacy_key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def public(key: Ed25519PrivateKey | RSAPrivateKey) -> str:
    """Return a public key as the setting takes it."""
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


def signed(body: bytes, key: Ed25519PrivateKey = KEY) -> dict[str, str]:
    """Return the headers of a webhook."""
    return {"X-GHL-Signature": base64.b64encode(key.sign(body)).decode()}


def signed_the_old_way(body: bytes) -> dict[str, str]:
    return {"x-wh-signature": base64.b64encode(legacy_key().sign(body, PKCS1v15(), SHA256())).decode()}


def sample(name: str, /, **changes: Any) -> bytes:
    """Return one of the vendor's documented payloads, some of its members changed."""
    payload = json.loads((SAMPLES / f"{name}.json").read_bytes())
    return json.dumps({**payload, **changes}).encode()

"""Authenticated encryption for what must not be read or forged: credentials at rest, tokens, cookies.

AES-256-GCM (`cryptography`), a key of its own for every purpose, the key's id in front so that keys can be
rotated, and a context that the sealed text is bound to: text sealed for one row opens for no other.
"""

import base64
import hashlib
import os
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

T = TypeVar("T")

_ID_BYTES = 4
_NONCE_BYTES = 12


class SealBroken(Exception):
    """The text was not sealed by us, for this purpose and this context."""


class Sealer:
    """Seals and opens bytes for one purpose. The first key seals; all of them open."""

    def __init__(self, keys: Sequence[bytes], purpose: str) -> None:
        derived = [_derive(key, purpose) for key in keys]
        self._first = _key_id(derived[0])
        self._ciphers = {_key_id(key): AESGCM(key) for key in derived}

    def seal(self, plain: bytes, context: str) -> bytes:
        """Return key id, nonce and ciphertext, bound to the context."""
        nonce = os.urandom(_NONCE_BYTES)
        return self._first + nonce + self._ciphers[self._first].encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed.

        Raises:
            SealBroken: wrong key, wrong context, or changed by somebody.
        """
        cipher = self._ciphers.get(sealed[:_ID_BYTES])
        nonce, body = sealed[_ID_BYTES : _ID_BYTES + _NONCE_BYTES], sealed[_ID_BYTES + _NONCE_BYTES :]
        if cipher is None or len(nonce) < _NONCE_BYTES:
            raise SealBroken
        try:
            return cipher.decrypt(nonce, body, context.encode())
        except InvalidTag as error:
            raise SealBroken from error

    def is_current(self, sealed: bytes) -> bool:
        """Say whether the first key sealed this, as the id in front of it has it."""
        return sealed[:_ID_BYTES] == self._first

    def seal_text(self, value: object, context: str = "") -> str:
        """Return a value as a token that fits into a header, an address or a cookie."""
        return base64.urlsafe_b64encode(self.seal(msgspec.json.encode(value), context)).decode().rstrip("=")

    def open_text(self, token: str, kind: type[T], context: str = "") -> T:
        """Return the value of a token made by `seal_text`.

        Raises:
            SealBroken: as in `open`, or it is no token at all.
        """
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            return msgspec.json.decode(self.open(sealed, context), type=kind)
        except (ValueError, msgspec.DecodeError) as error:
            raise SealBroken from error


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"frontdesk {purpose}".encode()).derive(key)


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"id" + key).digest()[:_ID_BYTES]

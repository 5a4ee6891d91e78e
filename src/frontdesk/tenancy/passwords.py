"""Passwords: argon2id with the library's recommended cost, run off the event loop."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()


async def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def is_password(password: str, hashed: str | None) -> bool:
    """Say whether the password fits the hash; takes as long when there is no hash."""
    return await asyncio.to_thread(_verify, password, hashed)


def _verify(password: str, hashed: str | None) -> bool:
    try:
        return _HASHER.verify(hashed or _nobodys_hash(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")

"""Passwords: argon2id with the library's recommended cost, run off the event loop."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from frontdesk.errors import ValidationFailed

SHORTEST, LONGEST = 8, 1000
_HASHER = PasswordHasher()


def require_usable(password: str) -> None:
    """Refuse a new password that is too short to be one.

    Raises:
        ValidationFailed: says what is wanted.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValidationFailed({"password": f"must have {SHORTEST} to {LONGEST} characters"})


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

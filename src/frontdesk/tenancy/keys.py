"""API keys and widget keys. A key carries its sub-account's number, so it is looked up inside that tenant.

The number in a key is only a claim: it opens nothing unless the secret beside it is found in that tenant.
"""

import hashlib
import re
import secrets

_KEY = re.compile(r"(fdk|fdw)_([0-9a-z]{1,13})_([A-Za-z0-9_-]{16,64})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def new_api_key(sub_account_id: int) -> str:
    """Return a fresh API key: 256 bits of secret; shown once, stored hashed."""
    return f"fdk_{_base36(sub_account_id)}_{secrets.token_urlsafe(32)}"


def new_widget_key(sub_account_id: int) -> str:
    """Return a fresh widget key: public by nature, it stands in the page that embeds the widget."""
    return f"fdw_{_base36(sub_account_id)}_{secrets.token_urlsafe(15)}"


def claimed_sub_account(key: str) -> int | None:
    """Return the sub-account a key says it belongs to; None if it is no key of ours."""
    match = _KEY.fullmatch(key)
    claimed = int(match[2], 36) if match else None
    return claimed if claimed is not None and claimed < 2**63 else None


def hash_key(key: str) -> bytes:
    """Return what is stored of an API key. A 256-bit random secret needs no slow hash."""
    return hashlib.sha256(key.encode()).digest()


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"

"""What is typed into a search box, as patterns of SQL. Pure."""

import re

FEWEST_DIGITS = 3


def contains(search: str | None) -> str | None:
    """Return the pattern of texts that contain what is searched for; None when nothing is."""
    return f"%{literal(search)}%" if search else None


def literal(text: str) -> str:
    """Return a text as a pattern that matches itself alone."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def digits_pattern(search: str) -> str | None:
    """Return what finds a phone number by some of its digits; None when there are too few to tell by."""
    digits = re.sub("[^0-9]", "", search)
    return f"%{digits}%" if len(digits) >= FEWEST_DIGITS else None

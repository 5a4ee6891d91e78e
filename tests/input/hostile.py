"""Bytes, values, texts and headers that break parsers."""

from collections.abc import Sequence
from typing import Any

DEEP = 10_000
# No endpoint can read these.
UNREADABLE = {
    "not an object": b"[]",
    "a text": b'"name"',
    "cut off": b'{"name": "x',
    "two values": b'{"name": "x"} {"name": "y"}',
    "no number": b'{"name": NaN}',
    "deep lists": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "a deep member": b'{"name": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "a deep member that nobody knows": b'{"unknown": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "never closed": b"[" * 900_000,
    "invalid UTF-8": b'{"name": "\xff\xfe"}',
    "overlong UTF-8": b'{"name": "\xc0\x80"}',
    "a surrogate in UTF-8": b'{"name": "\xed\xa0\x80"}',
    "UTF-16": '{"name": "x"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"name": "x"}',
    "a raw control character": b'{"name": "a\x00b"}',
}

# The field that each is refused by, where it is sent, and values of it that are refused.
BAD_MEMBERS: Sequence[tuple[str, str, dict[str, Any], Sequence[object]]] = (
    ("leadId", "/chat/messages", {"content": "Hello"}, (0, -1, 2**63, 10**400, 1.5, True, [], None)),
    ("duration", "/bookings/availability", {"date": "2026-12-02"}, (0, -30, 1441, 30.5, 10**30, [30])),
    (
        "date",
        "/bookings/availability",
        {},
        ("0000-01-01", "0001-01-01", "9999-12-31", "٢٠٢٦-12-02", "2026-W49", "", 20261202, None),
    ),
    (
        "timezone",
        "/bookings/availability",
        {"date": "2026-12-02"},
        ("../../etc/passwd", "/etc/localtime", "America", "UTC\0", "Ámerica/X", "a" * 500, 5),
    ),
    (
        "time",
        "/bookings",
        {"date": "2026-12-02"},
        ("24:00", "10:60", "1000", "-1:00", "١٠:00", "", "10:00:60"),
    ),
    (
        "startsAt",
        "/bookings",
        {},
        ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-12-02T10:00", "2026-12-02", "now"),
    ),
)

# Every one of these may be somebody's name.
TEXTS = (
    "\u202eright to left",
    "👩‍👩‍👧‍👦" * 20,
    "a\u0301\u0301\u0301",
    "\ufeff\u200b\u2028",
    "\U0010ffff\uffff",
    "\x01\x1b[31m",
    "'; DROP TABLE leads; --",
    "<script>alert(1)</script>",
    "%s {0} ${x} {{ 7 * 7 }}",
    "../../etc/passwd",
)

IN_QUERIES = (
    *("", "%", "%00", "%ff", "%ed%a0%80", "-1", "0", "1.0", "1e3", "null", "٣", "a&{}=b"),
    *("9223372036854775808", "9" * 4000),
    *("0000-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"),
)

HEADERS = (
    *("Authorization", "Idempotency-Key", "Accept", "Accept-Language", "X-Forwarded-For", "Host", "Origin"),
    *("Cookie", "X-Form-Token", "Sec-Fetch-Site", "Content-Type"),
)
IN_HEADERS = (
    *(b"", b"\xff\xfe", b"x" * 60_000, b"a\tb", b"[", b"::::", b"http://[::1"),
    *(b"Bearer", b"Bearer \xff", b"Bearer fdt_", b"Bearer fdk_zzzzzzzzzzzzz_aaaaaaaaaaaaaaaaaaaaaa"),
    b"frontdesk_session=\xff",
)
ENDS = ("0", "-1", "9223372036854775808", "9" * 4000, "1.0", "1e3", "%00", "%ff", "0x1", "true")
ADDRESSES = ("/c/%00", "/c/%ff", "/static/%00", "/static/..%2fpages.py", "//", "/%ff", "/app/%2e%2e/")

"""Addresses of other sites, as browsers name them in `Origin`. Pure."""

import re
from urllib.parse import SplitResult, urlsplit

from frontdesk.errors import ValidationFailed

LOOPBACK = {"localhost", "127.0.0.1"}
_USUAL_PORTS = {"https": 443, "http": 80}
# What stands here goes into a header: nothing but letters, digits, dots and hyphens.
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


def read_site(text: str, field: str) -> str:
    """Return a site's origin: scheme, host, and the port unless it is the usual one.

    Raises:
        ValidationFailed: it is no https address (http is for trying things on one's own machine), or more.
    """
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = parts.port
    except ValueError:
        raise _no_site(field) from None
    if not (_HOST.fullmatch(host) and _is_site_alone(parts) and _is_safe(parts.scheme, host)):
        raise _no_site(field)
    shown_port = "" if port in {None, _USUAL_PORTS[parts.scheme]} else f":{port}"
    return f"{parts.scheme}://{host}{shown_port}"


def host_of(origin: str) -> str:
    """Return host and port of an origin as the header `Host` has them; empty for `null` and nonsense."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _is_site_alone(parts: SplitResult) -> bool:
    more = parts.path.strip("/") or parts.query or parts.fragment
    return not more and "@" not in parts.netloc and not parts.netloc.endswith(":")


def _is_safe(scheme: str, host: str) -> bool:
    return scheme == "https" or (scheme == "http" and host in LOOPBACK)


def _no_site(field: str) -> ValidationFailed:
    return ValidationFailed({field: "each must be a site such as https://www.example.com, without a path"})

"""Static files, and the headers that keep them and the pages safe."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader, MutableScopeHeaders
from litestar.middleware import DefineMiddleware
from litestar.middleware.compression import CompressionMiddleware
from litestar.static_files import create_static_files_router
from litestar.types import Message, Scope

from frontdesk.http import AnyRequest
from frontdesk.web.cors import add_cors_headers

STATIC = Path(__file__).parent / "static"
A_YEAR_SECONDS = 31_536_000

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
)
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HSTS = "max-age=63072000"
_FRAMING_SITES = "frontdesk_framing_sites"


def _fingerprint() -> str:
    """Return a name for the static files as they are now: it is part of their address, so they never age."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


STATIC_PATH = f"/static/{_fingerprint()}"

# Pages and what they bring travel compressed. Not the API: its answers are small, some are streams of events.
compressed = DefineMiddleware(CompressionMiddleware, config=CompressionConfig("gzip", gzip_compress_level=6))

static_files = create_static_files_router(
    path=STATIC_PATH,
    directories=[STATIC],
    cache_control=CacheControlHeader(public=True, max_age=A_YEAR_SECONDS, immutable=True),
    include_in_schema=False,
    middleware=[compressed],
    name="static",
)


def let_frame(request: AnyRequest, sites: Iterable[str]) -> None:
    """Let a page stand in frames of this site and of those; without this, no page may stand in any."""
    request.scope["state"][_FRAMING_SITES] = " ".join(("'self'", *sites))


async def add_security_headers(message: Message, scope: Scope) -> None:
    """Give every answer, refusals included, the headers that browsers protect people by."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    ancestors = scope["state"].get(_FRAMING_SITES, "'none'")
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.format(ancestors=ancestors)
    for name, value in SECURITY_HEADERS.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "no-store")
    if _is_public_by_https(scope):
        headers["Strict-Transport-Security"] = HSTS
    add_cors_headers(headers, scope["state"], method=str(scope.get("method")))


def _is_public_by_https(scope: Scope) -> bool:
    public_url = scope["litestar_app"].state.services.settings.public_url
    return public_url is not None and public_url.startswith("https:")

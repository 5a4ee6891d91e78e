"""The widget as one file: what stands in `static/chat`, put together once when the process starts.

The files are modules that name what they need of each other. A site embeds one script, so the imports go and
the files stand in one function, each after those that it needs.
"""

import gzip
import hashlib
import json
import re
from functools import cache

from litestar import Response, get
from litestar.status_codes import HTTP_304_NOT_MODIFIED

from frontdesk.http import AnyRequest
from frontdesk.limits import limit_by_address
from frontdesk.web.rendering import STATIC

CHAT = STATIC / "chat"
# Each after those that it imports.
MODULES = ("parts", "words", "memory", "desk-api", "style", "view", "listener", "talk", "element")
_IMPORT = re.compile(r"^import [^;]+ from \"\./([\w-]+)\.js\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
# Whole lines, and what follows code on its line; never anything within quotes.
_REMARK = re.compile(r"^ *//[^\n]*\n|^ */\*(?:[^*]|\*(?!/))*\*/\n|[ ]+// [^\"'`\n]*$", re.MULTILINE)
_CSS_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def script() -> str:
    """Return the script."""
    style = re.sub(r"\s+", " ", _CSS_REMARK.sub("", (CHAT / "style.css").read_text())).strip()
    parts = [f"const STYLE = {json.dumps(style)};", *(_inlined(name) for name in MODULES)]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


@cache
def compressed_script() -> bytes:
    """Return the script as it travels to browsers."""
    return gzip.compress(script().encode(), 9, mtime=0)


@cache
def fingerprint() -> str:
    """Return a name for the script as it is now."""
    return hashlib.sha256(script().encode()).hexdigest()[:16]


def needed_by(name: str) -> list[str]:
    """Return the modules that a module imports."""
    return _IMPORT.findall((CHAT / f"{name}.js").read_text())


@get("/widget.js", guards=[limit_by_address], include_in_schema=False, sync_to_thread=False)
def widget_script(request: AnyRequest) -> Response[bytes]:
    """Give other sites the chat."""
    headers = {
        "Cache-Control": "public, max-age=3600",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "ETag": f'"{fingerprint()}"',
        "Vary": "Accept-Encoding",
    }
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    body = script().encode()
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body, headers["Content-Encoding"] = compressed_script(), "gzip"
    return Response(body, media_type="text/javascript", headers=headers)


def _inlined(name: str) -> str:
    text = _IMPORT.sub("", (CHAT / f"{name}.js").read_text())
    return re.sub(r"\n\s*\n", "\n", _EXPORT.sub("", _REMARK.sub("", text)))

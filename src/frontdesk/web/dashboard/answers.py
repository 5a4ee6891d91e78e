"""What a page's script is told to do next: HTMX reads it from a header."""

import json

from litestar import MediaType
from litestar.response import Response
from litestar.status_codes import HTTP_200_OK

from frontdesk.http import AnyRequest

TRIGGER = "HX-Trigger"
UNSWAPPED = {"HX-Reswap": "none"}


def done(words: str) -> Response[str]:
    """Answer what succeeded: close the dialog, look at the bookings again, and say so in passing."""
    events = {
        "frontdesk:close": {},
        "frontdesk:changed": {},
        "frontdesk:toast": {"words": words, "kind": "good"},
    }
    # Nothing is swapped: the dialog that asked is about to be gone.
    return Response(
        "",
        status_code=HTTP_200_OK,
        media_type=MediaType.HTML,
        headers={**UNSWAPPED, TRIGGER: json.dumps(events)},
    )


def is_asked_by_script(request: AnyRequest) -> bool:
    """Say whether a script asks, so that a whole page would be no answer."""
    return "HX-Request" in request.headers or _wants_json(request)


def refused(request: AnyRequest, words: str, *, status_code: int) -> Response[str] | Response[dict[str, str]]:
    """Answer a script that something cannot be: it puts the words where they are seen and heard."""
    if _wants_json(request):
        return Response({"message": words}, status_code=status_code)
    trigger = json.dumps({"frontdesk:problem": {"words": words}})
    return Response(
        "", status_code=status_code, media_type=MediaType.HTML, headers={**UNSWAPPED, TRIGGER: trigger}
    )


def _wants_json(request: AnyRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")

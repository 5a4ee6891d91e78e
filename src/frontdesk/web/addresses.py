"""Where this server's own pages are, for links that leave it."""

import re

from frontdesk.http import AnyRequest

# A name or an address, and perhaps a port; whoever asks may send anything.
_HOST = re.compile(r"[a-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9a-f:.]{2,45}\](:[0-9]{1,5})?", re.IGNORECASE)


def address_of_page(request: AnyRequest, path: str) -> str:
    """Return the full address of one of our pages: by the public name, else by the one we were called by."""
    public_url = request.app.state.services.settings.public_url
    if public_url is not None:
        return f"{public_url.rstrip('/')}{path}"
    host = request.headers.get("Host", "")
    return f"{request.scope['scheme']}://{host}{path}" if _HOST.fullmatch(host) else path

"""A business's colour as a style sheet: pages may not hold styles, so each colour is a file of its own."""

from litestar import Response, get
from litestar.params import FromPath

from frontdesk.errors import NotFound, ValidationFailed
from frontdesk.web.colours import palette_of, read_colour

A_YEAR = "public, max-age=31536000, immutable"


@get("/colours/{name:str}", sync_to_thread=False)
def colour_sheet(name: FromPath[str]) -> Response[str]:
    """Return `/colours/8a1c7c.css`: what the colour is by day and by night."""
    digits, dot, ending = name.partition(".")
    try:
        palette = palette_of(read_colour(f"#{digits}", "name"))
    except ValidationFailed:
        raise NotFound("There is nothing at this address.") from None
    if (dot, ending) != (".", "css"):
        raise NotFound("There is nothing at this address.")
    light, dark = palette.light, palette.dark
    pairs = {
        "accent": (light.accent, dark.accent),
        "accent-deep": (light.deep, dark.deep),
        "on-accent": (light.on_accent, dark.on_accent),
        "accent-wash": (light.wash, dark.wash),
    }
    rules = "".join(f"--{token}:light-dark({day},{night});" for token, (day, night) in pairs.items())
    return Response(f":root{{{rules}}}\n", media_type="text/css", headers={"Cache-Control": A_YEAR})

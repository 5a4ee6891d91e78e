"""Where GoHighLevel is, and our Marketplace app there."""

from dataclasses import dataclass, field

# The API's own host has no page on which an owner says yes.
CONSENT_HOST = "https://marketplace.gohighlevel.com"
CALLBACK_PATH = "/integrations/gohighlevel/callback"


@dataclass(frozen=True, slots=True)
class App:
    """Our Marketplace app, as the operator registered it."""

    client_id: str
    client_secret: str = field(repr=False)
    public_url: str

    @property
    def id(self) -> str:
        """The app's id: a client id is the app's, with a suffix."""
        return self.client_id.partition("-")[0]

    @property
    def redirect_uri(self) -> str:
        """Where GoHighLevel sends the owner's browser back to."""
        return self.public_url.rstrip("/") + CALLBACK_PATH


@dataclass(frozen=True, slots=True)
class Address:
    """Where GoHighLevel is, or its stand-in, and as which app we come.

    Attributes:
        is_the_vendors: whether it is the real one, whose consent page is on another host.
    """

    base_url: str
    is_the_vendors: bool
    app: App | None

    @property
    def consent_host(self) -> str:
        """Where an owner says yes."""
        return CONSENT_HOST if self.is_the_vendors else self.base_url

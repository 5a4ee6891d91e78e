"""Which model speaks: a provider's, with the offline one behind it, or the offline one alone."""

from pydantic_ai.exceptions import ModelAPIError, UnexpectedModelBehavior, UserError
from pydantic_ai.models import Model, infer_model
from pydantic_ai.models.fallback import FallbackModel

from frontdesk.settings import OFFLINE_MODEL, Settings, SettingsError

PROVIDER_TIMEOUT_SECONDS = 30.0
PROVIDER_RETRIES = 1


def provider_model(settings: Settings) -> Model | None:
    """Return the provider's model that the settings name; None when there is none.

    OpenAI is spoken to through `/chat/completions`, which every compatible server has.

    Raises:
        SettingsError: there is no such provider, or it lacks its library or its key.
    """
    if settings.model == OFFLINE_MODEL:
        return None
    provider, _, name = settings.model.partition(":")
    if provider == "openai":
        return _openai_model(name, settings)
    try:
        return infer_model(settings.model)
    except (UserError, ImportError) as error:
        raise SettingsError(
            f"FRONTDESK_MODEL is {settings.model!r}, which cannot be used: {error}"
        ) from error


def _openai_model(name: str, settings: Settings) -> Model:
    # The client takes most of a second to load; who runs offline need not wait for it.
    from openai import AsyncOpenAI  # noqa: PLC0415
    from pydantic_ai.models.openai import OpenAIChatModel  # noqa: PLC0415
    from pydantic_ai.providers.openai import OpenAIProvider  # noqa: PLC0415

    client = AsyncOpenAI(
        api_key=settings.openai_api_key,
        base_url=settings.openai_base_url,
        timeout=PROVIDER_TIMEOUT_SECONDS,
        max_retries=PROVIDER_RETRIES,
    )
    return OpenAIChatModel(name, provider=OpenAIProvider(openai_client=client))


def with_fallback(provider: Model | None, offline: Model) -> Model:
    """Return the model of a turn: when the provider fails, the offline one goes on in its place."""
    if provider is None:
        return offline
    return FallbackModel(provider, offline, fallback_on=(ModelAPIError, UnexpectedModelBehavior))

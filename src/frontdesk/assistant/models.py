"""Which model speaks: a provider's, with the offline one behind it, or the offline one alone."""

from openai import AsyncOpenAI
from pydantic_ai.models import Model, infer_model
from pydantic_ai.models.fallback import FallbackModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from frontdesk.settings import OFFLINE_MODEL, Settings

PROVIDER_TIMEOUT_SECONDS = 30.0
PROVIDER_RETRIES = 1


def provider_model(settings: Settings) -> Model | None:
    """Return the provider's model that the settings name; None when there is none.

    OpenAI is spoken to through `/chat/completions`, which every compatible server has.
    """
    if settings.model == OFFLINE_MODEL:
        return None
    provider, _, name = settings.model.partition(":")
    if provider != "openai":
        return infer_model(settings.model)
    client = AsyncOpenAI(
        api_key=settings.openai_api_key,
        base_url=settings.openai_base_url,
        timeout=PROVIDER_TIMEOUT_SECONDS,
        max_retries=PROVIDER_RETRIES,
    )
    return OpenAIChatModel(name, provider=OpenAIProvider(openai_client=client))


def with_fallback(provider: Model | None, offline: Model) -> Model:
    """Return the model of a turn: when the provider fails, the offline one goes on in its place."""
    return offline if provider is None else FallbackModel(provider, offline)

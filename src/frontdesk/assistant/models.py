"""Which model speaks: a provider's, with the offline one behind it, or the offline one alone."""

import asyncio
import time
from collections.abc import Callable

from pydantic_ai.exceptions import ModelAPIError, UnexpectedModelBehavior, UserError
from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters, infer_model
from pydantic_ai.models.fallback import FallbackModel
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings

from frontdesk.logs import logger
from frontdesk.settings import OFFLINE_MODEL, Settings, SettingsError

PROVIDER_TIMEOUT_SECONDS = 20.0
PROVIDER_RETRIES = 1
PROVIDER_SECONDS_PER_TURN = 30.0
"""How long a lead waits for a provider in one turn, all of its answers together."""
FIRST_WAIT_SECONDS = 5.0
LONGEST_WAIT_SECONDS = 60.0
_log = logger(__name__)


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


class Circuit(WrapperModel):
    """A provider that is left alone for a while after it failed, so that no lead waits for it every time.

    The wait doubles with each failure in a row, up to a minute; the first success ends it.
    """

    def __init__(self, wrapped: Model, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(wrapped)
        self._monotonic = monotonic
        self._failures = 0
        self._closed_until = 0.0

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Ask the provider, unless it failed a moment ago.

        Raises:
            ModelAPIError: it fails, or is left alone. UnexpectedModelBehavior: it answers nonsense.
        """
        if self._monotonic() < self._closed_until:
            raise ModelAPIError(self.model_name, "left alone after it failed")
        try:
            answer = await self.wrapped.request(messages, model_settings, model_request_parameters)
        except (ModelAPIError, UnexpectedModelBehavior) as error:
            self.failed(str(error))
            raise
        self._failures, self._closed_until = 0, 0.0
        return answer

    def failed(self, reason: str) -> None:
        """Leave the provider alone from now on."""
        self._failures += 1
        wait = min(FIRST_WAIT_SECONDS * 2.0 ** (self._failures - 1), LONGEST_WAIT_SECONDS)
        self._closed_until = self._monotonic() + wait
        _log.warning("model_failed", model=self.model_name, seconds=wait, reason=reason[:300])


class Hurried(WrapperModel):
    """A provider for one turn, which has so many seconds for all of its answers together.

    However slowly it answers, byte by byte or one tool call after the other: then the offline model goes on.
    """

    def __init__(self, wrapped: Model, *, seconds: float) -> None:
        super().__init__(wrapped)
        self._left = seconds

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Ask the provider, and wait no longer than the turn has left.

        Raises:
            ModelAPIError: it fails or is too slow. UnexpectedModelBehavior: it answers nonsense.
        """
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._left):
                return await self.wrapped.request(messages, model_settings, model_request_parameters)
        except TimeoutError:
            reason = "too slow for the turn"
            if isinstance(self.wrapped, Circuit):
                self.wrapped.failed(reason)
            raise ModelAPIError(self.model_name, reason) from None
        finally:
            self._left -= time.monotonic() - began


def with_fallback(provider: Model | None, offline: Model) -> Model:
    """Return the model of a turn: when the provider fails, the offline one goes on in its place."""
    if provider is None:
        return offline
    return FallbackModel(
        Hurried(provider, seconds=PROVIDER_SECONDS_PER_TURN),
        offline,
        fallback_on=(ModelAPIError, UnexpectedModelBehavior, _says_nothing),
    )


def _says_nothing(answer: ModelResponse) -> bool:
    """Tell whether an answer is of no use to the lead: empty, or refused by the provider's own filter."""
    if answer.finish_reason == "content_filter":
        return True
    return not answer.tool_calls and not (answer.text or "").strip()

"""A lead who talks to the assistant of a test's account, and models that behave as told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models import Model
from pydantic_ai.models.function import AgentInfo, FunctionModel

from frontdesk.assembly import Services
from frontdesk.assistant.conversations import Message
from frontdesk.assistant.service import Incoming, Turn
from frontdesk.bookings.repository import Booking, Filters
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import SYSTEM
from tests.conftest import Account

Answer = TextPart | ToolCallPart | list[ToolCallPart]


def scripted(*answers: Answer) -> FunctionModel:
    """Return a model that gives these answers, one a request, and the last one for ever."""
    left = list(answers)

    def respond(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        answer = left.pop(0) if len(left) > 1 else left[0]
        return ModelResponse(parts=list(answer) if isinstance(answer, list) else [answer])

    return FunctionModel(respond, model_name="scripted")


def says(text: str) -> TextPart:
    return TextPart(text)


def calls(tool: str, arguments: dict[str, Any] | str | None = None) -> ToolCallPart:
    return ToolCallPart(tool, {} if arguments is None else arguments)


@dataclass
class Talk:
    """One lead's talk with the assistant."""

    services: Services
    account: Account
    lead_id: int
    conversation_id: int | None = None

    def by(self, model: Model) -> "Talk":
        """Let this model speak, with the offline one behind it."""
        self.services.chat._provider = model
        return self

    async def say(
        self, words: str, *, key: str | None = None, on_step: Callable[[Any], None] | None = None
    ) -> Turn:
        incoming = Incoming(self.lead_id, words, self.conversation_id, key=key)
        turn = await self.services.chat.answer(self.account.owner, incoming, on_step=on_step)
        self.conversation_id = turn.conversation_id
        return turn

    async def bookings(self) -> list[Booking]:
        found, _ = await self.services.bookings.page(
            self.account.owner, Filters(lead_id=self.lead_id), limit=50, cursor=None
        )
        return found

    async def messages(self) -> list[Message]:
        assert self.conversation_id is not None
        _, messages = await self.services.chat.transcript(self.account.owner, self.conversation_id)
        return messages


async def begin(
    services: Services, account: Account, *, timezone: str | None = None, name: str | None = "Ann"
) -> Talk:
    lead = await services.leads.create(
        account.sub_account_id, LeadFields(name=name, timezone=timezone), by=SYSTEM
    )
    return Talk(services, account, lead.id)

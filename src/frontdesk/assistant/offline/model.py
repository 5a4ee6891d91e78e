"""The offline dialogue as a model in the agent's sense: messages in, words or a tool call out.

It keeps nothing between calls. Its state is folded anew from the conversation each time, so it can take over
a conversation that another model began, and a stored conversation always leads to the same answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    RetryPromptPart,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models.function import AgentInfo, FunctionModel

from frontdesk.assistant.honesty.lines import without_lines
from frontdesk.assistant.offline.dialogue import (
    AssistantSaid,
    CallTool,
    Event,
    LeadSaid,
    Setting,
    State,
    ToolAnswered,
    begin,
    decide,
    step,
)

NAME = "offline"


def offline_model(setting: Setting) -> FunctionModel:
    """Return the model for a turn in a setting. Which tools it may call, the agent tells it."""

    def respond(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        tools = frozenset(tool.name for tool in info.function_tools)
        action = decide(heard(messages, replace(setting, tools=tools)))
        if isinstance(action, CallTool):
            return ModelResponse(parts=[ToolCallPart(action.name, dict(action.arguments))])
        return ModelResponse(parts=[TextPart(action.text)])

    return FunctionModel(respond, model_name=NAME)


def heard(messages: Iterable[ModelMessage], setting: Setting) -> State:
    """Return where a conversation stands, whoever spoke in it."""
    state = begin(setting)
    for event in events(messages, ZoneInfo(setting.zone)):
        state = step(state, event)
    return state


def events(messages: Iterable[ModelMessage], zone: ZoneInfo) -> Iterator[Event]:
    """Yield what happened in a conversation, the lead's clock being that of `zone`."""
    called: dict[str, Mapping[str, Any]] = {}
    said = list(messages)
    for number, message in enumerate(said):
        was_withheld = number + 1 < len(said) and _puts_right(said[number + 1])
        for part in message.parts:
            if isinstance(part, TextPart) and was_withheld:
                continue
            if isinstance(part, ToolCallPart):
                called[part.tool_call_id] = part.args_as_dict()
            elif (event := _event(part, called, zone)) is not None:
                yield event


def _puts_right(message: ModelMessage) -> bool:
    """Tell whether a message asks the model to say something else: the lead never heard what it said."""
    return any(isinstance(part, RetryPromptPart) and part.tool_name is None for part in message.parts)


def _event(part: object, called: Mapping[str, Mapping[str, Any]], zone: ZoneInfo) -> Event | None:
    match part:
        case UserPromptPart():
            said = part.content if isinstance(part.content, str) else ""
            return LeadSaid(said, part.timestamp.astimezone(zone).replace(tzinfo=None))
        case ToolReturnPart():
            result = part.content if isinstance(part.content, Mapping) else {}
            return ToolAnswered(part.tool_name, called.get(part.tool_call_id, {}), result)
        case TextPart():
            return AssistantSaid(without_lines(part.content))
    return None

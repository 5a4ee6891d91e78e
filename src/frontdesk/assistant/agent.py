"""The talk itself: a model, its instructions and its tools. No transaction is open while it runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_ai import Agent, ModelRetry, RunContext, capture_run_messages
from pydantic_ai.exceptions import UnexpectedModelBehavior, UsageLimitExceeded
from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import Model
from pydantic_ai.usage import RunUsage, UsageLimits

from frontdesk.assistant.briefing import Limits
from frontdesk.assistant.context import TurnContext
from frontdesk.assistant.guards import NO_ANSWER, cleaned, objection, shortened
from frontdesk.assistant.markers import Marked, parse
from frontdesk.assistant.offline.model import NAME as OFFLINE
from frontdesk.assistant.toolbox import TOOLS, call_marked
from frontdesk.assistant.usage import cost_of
from frontdesk.logs import logger

__all__ = ["NO_ANSWER", "Reply", "talk"]

DEFAULT_LIMITS = Limits()

_log = logger(__name__)
_agent = Agent(deps_type=TurnContext, tools=TOOLS)


@_agent.output_validator
async def _book_what_is_marked(ctx: RunContext[TurnContext], text: str) -> str:
    """Book what a reply confirms in the older text format, each in turn; the lead gets the rest of it.

    What cannot be booked the model is told, once; what it says then is held to the truth like all the rest.
    """
    text = cleaned(text)
    marked, rest = parse(text)
    results = [(one, await call_marked(ctx.deps, one)) for one in marked]
    refused = [(one, result) for one, result in results if result.get("success") is not True]
    if refused and not ctx.deps.withheld:
        ctx.deps.withheld.append(shortened(text))
        raise ModelRetry(_told_of_refused(refused, of_how_many=len(results)))
    return shortened(rest)


def _told_of_refused(refused: Sequence[tuple[Marked, Mapping[str, Any]]], *, of_how_many: int) -> str:
    if of_how_many == 1:
        return f"Nothing was booked: {refused[0][1]['message']} Tell the lead so in plain words."
    told = [f"{one.date}, {one.time} was not booked: {result['message']}" for one, result in refused]
    return " ".join([*told, "Tell the lead so in plain words."])


@_agent.output_validator
def _hold_to_the_truth(ctx: RunContext[TurnContext], text: str) -> str:
    """Let a model that said what is not so answer once more; what it says then is mended, not asked about.

    The offline model would say the same again.
    """
    spoke = next((one.model_name for one in reversed(ctx.messages) if isinstance(one, ModelResponse)), None)
    told = None if spoke == OFFLINE or ctx.deps.withheld else objection(text, ctx.deps.truth)
    if told is None:
        return text
    ctx.deps.withheld.append(text)
    raise ModelRetry(told)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model wants to say, who it was, and what it cost; `gave_up`: it has no answer."""

    text: str
    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micros: int | None = None
    gave_up: bool = False


async def talk(
    model: Model,
    messages: Sequence[ModelMessage],
    context: TurnContext,
    *,
    instructions: str,
    limits: Limits = DEFAULT_LIMITS,
) -> Reply:
    """Let the model answer the last message, calling tools as it needs; loops and junk end in an apology."""
    usage = RunUsage()
    with capture_run_messages() as exchanged:
        text, name = await _run(model, messages, context, usage, instructions=instructions, limits=limits)
    is_told = text == "" and bool(context.truth.deeds)  # code says what was done
    return Reply(
        text or ("" if is_told else NO_ANSWER),
        name,
        usage.input_tokens,
        usage.output_tokens,
        cost_of(exchanged),
        gave_up=not (text or is_told),
    )


async def _run(
    model: Model,
    messages: Sequence[ModelMessage],
    context: TurnContext,
    usage: RunUsage,
    *,
    instructions: str,
    limits: Limits,
) -> tuple[str | None, str]:
    """Return what the model says, None when it gave up, and who it was."""
    try:
        result = await _agent.run(
            message_history=list(messages),
            deps=context,
            model=model,
            instructions=instructions,
            usage=usage,
            usage_limits=UsageLimits(
                request_limit=limits.tool_calls_per_turn,
                tool_calls_limit=limits.tool_calls_per_turn,
                total_tokens_limit=limits.tokens_per_turn,
            ),
        )
    except (UnexpectedModelBehavior, UsageLimitExceeded) as error:
        _log.warning("model_gave_up", conversation=context.conversation_id, reason=str(error))
        return None, model.model_name
    return cleaned(result.output).strip(), result.response.model_name or model.model_name

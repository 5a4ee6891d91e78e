"""What talking cost: tokens, and dollars by list prices that come with the code and are never fetched.

Prices are kept in millionths of a dollar, as whole numbers. The query runs inside `db.tenant()`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec
from pydantic_ai.messages import ModelMessage, ModelResponse

from frontdesk.assistant.history import Record
from frontdesk.assistant.offline.model import NAME as OFFLINE
from frontdesk.db.pool import Connection

MICROS = Decimal(1_000_000)

# What was suggested and never said was paid for all the same; what was approved is among the messages.
RECORDS = """
SELECT record FROM messages WHERE conversation_id = $1 AND author = 'assistant'
UNION ALL
SELECT record FROM suggestions WHERE conversation_id = $1 AND state NOT IN ('approved', 'edited')
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a conversation took.

    Attributes:
        cost_micros: None when no provider spoke, or the price of some of it is not known.
    """

    input_tokens: int
    output_tokens: int
    cost_micros: int | None

    @property
    def dollars(self) -> str | None:
        """The cost in US dollars, as a decimal number in words."""
        return None if self.cost_micros is None else f"{self.cost_micros / MICROS:f}"


def cost_of(messages: Iterable[ModelMessage]) -> int | None:
    """Return what a model's answers cost, in millionths of a dollar.

    None when the offline model alone spoke, which costs nothing, or the price of some answer is not known.
    What is read from a stored conversation names no model, and was paid for before.
    """
    answers = [one for one in messages if isinstance(one, ModelResponse)]
    prices = [_price(one) for one in answers if one.model_name not in (None, OFFLINE)]
    known = [price for price in prices if price is not None]
    if not prices or len(known) < len(prices):
        return None
    return int((sum(known, Decimal(0)) * MICROS).quantize(Decimal(1), ROUND_HALF_UP))


def _price(answer: ModelResponse) -> Decimal | None:
    try:
        return answer.cost().total_price
    except (LookupError, ValueError):  # no such model is known, or the answer did not say what it took
        return None


def usage_of(records: Iterable[Mapping[str, Any]]) -> Usage:
    """Return what all of these took together. Pure."""
    read = [msgspec.convert(dict(record), Record) for record in records]
    costs = [one.cost_micros for one in read if one.cost_micros is not None]
    has_unknown = any(one.cost_micros is None and one.model != OFFLINE and one.input_tokens for one in read)
    return Usage(
        sum(one.input_tokens for one in read),
        sum(one.output_tokens for one in read),
        sum(costs) if costs and not has_unknown else None,
    )


async def usage(connection: Connection, conversation_id: int) -> Usage:
    """Return what a conversation has taken so far."""
    return usage_of([row["record"] for row in await connection.fetch(RECORDS, conversation_id)])

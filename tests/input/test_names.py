"""No member of a body has the name of something that routes are given: the framework would mix them up.

Litestar takes what is wrong with such a member for a bug of ours, and answers 500 in place of 422.
"""

from collections.abc import Iterator
from typing import Any

from litestar import Litestar


def bodies(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the schemas of all bodies, each choice of one by itself."""
    operations = [
        one for item in document["paths"].values() for one in item.values() if isinstance(one, dict)
    ]
    for operation in operations:
        for content in operation.get("requestBody", {}).get("content", {}).values():
            yield from (content["schema"], *content["schema"].get("oneOf", ()))


def members(document: dict[str, Any]) -> Iterator[str]:
    """Yield the names of all members of all bodies."""
    schemas = document["components"]["schemas"]
    for body in bodies(document):
        yield from schemas.get(body.get("$ref", "").rpartition("/")[2], {}).get("properties", {})


def test_a_body_shares_no_name_with_a_dependency(app: Litestar) -> None:
    found = set(members(app.openapi_schema.to_schema()))

    assert "businessDescription" in found
    assert found & set(app.dependencies) == set()

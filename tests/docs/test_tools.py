"""What a model may do is documented, and nothing else is."""

from frontdesk.assistant.toolbox import TOOLS
from tests.docs.pages import DOCS, named


def test_every_tool_is_documented_and_no_other() -> None:
    assert named(DOCS / "assistant.md", "What a model may do") == [tool.name for tool in TOOLS]

"""THE AI: the conversation with a lead."""

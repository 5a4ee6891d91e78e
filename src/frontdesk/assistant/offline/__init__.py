"""The model that needs no model: reads dates and intents with rules and keeps a dialogue state."""

"""WHO: sub-accounts, users, roles, API keys, sign-in."""

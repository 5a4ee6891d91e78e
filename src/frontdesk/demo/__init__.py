"""The demonstration: a real lead's conversation on the real service, against a simulated GoHighLevel."""

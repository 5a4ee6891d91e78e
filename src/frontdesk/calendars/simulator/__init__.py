"""A stateful stand-in for GoHighLevel that ships with frontdesk."""

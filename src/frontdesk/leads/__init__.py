"""WHOM: the people who want an appointment."""

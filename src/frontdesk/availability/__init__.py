"""WHEN: which times a user can be booked."""

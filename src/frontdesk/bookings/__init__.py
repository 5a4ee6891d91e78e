"""WHAT: bookings, from hold to history."""

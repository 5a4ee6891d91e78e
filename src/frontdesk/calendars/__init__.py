"""WHERE: the outside calendars that bookings are written to."""

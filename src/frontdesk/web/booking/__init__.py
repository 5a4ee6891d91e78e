"""What leads do without talking: choose a time from a calendar, keep it, move it, cancel it by a link."""

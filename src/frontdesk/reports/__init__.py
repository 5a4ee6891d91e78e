"""HOW IT GOES: counts of what was booked, kept and said. Reads what other slices wrote; writes nothing."""

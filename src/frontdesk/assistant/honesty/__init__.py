"""What a reply claims, and whether it is so. Pure: words, times and bookings go in, a verdict comes out."""

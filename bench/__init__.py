"""What we measure of frontdesk, and how to repeat it."""

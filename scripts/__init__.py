"""What a person who works on frontdesk runs now and then; nothing here runs in production."""

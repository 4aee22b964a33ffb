"""Who you are, which clinic, what you may, what you did. No clinical knowledge."""

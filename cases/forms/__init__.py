"""What the pages ask for, one form a file."""

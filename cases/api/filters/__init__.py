"""What lists can be narrowed and ordered by, one noun a file."""

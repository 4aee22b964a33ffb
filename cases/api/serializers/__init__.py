"""How records look as JSON, one noun a file."""

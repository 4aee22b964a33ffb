"""Views of the REST API, one noun or verb a file."""

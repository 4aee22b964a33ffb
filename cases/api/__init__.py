"""The REST API: everything the pages do."""

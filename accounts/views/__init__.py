"""Pages of the account, one verb a file."""

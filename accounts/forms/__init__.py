"""Forms of the account, one verb a file."""

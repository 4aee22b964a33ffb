"""What can be done to the record, one verb a file."""

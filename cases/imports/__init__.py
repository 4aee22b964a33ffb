"""What stands in a table of pictures and in a ZIP, read with suspicion; no rows of the record are made here."""

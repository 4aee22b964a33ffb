"""Numbers in the words that pages, reports and exports share; no queries here."""

"""Numbers and words prepared for templates; no queries here."""

"""Pages, one verb a file: find, form, service, render."""

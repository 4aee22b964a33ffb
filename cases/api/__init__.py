"""The record over REST: the same services and selectors as the pages."""

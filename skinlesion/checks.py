"""Refuses a careless start."""

"""Tokens and the signed-in person, over the API."""

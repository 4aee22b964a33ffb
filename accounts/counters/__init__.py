"""Counters that many processes share: each number is given out once, however many ask in the same moment."""

"""A lesion over time: its pictures in order, what changed between two of them. For pages and API; no queries."""

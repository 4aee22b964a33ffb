"""Names and record numbers are sealed before they reach the database, and found again by keyed hashes.

docs/trust/privacy.md says what that keeps from whom.
"""

"""How the audit trail is kept: chained by a keyed hash, append only, looked over row by row."""

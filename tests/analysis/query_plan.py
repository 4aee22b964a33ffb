"""How the database would go about a query."""

from django.db import connection


def plan_of(sql: str) -> str:
    """The plan as text; on PostgreSQL as if the table were large, because a small one is read whole by any planner."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())

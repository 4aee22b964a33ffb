"""How the database would find the rows of a query: does it read the whole analysis table?"""

import json
import re
from collections.abc import Callable, Iterator

from django.db import connection
from django.test.utils import CaptureQueriesContext

TABLE = "analysis_analysis"


def whole_reads(act: Callable[[], object]) -> list[str]:
    """The plans that read every analysis, of all statements about analyses that `act` runs; none is as it should be."""
    with CaptureQueriesContext(connection) as queries:
        act()
    asked = [query["sql"] for query in queries if TABLE in query["sql"] and query["sql"].startswith(("SELECT", "UPD"))]
    assert asked, "nothing was asked about analyses: this test looks at the wrong thing"
    look = _of_postgresql if connection.vendor == "postgresql" else _of_sqlite
    return [f"{found}: {sql}" for sql in asked for found in look(sql)]


def _of_sqlite(sql: str) -> Iterator[str]:
    names = {TABLE, *re.findall(rf'"{TABLE}" ([A-Z]\w*)', sql)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'")
        partial = {name for (name,) in cursor.fetchall()}
        # no parameters: the captured statement has its values in it
        cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%%", "%"))
        steps = [row[-1] for row in cursor.fetchall()]
    for step in steps:
        scan = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", step)
        if scan and scan[1] in names and scan[2] not in partial:
            yield step


def _of_postgresql(sql: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql)
        (found,) = cursor.fetchone()
    (plan,) = json.loads(found) if isinstance(found, str) else found
    for node in _nodes(plan["Plan"]):
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] == TABLE:
            yield f"Seq Scan on {TABLE}"


def _nodes(node: dict) -> Iterator[dict]:
    yield node
    for child in node.get("Plans", []):
        yield from _nodes(child)

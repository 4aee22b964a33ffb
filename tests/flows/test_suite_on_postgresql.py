"""The record and the engine room keep the same promises on PostgreSQL as on SQLite.

Here the tests run again that ask the database something: see `asks_the_database` in tests/shares.py for the rule.
"""

import os
import re
import subprocess
import sys

import psycopg
import pytest

from tests.architecture.source import ROOT
from tests.conftest import skip_or_fail
from tests.shares import asks_the_database

SERVER = "postgres://postgres@127.0.0.1:5432"
# where databases differ: constraints, locks, claims, plans. Pages, forms and the API ask by way of these; whole sites
# on PostgreSQL are in the flows too
ROWS = ("batches", "test_claim.py", "test_claim_many.py", "test_constraints.py", "test_lease.py", "test_migrations.py")
ROWS += ("test_query_plans.py", "test_queue_depth.py", "test_reconcile.py", "test_record.py", "test_turns.py")
HERE = ["tests/accounts/audit", "tests/cases/test_constraints.py", "tests/cases/selectors"]
HERE += [f"tests/analysis/{name}" for name in ROWS]
FOLDERS = ["tests/accounts", "tests/analysis", "tests/cases", "tests/trust"]


@pytest.fixture
def postgresql() -> str:
    """The address of a database that the tests may create beside."""
    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        skip_or_fail("No PostgreSQL at 127.0.0.1:5432")
    return f"{SERVER}/skinlesion_{os.getpid()}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folders", "at_least"), [(HERE, 300), pytest.param(FOLDERS, 2000, marks=pytest.mark.long)], ids=["some", "all"]
)
def test_the_same_tests_pass_on_postgresql(postgresql, folders, at_least):
    """Constraints, claims, leases and selectors, on the database of a larger site; in `make test-long` everything."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "--only-database", *folders],
        cwd=ROOT,
        env={**alone, "DATABASE_URL": postgresql},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:]
    assert int(re.search(r"(\d+) passed", run.stdout).group(1)) > at_least


def test_a_test_without_a_database_need_not_run_again(request):
    assert not asks_the_database(request.node)


@pytest.mark.django_db
def test_a_test_that_is_marked_runs_again(request):
    assert asks_the_database(request.node)


def test_a_test_that_asks_for_a_person_runs_again(request, ana):
    assert asks_the_database(request.node)


def test_a_browsers_test_does_not_run_again(request, live_server):
    assert not asks_the_database(request.node)

"""The record and the engine room keep the same promises on PostgreSQL as on SQLite."""

import os
import re
import subprocess
import sys

import psycopg
import pytest

from tests.architecture.source import ROOT
from tests.conftest import skip_or_fail

SERVER = "postgres://postgres@127.0.0.1:5432"
FOLDERS = ["tests/accounts", "tests/analysis", "tests/cases"]


@pytest.fixture
def postgresql() -> str:
    """The address of a database that the tests may create beside."""
    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        skip_or_fail("No PostgreSQL at 127.0.0.1:5432")
    return f"{SERVER}/skinlesion_{os.getpid()}"


@pytest.mark.slow
def test_the_same_tests_pass_on_postgresql(postgresql):
    """Constraints, claims, leases, selectors, services and pages, on the database of a larger site."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", *FOLDERS],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": postgresql},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:]
    assert int(re.search(r"(\d+) passed", run.stdout).group(1)) > 100

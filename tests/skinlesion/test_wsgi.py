"""A web process takes requests only when it can answer them at once."""

import subprocess
import sys


def test_the_code_of_all_pages_is_loaded_before_the_first_request():
    assert said("{'cases.urls', 'cases.api.urls'} <= set(sys.modules)") == "True"


def test_the_collector_walks_through_none_of_it_during_a_request():
    assert int(said("gc.get_freeze_count()")) > 100_000


def said(expression: str) -> str:
    """What an expression is in a process that has just become ready."""
    code = f"import gc, sys, skinlesion.wsgi; sys.stdout.write(str({expression}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout

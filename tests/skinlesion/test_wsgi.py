"""A web process takes requests only when it can answer them at once."""

import subprocess
import sys


def test_the_code_of_all_pages_is_loaded_before_the_first_request():
    code = "import sys, skinlesion.wsgi; sys.stdout.write(str({'cases.urls', 'cases.api.urls'} <= set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "True"), done.stderr[-3000:]

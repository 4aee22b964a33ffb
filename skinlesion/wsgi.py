"""The web process's entry point, for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skinlesion.settings")
application = get_wsgi_application()

# after get_wsgi_application: the checks need the settings, and gunicorn runs none of Django's own
from cases.picture_process_client import picture_process  # noqa: E402
from skinlesion.checks import refuse_careless_start  # noqa: E402

refuse_careless_start()
picture_process.start()  # so that the first upload does not wait for it
# the code of all pages, a second of processor time, which otherwise the first person after a restart waits for
assert get_resolver().url_patterns
# what is loaded now never goes away: no need to walk through it during somebody's request (docs/benchmarks.md)
gc.collect()
gc.freeze()

"""The folder in which gunicorn's workers share what they counted: one for each master, emptied when it starts."""

import os
import shutil
import socket
from pathlib import Path

from django.conf import settings

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client's own


def share_counts(master: int) -> Path:
    """Make this master's folder, remove those of masters that are gone.

    Args:
        master: process id of the gunicorn that forks the workers.

    Returns:
        The folder, for VARIABLE. Named after host and process, because VAR_DIR may be shared by several hosts, and two
        masters run side by side while one takes the other's place.
    """
    of_host = Path(settings.VAR_DIR) / "metrics" / socket.gethostname()
    folder = of_host / str(master)
    for left in of_host.glob("*"):
        if left == folder or not _runs(int(left.name)):
            shutil.rmtree(left, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it runs, as somebody else
    return True

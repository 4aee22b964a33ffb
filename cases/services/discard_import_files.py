"""The files that somebody dropped for an import are removed when it has ended."""

from functools import partial
from pathlib import Path

from django.db import transaction

from cases.models import ImportRun


def discard_import_files(*, run: ImportRun) -> None:
    """Remove our ZIP once the transaction commits; a folder of the server is nobody's but its owner's."""
    if run.source_is_ours:
        transaction.on_commit(partial(Path(run.source).unlink, missing_ok=True))

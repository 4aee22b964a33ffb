"""A stored file as an answer: by this process, or by the web server before us, which is told where it lies."""

from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, HttpResponse

INTERNAL = "/stored-files/"  # deploy/nginx/skinlesion.conf knows it, and lets nobody ask for it


def sent_file(file: BinaryIO, content_type: str, name: str, *, attachment: bool = False) -> HttpResponse:
    """Answer with an open file. Whoever calls has already asked whether this person may see it.

    Args:
        file: from one of the services that open files; it is closed with the answer.
        content_type: as the service says.
        name: neutral; what the browser stores it under.
        attachment: to keep instead of to look at.
    """
    response = FileResponse(file, content_type=content_type, filename=name, as_attachment=attachment)
    response["Cache-Control"] = "private, no-store"
    # said here too, not only by the middleware: a stranger's bytes must never be guessed into a page
    response["X-Content-Type-Options"] = "nosniff"
    address = internal_address(file) if settings.X_ACCEL else None
    if address is None:
        return response
    handed_over = HttpResponse(headers={**response.headers, "X-Accel-Redirect": address})
    del handed_over["Content-Length"]  # of a body that nginx replaces; it knows the length, and answers Range with it
    file.close()  # not the answer that is thrown away: its end would be taken for the end of the request
    return handed_over


def internal_address(file: BinaryIO) -> str | None:
    """Where nginx finds it; None for what is drawn in memory, or is kept elsewhere than in a folder of ours."""
    name = getattr(file, "name", None)
    if not isinstance(name, str):
        return None
    path = Path(name).resolve()
    for alias in ("originals", "renditions"):
        storage = storages[alias]
        if isinstance(storage, FileSystemStorage):
            folder = Path(storage.location).resolve()
            if path.is_relative_to(folder):
                return f"{INTERNAL}{alias}/{quote(path.relative_to(folder).as_posix())}"
    return None

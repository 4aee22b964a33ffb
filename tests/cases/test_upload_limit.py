"""However much comes in, no more than the limit and a byte lies on disk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from cases.upload_limit import ImportUploadHandler


@pytest.mark.parametrize(("sent", "kept"), [(0, 0), (999, 999), (1000, 1000), (1001, 1001), (300_000, 1001)])
def test_what_is_too_much_is_dropped_while_it_comes_in(sent, kept, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.jpg", b"x" * sent)})
    with request.FILES["file"] as upload:
        assert len(b"".join(upload.chunks())) == kept
        assert upload.temporary_file_path()


def test_the_files_of_an_import_share_one_limit(settings):
    settings.IMPORT_MAX_BYTES = 1000
    files = [SimpleUploadedFile(f"{number}.jpg", b"x" * 400) for number in range(4)]
    request = RequestFactory().post("/", {"files": files})
    request.upload_handlers = [ImportUploadHandler(request)]

    kept = []
    for upload in request.FILES.getlist("files"):
        with upload:
            kept.append(len(b"".join(upload.chunks())))
    assert kept == [400, 400, 201, 0]

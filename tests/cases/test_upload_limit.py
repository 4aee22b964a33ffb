"""However much comes in, no more than the limit and a byte lies on disk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory


@pytest.mark.parametrize(("sent", "kept"), [(0, 0), (999, 999), (1000, 1000), (1001, 1001), (300_000, 1001)])
def test_what_is_too_much_is_dropped_while_it_comes_in(sent, kept, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.jpg", b"x" * sent)})
    with request.FILES["file"] as upload:
        assert len(b"".join(upload.chunks())) == kept
        assert upload.temporary_file_path()

"""Only what lies in a folder of ours is handed over to nginx."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from cases.sent_file import internal_address, sent_file


@pytest.fixture
def stored():
    """A file of the renditions, open."""
    name = storages["renditions"].save("ab/picture one%.jpg", ContentFile(b"bytes"))
    with storages["renditions"].open(name) as file:
        yield file


def test_without_the_switch_we_send_it_ourselves(stored):
    answer = sent_file(stored, "image/jpeg", "picture-1.jpg")
    assert b"".join(answer.streaming_content) == b"bytes"
    assert "X-Accel-Redirect" not in answer


def test_with_it_nginx_is_told_where_it_lies(stored, settings):
    settings.X_ACCEL = True
    answer = sent_file(stored, "image/jpeg", "picture-1.jpg", attachment=True)
    assert answer["X-Accel-Redirect"] == "/stored-files/renditions/ab/picture%20one%25.jpg"
    assert answer.content == b""
    assert not answer.has_header("Content-Length")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'attachment; filename="picture-1.jpg"'
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert stored.closed


def test_what_is_drawn_or_lies_elsewhere_is_never_handed_over(settings, tmp_path):
    settings.X_ACCEL = True
    assert b"".join(sent_file(BytesIO(b"drawn"), "image/png", "drawn.png").streaming_content) == b"drawn"
    database = tmp_path / "skinlesion.sqlite3"
    database.write_bytes(b"rows")
    (tmp_path / "renditions").mkdir(exist_ok=True)
    (tmp_path / "renditions" / "link").symlink_to(database)
    for path in (database, tmp_path / "renditions" / "link", tmp_path / "renditions" / ".." / database.name):
        with path.open("rb") as file:
            assert internal_address(file) is None

"""Files that people upload by mistake are called by their name."""

import pytest

from cases.picture_formats import name_unsupported
from tests.cases.strange_files import PDF, SVG, heic
from tests.factories import small_jpeg


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"GIF89a\1\0\1\0", "GIF"),
        (PDF, "PDF"),
        (SVG, "SVG"),
        (b"\xef\xbb\xbf \n<!-- a drawing --><SVG width='9'>", "SVG"),
        (heic(), "HEIC"),
        (b"\0\0\0\x1cftypavif", "AVIF"),
        (b"\0\0\0\x20ftypmp42", "video"),
        (b"\0" * 128 + b"DICM", "DICOM"),
        (b"BM" + b"\0" * 12 + b"\x28\0\0\0", "BMP"),
        (b"PK\x03\x04", "ZIP or Office"),
        (b"8BPS\0\1", "Photoshop"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    ],
)
def test_what_we_recognise_has_its_everyday_name(head, name):
    assert name_unsupported(head) == name


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"BMW was seen today",
        b"<html><svg></svg></html>",
        b"<note>nothing drawn</note>",
        b"\0\0\0\x1cftyp????",
        b"see <svg> below",
        b"<!--" * 256,
        small_jpeg(),
    ],
)
def test_what_we_do_not_recognise_is_left_to_the_decoder(head):
    assert name_unsupported(head) == ""

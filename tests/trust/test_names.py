"""What a file is called is nobody's business: no name leads anywhere, none is kept, none comes back."""

import re
from email.message import Message

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from accounts.models import AuditEvent
from cases.models import LesionImage
from tests.factories import CaseFactory, small_jpeg

SCRIPTS = {
    "Latin": "Müller-Łukasz",
    "Greek": "Παπαδόπουλος",
    "Cyrillic": "Иванов",
    "Hebrew": "כהן",
    "Arabic": "محمد",
    "Devanagari": "शर्मा",
    "Thai": "สมชาย",
    "Chinese": "王小明",
    "Japanese": "さくら",
    "Korean": "김민수",
    "Armenian": "Սարգսյան",
    "Georgian": "გიორგი",
}
SHAPES = {
    "plain": "{}.jpg",
    "upwards": "../../../../{}.jpg",
    "from the root": "/etc/cron.d/{}.jpg",
    "from Windows": "C:\\Users\\{}\\..\\x.jpg",
    "control characters": "\x1b[31m{}\x07\x08\x7f.jpg",
    "turned round": "{}\u202egpj.exe",
    "a line of its own": "{}\r\nX-Injected: yes\r\n.jpg",
    "a zero": "{}.jpg\0.php",
    "quotes": '{}";filename="b.jpg',
    "markup": "<img src=x onerror=alert(1)>{}.jpg",
    "a formula": "=cmd|'/C calc'!A0{}.jpg",
    "as a device": "{}/dev/null",
    "very long": "{}" + "x" * 3000 + ".jpg",
    "only dots": "..{}..",
}


def form(name: str, data: bytes) -> bytes:
    """A form with a file of exactly this name, which no library would send."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    return head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + data + f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.mark.django_db(transaction=True)
def test_no_name_leads_anywhere_and_none_is_kept(client, ana, clinic_a, tmp_path, caplog):
    caplog.set_level("DEBUG")
    case = CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)
    client.force_login(ana)
    words = [*SCRIPTS.values(), "Injected", "onerror", "calc", "php", "cron.d", "xxxxxxxxxx"]
    number = 0
    for script in SCRIPTS.values():
        for shape in SHAPES.values():
            number += 1
            data = small_jpeg(size=(60 + number % 100, 40 + number // 100))
            body = form(shape.format(script), data)
            answer = client.generic("POST", f"/api/cases/{case.pk}/images/", body, MULTIPART_CONTENT)
            # a name that is nothing but a folder, or that breaks the form, is no file; everything else is a picture
            assert answer.status_code in (201, 400), (script, shape, answer.content)
            said = answer.content.decode() + str(answer.headers)
            assert [word for word in words if word in said] == [], (script, shape)
    stored = LesionImage.objects.all()
    assert stored.count() >= number * 0.8
    for image in stored:
        for file in (image.original, image.rendition, image.thumbnail):
            assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{64}-[0-9a-f]{16}(-rendition|-thumbnail)?\.jpg", file.name)
    written = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.parts[0] for path in written} == {"originals", "renditions"}
    assert len(written) == 3 * stored.count()
    kept = " ".join(map(str, AuditEvent.objects.values_list("detail", flat=True))) + caplog.text
    assert [word for word in words if word in kept] == []


@pytest.mark.django_db(transaction=True)
def test_a_file_comes_back_under_a_name_of_ours(client, ana, clinic_a):
    case = CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)
    client.force_login(ana)
    body = form("../../Maria Lindqvist <script>.jpg", small_jpeg())
    image = client.generic("POST", f"/api/cases/{case.pk}/images/", body, MULTIPART_CONTENT).json()["id"]
    for kind, disposition in (("original", "attachment"), ("rendition", "inline"), ("thumbnail", "inline")):
        answer = client.get(f"/api/images/{image}/files/{kind}/")
        said = Message()
        said["Content-Disposition"] = answer["Content-Disposition"]
        assert said.get_content_disposition() == disposition
        assert re.fullmatch(rf"picture-{image}(-{kind})?\.jpg", said.get_filename())
        assert answer["X-Content-Type-Options"] == "nosniff"
        answer.close()
